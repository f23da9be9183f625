// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QUrl>

namespace Patchbay {

/// An HTTP server on loopback that keeps what is posted to it and answers as told.
class WebhookReceiver final : public QObject
{
public:
    struct Post
    {
        QByteArray line;
        QHash<QByteArray, QByteArray> headers; // names in lower case
        QJsonObject body;
    };

    WebhookReceiver()
    {
        if (!m_server.listen(QHostAddress::LocalHost))
            qFatal("cannot listen");
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket* socket = m_server.nextPendingConnection()) {
                connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
                connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            }
        });
    }

    [[nodiscard]] QUrl url(const QString& path = QStringLiteral("/hook")) const
    {
        return QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(m_server.serverPort()).arg(path));
    }
    [[nodiscard]] const QList<Post>& posts() const { return m_posts; }

    QList<QByteArray> answers; // one for each post, then `answer`
    QByteArray answer = "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n";

private:
    void read(QTcpSocket* socket)
    {
        QByteArray& got = m_got[socket];
        got += socket->readAll();
        const qsizetype end = got.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        Post post;
        QList<QByteArray> lines = got.left(end).split('\n');
        post.line = lines.takeFirst().trimmed();
        for (const QByteArray& line : lines) {
            const qsizetype colon = line.indexOf(':');
            post.headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
        }
        const qsizetype length = post.headers.value("content-length").toLongLong();
        if (got.size() < end + 4 + length)
            return;
        post.body = QJsonDocument::fromJson(got.mid(end + 4, length)).object();
        got.remove(0, end + 4 + length);
        m_posts.append(post);
        const QByteArray say = answers.isEmpty() ? answer : answers.takeFirst();
        if (say.isEmpty())
            return; // never answers
        if (say == "cut")
            return socket->abort();
        socket->write(say);
    }

    QTcpServer m_server;
    QHash<QTcpSocket*, QByteArray> m_got;
    QList<Post> m_posts;
};

inline QByteArray statusAnswer(const QByteArray& status, const QByteArray& headers = {})
{
    return "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: 0\r\n\r\n";
}

} // namespace Patchbay
