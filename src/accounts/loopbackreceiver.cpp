// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/loopbackreceiver.h"

#include "accounts/pkce.h"

#include <QTcpSocket>
#include <QTimer>
#include <QUrlQuery>

#include <algorithm>

namespace Patchbay {

namespace {

const QString kPath = QStringLiteral("/callback");
constexpr qsizetype kLargestHead = 16 * 1024;
constexpr int kMostConnections = 8;
constexpr int kPatienceMs = 10'000;

QByteArray valueOf(const QList<QByteArray>& head, const QByteArray& name, int& count)
{
    QByteArray value;
    count = 0;
    for (const QByteArray& line : head) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && line.first(colon).compare(name, Qt::CaseInsensitive) == 0) {
            value = line.sliced(colon + 1).trimmed();
            ++count;
        }
    }
    return value;
}

} // namespace

LoopbackReceiver::LoopbackReceiver(QByteArray state, QObject* parent)
    : QObject(parent)
    , m_state(std::move(state))
{
    connect(&m_server, &QTcpServer::newConnection, this, &LoopbackReceiver::takeConnections);
}

LoopbackReceiver::~LoopbackReceiver() = default;

Result<void> LoopbackReceiver::listen()
{
    m_server.setMaxPendingConnections(kMostConnections);
    if (m_server.listen(QHostAddress::LocalHost, 0))
        return {};
    return fail(ErrorKind::Internal, tr("No port of this machine can be listened on"),
                tr("Check what keeps programs from listening on 127.0.0.1"),
                m_server.errorString());
}

QUrl LoopbackReceiver::address() const
{
    QUrl url;
    url.setScheme(QStringLiteral("http"));
    url.setHost(QStringLiteral("127.0.0.1"));
    url.setPort(m_server.serverPort());
    url.setPath(kPath);
    return url;
}

void LoopbackReceiver::takeConnections()
{
    while (QTcpSocket* const socket = m_server.nextPendingConnection()) {
        if (m_server.findChildren<QTcpSocket*>().size() > kMostConnections) {
            socket->abort();
            socket->deleteLater();
            continue;
        }
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { readRequest(socket); });
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        QTimer::singleShot(kPatienceMs, socket, [socket] {
            socket->abort();
            socket->deleteLater();
        });
    }
}

void LoopbackReceiver::readRequest(QTcpSocket* socket)
{
    if (!socket->bytesAvailable())
        return;
    const QByteArray head = socket->peek(kLargestHead);
    const qsizetype end = head.indexOf("\r\n\r\n");
    if (end < 0 && head.size() < kLargestHead)
        return;
    socket->disconnect(this);
    if (end < 0) {
        answer(socket, 431, tr("This request is too large."));
        return;
    }
    QList<QByteArray> lines;
    for (const QByteArray& line : head.first(end).split('\n'))
        lines.append(line.trimmed());
    QHash<QString, QString> fields;
    const int status = statusOf(lines, fields);
    if (status != 200) {
        answer(socket, status, tr("This is not the sign-in that Patchbay waits for."));
        return;
    }
    m_server.close();
    answer(socket, 200,
           fields.contains(QStringLiteral("error"))
               ? tr("Patchbay was not allowed to sign in. You may close this page.")
               : tr("Patchbay goes on from here. You may close this page."));
    Q_EMIT came(fields);
}

int LoopbackReceiver::statusOf(const QList<QByteArray>& head, QHash<QString, QString>& fields) const
{
    const QList<QByteArray> words = head.first().split(' ');
    if (words.size() != 3 || words.first() != "GET")
        return 405;
    // A page elsewhere may know the port and reach it under a name of its own.
    int hosts = 0;
    const QByteArray host = valueOf(head, "host", hosts);
    const QByteArray port = ':' + QByteArray::number(m_server.serverPort());
    if (hosts != 1 || (host != "127.0.0.1" + port && host != "localhost" + port))
        return 403;
    const QUrl target = QUrl::fromEncoded(words.at(1), QUrl::StrictMode);
    if (target.path() != kPath)
        return 404;
    // A form's plus sign is a space.
    QString query = target.query(QUrl::FullyEncoded);
    for (const auto& [name, value] :
         QUrlQuery(query.replace(u'+', QStringLiteral("%20"))).queryItems(QUrl::FullyDecoded))
        fields.insert(name, value);
    const bool isAnswer =
        fields.contains(QStringLiteral("code")) || fields.contains(QStringLiteral("error"));
    return isAnswer && Pkce::isSame(fields.value(QStringLiteral("state")).toUtf8(), m_state) ? 200
                                                                                             : 400;
}

void LoopbackReceiver::answer(QTcpSocket* socket, int status, const QString& text)
{
    const QByteArray body = "<!doctype html><meta charset=\"utf-8\"><title>Patchbay</title><p>" +
                            text.toHtmlEscaped().toUtf8() + "</p>\n";
    socket->readAll();
    socket->write("HTTP/1.1 " + QByteArray::number(status) + (status == 200 ? " OK" : " Refused") +
                  "\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: " +
                  QByteArray::number(body.size()) +
                  "\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n"
                  "Content-Security-Policy: default-src 'none'\r\n"
                  "X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n" +
                  body);
    socket->flush();
    socket->disconnectFromHost();
}

} // namespace Patchbay
