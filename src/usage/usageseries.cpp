// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/usageseries.h"

#include "usage/sumsreader.h"
#include "usage/usagespans.h"
#include "usage/usagestatement.h"

#include <QDateTime>

namespace Patchbay {

namespace {

UsageKey keyOf(UsageDimension dimension)
{
    switch (dimension) {
    case UsageDimension::Account:
        return UsageKey::Account;
    case UsageDimension::Model:
        return UsageKey::Model;
    case UsageDimension::Client:
        return UsageKey::Client;
    }
    Q_UNREACHABLE();
}

qint64 nearestDay(qint64 ms)
{
    return (ms + msPerDay / 2) / msPerDay;
}

/// Fills the lines of one series, step by step.
class SeriesBuilder
{
public:
    SeriesBuilder(Connection& connection, const UsageSeriesQuery& query)
        : m_connection(connection)
        , m_query(query)
        , m_reader(connection, query.by, false)
    {
    }

    Result<UsageSeries> build();

private:
    Result<void> readExtent();
    Result<void> addStep(qsizetype step);
    Result<void> readDays();
    Result<SumsReader::Sums> sumsOf(qint64 fromMs, qint64 toMs);
    Result<SumsReader::Sums> restOf(qint64 ms);
    Result<void> addPlans(qsizetype step, qint64 fromMs, qint64 toMs);
    Result<void> nameLines();
    Result<QHash<qint64, int>> ranks();
    UsedSums& at(qint64 number, qsizetype step);

