// SPDX-License-Identifier: GPL-3.0-or-later
#include "upstream.h"

#include <QSslConfiguration>
#include <QSslServer>
#include <QSslSocket>

namespace Patchbay {

Upstream::Upstream(Handler handler)
    : m_handler(std::move(handler))
    , m_server(std::make_unique<QTcpServer>())
{
    connect(m_server.get(), &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket* socket = m_server->nextPendingConnection())
            accept(socket);
    });
    m_server->setListenBacklogSize(512);
    m_server->listen(QHostAddress::LocalHost);
}

Upstream::Upstream(Handler handler, const QSslConfiguration& tls)
    : m_handler(std::move(handler))

    , m_isEncrypted(true)
{
    auto server = std::make_unique<QSslServer>();
    server->setSslConfiguration(tls);
    m_server = std::move(server);
    connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this, [this] {
        while (QTcpSocket* socket = m_server->nextPendingConnection())
            accept(socket);
    });
    m_server->listen(QHostAddress::LocalHost);
}

Upstream::Handler Upstream::always(const QByteArray& answer)
{
    return [answer](QTcpSocket& socket, const UpstreamRequest&) { socket.write(answer); };
}

QUrl Upstream::baseUrl() const
{
    return QUrl(QStringLiteral("%1://127.0.0.1:%2")
                    .arg(m_isEncrypted ? QStringLiteral("https") : QStringLiteral("http"))
                    .arg(m_server->serverPort()));
}

int Upstream::openConnections() const
{
    return static_cast<int>(m_buffers.size());
}

void Upstream::accept(QTcpSocket* socket)
{
    ++m_connections;
    m_buffers.insert(socket, {});
    connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(*socket); });
    connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
        m_buffers.remove(socket);
        socket->deleteLater();
    });
    if (socket->bytesAvailable() > 0)
        read(*socket);
}

void Upstream::read(QTcpSocket& socket)
{
    QByteArray& buffer = m_buffers[&socket];
    buffer += socket.readAll();
    for (;;) {
        const qsizetype end = buffer.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        UpstreamRequest request;
        const QList<QByteArray> lines = buffer.first(end).split('\n');
        const QList<QByteArray> first = lines.first().trimmed().split(' ');
        request.method = first.value(0);
        request.path = first.value(1);
        for (qsizetype i = 1; i < lines.size(); ++i) {
            const qsizetype colon = lines[i].indexOf(':');
            request.headers.insert(lines[i].first(colon).trimmed().toLower(),
                                   lines[i].mid(colon + 1).trimmed());
        }
        const qsizetype length = request.headers.value("content-length").toLongLong();
        if (buffer.size() < end + 4 + length)
            return;
        request.body = buffer.mid(end + 4, length);
        buffer.remove(0, end + 4 + length);
        m_requests.append(request);
        const QPointer<QTcpSocket> alive(&socket);
        m_handler(socket, request);
        if (!alive || !m_buffers.contains(&socket))
            return;
    }
}

namespace Answers {

namespace {

QByteArray event(const QByteArray& name, const QByteArray& data)
{
    return "event: " + name + "\ndata: " + data + "\n\n";
}

} // namespace

QByteArray whole(int status, const QByteArray& contentType, const QByteArray& body,
                 const QByteArray& moreHeaders)
{
    return "HTTP/1.1 " + QByteArray::number(status) + " Word\r\ncontent-type: " + contentType +
           "\r\ncontent-length: " + QByteArray::number(body.size()) +
           "\r\nrequest-id: req_test\r\n" + moreHeaders + "\r\n" + body;
}

QByteArray json(int status, const QByteArray& body, const QByteArray& moreHeaders)
{
    return whole(status, "application/json", body, moreHeaders);
}

QByteArray error(int status, const QByteArray& type, const QByteArray& moreHeaders)
{
    return json(status,
                R"({"type":"error","error":{"type":")" + type + R"(","message":"As scripted"}})",
                moreHeaders);
}

QByteArray streamHead()
{
    return "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\n"
           "request-id: req_test\r\nanthropic-organization-id: org-test\r\n"
           "transfer-encoding: chunked\r\n\r\n";
}

QByteArray chunk(const QByteArray& bytes)
{
    return QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n";
}

QByteArray messageStart(int inputTokens)
{
    return event("message_start",
                 R"({"type":"message_start","message":{"id":"msg_1","type":"message",)"
                 R"("role":"assistant","model":"claude-sonnet-5-5","content":[],)"
                 R"("stop_reason":null,"usage":{"input_tokens":)" +
                     QByteArray::number(inputTokens) + R"(,"output_tokens":1}}})");
}

QByteArray blockStart()
{
    return event("content_block_start", R"({"type":"content_block_start","index":0,)"
                                        R"("content_block":{"type":"text","text":""}})");
}

QByteArray textDelta(const QByteArray& text)
{
    return event("content_block_delta", R"({"type":"content_block_delta","index":0,)"
                                        R"("delta":{"type":"text_delta","text":")" +
                                            text + R"("}})");
}

QByteArray messageEnd(int outputTokens)
{
    return event("content_block_stop", R"({"type":"content_block_stop","index":0})") +
           event("message_delta", R"({"type":"message_delta","delta":{"stop_reason":"end_turn"},)"
                                  R"("usage":{"output_tokens":)" +
                                      QByteArray::number(outputTokens) + "}}") +
           event("message_stop", R"({"type":"message_stop"})");
}

QByteArray errorEvent(const QByteArray& type)
{
    return event("error",
                 R"({"type":"error","error":{"type":")" + type + R"(","message":"As scripted"}})");
}

QByteArray message(const QByteArray& text, int inputTokens, int outputTokens)
{
    return messageStart(inputTokens) + blockStart() + textDelta(text) + messageEnd(outputTokens);
}

QByteArray streamOf(const QByteArray& events)
{
    return streamHead() + chunk(events) + chunk({});
}

} // namespace Answers

} // namespace Patchbay
