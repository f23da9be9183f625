// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/rebuildlatency.h"

#include "usage/latencybuckets.h"
#include "usage/latencyhistogram.h"

namespace Patchbay {

namespace {

using Histograms = std::map<std::pair<qint64, qint64>, LatencyHistogram>; // by period, account

struct Stretch
{
    QString table;
    QString period; // its column
    qint64 from = 0;
    qint64 to = 0;
};

Result<Histograms> stored(Connection& connection, const Stretch& stretch)
{
    auto rows = connection.select(
        QStringLiteral("SELECT %2, account, histogram FROM %1 WHERE %2 >= ? AND %2 < ?")
            .arg(stretch.table, stretch.period),
        {stretch.from, stretch.to});
    if (!rows)
        return Failure(rows.error());
    Histograms found;
    while (rows->next())
        found[{rows->number(0), rows->number(1)}].addText(rows->text(2));
    return rows->error() ? Result<Histograms>(Failure(*rows->error())) : found;
}

Result<Histograms> ofLedger(Connection& connection, qint64 fromHour, qint64 toHour)
{
    auto rows = connection.select(
        QStringLiteral("SELECT opened_at / 3600000, coalesce(account, 0), %1, count(*) "
                       "FROM attempts WHERE opened_at >= ? AND opened_at < ? AND outcome <> 'open' "
                       "AND outcome <> 'failed' AND first_byte_ms >= 0 GROUP BY 1, 2, 3")
            .arg(LatencyBuckets::sqlOf(QStringLiteral("first_byte_ms"))),
        {fromHour * msPerHour, toHour * msPerHour});
    if (!rows)
        return Failure(rows.error());
    Histograms found;
    while (rows->next())
        found[{rows->number(0), rows->number(1)}].addToBucket(rows->number(2), rows->number(3));
    return rows->error() ? Result<Histograms>(Failure(*rows->error())) : found;
}

Result<qint64> replace(Connection& connection, const Stretch& stretch, const Histograms& made)
{
    const auto old = stored(connection, stretch);
    if (!old)
        return Failure(old.error());
    qint64 differences = 0;
    const auto run = [&](const QString& sql, const QVariantList& values) {
        ++differences;
        return connection.run(sql.arg(stretch.table, stretch.period), values);
    };
    for (const auto& [cell, histogram] : *old) {
        if (made.contains(cell))
            continue;
        const auto gone = run(QStringLiteral("DELETE FROM %1 WHERE %2 = ? AND account = ?"),
                              {cell.first, cell.second});
        if (!gone)
            return Failure(gone.error());
    }
    for (const auto& [cell, histogram] : made) {
        const auto before = old->find(cell);
        if (before != old->end() && before->second == histogram)
            continue;
        const auto put = run(
            QStringLiteral("INSERT OR REPLACE INTO %1 (%2, account, histogram) VALUES (?, ?, ?)"),
            {cell.first, cell.second, histogram.text()});
        if (!put)
            return Failure(put.error());
    }
    return differences;
}

} // namespace

Result<qint64> rebuildLatencyOfDay(Connection& connection, const RollupDays& days, qint64 day)
{
    const QString hourly = QStringLiteral("latency_hourly");
    const QString hour = QStringLiteral("hour");
    const qint64 firstHour = std::max(day * 24, days.rawSince);
    const qint64 endHour = (day + 1) * 24;
    const auto hours = ofLedger(connection, firstHour, endHour);
    if (!hours)
        return Failure(hours.error());
    const auto ofHours = replace(connection, {hourly, hour, firstHour, endHour}, *hours);
    if (!ofHours)
        return ofHours;
    const auto all = stored(connection, {hourly, hour, day * 24, endHour});
    if (!all)
        return Failure(all.error());
    Histograms ofDay;
    for (const auto& [cell, histogram] : *all)
        ofDay[{day, cell.second}] += histogram;
    const auto ofDays = replace(
        connection, {QStringLiteral("latency_daily"), QStringLiteral("day"), day, day + 1}, ofDay);
    return ofDays ? Result<qint64>(*ofHours + *ofDays) : ofDays;
}

} // namespace Patchbay
