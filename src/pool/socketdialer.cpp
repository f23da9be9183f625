// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/socketdialer.h"

#include "pool/networkfaults.h"

#include <QHostInfo>
#include <QSslSocket>

#include <algorithm>
#include <chrono>

namespace Patchbay {

namespace {

constexpr auto kHeadStart = std::chrono::milliseconds(250);
// What is held of an answer at most, in the clear and once more encrypted; then the upstream waits.
constexpr qint64 kReadBuffer = 128 * 1024;

// Both families in turn, in the order that the system prefers.
QList<QHostAddress> inTurn(const QList<QHostAddress>& addresses)
{
    QList<QHostAddress> first;
    QList<QHostAddress> second;
    for (const QHostAddress& address : addresses)
        (address.protocol() == addresses.constFirst().protocol() ? first : second).append(address);
    QList<QHostAddress> mixed;
    for (qsizetype i = 0; i < std::max(first.size(), second.size()); ++i) {
        if (i < first.size())
            mixed.append(first[i]);
        if (i < second.size())
            mixed.append(second[i]);
    }
    return mixed;
}

} // namespace

void SocketCloser::operator()(QTcpSocket* socket) const
{
    QObject::disconnect(socket, nullptr, nullptr, nullptr);
    socket->abort();
    socket->deleteLater();
}

SocketDialer::SocketDialer(Target target, QSslConfiguration tls, Done done)
    : m_target(std::move(target))
    , m_tls(std::move(tls))
    , m_done(std::move(done))
{
    m_headStart.setSingleShot(true);
    m_headStart.setInterval(kHeadStart);
    QObject::connect(&m_headStart, &QTimer::timeout, &m_context, [this] { tryNext(); });
}

SocketDialer::~SocketDialer()
{
    if (m_lookup >= 0)
        QHostInfo::abortHostLookup(m_lookup);
}

void SocketDialer::start()
{
    if (m_target.proxy.type() != QNetworkProxy::NoProxy) {
        QTcpSocket& socket = makeSocket();
        socket.setProxy(m_target.proxy);
        socket.connectToHost(m_target.host, m_target.port);
    } else if (const QHostAddress literal(m_target.host); !literal.isNull()) {
        m_addresses = {literal};
        tryNext();
    } else {
        m_lookup = QHostInfo::lookupHost(m_target.host, &m_context,
                                         [this](const QHostInfo& host) { lookedUp(host); });
    }
}

void SocketDialer::lookedUp(const QHostInfo& host)
{
    m_lookup = -1;
    m_addresses = inTurn(host.addresses());
    if (m_addresses.isEmpty()) {
        finish({}, NetworkFaults::fromSocket(QAbstractSocket::HostNotFoundError, host.errorString(),
                                             m_target.host, false));
        return;
    }
    tryNext();
}

void SocketDialer::tryNext()
{
    if (m_addresses.isEmpty())
        return;
    const QHostAddress address = m_addresses.takeFirst();
    if (!m_addresses.isEmpty())
        m_headStart.start();
    // The last statement: it may fail at once, and everything with it.
    makeSocket().connectToHost(address, m_target.port);
}

QTcpSocket& SocketDialer::makeSocket()
{
    QTcpSocket* const socket = m_target.isEncrypted ? new QSslSocket : new QTcpSocket;
    m_tries.emplace_back(socket);
    socket->setProxy(QNetworkProxy(QNetworkProxy::NoProxy));
    socket->setReadBufferSize(kReadBuffer);
    QObject::connect(socket, &QTcpSocket::connected, &m_context,
                     [this, socket] { connected(socket); });
    QObject::connect(socket, &QTcpSocket::errorOccurred, &m_context,
                     [this, socket](QAbstractSocket::SocketError error) { failed(socket, error); });
    if (auto* const encrypted = qobject_cast<QSslSocket*>(socket)) {
        encrypted->setSslConfiguration(m_tls);
        encrypted->setPeerVerifyName(m_target.host);
        QObject::connect(encrypted, &QSslSocket::sslErrors, &m_context,
                         [this](const QList<QSslError>& faults) { m_tlsFaults = faults; });
        QObject::connect(encrypted, &QSslSocket::encrypted, &m_context,
                         [this] { finish(std::move(m_tries.front()), std::nullopt); });
    }
    return *socket;
}

void SocketDialer::connected(QTcpSocket* socket)
{
    m_headStart.stop();
    m_addresses.clear();
    const auto isOther = [socket](const SocketPointer& one) { return one.get() != socket; };
    std::erase_if(m_tries, isOther);
    // Else small writes wait for the peer's delayed acknowledgements.
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    socket->setSocketOption(QAbstractSocket::KeepAliveOption, 1);
    if (auto* const encrypted = qobject_cast<QSslSocket*>(socket))
        encrypted->startClientEncryption();
    else
        finish(std::move(m_tries.front()), std::nullopt);
}

void SocketDialer::failed(QTcpSocket* socket, QAbstractSocket::SocketError error)
{
    // Qt has no word of its own for some faults of a proxy.
    const bool isProxys =
        m_target.proxy.type() != QNetworkProxy::NoProxy &&
        (error == QAbstractSocket::UnknownSocketError || error == QAbstractSocket::NetworkError ||
         error == QAbstractSocket::SocketAccessError);
    const bool isTls = error == QAbstractSocket::SslHandshakeFailedError ||
                       error == QAbstractSocket::SslInvalidUserDataError ||
                       error == QAbstractSocket::SslInternalError;
    const Error fault =
        isTls ? NetworkFaults::fromTls(m_tlsFaults, socket->errorString(), m_target.host)
              : NetworkFaults::fromSocket(isProxys ? QAbstractSocket::ProxyProtocolError : error,
                                          socket->errorString(), m_target.host, false);
    // Of several addresses, one that refused says more than one that cannot be reached from here.
    if (!m_fault || m_fault->kind == ErrorKind::NetworkUnreachable)
        m_fault = fault;
    std::erase_if(m_tries, [socket](const SocketPointer& one) { return one.get() == socket; });
    if (!m_addresses.isEmpty())
        tryNext();
    else if (m_tries.empty())
        finish({}, m_fault);
}

void SocketDialer::finish(SocketPointer socket, const std::optional<Error>& error)
{
    if (socket)
        QObject::disconnect(socket.get(), nullptr, &m_context, nullptr);
    const std::optional<Error> told = error; // it may be ours, and we be gone
    const Done done = std::exchange(m_done, nullptr);
    if (done)
        done(std::move(socket), told);
}

} // namespace Patchbay
