// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/singleinstance.h"

#include "base/logging.h"

#include <QLocalSocket>

namespace Patchbay {

SingleInstance::SingleInstance(const QString& locksDir)
{
    const QString socket = locksDir + QStringLiteral("/window.socket");
    if (auto lock = FileLock::tryTake(locksDir + QStringLiteral("/window.lock")))
        m_lock = std::move(*lock);
    m_isFirst = m_lock != nullptr;
    if (m_isFirst)
        listen(socket);
    else
        askFirst(socket);
}

void SingleInstance::listen(const QString& socket)
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    QLocalServer::removeServer(socket); // left by one that was killed; we hold the lock
    connect(&m_server, &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket* connection = m_server.nextPendingConnection())
            connection->deleteLater();
        Q_EMIT activated();
    });
    if (!m_server.listen(socket))
        qCWarning(lcApp) << "no socket for later starts:" << m_server.errorString();
}

void SingleInstance::askFirst(const QString& socket)
{
    QLocalSocket connection;
    connection.connectToServer(socket); // a local socket connects at once or not at all
    if (connection.state() != QLocalSocket::ConnectedState)
        qCWarning(lcApp) << "the running window does not answer:" << connection.errorString();
}

} // namespace Patchbay
