// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/responsewriter.h"

#include "endpoint/servercontext.h"
#include "endpoint/turn.h"

namespace Patchbay {

namespace asio = boost::asio;

ResponseWriter::ResponseWriter(ServerContext& context, PeerConnection& connection, Turn& turn)
    : m_context(context)
    , m_connection(connection)
    , m_turn(turn)
{
    m_head.allowedOrigin = turn.allowedOrigin;
}

asio::awaitable<bool> ResponseWriter::send(QByteArrayList pieces)
{
    if (m_turn.record.firstByteMs < 0)
        m_turn.record.firstByteMs = m_context.clock.monotonicMs() - m_turn.startedMs;
    const qint64 before = m_connection.written();
    const bool isSent =
        co_await m_connection.write(std::move(pieces), m_context.options.limits.writeStallMs);
    m_turn.record.bytesOut += m_connection.written() - before;
    co_return isSent;
}

asio::awaitable<bool> ResponseWriter::whole(EndpointAnswer answer)
{
    m_hasBegun = true;
    m_turn.record.status = answer.status;
    m_head.status = answer.status;
    m_head.contentType = answer.contentType;
    m_head.headers = std::move(answer.headers);
    m_head.framing = answer.status == 204 ? Framing::NoBody : Framing::Length;
    m_head.length = answer.body.size();
    m_head.keepAlive = m_turn.keepAlive;
    QByteArrayList pieces{bytesOf(m_head, m_context.clock.nowMs())};
    if (m_turn.inspection) {
        m_turn.inspection->answerHead(pieces.first(), answer.status);
        m_turn.inspection->answerBytes(answer.body);
    }
    if (!m_turn.omitsBody() && answer.status != 204)
        pieces.first() += answer.body;
    const bool isSent = co_await send(std::move(pieces));
    co_return isSent;
}

void ResponseWriter::begin(const ResponseHead& head, const HeaderList& more)
{
    m_hasBegun = true;
    m_turn.record.status = head.status;
    m_head.status = head.status;
    m_head.contentType = headerValue(head.headers, "content-type");
    if (m_head.contentType.contains('\r') || m_head.contentType.contains('\n'))
        m_head.contentType.clear();
    m_head.headers = passedOnHeaders(head.headers) + more;
    bool isNumber = false;
    m_head.length = headerValue(head.headers, "content-length").toLongLong(&isNumber);
    if (isNumber && m_head.length >= 0)
        m_head.framing = Framing::Length;
    else
        m_head.framing = m_turn.head.minorVersion > 0 ? Framing::Chunked : Framing::Close;
    if (m_head.framing == Framing::Close)
        m_turn.keepAlive = false;
    m_head.keepAlive = m_turn.keepAlive;
    m_pendingHead = bytesOf(m_head, m_context.clock.nowMs());
    if (m_turn.inspection)
        m_turn.inspection->answerHead(m_pendingHead, head.status);
}

asio::awaitable<bool> ResponseWriter::piece(QByteArrayList bytes)
{
    qint64 size = 0;
    for (const QByteArray& part : std::as_const(bytes))
        size += part.size();
    if (size == 0)
        co_return true;
    m_bodyBytes += size;
    if (m_head.framing == Framing::Length && m_bodyBytes > m_head.length)
        co_return false; // more than was told
    if (m_turn.omitsBody())
        co_return true;
    if (m_turn.inspection) {
        for (const QByteArray& part : std::as_const(bytes))
            m_turn.inspection->answerBytes(part);
    }
    QByteArray start = std::exchange(m_pendingHead, {});
    if (m_head.framing == Framing::Chunked) {
        start += chunkHead(size);
        bytes.append(QByteArrayLiteral("\r\n"));
    }
    bytes.prepend(start);
    const bool isSent = co_await send(std::move(bytes));
    co_return isSent;
}

asio::awaitable<bool> ResponseWriter::end()
{
    QByteArray last = std::exchange(m_pendingHead, {});
    if (m_head.framing == Framing::Chunked && !m_turn.omitsBody())
        last += "0\r\n\r\n";
    if (!last.isEmpty()) {
        const QByteArrayList pieces{last};
        const bool isSent = co_await send(pieces);
        if (!isSent)
            co_return false;
    }
    co_return m_head.framing != Framing::Length || m_bodyBytes == m_head.length ||
        m_turn.omitsBody();
}

} // namespace Patchbay
