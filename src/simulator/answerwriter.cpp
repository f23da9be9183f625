// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/answerwriter.h"

#include <algorithm>
#include <cmath>

namespace Patchbay {

namespace {

QByteArray reasonPhrase(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 404:
        return "Not Found";
    case 429:
        return "Too Many Requests";
    case 500:
        return "Internal Server Error";
    default:
        return "Simulated";
    }
}

} // namespace

AnswerWriter::AnswerWriter(Answer answer, Framing framing)
    : m_answer(std::move(answer))
    , m_manner(m_answer.manner)
    , m_framing(framing)
{
    if (m_answer.stream)
        m_events.emplace(std::move(*m_answer.stream));
    m_answer.stream.reset();
    if (!m_events && m_manner.fault == ScriptFault::End) {
        m_answer.body.truncate(m_manner.atEvent == 0 ? 0 : m_answer.body.size() / 2);
        m_manner.fault = ScriptFault::None;
    }
}

AnswerWriter::Output AnswerWriter::advance(qint64 nowMs, qsizetype room)
{
    Output output;
    if (m_startMs < 0)
        m_startMs = nowMs;
    while (output.then == Then::Wait && output.wakeMs < 0 && output.bytes.size() < room) {
        if (m_trickled < m_trickle.size()) {
            trickle(nowMs, output);
            break;
        }
        if (m_stage == Stage::Silent && m_pingMs < 0)
            break;
        step(nowMs, output);
    }
    return output;
}

void AnswerWriter::step(qint64 nowMs, Output& output)
{
    switch (m_stage) {
    case Stage::Delay:
        if (nowMs < m_startMs + m_manner.delayMs) {
            output.wakeMs = m_startMs + m_manner.delayMs;
            return;
        }
        if (m_manner.atEvent == 0 && !m_manner.headersFirst) {
            if (m_manner.fault == ScriptFault::Cut || m_manner.fault == ScriptFault::Reset ||
                m_manner.fault == ScriptFault::Hang) {
                writeFault(nowMs, output);
                m_pingMs = -1;
                return;
            }
        }
        m_stage = Stage::Head;
        return;
    case Stage::Head:
        writeHead(output);
        m_dueMs = static_cast<double>(nowMs + m_manner.firstEventDelayMs);
        if (m_events && m_manner.pingMs > 0)
            m_pingMs = nowMs + m_manner.pingMs;
        m_stage = m_framing.withoutBody ? Stage::End : m_events ? Stage::Events : Stage::Body;
        if (m_stage == Stage::End)
            finish(output);
        return;
    case Stage::Body:
        writeBody(output);
        return;
    case Stage::Events:
    case Stage::Silent:
        writeEvents(nowMs, output);
        return;
    case Stage::Tail:
        if (m_framing.chunked)
            output.bytes += "0\r\n\r\n";
        m_stage = Stage::End;
        finish(output);
        if (!m_framing.chunked)
            output.then = Then::Close;
        return;
    case Stage::End:
        finish(output);
        return;
    }
}

void AnswerWriter::finish(Output& output)
{
    m_stage = Stage::End;
    output.then = m_framing.keepAlive ? Then::Done : Then::Close;
}

void AnswerWriter::writeHead(Output& output)
{
    QByteArray head;
    head.reserve(1024);
    head += "HTTP/1.1 " + QByteArray::number(m_answer.status) + ' ' +
            reasonPhrase(m_answer.status) + "\r\n";
    for (const auto& [name, value] : std::as_const(m_answer.headers))
        head += name + ": " + value + "\r\n";
    if (!m_events)
        head += "content-length: " + QByteArray::number(m_answer.body.size()) + "\r\n";
    else if (m_framing.chunked)
        head += "transfer-encoding: chunked\r\n";
    if (!m_framing.keepAlive || (m_events && !m_framing.chunked))
        head += "connection: close\r\n";
    head += "\r\n";
    if (isBytewise()) {
        m_trickle = head;
        m_trickled = 0;
        m_trickleChunks = false;
    } else {
        output.bytes += head;
    }
}

