// SPDX-License-Identifier: GPL-3.0-or-later
#include "tunnel.h"

#include <QTcpSocket>

namespace Patchbay {

namespace {

constexpr qint64 kMostHeld = 128 * 1024;

void passOn(QTcpSocket& from, QTcpSocket& to)
{
    if (to.bytesToWrite() < kMostHeld)
        to.write(from.read(kMostHeld));
}

} // namespace

void relay(QTcpSocket& client, quint16 upstreamPort, const QByteArray& confirmation)
{
    auto* const upstream = new QTcpSocket(&client);
    QTcpSocket* const near = &client;
    upstream->setReadBufferSize(kMostHeld);
    QObject::connect(upstream, &QTcpSocket::connected, near, [near, upstream, confirmation] {
        near->write(confirmation);
        QObject::connect(near, &QTcpSocket::readyRead, upstream,
                         [near, upstream] { upstream->write(near->readAll()); });
    });
    QObject::connect(upstream, &QTcpSocket::readyRead, near,
                     [near, upstream] { passOn(*upstream, *near); });
    QObject::connect(near, &QTcpSocket::bytesWritten, upstream,
                     [near, upstream] { passOn(*upstream, *near); });
    QObject::connect(upstream, &QTcpSocket::disconnected, near, [near, upstream] {
        near->write(upstream->readAll());
        near->disconnectFromHost();
    });
    QObject::connect(near, &QTcpSocket::disconnected, near, &QObject::deleteLater);
    upstream->connectToHost(QHostAddress::LocalHost, upstreamPort);
}

Tunnel::Tunnel(quint16 upstreamPort, QByteArray login)
    : m_upstreamPort(upstreamPort)
    , m_login(std::move(login))
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
    if (!m_login.isEmpty() && !peeked.contains("Basic " + m_login.toBase64())) {
        client.write("HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Basic realm=\"test\"\r\n"
                     "Content-Length: 0\r\n\r\n");
        return;
    }
    disconnect(&client, &QTcpSocket::readyRead, this, nullptr);
    m_targets.append(peeked.split(' ').value(1));
    relay(client, m_upstreamPort, "HTTP/1.1 200 Connection established\r\n\r\n");
}

} // namespace Patchbay
