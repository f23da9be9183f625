// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/message.h"

#include "base/json.h"

namespace Patchbay {

QByteArray SimulatedMessage::toJson() const
{
    const QJsonValue null(QJsonValue::Null);
    return compactJson({
        {QStringLiteral("id"), QString::fromLatin1(id)},
        {QStringLiteral("type"), QStringLiteral("message")},
        {QStringLiteral("role"), QStringLiteral("assistant")},
        {QStringLiteral("model"), model},
        {QStringLiteral("content"), content},
        {QStringLiteral("stop_reason"), stopReason},
        {QStringLiteral("stop_sequence"), stopSequence.isEmpty() ? null : QJsonValue(stopSequence)},
        {QStringLiteral("stop_details"), null},
        {QStringLiteral("container"), null},
        {QStringLiteral("usage"),
         QJsonObject{
             {QStringLiteral("input_tokens"), inputTokens},
             {QStringLiteral("output_tokens"), outputTokens},
             {QStringLiteral("cache_creation_input_tokens"),
              cacheWrite5mTokens + cacheWrite1hTokens},
             {QStringLiteral("cache_read_input_tokens"), cacheReadTokens},
             {QStringLiteral("cache_creation"),
              QJsonObject{{QStringLiteral("ephemeral_5m_input_tokens"), cacheWrite5mTokens},
                          {QStringLiteral("ephemeral_1h_input_tokens"), cacheWrite1hTokens}}},
             {QStringLiteral("output_tokens_details"),
              QJsonObject{{QStringLiteral("thinking_tokens"), thinkingTokens}}},
             {QStringLiteral("server_tool_use"), null},
             {QStringLiteral("service_tier"), QStringLiteral("standard")}}},
    });
}

QByteArray jsonText(QStringView text)
{
    static constexpr char kHex[] = "0123456789abcdef";
    QByteArray result;
    result.reserve(text.size() + 2);
    result += '"';
    const QByteArray bytes = text.toUtf8();
    for (const char c : bytes) {
        switch (c) {
        case '"':
            result += "\\\"";
            break;
        case '\\':
            result += "\\\\";
            break;
        case '\n':
            result += "\\n";
            break;
        case '\t':
            result += "\\t";
            break;
        case '\r':
            result += "\\r";
            break;
        default:
            if (c >= 0 && c < 0x20) {
                result += "\\u00";
                result += kHex[c >> 4];
                result += kHex[c & 15];
            } else {
                result += c;
            }
        }
    }
    result += '"';
    return result;
}

} // namespace Patchbay
