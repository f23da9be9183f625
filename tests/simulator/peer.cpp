// SPDX-License-Identifier: GPL-3.0-or-later
#include "peer.h"

#include "base/json.h"

#include <QDeadlineTimer>
#include <QEventLoop>
#include <QTimer>

namespace Patchbay {

QByteArray messagesBody(const QByteArray& prompt, bool stream)
{
    return R"({"model":"claude-sonnet-5-5","max_tokens":1024,"stream":)" +
           QByteArray(stream ? "true" : "false") + R"(,"messages":[{"role":"user","content":")" +
           prompt + R"("}]})";
}

QByteArray apiRequest(const QByteArray& method, const QByteArray& path, const QByteArray& key,
                      const QByteArray& body, const QByteArray& moreHeaders)
{
    QByteArray request = method + ' ' + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    request += "anthropic-version: 2023-06-01\r\n";
    if (!key.isEmpty())
        request += "x-api-key: " + key + "\r\n";
    if (method == "POST")
        request += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    return request + moreHeaders + "\r\n" + body;
}

QByteArray messagesRequest(const QByteArray& key, const QByteArray& body)
{
    return apiRequest("POST", "/v1/messages", key, body);
}

QJsonObject PeerAnswer::json() const
{
    return parseJsonObject(body).value_or(QJsonObject());
}

QString PeerAnswer::errorType() const
{
    return json().value(u"error").toObject().value(u"type").toString();
}

QList<ServerSentEvent> PeerAnswer::events() const
{
    EventStreamParser parser;
    return parser.feed(body).value_or(QList<ServerSentEvent>());
}

QList<QByteArray> PeerAnswer::eventNames() const
{
    QList<QByteArray> names;
    const auto all = events();
    for (const ServerSentEvent& event : all)
        names.append(event.name);
    return names;
}

MessageAccumulator PeerAnswer::message() const
{
    MessageAccumulator message;
    if (headerValue(headers, "content-type").startsWith("application/json")) {
        std::ignore = message.addWhole(body);
        return message;
    }
    const auto all = events();
    for (const ServerSentEvent& event : all)
        std::ignore = message.add(event);
    return message;
}

QString PeerAnswer::text() const
{
    QString text;
    const auto blocks = message().blocks();
    for (const ContentBlock& block : blocks)
        text += block.json().value(u"text").toString();
    return text;
}

Peer::Peer(quint16 port)
{
    QObject::connect(&m_socket, &QTcpSocket::readyRead, &m_socket, [this] { read(); });
    m_socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
}

void Peer::send(const QByteArray& bytes)
{
    QVERIFY(QTest::qWaitFor([this] { return isConnected(); }));
    m_socket.write(bytes);
    m_socket.flush();
}

bool Peer::isConnected() const
{
    return m_socket.state() == QAbstractSocket::ConnectedState;
}

void Peer::read()
{
    m_received += m_socket.readAll();
}

PeerAnswer Peer::answer()
{
    qsizetype used = 0;
    PeerAnswer answer;
    const bool came = waitUntil([&] {
        answer = parse(&used);
        return answer.isComplete;
    });
    if (came)
        m_received.remove(0, used);
    return answer;
}

PeerAnswer Peer::partial()
{
    qsizetype used = 0;
    return parse(&used);
}

bool Peer::waitUntil(const std::function<bool()>& condition)
{
    const QDeadlineTimer deadline(20'000);
    while (!condition()) {
        if (deadline.hasExpired())
            return false;
        QEventLoop loop;
        QTimer::singleShot(20, &loop, &QEventLoop::quit);
        loop.exec();
    }
    return true;
}

bool Peer::waitForEnd()
{
    return waitUntil([this] { return m_socket.state() == QAbstractSocket::UnconnectedState; });
}

bool Peer::waitForBytes(qsizetype count)
{
    return waitUntil([this, count] { return m_received.size() >= count; });
}

QByteArray Peer::received()
{
    return m_received;
}

PeerAnswer Peer::parse(qsizetype* used) const
{
    PeerAnswer answer;
    const qsizetype end = m_received.indexOf("\r\n\r\n");
    if (end < 0)
        return answer;
    QList<QByteArray> lines = m_received.left(end).split('\n');
    answer.status = lines.takeFirst().mid(9, 3).toInt();
    for (const QByteArray& line : std::as_const(lines)) {
        const qsizetype colon = line.indexOf(':');
        answer.headers.append({line.left(colon), line.mid(colon + 1).trimmed()});
    }
    qsizetype at = end + 4;
    const QByteArray length = headerValue(answer.headers, "content-length");
    if (!length.isEmpty()) {
        answer.body = m_received.mid(at, length.toLongLong());
        answer.isComplete = answer.body.size() == length.toLongLong();
        *used = at + answer.body.size();
        return answer;
    }
    for (;;) {
        const qsizetype line = m_received.indexOf("\r\n", at);
        if (line < 0)
            return answer;
        const qsizetype size = m_received.mid(at, line - at).toLongLong(nullptr, 16);
        if (m_received.size() < line + 2 + size + 2)
            return answer;
        answer.body += m_received.mid(line + 2, size);
        at = line + 2 + size + 2;
        if (size == 0) {
            answer.isComplete = true;
            *used = at;
            return answer;
        }
        ++answer.chunks;
    }
}

PeerAnswer ask(const Simulator& simulator, const QByteArray& request)
{
    Peer peer(simulator.port());
    peer.send(request);
    return peer.answer();
}

} // namespace Patchbay
