// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/messageevents.h"

#include "base/json.h"

#include <algorithm>

namespace Patchbay {

namespace {

QByteArray event(const char* name, const QByteArray& data)
{
    return QByteArray("event: ") + name + "\ndata: " + data + "\n\n";
}

QString sayable(const QJsonObject& block)
{
    const QString type = block.value(u"type").toString();
    if (type == QLatin1String("text"))
        return block.value(u"text").toString();
    if (type == QLatin1String("thinking"))
        return block.value(u"thinking").toString();
    if (type == QLatin1String("tool_use") || type == QLatin1String("server_tool_use")) {
        const QJsonObject input = block.value(u"input").toObject();
        return input.isEmpty() ? QString() : QString::fromUtf8(compactJson(input));
    }
    return {};
}

bool isWide(QChar c)
{
    return c.unicode() >= 0x2e80 && !c.isSurrogate();
}

} // namespace

qsizetype pieceEnd(QStringView text, qsizetype at, int characters)
{
    qsizetype end = at;
    if (characters > 0) {
        end = std::min<qsizetype>(text.size(), at + characters);
    } else {
        while (end < text.size() && text[end].isSpace())
            ++end;
        const qsizetype word = end;
        while (end < text.size() && !text[end].isSpace() && end - word < 12) {
            const bool wide = isWide(text[end]);
            if (end > word && (wide != isWide(text[end - 1]) || (wide && end - word >= 2)))
                break;
            ++end;
        }
    }
    if (end > at && end < text.size() && text[end].isLowSurrogate())
        ++end;
    return std::max(end, std::min<qsizetype>(at + 1, text.size()));
}

QByteArray errorEvent(const QString& type, const QString& message, const QString& errorCode)
{
    QByteArray error = R"({"type":)" + jsonText(type) + R"(,"message":)" + jsonText(message);
    if (!errorCode.isEmpty())
        error += R"(,"details":{"error_code":)" + jsonText(errorCode) + '}';
    return event("error", R"({"type":"error","error":)" + error + "}}");
}

QByteArray pingEvent()
{
    return event("ping", R"({"type":"ping"})");
}

MessageEvents::MessageEvents(SimulatedMessage message)
    : m_message(std::move(message))
{
    for (const QJsonValue& block : std::as_const(m_message.content))
        m_toSay += sayable(block.toObject()).size();
}

qint64 MessageEvents::outputTokens() const
{
    if (m_phase == Phase::Stop || m_phase == Phase::End || m_toSay == 0)
        return m_phase == Phase::Start ? 0 : m_message.outputTokens;
    if (m_phase == Phase::Start)
        return 0;
    // In floating point: script and text may be of any size.
    const auto said =
        static_cast<qint64>(static_cast<double>(m_message.outputTokens) *
                            static_cast<double>(m_said) / static_cast<double>(m_toSay));
    return std::max(said, outputTokensAtStart());
}

// What the first event tells.
qint64 MessageEvents::outputTokensAtStart() const
{
    return std::min<qint64>(1, m_message.outputTokens);
}

QByteArray MessageEvents::next()
{
    switch (m_phase) {
    case Phase::Start:
        m_phase = m_message.content.isEmpty() ? Phase::MessageDelta : Phase::BlockStart;
        return messageStart();
    case Phase::BlockStart:
        return blockStart();
    case Phase::Ping:
        m_pinged = true;
        afterStart();
        return pingEvent();
    case Phase::Delta:
        return delta();
    case Phase::Signature:
        return signature();
    case Phase::BlockStop:
        return blockStop();
    case Phase::MessageDelta:
        m_phase = Phase::Stop;
        return messageDelta();
    case Phase::Stop:
        m_phase = Phase::End;
        return event("message_stop", R"({"type":"message_stop"})");
    case Phase::End:
        break;
    }
    return {};
}

QByteArray MessageEvents::usageOfPrompt() const
{
    return R"("input_tokens":)" + QByteArray::number(m_message.inputTokens) +
           R"(,"cache_creation_input_tokens":)" +
           QByteArray::number(m_message.cacheWrite5mTokens + m_message.cacheWrite1hTokens) +
           R"(,"cache_read_input_tokens":)" + QByteArray::number(m_message.cacheReadTokens);
}

QByteArray MessageEvents::messageStart()
{
    return event(
        "message_start",
        R"({"type":"message_start","message":{"id":")" + m_message.id +
            R"(","type":"message","role":"assistant","model":)" + jsonText(m_message.model) +
            R"(,"content":[],"stop_reason":null,"stop_sequence":null,"usage":{)" + usageOfPrompt() +
            R"(,"cache_creation":{"ephemeral_5m_input_tokens":)" +
            QByteArray::number(m_message.cacheWrite5mTokens) + R"(,"ephemeral_1h_input_tokens":)" +
            QByteArray::number(m_message.cacheWrite1hTokens) + R"(},"output_tokens":)" +
            QByteArray::number(outputTokensAtStart()) + R"(,"service_tier":"standard"}}})");
}

