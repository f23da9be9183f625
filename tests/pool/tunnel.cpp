// SPDX-License-Identifier: GPL-3.0-or-later
#include "tunnel.h"

#include <QTcpSocket>

namespace Patchbay {

Tunnel::Tunnel(quint16 upstreamPort)
    : m_upstreamPort(upstreamPort)
{
    connect(this, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket* client = nextPendingConnection())
            connect(client, &QTcpSocket::readyRead, this, [this, client] { open(*client); });
    });
    listen(QHostAddress::LocalHost);
}

QUrl Tunnel::url() const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(serverPort()));
}

void Tunnel::open(QTcpSocket& client)
{
    const QByteArray peeked = client.peek(64 * 1024);
    const qsizetype end = peeked.indexOf("\r\n\r\n");
    if (end < 0)
        return;
    client.read(end + 4);
    disconnect(&client, &QTcpSocket::readyRead, this, nullptr);
    m_targets.append(peeked.split(' ').value(1));
    auto* const upstream = new QTcpSocket(&client);
    QTcpSocket* const near = &client;
    connect(upstream, &QTcpSocket::connected, near, [near, upstream] {
        near->write("HTTP/1.1 200 Connection established\r\n\r\n");
        connect(near, &QTcpSocket::readyRead, upstream,
                [near, upstream] { upstream->write(near->readAll()); });
    });
    connect(upstream, &QTcpSocket::readyRead, near,
            [near, upstream] { near->write(upstream->readAll()); });
    connect(upstream, &QTcpSocket::disconnected, near, [near] { near->disconnectFromHost(); });
    connect(near, &QTcpSocket::disconnected, near, &QObject::deleteLater);
    upstream->connectToHost(QHostAddress::LocalHost, m_upstreamPort);
}

} // namespace Patchbay
