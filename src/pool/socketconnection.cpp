// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/socketconnection.h"

#include <QSslSocket>

#include <sys/socket.h>

#include <algorithm>
#include <chrono>

namespace Patchbay {

SocketConnection::SocketConnection(SocketPointer socket)
    : m_socket(std::move(socket))
    , m_encrypted(qobject_cast<QSslSocket*>(m_socket.get()))
{
    QTcpSocket* const raw = m_socket.get();
    QObject::connect(raw, &QTcpSocket::readyRead, &m_context, [this] {
        if (m_user)
            m_user->bytesWait(*this);
    });
    const auto went = [this] {
        if (m_user)
            m_user->bytesWent(*this);
    };
    QObject::connect(raw, &QTcpSocket::bytesWritten, &m_context, went);
    if (m_encrypted)
        QObject::connect(m_encrypted, &QSslSocket::encryptedBytesWritten, &m_context, went);
    QObject::connect(raw, &QTcpSocket::errorOccurred, &m_context,
                     [this](QAbstractSocket::SocketError error) { m_error = error; });
    // What came before is read first; most ends are told by disconnected().
    QObject::connect(
        raw, &QTcpSocket::errorOccurred, &m_context, [this] { lose(); }, Qt::QueuedConnection);
    QObject::connect(raw, &QTcpSocket::disconnected, &m_context, [this] { lose(); });
}

void SocketConnection::send(const QByteArray& bytes)
{
    QTcpSocket* const socket = m_socket.get(); // the user may destroy this within flush()
    socket->write(bytes);                      // as one block, which is shared, not copied
    socket->flush();
}

QByteArray SocketConnection::read()
{
    return m_socket->readAll();
}

bool SocketConnection::isAtRest() const
{
    return !m_isLost && m_socket->state() == QAbstractSocket::ConnectedState &&
           m_socket->bytesToWrite() == 0 && m_socket->bytesAvailable() == 0 &&
           (!m_encrypted || m_encrypted->encryptedBytesToWrite() == 0);
}

bool SocketConnection::hasNews() const
{
    char byte = 0;
    const qintptr socket = m_socket->socketDescriptor();
    return socket >= 0 && ::recv(static_cast<int>(socket), &byte, 1, MSG_PEEK | MSG_DONTWAIT) >= 0;
}

void SocketConnection::lose()
{
    if (!std::exchange(m_isLost, true) && m_user)
        m_user->connectionLost(*this);
}

SocketConnections::SocketConnections(QUrl proxy)
    : m_proxy(std::move(proxy))
{
    m_sweep.setInterval(std::chrono::seconds(kMostIdleSeconds) / 5);
    m_sweep.setTimerType(Qt::CoarseTimer);
    QObject::connect(&m_sweep, &QTimer::timeout, &m_sweep, [this] { dropOld(); });
}

SocketConnections::~SocketConnections() = default;

std::unique_ptr<SocketConnection> SocketConnections::take(const QString& origin)
{
    const auto isFit = [&origin](const Idle& idle) {
        return idle.origin == origin && !idle.connection->goodUntil.hasExpired() &&
               idle.connection->isAtRest() && !idle.connection->hasNews();
    };
    const auto found = std::find_if(m_idle.rbegin(), m_idle.rend(), isFit);
    if (found == m_idle.rend())
        return nullptr;
    std::unique_ptr<SocketConnection> connection = std::move(found->connection);
    m_idle.erase(std::next(found).base());
    return connection;
}

void SocketConnections::keep(const QString& origin, std::unique_ptr<SocketConnection> connection,
                             int serverSeconds)
{
    // A second less than the server: its end may be on the way when a request is sent.
    const int seconds =
        serverSeconds < 0 ? kMostIdleSeconds : std::min(kMostIdleSeconds, serverSeconds - 1);
    if (seconds <= 0 || !connection->isAtRest())
        return;
    connection->setUser(*this);
    connection->idleSince.start();
    connection->goodUntil = QDeadlineTimer(std::chrono::seconds(seconds));
    m_idle.push_back({origin, std::move(connection)});
    if (m_idle.size() > kMostIdle)
        m_idle.erase(m_idle.begin());
    if (!m_sweep.isActive())
        m_sweep.start();
}

void SocketConnections::drop(const SocketConnection& connection)
{
    std::erase_if(m_idle,
                  [&connection](const Idle& idle) { return idle.connection.get() == &connection; });
}

void SocketConnections::dropOld()
{
    std::erase_if(m_idle, [](const Idle& idle) { return idle.connection->goodUntil.hasExpired(); });
    if (m_idle.empty())
        m_sweep.stop();
}

} // namespace Patchbay