QByteArray MessageEvents::blockStart()
{
    m_json = m_message.content.at(m_block).toObject();
    m_text = sayable(m_json);
    m_at = 0;
    const QString type = m_json.value(u"type").toString();
    QByteArray block;
    if (type == QLatin1String("text")) {
        m_kind = Kind::Text;
        block = R"({"type":"text","text":""})";
    } else if (type == QLatin1String("thinking")) {
        m_kind = Kind::Thinking;
        block = R"({"type":"thinking","thinking":"","signature":""})";
    } else {
        m_kind = m_json.contains(u"input") ? Kind::Tool : Kind::Whole;
        QJsonObject empty = m_json;
        if (m_kind == Kind::Tool)
            empty.insert(QStringLiteral("input"), QJsonObject());
        block = compactJson(empty);
    }
    if (m_pinged)
        afterStart();
    else
        m_phase = Phase::Ping;
    return event("content_block_start", R"({"type":"content_block_start","index":)" +
                                            QByteArray::number(m_block) + R"(,"content_block":)" +
                                            block + '}');
}

void MessageEvents::afterStart()
{
    if (m_at < m_text.size())
        m_phase = Phase::Delta;
    else
        m_phase = m_kind == Kind::Thinking ? Phase::Signature : Phase::BlockStop;
}

QByteArray MessageEvents::delta()
{
    const qsizetype end = pieceEnd(m_text, m_at, m_message.pieceCharacters);
    const QByteArray piece = jsonText(QStringView(m_text).sliced(m_at, end - m_at));
    m_said += end - m_at;
    m_at = end;
    const char* kind = m_kind == Kind::Text       ? R"({"type":"text_delta","text":)"
                       : m_kind == Kind::Thinking ? R"({"type":"thinking_delta","thinking":)"
                                                  : R"({"type":"input_json_delta","partial_json":)";
    if (m_at == m_text.size())
        afterStart();
    return event("content_block_delta", R"({"type":"content_block_delta","index":)" +
                                            QByteArray::number(m_block) + R"(,"delta":)" + kind +
                                            piece + "}}");
}

QByteArray MessageEvents::signature()
{
    m_phase = Phase::BlockStop;
    QString text = m_json.value(u"signature").toString();
    if (text.isEmpty())
        text = QStringLiteral("c2ltdWxhdGVk") + QString::fromLatin1(m_message.id.toBase64());
    return event("content_block_delta",
                 R"({"type":"content_block_delta","index":)" + QByteArray::number(m_block) +
                     R"(,"delta":{"type":"signature_delta","signature":)" + jsonText(text) + "}}");
}

QByteArray MessageEvents::blockStop()
{
    const qsizetype index = m_block++;
    m_phase = m_block == m_message.content.size() ? Phase::MessageDelta : Phase::BlockStart;
    return event("content_block_stop",
                 R"({"type":"content_block_stop","index":)" + QByteArray::number(index) + '}');
}

QByteArray MessageEvents::messageDelta()
{
    const QByteArray sequence =
        m_message.stopSequence.isEmpty() ? "null" : jsonText(m_message.stopSequence);
    return event("message_delta",
                 R"({"type":"message_delta","delta":{"stop_reason":)" +
                     jsonText(m_message.stopReason) + R"(,"stop_sequence":)" + sequence +
                     R"(,"stop_details":null,"container":null},"usage":{)" + usageOfPrompt() +
                     R"(,"output_tokens":)" + QByteArray::number(m_message.outputTokens) +
                     R"(,"output_tokens_details":{"thinking_tokens":)" +
                     QByteArray::number(m_message.thinkingTokens) +
                     R"(},"server_tool_use":null}})");
}

} // namespace Patchbay
