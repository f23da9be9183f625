// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/usagedetails.h"

#include "usage/latencyhistogram.h"
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

constexpr const char* notDemo =
    " AND account NOT IN (SELECT number FROM accounts WHERE source = 'demo')";

/// Calls `take` with each row of a pair of tables: account and `columns`.
template <class Take>
Result<void> eachRow(Connection& connection, const QString& table, const QString& columns,
                     const QString& grouping, qint64 sinceMs, qint64 untilMs, Take take)
{
    const WholeHours hours = wholeHours(sinceMs, untilMs);
    for (const UsageSpan& span : spansOf(hours.fromMs, hours.toMs, true)) {
        const bool isDaily = span.source == UsageSpan::Source::Daily;
        const QString sql =
            QStringLiteral("SELECT account, %1 FROM %2_%3 WHERE %4 >= ? AND %4 < ?")
                .arg(columns, table, isDaily ? QStringLiteral("daily") : QStringLiteral("hourly"),
                     isDaily ? QStringLiteral("day") : QStringLiteral("hour")) +
            QLatin1String(notDemo) + grouping;
        auto rows = connection.select(sql, {span.from, span.to});
        if (!rows)
            return Failure(rows.error());
        while (rows->next())
            take(*rows);
        if (const auto& error = rows->error())
            return Failure(*error);
    }
    return {};
}

Latency latencyOf(const LatencyHistogram& histogram)
{
    return {histogram.attempts(), histogram.percentile(0.5), histogram.percentile(0.95)};
}

} // namespace

Result<LatencyReport> latencyReport(Connection& connection, qint64 sinceMs, qint64 untilMs)
{
    QHash<qint64, LatencyHistogram> byAccount;
    const auto done = eachRow(
        connection, QStringLiteral("latency"), QStringLiteral("histogram"), {}, sinceMs, untilMs,
        [&](const Rows& rows) { byAccount[rows.number(0)].addText(rows.text(1)); });
    if (!done)
        return Failure(done.error());
    LatencyReport report;
    LatencyHistogram all;
    for (auto one = byAccount.constBegin(); one != byAccount.constEnd(); ++one) {
        all += *one;
        report.byAccount.insert(one.key(), latencyOf(*one));
    }
    report.all = latencyOf(all);
    return report;
}

Result<QList<ErrorCount>> errorReport(Connection& connection, qint64 sinceMs, qint64 untilMs)
{
    QMap<qint64, qint64> byKind;
    const auto done =
        eachRow(connection, QStringLiteral("errors"), QStringLiteral("kind, sum(attempts)"),
                QStringLiteral(" GROUP BY account, kind"), sinceMs, untilMs,
                [&](const Rows& rows) { byKind[rows.number(1)] += rows.number(2); });
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

} // namespace Patchbay
