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
    // No abort() here: QSslSocket does not bear it within its signals.
    QObject::disconnect(socket, nullptr, nullptr, nullptr);
    socket->deleteLater();
}

SocketDialer::SocketDialer(Target target, const QSslConfiguration& tls, Done done)
    : m_target(std::move(target))
    , m_tls(tls)
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

bool SocketDialer::usesProxy() const
{
    return m_target.proxy.type() != QNetworkProxy::NoProxy;
}

bool SocketDialer::usesSocks() const
{
    return m_target.proxy.type() == QNetworkProxy::Socks5Proxy;
}

void SocketDialer::start()
{
    if (usesProxy() && !usesSocks()) {
        QTcpSocket& socket = makeSocket();
        socket.setProxy(m_target.proxy);
        socket.connectToHost(m_target.host, m_target.port);
        return;
    }
    const QString host = usesSocks() ? m_target.proxy.hostName() : m_target.host;
    m_port = usesSocks() ? m_target.proxy.port() : m_target.port;
    if (const QHostAddress literal(host); !literal.isNull()) {
        m_addresses = {literal};
        tryNext();
    } else {
        m_lookup = QHostInfo::lookupHost(host, &m_context,
                                         [this](const QHostInfo& found) { lookedUp(found); });
    }
}

void SocketDialer::lookedUp(const QHostInfo& host)
{
    m_lookup = -1;
    m_addresses = inTurn(host.addresses());
    if (m_addresses.isEmpty()) {
        finish({}, NetworkFaults::fromSocket(usesProxy() ? QAbstractSocket::ProxyNotFoundError
                                                         : QAbstractSocket::HostNotFoundError,
                                             host.errorString(), m_target.host, false));
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
    makeSocket().connectToHost(address, m_port);
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
    if (!usesSocks()) {
        secure();
        return;
    }
    m_socks = std::make_unique<SocksHandshake>(m_target.host, m_target.port, m_target.proxy.user(),
                                               m_target.proxy.password());
    socket->write(m_socks->begin());
    QObject::connect(socket, &QTcpSocket::readyRead, &m_context, [this] { askProxy(); });
    askProxy(); // it may have failed at once
}

void SocketDialer::askProxy()
{
    QTcpSocket& socket = *m_tries.front();
    while (m_socks->wanted() > 0) {
        if (socket.bytesAvailable() < m_socks->wanted())
            return;
        socket.write(m_socks->take(socket.read(m_socks->wanted())));
    }
    if (const auto error = m_socks->error()) {
        failed(&socket, *error);
        return;
    }
    QObject::disconnect(&socket, &QTcpSocket::readyRead, &m_context, nullptr);
    m_isThrough = true;
    secure();
}

void SocketDialer::secure()
{
    if (auto* const encrypted = qobject_cast<QSslSocket*>(m_tries.front().get()))
        encrypted->startClientEncryption();
    else
        finish(std::move(m_tries.front()), std::nullopt);
}

void SocketDialer::failed(QTcpSocket* socket, QAbstractSocket::SocketError error)
{
    // What fails before SOCKS is through is the proxy's, but for what that says of the host; and Qt
    // has no word of its own for some faults of others.
    const bool isBeforeProxy = usesSocks() && !(m_socks && m_socks->error()) && !m_isThrough;
    const bool isProxys =
        isBeforeProxy || (usesProxy() && (error == QAbstractSocket::UnknownSocketError ||
                                          error == QAbstractSocket::NetworkError ||
                                          error == QAbstractSocket::SocketAccessError));
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
        finish({}, std::exchange(m_fault, std::nullopt));
}

// The error is not ours: we may be gone before it is read.
void SocketDialer::finish(SocketPointer socket, const std::optional<Error>& error)
{
    if (socket)
        QObject::disconnect(socket.get(), nullptr, &m_context, nullptr);
    const Done done = std::exchange(m_done, nullptr);
    if (done)
        done(std::move(socket), error);
}

} // namespace Patchbay
