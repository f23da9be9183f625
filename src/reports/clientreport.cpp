// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/clientreport.h"

#include "base/json.h"
#include "reports/usagereportjson.h"

#include <QJsonArray>

namespace Patchbay {

namespace {

QJsonObject useJson(const UsageRow& row)
{
    return {{QStringLiteral("requests"), row.requests},
            {QStringLiteral("errors"), row.errors},
            {QStringLiteral("input_tokens"), row.input},
            {QStringLiteral("output_tokens"), row.output},
            {QStringLiteral("cache_read_input_tokens"), row.cacheRead},
            {QStringLiteral("cache_creation_input_tokens"), row.cacheWrite},
            {QStringLiteral("cost_usd"),
             costJson(row.costMicroUsd, row.unpriced == 0 || row.costMicroUsd > 0)}};
}

QJsonValue numberOrNull(qint64 number)
{
    return number > 0 ? QJsonValue(number) : QJsonValue();
}

} // namespace

ClientLine clientLine(const EndpointClient& client, const QHash<QString, QString>& accountNames,
                      const QList<Budget>& budgets, const QHash<QString, ClientUse>& use)
{
    ClientLine line;
    line.client = client;
    for (const QString& id : client.accounts)
        line.accounts.append(accountNames.value(id, id));
    for (const Budget& budget : budgets) {
        if (budget.scope != BudgetScope::Client || budget.subject != client.name)
            continue;
        (budget.period == BudgetPeriod::Day ? line.dayBudgetMicroUsd : line.monthBudgetMicroUsd) =
            budget.limitMicroUsd;
    }
    line.use = use.value(client.name);
    return line;
}

QJsonObject clientsJson(const QList<ClientLine>& lines, qint64 nowMs)
{
    QJsonArray list;
    for (const ClientLine& line : lines) {
        const EndpointClient& client = line.client;
        list.append(QJsonObject{
            {QStringLiteral("id"), client.id},
            {QStringLiteral("name"), client.name},
            {QStringLiteral("state"), clientStateName(client.stateAt(nowMs))},
            {QStringLiteral("token"), client.tokenHint()},
            {QStringLiteral("models"), QJsonArray::fromStringList(client.models)},
            {QStringLiteral("accounts"), QJsonArray::fromStringList(line.accounts)},
            {QStringLiteral("requests_per_minute"), numberOrNull(client.requestsPerMinute)},
            {QStringLiteral("max_concurrent"), numberOrNull(client.maxConcurrent)},
            {QStringLiteral("daily_budget_usd"),
             costJson(line.dayBudgetMicroUsd, line.dayBudgetMicroUsd > 0)},
            {QStringLiteral("monthly_budget_usd"),
             costJson(line.monthBudgetMicroUsd, line.monthBudgetMicroUsd > 0)},
            {QStringLiteral("created_at"), jsonTime(client.createdAtMs)},
            {QStringLiteral("token_made_at"), jsonTime(client.tokenMadeAtMs)},
            {QStringLiteral("expires_at"), jsonTime(client.expiresAtMs)},
            {QStringLiteral("last_used_at"), jsonTime(client.lastUsedAtMs)},
            {QStringLiteral("revoked_at"), jsonTime(client.revokedAtMs)},
            {QStringLiteral("today"), useJson(line.use.today)},
            {QStringLiteral("last_30_days"), useJson(line.use.days30)},
        });
    }
    return {{QStringLiteral("clients"), list}};
}

} // namespace Patchbay
