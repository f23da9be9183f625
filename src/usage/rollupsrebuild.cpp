// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/rebuildlatency.h"
#include "usage/rollups.h"

namespace Patchbay {

namespace {

/// One table of sums, and how those of a stretch of it are made.
struct Rebuild
{
    enum class Of { Milliseconds, Quarters, Hours, SixHours, Days };
    QString table;
    Of period;     // what `where` counts
    QString where; // with the two ends of the stretch to be bound
    Of source;     // what `insert` reads
    QString insert;

    [[nodiscard]] QString old() const { return QStringLiteral("temp.old_") + table; }
};

const QString rowSums = QStringLiteral(
    "sum(is_last), sum(is_last AND outcome IN ('failed', 'interrupted', 'refused')), "
    "sum(input_tokens), sum(output_tokens), sum(cache_read_tokens), "
    "sum(cache_write_5m_tokens + cache_write_1h_tokens), sum(coalesce(cost_micro_usd, 0)), "
    "sum(cost_micro_usd IS NULL AND (input_tokens OR output_tokens OR cache_read_tokens OR "
    "cache_write_5m_tokens OR cache_write_1h_tokens)), sum(estimated), sum(saved_micro_usd)");
const QString sumColumns = QStringLiteral(
    "requests, errors, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, "
    "cost_micro_usd, unpriced, estimated, saved_micro_usd");
const QString sumsOfSums = QStringLiteral(
    "sum(requests), sum(errors), sum(input_tokens), sum(output_tokens), sum(cache_read_tokens), "
    "sum(cache_write_tokens), sum(cost_micro_usd), sum(unpriced), sum(estimated), "
    "sum(saved_micro_usd)");
const QString ofStretch = QStringLiteral("opened_at >= ? AND opened_at < ? AND outcome <> 'open'");

Rebuild::Of unitOf(qint64 minutes)
{
    switch (minutes) {
    case 15:
        return Rebuild::Of::Quarters;
    case 60:
        return Rebuild::Of::Hours;
    case 360:
        return Rebuild::Of::SixHours;
    default:
        return Rebuild::Of::Days;
    }
}

/// `which`: further conditions on rows of the ledger.
Rebuild sumsBy(const QString& name, const QString& column, const QString& which, size_t step)
{
    const qint64 minutes = sumsMinutes.at(step);
    const QString where =
        QStringLiteral("dimension = '%1' AND minutes = %2 AND period >= ? AND period < ?");
    const QString into =
        QStringLiteral("INSERT INTO usage_sums (dimension, minutes, period, key, %1, attempts) "
                       "SELECT '%2', %3, ")
            .arg(sumColumns, name)
            .arg(minutes);
    const QString here = where.arg(name).arg(minutes);
    if (step == 0)
        return {QStringLiteral("usage_sums"), unitOf(minutes), here, Rebuild::Of::Milliseconds,
                into + QStringLiteral("opened_at / %1, %2, %3, count(*) FROM attempts "
                                      "WHERE %4%5 GROUP BY 3, 4")
                           .arg(minutes * msPerMinute)
                           .arg(column, rowSums, ofStretch, which)};
    const qint64 finer = sumsMinutes.at(step - 1);
    return {QStringLiteral("usage_sums"), unitOf(minutes), here, unitOf(finer),
            into + QStringLiteral("period / %1, key, %2, sum(attempts) FROM usage_sums WHERE %3 "
                                  "GROUP BY 3, 4")
                       .arg(minutes / finer)
                       .arg(sumsOfSums, where.arg(name).arg(finer))};
}

/// Each in order from the finest.
QList<Rebuild> makeSums()
{
    const QString account = QStringLiteral("coalesce(account, 0)");
    const QString accountsThat = QStringLiteral(" AND coalesce(account, 0) %1 "
                                                "(SELECT number FROM accounts WHERE %2)");
    const QString noDemo =
        accountsThat.arg(QStringLiteral("NOT IN"), QStringLiteral("source = 'demo'"));
    const QString plans =
        accountsThat.arg(QStringLiteral("IN"), QStringLiteral("kind = 'claude_command'"));
    QList<Rebuild> all;
    for (size_t step = 0; step < sumsMinutes.size(); ++step) {
        all.append(sumsBy(usageDimensionName(UsageDimension::Account), account, {}, step));
        for (const auto dimension : {UsageDimension::Model, UsageDimension::Client}) {
            const QString column = usageDimensionName(dimension);
            all.append(sumsBy(column, column, noDemo, step));
            all.append(sumsBy(planDimensionName(dimension), column, plans, step));
        }
    }
    return all;
}

QList<Rebuild> makeRebuilds()
{
    using enum Rebuild::Of;
    const QString ofHours = QStringLiteral("hour >= ? AND hour < ?");
    const QString ofDays = QStringLiteral("day >= ? AND day < ?");
    QList<Rebuild> all;
    all.append({QStringLiteral("usage_hourly"), Hours, ofHours, Milliseconds,
                QStringLiteral("INSERT INTO usage_hourly (hour, account, model, client, %1) "
                               "SELECT opened_at / 3600000, coalesce(account, 0), model, client, "
                               "%2 FROM attempts WHERE %3 GROUP BY 1, 2, 3, 4")
                    .arg(sumColumns, rowSums, ofStretch)});
    all.append({QStringLiteral("usage_daily"), Days, ofDays, Hours,
                QStringLiteral("INSERT INTO usage_daily (day, account, model, client, %1) "
                               "SELECT hour / 24, account, model, client, %2 FROM usage_hourly "
                               "WHERE %3 GROUP BY 1, 2, 3, 4")
                    .arg(sumColumns, sumsOfSums, ofHours)});
    all.append(makeSums());
    all.append(
        {QStringLiteral("errors_hourly"), Hours, ofHours, Milliseconds,
         QStringLiteral("INSERT INTO errors_hourly (hour, account, kind, attempts) "
                        "SELECT opened_at / 3600000, coalesce(account, 0), names.number, count(*) "
                        "FROM attempts JOIN names ON names.name = error_kind WHERE %1 "
                        "AND outcome IN ('failed', 'interrupted', 'refused') AND error_kind <> '' "
                        "GROUP BY 1, 2, 3")
             .arg(ofStretch)});
    all.append({QStringLiteral("errors_daily"), Days, ofDays, Hours,
                QStringLiteral("INSERT INTO errors_daily (day, account, kind, attempts) "
                               "SELECT hour / 24, account, kind, sum(attempts) FROM errors_hourly "
                               "WHERE %1 GROUP BY 1, 2, 3")
                    .arg(ofHours)});
    all.append(
        {QStringLiteral("conversation_usage"), Hours, ofHours, Milliseconds,
         QStringLiteral("INSERT INTO conversation_usage (hour, conversation, requests, tokens, "
                        "cost_micro_usd) SELECT opened_at / 3600000, conversation, sum(is_last), "
                        "sum(input_tokens + output_tokens + cache_read_tokens + "
                        "cache_write_5m_tokens + cache_write_1h_tokens), "
                        "sum(coalesce(cost_micro_usd, 0)) FROM attempts "
                        "WHERE %1 AND conversation IS NOT NULL AND coalesce(account, 0) NOT IN "
                        "(SELECT number FROM accounts WHERE source = 'demo') GROUP BY 1, 2")
             .arg(ofStretch)});
    all.append({QStringLiteral("conversation_daily"), Days, ofDays, Hours,
                QStringLiteral("INSERT INTO conversation_daily (day, conversation, requests, "
                               "tokens, cost_micro_usd) SELECT hour / 24, conversation, "
                               "sum(requests), sum(tokens), sum(cost_micro_usd) "
                               "FROM conversation_usage WHERE %1 GROUP BY 1, 2")
                    .arg(ofHours)});
    return all;
}

/// The ends of the stretch of a day, in what is counted.
QVariantList endsOf(Rebuild::Of of, const RollupDays& days, qint64 day, bool isSource)
{
    const qint64 firstHour = std::max(day * 24, days.rawSince);
    const qint64 endHour = (day + 1) * 24;
    switch (of) {
    case Rebuild::Of::Milliseconds:
        return {firstHour * msPerHour, endHour * msPerHour};
    case Rebuild::Of::Quarters:
        return {firstHour * 4, endHour * 4};
    case Rebuild::Of::Hours: // what is made of hours is of all of them, those that stay too
        return {isSource ? day * 24 : firstHour, endHour};
    case Rebuild::Of::SixHours:
        return {day * 4, day * 4 + 4};
    case Rebuild::Of::Days:
        return {day, day + 1};
    }
    Q_UNREACHABLE();
}

Result<qint64> rebuildOne(Connection& connection, const Rebuild& rebuild, const RollupDays& days,
                          qint64 day)
{
    const QVariantList ends = endsOf(rebuild.period, days, day, false);
    const bool isOfWhole =
        rebuild.period == Rebuild::Of::Days || rebuild.period == Rebuild::Of::SixHours;
    const QString now =
        QStringLiteral("SELECT * FROM %1 WHERE %2").arg(rebuild.table, rebuild.where);
    for (const auto& [sql, values] :
         {std::pair(QStringLiteral("DELETE FROM ") + rebuild.old(), QVariantList()),
          std::pair(QStringLiteral("INSERT INTO %1 %2").arg(rebuild.old(), now), ends),
          std::pair(QStringLiteral("DELETE FROM %1 WHERE %2").arg(rebuild.table, rebuild.where),
                    ends),
          std::pair(rebuild.insert, endsOf(rebuild.source, days, day, isOfWhole))}) {
        if (const auto done = connection.run(sql, values); !done)
            return Failure(done.error());
    }
    const auto gone = connection.number(QStringLiteral("SELECT count(*) FROM (SELECT * FROM %1 "
                                                       "EXCEPT %2)")
                                            .arg(rebuild.old(), now),
                                        ends);
    const auto added = connection.number(QStringLiteral("SELECT count(*) FROM (%1 EXCEPT "
                                                        "SELECT * FROM %2)")
                                             .arg(now, rebuild.old()),
                                         ends);
    if (!gone || !added)
        return Failure(gone ? added.error() : gone.error());
    return std::max(gone->value_or(0), added->value_or(0));
}

const QList<Rebuild>& rebuilds()
{
    static const QList<Rebuild> all = makeRebuilds();
    return all;
}

} // namespace

Result<RollupDays> rollupDays(Connection& connection)
{
    RollupDays days;
    const auto since =
        connection.number(QStringLiteral("SELECT value FROM usage_marks WHERE name = 'raw_since'"));
    if (!since)
        return Failure(since.error());
    days.rawSince = since->value_or(0);
    qint64 first = std::numeric_limits<qint64>::max();
    for (const QString& ends :
         {QStringLiteral("(opened_at) / 86400000 FROM attempts"),
          QStringLiteral("(day) FROM usage_daily"), QStringLiteral("(day) FROM latency_daily"),
          QStringLiteral("(day) FROM errors_daily"),
          QStringLiteral("(day) FROM conversation_daily")}) {
        const auto least = connection.number(QStringLiteral("SELECT min") + ends);
        const auto most = connection.number(QStringLiteral("SELECT max") + ends);
        if (!least || !most)
            return Failure(least ? most.error() : least.error());
        if (*least && *most) {
            first = std::min(first, **least);
            days.end = std::max(days.end, **most + 1);
        }
    }
    days.first = std::min(std::max(first, days.rawSince / 24), days.end);
    return days;
}

Result<RebuiltRollups> rebuildRollupsOfDay(Connection& connection, const RollupDays& days,
                                           qint64 day)
{
    for (const Rebuild& rebuild : rebuilds()) {
        const auto made = connection.run(
            QStringLiteral("CREATE TEMP TABLE IF NOT EXISTS old_%1 AS SELECT * FROM %1 LIMIT 0")
                .arg(rebuild.table));
        if (!made)
            return Failure(made.error());
    }
    const auto named = connection.run(
        QStringLiteral(
            "INSERT OR IGNORE INTO names (name) SELECT DISTINCT error_kind FROM attempts "
            "WHERE opened_at >= ? AND opened_at < ? AND error_kind <> '' AND "
            "outcome IN ('failed', 'interrupted', 'refused')"),
        endsOf(Rebuild::Of::Milliseconds, days, day, true));
    const auto rows =
        connection.number(QStringLiteral("SELECT count(*) FROM attempts WHERE ") + ofStretch,
                          endsOf(Rebuild::Of::Milliseconds, days, day, true));
    if (!named || !rows)
        return Failure(named ? rows.error() : named.error());
    RebuiltRollups result{rows->value_or(0), 0};
    for (const Rebuild& rebuild : rebuilds()) {
        const auto differences = rebuildOne(connection, rebuild, days, day);
        if (!differences)
            return Failure(differences.error());
        result.differences += *differences;
    }
    const auto latencies = rebuildLatencyOfDay(connection, days, day);
    if (!latencies)
        return Failure(latencies.error());
    result.differences += *latencies;
    return result;
}

Result<RebuiltRollups> rebuildConversationTotals(Connection& connection)
{
    const QString now = QStringLiteral("SELECT conversation, first_day, last_day, requests, "
                                       "tokens, cost_micro_usd FROM conversation_totals");
    const QString made =
        QStringLiteral("SELECT conversation, min(day), max(day), sum(requests), sum(tokens), "
                       "sum(cost_micro_usd) FROM conversation_daily GROUP BY conversation");
    RebuiltRollups result;
    for (const auto& [one, other] : {std::pair(now, made), std::pair(made, now)}) {
        const auto differing = connection.number(
            QStringLiteral("SELECT count(*) FROM (%1 EXCEPT %2)").arg(one, other));
        if (!differing)
            return Failure(differing.error());
        result.differences = std::max(result.differences, differing->value_or(0));
    }
    if (result.differences == 0)
        return result;
    for (const QString& sql : {QStringLiteral("DELETE FROM conversation_totals"),
                               QStringLiteral("INSERT INTO conversation_totals ") + made}) {
        if (const auto done = connection.run(sql); !done)
            return Failure(done.error());
    }
    return result;
}

Result<void> rebuildRollups(Connection& connection)
{
    const auto days = rollupDays(connection);
    if (!days)
        return Failure(days.error());
    for (qint64 day = days->first; day < days->end; ++day) {
        if (const auto done = rebuildRollupsOfDay(connection, *days, day); !done)
            return Failure(done.error());
    }
    if (const auto done = rebuildConversationTotals(connection); !done)
        return Failure(done.error());
    return noRollupsPending(connection);
}

Result<bool> areRollupsPending(Connection& connection)
{
    const auto pending = connection.number(
        QStringLiteral("SELECT 1 FROM usage_marks WHERE name = 'rollups_pending'"));
    return pending ? Result<bool>(pending->has_value()) : Failure(pending.error());
}

Result<void> noRollupsPending(Connection& connection)
{
    const auto done =
        connection.run(QStringLiteral("DELETE FROM usage_marks WHERE name = 'rollups_pending'"));
    return done ? Result<void>() : Failure(done.error());
}

} // namespace Patchbay