    Connection& m_connection;
    const UsageSeriesQuery& m_query;
    SumsReader m_reader;
    QSet<qint64> m_plans;
    qint64 m_firstMs = 0;                  // nothing was used before
    qint64 m_endMs = 0;                    // or after
    QMap<qint64, SumsReader::Sums> m_days; // of UTC, by their number; none where steps are hours
    qint64 m_restMs = -1;                  // of which instant m_rest is
    SumsReader::Sums m_rest;
    UsageSeries m_series;
    QMap<qint64, UsageLine> m_lines;
};

Result<void> SeriesBuilder::readExtent()
{
    const auto first = m_connection.number(QStringLiteral("SELECT min(hour) FROM usage_hourly"));
    const auto last = m_connection.number(QStringLiteral("SELECT max(hour) FROM usage_hourly"));
    if (!first || !last)
        return Failure(first ? last.error() : first.error());
    m_firstMs = first->value_or(0) * msPerHour;
    m_endMs = (last->value_or(-1) + 1) * msPerHour; // nothing used: nothing to read
    return {};
}

UsedSums& SeriesBuilder::at(qint64 number, qsizetype step)
{
    UsageLine& line = m_lines[number];
    line.number = number;
    if (line.sums.isEmpty())
        line.sums.resize(m_series.startsMs.size());
    return line.sums[step];
}

Result<void> SeriesBuilder::readDays()
{
    if (m_query.step == SeriesStep::Hour)
        return {};
    auto days = m_reader.series(1440, nearestDay(m_query.sinceMs), nearestDay(m_query.untilMs));
    if (!days)
        return Failure(days.error());
    m_days = std::move(*days);
    return {};
}

/// From the nearest midnight of UTC to that instant; less than nothing if it comes before.
Result<SumsReader::Sums> SeriesBuilder::restOf(qint64 ms)
{
    if (ms == m_restMs) // the end of one step is the beginning of the next
        return m_rest;
    const qint64 utcMs = nearestDay(ms) * msPerDay;
    SumsReader::Sums sums;
    const auto done =
        ms >= utcMs ? m_reader.add(sums, utcMs, ms) : m_reader.add(sums, ms, utcMs, -1);
    if (!done)
        return Failure(done.error());
    m_restMs = ms;
    m_rest = sums;
    return sums;
}

/// Whole days of UTC, with what lies between its midnights and the local ones.
Result<SumsReader::Sums> SeriesBuilder::sumsOf(qint64 fromMs, qint64 toMs)
{
    SumsReader::Sums sums;
    if (m_query.step == SeriesStep::Hour) {
        const auto done = m_reader.add(sums, fromMs, toMs);
        return done ? Result<SumsReader::Sums>(sums) : Failure(done.error());
    }
    const auto addAll = [&sums](const SumsReader::Sums& from, int sign) {
        for (auto one = from.constBegin(); one != from.constEnd(); ++one)
            sums[one.key()].add(*one, sign);
    };
    const auto before = restOf(fromMs);
    const auto after = restOf(toMs);
    if (!before || !after)
        return Failure(before ? after.error() : before.error());
    addAll(*after, 1);
    addAll(*before, -1);
    for (qint64 day = nearestDay(fromMs); day < nearestDay(toMs); ++day)
        addAll(m_days.value(day), 1);
    return sums;
}

Result<void> SeriesBuilder::addStep(qsizetype step)
{
    const qint64 fromMs = std::max(m_series.startsMs.at(step), m_firstMs);
    const qint64 toMs = std::min(m_series.endMs(step), m_endMs);
    if (fromMs >= toMs)
        return {};
    const auto found = sumsOf(fromMs, toMs);
    if (!found)
        return Failure(found.error());
    const SumsReader::Sums& sums = *found;
    for (auto one = sums.constBegin(); one != sums.constEnd(); ++one) {
        if (one->attempts <= 0)
            continue;
        UsedSums& used = at(one.key(), step);
        used.add(*one);
        if (m_query.by == UsageDimension::Account && m_plans.contains(one.key()))
            used.planMicroUsd = used.costMicroUsd;
    }
    if (m_query.by == UsageDimension::Account || m_plans.isEmpty())
        return {};
    return addPlans(step, fromMs, toMs);
}

// Only the rollups by all three know what of a model's or client's use a plan covered.
Result<void> SeriesBuilder::addPlans(qsizetype step, qint64 fromMs, qint64 toMs)
{
    for (const UsageSpan& span : spansOf(fromMs, toMs, m_query.step != SeriesStep::Hour)) {
        auto rows = m_connection.select(
            usageStatement(span.source, {UsageKey::Account, keyOf(m_query.by)}, false),
            {span.from, span.to});
        if (!rows)
            return Failure(rows.error());
        while (rows->next()) {
            if (m_plans.contains(rows->number(0)))
                at(rows->number(1), step).planMicroUsd += rows->number(8);
        }
        if (const auto& error = rows->error())
            return Failure(*error);
    }
    return {};
}

/// The place of each model or client among all there ever were: numbers grow with time.
Result<QHash<qint64, int>> SeriesBuilder::ranks()
{
    QHash<qint64, int> result;
    if (m_query.by == UsageDimension::Account)
        return result;
    auto rows = m_connection.select(
        QStringLiteral("SELECT DISTINCT key FROM usage_sums WHERE dimension = ? AND minutes = 1440 "
                       "ORDER BY key"),
        {usageDimensionName(m_query.by)});
    if (!rows)
        return Failure(rows.error());
    while (rows->next())
        result.insert(rows->number(0), static_cast<int>(result.size()));
    if (const auto& error = rows->error())
        return Failure(*error);
    return result;
}

Result<void> SeriesBuilder::nameLines()
{
    const auto known = ranks();
    if (!known)
        return Failure(known.error());
    for (UsageLine& line : m_lines) {
        if (m_query.by != UsageDimension::Account) {
            auto rows = m_connection.select(
                QStringLiteral("SELECT name FROM names WHERE number = ?"), {line.number});
            if (!rows)
                return Failure(rows.error());
            if (rows->next())
                line.name = rows->text(0);
            line.color = known->value(line.number);
            continue;
        }
        auto rows = m_connection.select(
            QStringLiteral("SELECT name, id, color FROM accounts WHERE number = ?"), {line.number});
        if (!rows)
            return Failure(rows.error());
        if (rows->next()) {
            line.name = rows->text(0);
            line.accountId = rows->text(1);
            line.color = static_cast<int>(rows->number(2));
            line.isPlan = m_plans.contains(line.number);
        }
    }
    return {};
}

Result<UsageSeries> SeriesBuilder::build()
{
    m_series.startsMs = seriesStarts(m_query);
    m_series.untilMs = m_query.untilMs;
    auto plans = planAccounts(m_connection);
    if (!plans)
        return Failure(plans.error());
    m_plans = std::move(*plans);
    if (const auto extent = readExtent(); !extent)
        return Failure(extent.error());
    if (const auto days = readDays(); !days)
        return Failure(days.error());
    for (qsizetype step = 0; step < m_series.startsMs.size(); ++step) {
        if (const auto done = addStep(step); !done)
            return Failure(done.error());
    }
    if (const auto named = nameLines(); !named)
        return Failure(named.error());
    for (UsageLine& line : m_lines) {
        for (const UsedSums& sums : std::as_const(line.sums))
            line.total += sums;
        m_series.total += line.total;
        m_series.lines.append(std::move(line));
    }
    return std::move(m_series);
}

} // namespace

UsedSums& UsedSums::operator+=(const UsedSums& other)
{
    add(other);
    planMicroUsd += other.planMicroUsd;
    return *this;
}

QList<qint64> seriesStarts(const UsageSeriesQuery& query)
{
    QList<qint64> starts;
    if (query.step == SeriesStep::Hour) {
        for (qint64 at = query.sinceMs; at < query.untilMs; at += msPerHour)
            starts.append(at);
        return starts;
    }
    for (const LocalDay& day : localDays(query.sinceMs, query.untilMs, query.timeZone)) {
        const bool begins =
            starts.isEmpty() || query.step == SeriesStep::Day ||
            (query.step == SeriesStep::Week && day.date.dayOfWeek() == query.firstDayOfWeek) ||
            (query.step == SeriesStep::Month && day.date.day() == 1);
        if (begins)
            starts.append(day.fromMs);
    }
    return starts;
}

Result<UsageSeries> usageSeries(Connection& connection, const UsageSeriesQuery& query)
{
    return SeriesBuilder(connection, query).build();
}

Result<UsedSums> usedWithin(Connection& connection, qint64 sinceMs, qint64 untilMs)
{
    const auto plans = planAccounts(connection);
    if (!plans)
        return Failure(plans.error());
    SumsReader reader(connection, UsageDimension::Account, false);
    SumsReader::Sums sums;
    if (const auto done = reader.add(sums, sinceMs, untilMs); !done)
        return Failure(done.error());
    UsedSums all;
    for (auto one = sums.constBegin(); one != sums.constEnd(); ++one) {
        all.add(*one);
        if (plans->contains(one.key()))
            all.planMicroUsd += one->costMicroUsd;
    }
    return all;
}

Result<QSet<qint64>> planAccounts(Connection& connection)
{
    auto rows = connection.select(
        QStringLiteral("SELECT number FROM accounts WHERE kind = 'claude_command'"));
    if (!rows)
        return Failure(rows.error());
    QSet<qint64> plans;
    while (rows->next())
        plans.insert(rows->number(0));
    if (const auto& error = rows->error())
        return Failure(*error);
    return plans;
}

} // namespace Patchbay
