// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/listeners.h"

#include "endpoint/portholder.h"
#include "endpoint/tlscontext.h"

#include <QCoreApplication>
#include <QFile>

#include <boost/asio/ip/v6_only.hpp>
#include <sys/stat.h>

namespace Patchbay {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

struct ListenersText
{
    Q_DECLARE_TR_FUNCTIONS(ListenersText)
};

constexpr int kPortTries = 20; // to find one that is free on both loopbacks

QString addressText(const QString& address, quint16 port)
{
    return address.contains(u':') ? QStringLiteral("[%1]:%2").arg(address).arg(port)
                                  : QStringLiteral("%1:%2").arg(address).arg(port);
}

Failure cannotListen(const QString& address, quint16 port, const error_code& error)
{
    const QString where = addressText(address, port);
    const QString detail = QString::fromStdString(error.message());
    const std::optional<PortHolder> holder =
        error == asio::error::address_in_use ? portHolder(port) : std::nullopt;
    if (error == asio::error::address_in_use)
        return fail(ErrorKind::AlreadyExists,
                    holder ? ListenersText::tr("“%1” (process %2) listens on %3 already")
                                 .arg(holder->program, QString::number(holder->processId), where)
                           : ListenersText::tr("Another program listens on %1 already").arg(where),
                    ListenersText::tr("End that program, or choose another port with --listen or "
                                      "WORKER_PORT"),
                    detail);
    if (error == asio::error::access_denied)
        return fail(ErrorKind::InvalidInput,
                    ListenersText::tr("This user may not listen on %1").arg(where),
                    ListenersText::tr("Choose a port above 1023"), detail);
    return fail(ErrorKind::InvalidInput, ListenersText::tr("Cannot listen on %1").arg(where),
                ListenersText::tr("Choose an address of this computer, such as 127.0.0.1"), detail);
}

Result<tcp::acceptor> listenOn(asio::io_context& loop, const asio::ip::address& address,
                               quint16 port, error_code& error)
{
    tcp::acceptor acceptor(loop);
    const tcp::endpoint endpoint(address, port);
    (void)acceptor.open(endpoint.protocol(), error);
    if (!error)
        (void)acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error && address.is_v6())
        (void)acceptor.set_option(asio::ip::v6_only(address.is_loopback()), error);
    if (!error)
        (void)acceptor.bind(endpoint, error);
    if (!error)
        (void)acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error)
        return cannotListen(QString::fromStdString(address.to_string()), port, error);
    return acceptor;
}

// One port on both; a computer without IPv6 does with the first.
Result<void> listenOnLoopbacks(asio::io_context& loop, const EndpointOptions& options,
                               Listeners& listeners)
{
    error_code error;
    for (int tries = 1;; ++tries) {
        auto four = listenOn(loop, asio::ip::address_v4::loopback(), options.port, error);
        if (!four)
            return Failure(four.error());
        const quint16 port = four->local_endpoint().port();
        auto six = listenOn(loop, asio::ip::address_v6::loopback(), port, error);
        const bool isTaken = !six && error == asio::error::address_in_use;
        if (isTaken && options.port == 0 && tries < kPortTries)
            continue;
        if (isTaken)
            return Failure(six.error()); // requests for "localhost" would go there
        listeners.tcp.push_back(std::move(*four));
        if (six)
            listeners.tcp.push_back(std::move(*six));
        return {};
    }
}

Result<void> listenOnTcp(asio::io_context& loop, const EndpointOptions& options,
                         Listeners& listeners)
{
    error_code error;
    const QString name = options.address == QLatin1String("localhost") ? QStringLiteral("127.0.0.1")
                                                                       : options.address;
    const asio::ip::address address = asio::ip::make_address(name.toStdString(), error);
    if (error)
        return fail(ErrorKind::InvalidInput,
                    ListenersText::tr("“%1” is not an address").arg(options.address),
                    ListenersText::tr("Give it as numbers, such as 127.0.0.1 or ::1"));
    if (!address.is_loopback() && !listeners.tls && !options.insecureHttp)
        return fail(ErrorKind::InvalidInput,
                    ListenersText::tr("%1 can be reached from other computers, and tokens would "
                                      "travel there without encryption")
                        .arg(options.address),
                    ListenersText::tr("Give a certificate with --tls-cert and --tls-key; "
                                      "--insecure-http is for containers behind a published port"));
    listeners.isLoopback = address.is_loopback();
    if (address == asio::ip::address_v4::loopback() && options.bothLoopbacks)
        return listenOnLoopbacks(loop, options, listeners);
    auto acceptor = listenOn(loop, address, options.port, error);
    if (!acceptor)
        return Failure(acceptor.error());
    listeners.tcp.push_back(std::move(*acceptor));
    return {};
}

Result<void> listenOnFile(asio::io_context& loop, const QString& file, Listeners& listeners)
{
    using Protocol = asio::local::stream_protocol;
    const QByteArray path = QFile::encodeName(file);
    const auto refused = [&](const error_code& error) {
        return fail(
            ErrorKind::InvalidInput, ListenersText::tr("Cannot listen on %1").arg(file),
            ListenersText::tr("Choose a file in a folder of your own that is not there yet"),
            QString::fromStdString(error.message()));
    };
    struct stat found{};
    if (::lstat(path.constData(), &found) == 0) {
        if (!S_ISSOCK(found.st_mode))
            return refused(make_error_code(boost::system::errc::file_exists));
        // Left by a process that died, or in use.
        Protocol::socket probe(loop);
        error_code answer;
        (void)probe.connect(Protocol::endpoint(path.constData()), answer);
        if (!answer)
            return fail(ErrorKind::AlreadyExists,
                        ListenersText::tr("Another program listens on %1 already").arg(file),
                        ListenersText::tr("End that program, or choose another file"));
        QFile::remove(file);
    }
    error_code error;
    Protocol::acceptor acceptor(loop);
    if (path.size() >= static_cast<qsizetype>(sizeof(sockaddr_un::sun_path)))
        return refused(make_error_code(boost::system::errc::filename_too_long));
    (void)acceptor.open(Protocol(), error);
    if (!error) {
        const mode_t before = ::umask(0177);
        (void)acceptor.bind(Protocol::endpoint(path.constData()), error);
        ::umask(before);
    }
    if (!error)
        (void)acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error)
        return refused(error);
    listeners.local = std::move(acceptor);
    return {};
}

} // namespace

Result<Listeners> Listeners::open(asio::io_context& loop, const EndpointOptions& options)
{
    Listeners listeners;
    if (!options.tlsCertFile.isEmpty() || !options.tlsKeyFile.isEmpty()) {
        auto context = makeTlsContext(options.tlsCertFile, options.tlsKeyFile);
        if (!context)
            return Failure(context.error());
        listeners.tls = std::move(*context);
    }
    if (const auto listening = listenOnTcp(loop, options, listeners); !listening)
        return Failure(listening.error());
    error_code error;
    listeners.port = listeners.tcp.front().local_endpoint(error).port();
    if (!options.socketFile.isEmpty()) {
        if (const auto listening = listenOnFile(loop, options.socketFile, listeners); !listening)
            return Failure(listening.error());
    }
    return listeners;
}

} // namespace Patchbay
