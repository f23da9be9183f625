// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/usagedetails.h"

#include "usage/latencybuckets.h"
#include "usage/rollups.h"
#include "usage/usagespans.h"

namespace Patchbay {

namespace {

struct WholeHours
{
    qint64 fromMs = 0;
    qint64 toMs = 0;
};

WholeHours wholeHours(qint64 sinceMs, qint64 untilMs)
{
    return {sinceMs / msPerHour * msPerHour, (untilMs + msPerHour - 1) / msPerHour * msPerHour};
}

/// Calls `take` with account, the second key and how many, for each sum of a pair of tables.
template <class Take>
Result<void> eachCount(Connection& connection, const QString& table, const QString& key,
                       qint64 sinceMs, qint64 untilMs, Take take)
{
    const WholeHours hours = wholeHours(sinceMs, untilMs);
    for (const UsageSpan& span : spansOf(hours.fromMs, hours.toMs, true)) {
        const bool isDaily = span.source == UsageSpan::Source::Daily;
        const QString sql =
            QStringLiteral("SELECT account, %1, sum(attempts) FROM %2_%3 WHERE %4 >= ? AND %4 < ? "
                           "AND account NOT IN (SELECT number FROM accounts WHERE source = 'demo') "
                           "GROUP BY account, %1")
                .arg(key, table, isDaily ? QStringLiteral("daily") : QStringLiteral("hourly"),
                     isDaily ? QStringLiteral("day") : QStringLiteral("hour"));
        auto rows = connection.select(sql, {span.from, span.to});
        if (!rows)
            return Failure(rows.error());
        while (rows->next())
            take(rows->number(0), rows->number(1), rows->number(2));
        if (const auto& error = rows->error())
            return Failure(*error);
    }
    return {};
}

Latency latencyOf(const QMap<qint64, qint64>& counts)
{
    Latency latency;
    for (const qint64 count : counts)
        latency.attempts += count;
    latency.medianMs = LatencyBuckets::percentile(counts, 0.5);
    latency.p95Ms = LatencyBuckets::percentile(counts, 0.95);
    return latency;
}

/// Whether subscriptions alone answered in it: cheap, for the few that are shown.
Result<bool> isOfPlans(Connection& connection, const QString& conversation)
{
    const auto others = connection.number(
        QStringLiteral("SELECT count(*) FROM messages LEFT JOIN accounts ON accounts.id = "
                       "messages.account WHERE conversation = ? AND role = 'assistant' "
                       "AND messages.account <> '' AND accounts.kind IS NOT 'claude_command'"),
        {conversation});
    const auto plans = connection.number(
        QStringLiteral("SELECT count(*) FROM messages JOIN accounts ON accounts.id = "
                       "messages.account WHERE conversation = ? AND role = 'assistant' "
                       "AND accounts.kind = 'claude_command'"),
        {conversation});
    if (!others || !plans)
        return Failure(others ? plans.error() : others.error());
    return plans->value_or(0) > 0 && others->value_or(0) == 0;
}

} // namespace

Result<LatencyReport> latencyReport(Connection& connection, qint64 sinceMs, qint64 untilMs)
{
    QMap<qint64, qint64> all;
    QHash<qint64, QMap<qint64, qint64>> byAccount;
    const auto done =
        eachCount(connection, QStringLiteral("latency"), QStringLiteral("bucket"), sinceMs, untilMs,
                  [&](qint64 account, qint64 bucket, qint64 attempts) {
                      all[bucket] += attempts;
                      byAccount[account][bucket] += attempts;
                  });
    if (!done)
        return Failure(done.error());
    LatencyReport report;
    report.all = latencyOf(all);
    for (auto one = byAccount.constBegin(); one != byAccount.constEnd(); ++one)
        report.byAccount.insert(one.key(), latencyOf(*one));
    return report;
}

Result<QList<ErrorCount>> errorReport(Connection& connection, qint64 sinceMs, qint64 untilMs)
{
    QMap<qint64, qint64> byKind;
    const auto done = eachCount(
        connection, QStringLiteral("errors"), QStringLiteral("kind"), sinceMs, untilMs,
        [&](qint64 /*account*/, qint64 kind, qint64 attempts) { byKind[kind] += attempts; });
    if (!done)
        return Failure(done.error());
    QList<ErrorCount> counts;
    for (auto one = byKind.constBegin(); one != byKind.constEnd(); ++one) {
        auto rows = connection.select(QStringLiteral("SELECT name FROM names WHERE number = ?"),
                                      {one.key()});
        if (!rows)
            return Failure(rows.error());
        counts.append({rows->next() ? rows->text(0) : QString(), one.value()});
        if (const auto& error = rows->error())
            return Failure(*error);
    }
    std::stable_sort(counts.begin(), counts.end(), [](const ErrorCount& a, const ErrorCount& b) {
        return a.attempts > b.attempts;
    });
    return counts;
}

Result<QList<ConversationUse>> topConversations(Connection& connection, qint64 sinceMs,
                                                qint64 untilMs, int limit)
{
    const WholeHours hours = wholeHours(sinceMs, untilMs);
    QStringList stretches;
    QVariantList values;
    for (const UsageSpan& span : spansOf(hours.fromMs, hours.toMs, true)) {
        const QString sums =
            QStringLiteral("SELECT conversation, requests, tokens, cost_micro_usd FROM ");
        stretches.append(sums +
                         (span.source == UsageSpan::Source::Daily
                              ? QStringLiteral("conversation_daily WHERE day >= ? AND day < ?")
                              : QStringLiteral("conversation_usage WHERE hour >= ? AND hour < ?")));
        values.append(span.from);
        values.append(span.to);
    }
    QList<ConversationUse> result;
    if (stretches.isEmpty())
        return result;
    {
        auto rows = connection.select(
            QStringLiteral("SELECT names.name, conversations.title, used.requests, used.tokens, "
                           "used.cost, conversations.id IS NULL OR conversations.deleted_at <> 0 "
                           "FROM (SELECT conversation, sum(requests) AS requests, sum(tokens) AS "
                           "tokens, sum(cost_micro_usd) AS cost FROM (%1) GROUP BY conversation "
                           "HAVING cost > 0 OR tokens > 0 "
                           "ORDER BY cost DESC, tokens DESC LIMIT ?) AS used "
                           "JOIN names ON names.number = used.conversation "
                           "LEFT JOIN conversations ON conversations.id = names.name "
                           "ORDER BY used.cost DESC, used.tokens DESC")
                .arg(stretches.join(QStringLiteral(" UNION ALL "))),
            values + QVariantList{limit});
        if (!rows)
            return Failure(rows.error());
        while (rows->next())
            result.append({rows->text(0), rows->text(1), rows->number(2), rows->number(3),
                           rows->number(4), false, rows->number(5) != 0});
        if (const auto& error = rows->error())
            return Failure(*error);
    }
    for (ConversationUse& use : result) {
        const auto plan = isOfPlans(connection, use.id);
        if (!plan)
            return Failure(plan.error());
        use.isPlan = *plan;
    }
    return result;
}

} // namespace Patchbay