// A body that is not streamed breaks in its middle.
void AnswerWriter::writeBody(Output& output)
{
    m_answer.bill.streamed(m_answer.outputTokens);
    const QByteArray half =
        m_manner.atEvent == 0 ? QByteArray() : m_answer.body.left(m_answer.body.size() / 2);
    switch (m_manner.fault) {
    case ScriptFault::Cut:
        output.bytes += half;
        output.then = Then::Close;
        return;
    case ScriptFault::Reset:
        output.bytes += half;
        output.then = Then::Reset;
        return;
    case ScriptFault::Hang:
        output.bytes += half;
        m_stage = Stage::Silent;
        return;
    case ScriptFault::Bytewise:
        m_trickle = m_answer.body;
        m_trickled = 0;
        m_trickleChunks = false;
        m_stage = Stage::End;
        return;
    case ScriptFault::Malformed:
        if (!m_answer.body.isEmpty())
            m_answer.body.back() = '{';
        break;
    case ScriptFault::None:
    case ScriptFault::End:
    case ScriptFault::ErrorEvent:
        break;
    }
    output.bytes += m_answer.body;
    finish(output);
}

bool AnswerWriter::isFaultDue() const
{
    if (m_faultDone || m_manner.fault == ScriptFault::None || isBytewise())
        return false;
    return m_manner.atEvent >= 0 ? m_sent >= m_manner.atEvent
                                 : m_sent > 0 && m_events->isHalfSaid();
}

void AnswerWriter::writeEvents(qint64 nowMs, Output& output)
{
    if (m_pingMs >= 0 && nowMs >= m_pingMs) {
        output.bytes += framed(pingEvent());
        m_pingMs = nowMs + m_manner.pingMs;
    }
    if (m_stage == Stage::Silent) {
        output.wakeMs = m_pingMs;
        return;
    }
    if (static_cast<double>(nowMs) < m_dueMs) {
        const auto due = static_cast<qint64>(std::ceil(m_dueMs));
        output.wakeMs = m_pingMs >= 0 ? std::min(due, m_pingMs) : due;
        return;
    }
    if (isFaultDue()) {
        m_faultDone = true;
        writeFault(nowMs, output);
        return;
    }
    const QByteArray event = m_events->next();
    ++m_sent;
    if (isBytewise()) {
        m_trickledTokens = m_events->outputTokens();
        m_trickle = event;
        m_trickled = 0;
        m_trickleChunks = m_framing.chunked;
    } else {
        m_answer.bill.streamed(m_events->outputTokens());
        output.bytes += framed(event);
    }
    if (m_events->atEnd())
        m_stage = Stage::Tail;
    else
        planNext(nowMs);
}

void AnswerWriter::planNext(qint64 nowMs)
{
    if (m_manner.eventsPerSecond <= 0)
        return;
    double interval = 1000.0 / m_manner.eventsPerSecond;
    if (m_manner.uneven) {
        m_unevenness ^= m_unevenness << 13;
        m_unevenness ^= m_unevenness >> 17;
        m_unevenness ^= m_unevenness << 5;
        interval *= 0.6 + 0.8 * (m_unevenness % 1024) / 1024.0;
    }
    // From when it was due, so that the pace holds; but nobody catches up after a long stop.
    m_dueMs = std::max(m_dueMs + interval, static_cast<double>(nowMs) - 1000.0);
}

void AnswerWriter::writeFault(qint64 nowMs, Output& output)
{
    switch (m_manner.fault) {
    case ScriptFault::Cut:
        output.then = Then::Close;
        return;
    case ScriptFault::Reset:
        output.then = Then::Reset;
        return;
    case ScriptFault::Hang:
        m_stage = Stage::Silent;
        if (m_manner.pingMs > 0)
            m_pingMs = nowMs + m_manner.pingMs;
        return;
    case ScriptFault::ErrorEvent:
        output.bytes +=
            framed(errorEvent(m_manner.errorType, m_manner.errorMessage, m_manner.errorCode));
        m_stage = Stage::Tail;
        return;
    case ScriptFault::End:
        m_stage = Stage::Tail;
        return;
    case ScriptFault::Malformed:
        output.bytes += framed("event: content_block_delta\n"
                               "data: {\"type\":\"content_block_delta\",\"index\":0,\"del\n\n");
        return;
    case ScriptFault::None:
    case ScriptFault::Bytewise:
        return;
    }
}

void AnswerWriter::trickle(qint64 nowMs, Output& output)
{
    const QByteArray byte(1, m_trickle.at(m_trickled++));
    output.bytes += m_trickleChunks ? "1\r\n" + byte + "\r\n" : byte;
    output.flush = true;
    output.wakeMs = nowMs;
    if (m_trickled == m_trickle.size() && m_trickledTokens >= 0)
        m_answer.bill.streamed(m_trickledTokens);
}

QByteArray AnswerWriter::framed(const QByteArray& data) const
{
    if (!m_framing.chunked)
        return data;
    return QByteArray::number(data.size(), 16) + "\r\n" + data + "\r\n";
}

} // namespace Patchbay
