// SPDX-License-Identifier: GPL-3.0-or-later
#include "socksproxy.h"

#include "tunnel.h"

#include <QTcpSocket>

#include <memory>

namespace Patchbay {

SocksProxy::SocksProxy(quint16 upstreamPort, QByteArray name, QByteArray password)
    : m_upstreamPort(upstreamPort)
    , m_name(std::move(name))
    , m_password(std::move(password))
{
    connect(this, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket* client = nextPendingConnection()) {
            const auto step = std::make_shared<Step>(Step::Greeting);
            connect(client, &QTcpSocket::readyRead, this,
                    [this, client, step] { read(*client, *step); });
        }
    });
    listen(QHostAddress::LocalHost);
}

QUrl SocksProxy::url() const
{
    QUrl url(QStringLiteral("socks5://127.0.0.1:%1").arg(serverPort()));
    url.setUserName(QString::fromUtf8(m_name));
    url.setPassword(QString::fromUtf8(m_password), QUrl::DecodedMode);
    return url;
}

// Each message comes in one piece: its sender waits for the answer.
void SocksProxy::read(QTcpSocket& client, Step& step)
{
    const QByteArray bytes = client.readAll();
    switch (step) {
    case Step::Greeting: {
        const char method = m_name.isEmpty() ? '\0' : '\2';
        const bool isOffered = bytes.mid(2).contains(method);
        client.write(QByteArray("\5") + (isOffered ? method : '\xff'));
        step = m_name.isEmpty() ? Step::Request : Step::Password;
        break;
    }
    case Step::Password: {
        const QByteArray name = bytes.mid(2, bytes[1]);
        const QByteArray password = bytes.mid(3 + name.size());
        const bool isRight = name == m_name && password == m_password;
        client.write(QByteArray("\1") + (isRight ? '\0' : '\1'));
        step = Step::Request;
        if (!isRight)
            client.disconnectFromHost();
        break;
    }
    case Step::Request: {
        step = Step::Open;
        const QByteArray host = bytes.mid(5, bytes[4]); // by name
        const QByteArray port = bytes.right(2);
        const int number = static_cast<quint8>(port[0]) * 256 + static_cast<quint8>(port[1]);
        m_targets.append(host + ':' + QByteArray::number(number));
        disconnect(&client, &QTcpSocket::readyRead, this, nullptr);
        open(client);
        break;
    }
    case Step::Open:
        break;
    }
}

void SocksProxy::open(QTcpSocket& client)
{
    relay(client, m_upstreamPort, QByteArray("\5\0\0\1\x7f\0\0\1\0\0", 10));
}

} // namespace Patchbay
