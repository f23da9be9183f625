// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/chatreport.h"

#include "reports/usagereportjson.h"

namespace Patchbay {

QJsonObject chatResultJson(const ConversationId& conversation, const Outcome& outcome)
{
    return {
        {QStringLiteral("type"), QStringLiteral("patchbay_result")},
        {QStringLiteral("conversation_id"),
         conversation.isNull() ? QJsonValue() : QJsonValue(conversation.value)},
        {QStringLiteral("account"),
         outcome.lease ? QJsonValue(outcome.lease->accountName) : QJsonValue()},
        {QStringLiteral("model"), outcome.modelServed},
        {QStringLiteral("stop_reason"), outcome.stopReason},
        {QStringLiteral("usage"), outcome.usage.toJson()},
        {QStringLiteral("cost_usd"),
         costJson(outcome.cost ? outcome.cost->microUsd : 0, outcome.cost.has_value())},
    };
}

} // namespace Patchbay
