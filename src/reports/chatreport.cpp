// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/chatreport.h"

#include "reports/usagereportjson.h"

namespace Patchbay {

QJsonObject chatResultJson(const ConversationId& conversation, const Outcome& outcome)
{
    const auto textOrNull = [](const QString& text) {
        return text.isEmpty() ? QJsonValue() : QJsonValue(text);
    };
    return {
        {QStringLiteral("type"), QStringLiteral("patchbay_result")},
        {QStringLiteral("conversation_id"), textOrNull(conversation.value)},
        {QStringLiteral("account"),
         outcome.lease ? QJsonValue(outcome.lease->accountName) : QJsonValue()},
        {QStringLiteral("model"), textOrNull(outcome.modelServed)},
        {QStringLiteral("stop_reason"), textOrNull(outcome.stopReason)},
        {QStringLiteral("usage"), outcome.usage.toJson()},
        {QStringLiteral("cost_usd"),
         costJson(outcome.cost ? outcome.cost->microUsd : 0, outcome.cost.has_value())},
    };
}

} // namespace Patchbay
