// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/usageseries.h"

#include "usage/sumsreader.h"
#include "usage/usagespans.h"

#include <QDateTime>

namespace Patchbay {

namespace {

/// Sums of stretches that begin and end at local midnights, or of hours.
class StretchSums
{
public:
    StretchSums(SumsReader reader, bool isOfDays)
        : m_reader(std::move(reader))
        , m_isOfDays(isOfDays)
    {
    }

    /// Before the first: the days of UTC that it will take.
    Result<void> readDays(qint64 fromMs, qint64 toMs);
    Result<SumsReader::Sums> of(qint64 fromMs, qint64 toMs);

private:
    Result<SumsReader::Sums> restOf(qint64 ms);

    SumsReader m_reader;
    bool m_isOfDays;
    QMap<qint64, SumsReader::Sums> m_days; // by their number
    qint64 m_restMs = -1;                  // of which instant m_rest is
    SumsReader::Sums m_rest;
};

Result<void> StretchSums::readDays(qint64 fromMs, qint64 toMs)
{
    if (!m_isOfDays)
        return {};
    auto days = m_reader.series(1440, SumsReader::nearestDay(fromMs), SumsReader::nearestDay(toMs));
    if (!days)
        return Failure(days.error());
    m_days = std::move(*days);
    return {};
}

Result<SumsReader::Sums> StretchSums::restOf(qint64 ms)
{
    if (ms == m_restMs) // the end of one step is the beginning of the next
        return m_rest;
    auto sums = m_reader.rest(ms);
    if (!sums)
        return sums;
    m_restMs = ms;
    m_rest = *sums;
    return sums;
}

/// Whole days of UTC, with what lies between its midnights and the local ones.
Result<SumsReader::Sums> StretchSums::of(qint64 fromMs, qint64 toMs)
{
    SumsReader::Sums sums;
    if (!m_isOfDays) {
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
    const qint64 end = SumsReader::nearestDay(toMs);
    for (qint64 day = SumsReader::nearestDay(fromMs); day < end; ++day) {
        if (const auto found = m_days.constFind(day); found != m_days.constEnd())
            addAll(*found, 1);
    }
    return sums;
}

/// Fills the lines of one series, step by step.
class SeriesBuilder
{
public:
    SeriesBuilder(Connection& connection, const UsageSeriesQuery& query)
        : m_connection(connection)
        , m_query(query)
        , m_sums({connection, query.by, false}, query.step != SeriesStep::Hour)
    {
    }

    Result<UsageSeries> build();

private:
    Result<void> readExtent();
    Result<void> addStep(qsizetype step);
    Result<void> readPlans();
    Result<void> addPlans(qsizetype step, qint64 fromMs, qint64 toMs);
    Result<void> nameLines();
    Result<QHash<qint64, int>> ranks();
    UsedSums& at(qint64 number, qsizetype step);

    Connection& m_connection;
    const UsageSeriesQuery& m_query;
    StretchSums m_sums;
    QSet<qint64> m_plans;
    std::optional<StretchSums> m_planSums; // by model or client, where there are subscriptions
    qint64 m_firstMs = 0;                  // nothing was used before
    qint64 m_endMs = 0;                    // or after
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

// Sums by model and client do not tell what a subscription covered; others beside them do.
Result<void> SeriesBuilder::readPlans()
{
    auto plans = planAccounts(m_connection);
    if (!plans)
        return Failure(plans.error());
    m_plans = std::move(*plans);
    if (m_query.by == UsageDimension::Account || m_plans.isEmpty())
        return {};
    const auto pending = areRollupsPending(m_connection);
    if (!pending)
        return Failure(pending.error());
    m_planSums.emplace(SumsReader::ofPlans(m_connection, m_query.by, !*pending),
                       m_query.step != SeriesStep::Hour);
    return m_planSums->readDays(m_query.sinceMs, m_query.untilMs);
}

Result<void> SeriesBuilder::addStep(qsizetype step)
{
    const qint64 fromMs = std::max(m_series.startsMs.at(step), m_firstMs);
    const qint64 toMs = std::min(m_series.endMs(step), m_endMs);
    if (fromMs >= toMs)
        return {};
    const auto found = m_sums.of(fromMs, toMs);
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
    return m_planSums ? addPlans(step, fromMs, toMs) : Result<void>();
}

Result<void> SeriesBuilder::addPlans(qsizetype step, qint64 fromMs, qint64 toMs)
{
    const auto sums = m_planSums->of(fromMs, toMs);
    if (!sums)
        return Failure(sums.error());
    for (auto one = sums->constBegin(); one != sums->constEnd(); ++one) {
        if (one->costMicroUsd != 0)
            at(one.key(), step).planMicroUsd += one->costMicroUsd;
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
    if (const auto plans = readPlans(); !plans)
        return Failure(plans.error());
    if (const auto extent = readExtent(); !extent)
        return Failure(extent.error());
    if (const auto days = m_sums.readDays(m_query.sinceMs, m_query.untilMs); !days)
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
