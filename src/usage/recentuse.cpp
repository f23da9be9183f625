// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/recentuse.h"

#include "usage/importedrows.h"
#include "usage/rollups.h"

#include <algorithm>

namespace Patchbay {

namespace {

struct Condition
{
    QString sql;
    QVariantList values;
};

Condition conditionOf(const UseScope& scope)
{
    // As budgets count it, see budgetSpent().
    const QString paid =
        QStringLiteral("account NOT IN (SELECT number FROM accounts WHERE source = 'demo' OR "
                       "kind = 'claude_command')");
    switch (scope.kind) {
    case UseScope::Kind::Account:
        return {QStringLiteral("account = ?"), {scope.account}};
    case UseScope::Kind::Client:
        return {QStringLiteral("client = (SELECT number FROM names WHERE name = ?) AND ") + paid,
                {scope.client}};
    case UseScope::Kind::All:
        break;
    }
    return {paid + QStringLiteral(" AND client IS NOT (SELECT number FROM names WHERE name = ?)"),
            {claudeCodeClient()}};
}

Result<void> append(Connection& connection, const QString& table, const QString& unit,
                    qint64 unitMs, qint64 fromMs, qint64 toMs, const Condition& condition,
                    UseHistory& history)
{
    auto rows = connection.select(
        QStringLiteral("SELECT %1, sum(cost_micro_usd) FROM %2 WHERE %1 >= ? AND %1 < ? AND %3 "
                       "GROUP BY %1 ORDER BY %1")
            .arg(unit, table, condition.sql),
        QVariantList{fromMs / unitMs, (toMs + unitMs - 1) / unitMs} + condition.values);
    if (!rows)
        return Failure(rows.error());
    while (rows->next()) {
        const qint64 beginMs = rows->number(0) * unitMs;
        history.stretches.append(
            {beginMs, std::min(beginMs + unitMs, toMs), static_cast<double>(rows->number(1))});
    }
    return rows->error() ? Result<void>(Failure(*rows->error())) : Result<void>();
}

} // namespace

Result<UseHistory> recentCost(Connection& connection, const UseScope& scope, qint64 nowMs,
                              qint64 lookbackMs)
{
    const Condition condition = conditionOf(scope);
    const auto firstDay = connection.number(
        QStringLiteral("SELECT day FROM usage_daily WHERE %1 ORDER BY day LIMIT 1")
            .arg(condition.sql),
        condition.values);
    if (!firstDay)
        return Failure(firstDay.error());
    UseHistory history;
    history.sinceMs = nowMs;
    if (!*firstDay)
        return history;

    const qint64 beginMs = std::max(nowMs - lookbackMs, **firstDay * msPerDay);
    const qint64 hoursFromMs =
        std::max(beginMs / msPerHour * msPerHour, (nowMs / msPerDay - 2) * msPerDay);
    if (beginMs < hoursFromMs) {
        const auto days = append(connection, QStringLiteral("usage_daily"), QStringLiteral("day"),
                                 msPerDay, beginMs, hoursFromMs, condition, history);
        if (!days)
            return Failure(days.error());
    }
    const auto hours = append(connection, QStringLiteral("usage_hourly"), QStringLiteral("hour"),
                              msPerHour, hoursFromMs, nowMs, condition, history);
    if (!hours)
        return Failure(hours.error());
    history.sinceMs = beginMs;
    // Nothing is known of the time before the first use: it was not idle.
    if (beginMs == **firstDay * msPerDay && !history.stretches.isEmpty())
        history.sinceMs = history.stretches.constFirst().fromMs;
    return history;
}

Result<qint64> costWithin(Connection& connection, const UseScope& scope, const UsageSpan& span)
{
    QString from;
    switch (span.source) {
    case UsageSpan::Source::Daily:
        from = QStringLiteral("usage_daily WHERE day >= ? AND day < ?");
        break;
    case UsageSpan::Source::Hourly:
        from = QStringLiteral("usage_hourly WHERE hour >= ? AND hour < ?");
        break;
    case UsageSpan::Source::Ledger:
        from = QStringLiteral("attempts WHERE opened_at >= ? AND opened_at < ?");
        break;
    }
    const Condition condition = conditionOf(scope);
    const auto sum = connection.number(
        QStringLiteral("SELECT sum(cost_micro_usd) FROM %1 AND %2").arg(from, condition.sql),
        QVariantList{span.from, span.to} + condition.values);
    if (!sum)
        return Failure(sum.error());
    return sum->value_or(0);
}

} // namespace Patchbay
