// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/usagereport.h"

#include "storage/transaction.h"
#include "usage/rollups.h"
#include "usage/sumsreader.h"
#include "usage/usagespans.h"
#include "usage/usagestatement.h"

#include <QDateTime>
#include <QMap>

namespace Patchbay {

namespace {

/// Adds up the rows of one report while its spans are read.
class ReportBuilder
{
public:
    ReportBuilder(Connection& connection, const UsageQuery& query)
        : m_connection(connection)
        , m_query(query)
    {
    }

    Result<void> run();
    [[nodiscard]] UsageReport report() const;

private:
    [[nodiscard]] bool isBy(UsageKey key) const { return m_query.by.contains(key); }
    Result<std::optional<LocalDay>> period();
    [[nodiscard]] std::optional<SumsReader> sumsReader();
    Result<void> addDays(SumsReader& sums, const QList<LocalDay>& days);
    Result<void> addHours(SumsReader& sums, qint64 fromMs, qint64 toMs);
    Result<void> addSums(const SumsReader::Sums& sums, const QString& period);
    Result<void> add(const LocalDay& day);
    Result<void> read(const UsageSpan& span, const QString& date);
    Result<QString> keyText(UsageKey key, qint64 number, const QString& date);
    void addRow(UsageRow&& row);
    Result<QString> name(const QString& sql, QHash<qint64, QString>& known, qint64 number);

    Connection& m_connection;
    const UsageQuery& m_query;
    QMap<QStringList, UsageRow> m_rows;
    QHash<qint64, QString> m_accountNames;
    QHash<qint64, QString> m_names;
};

void addTo(UsageRow& row, const UsageRow& other)
{
    row.requests += other.requests;
    row.errors += other.errors;
    row.input += other.input;
    row.output += other.output;
    row.cacheRead += other.cacheRead;
    row.cacheWrite += other.cacheWrite;
    row.costMicroUsd += other.costMicroUsd;
    row.unpriced += other.unpriced;
    row.estimated = row.estimated || other.estimated;
    row.savedMicroUsd += other.savedMicroUsd;
}

QString hourText(qint64 hour)
{
    return QDateTime::fromMSecsSinceEpoch(hour * msPerHour, Qt::UTC).toString(Qt::ISODate);
}

/// The period asked for, cut to what there is; nothing when there is nothing.
Result<std::optional<LocalDay>> ReportBuilder::period()
{
    const auto first = m_connection.number(QStringLiteral("SELECT min(hour) FROM usage_hourly"));
    const auto last = m_connection.number(QStringLiteral("SELECT max(hour) FROM usage_hourly"));
    if (!first || !last)
        return Failure(first ? last.error() : first.error());
    if (!*first || !*last)
        return std::optional<LocalDay>();
    const qint64 begin = std::max(m_query.sinceMs, **first * msPerHour);
    qint64 end = (**last + 1) * msPerHour;
    if (m_query.untilMs != 0)
        end = std::min(end, m_query.untilMs);
    if (begin >= end)
        return std::optional<LocalDay>();
    return LocalDay{{}, begin, end};
}

Result<void> ReportBuilder::run()
{
    const auto whole = period();
    if (!whole)
        return Failure(whole.error());
    if (!*whole)
        return {};
    const auto rawSince = m_connection.number(
        QStringLiteral("SELECT value FROM usage_marks WHERE name = 'raw_since'"));
    if (!rawSince)
        return Failure(rawSince.error());
    // After an upgrade the sums by one key alone are made in the background.
    const auto pending = areRollupsPending(m_connection);
    if (!pending)
        return Failure(pending.error());
    auto sums = *pending ? std::nullopt : sumsReader();
    // Where rows were let go a moment within a quarter (or hour) of the rollups is its beginning:
    // as the end of one stretch and as the beginning of the next.
    const qint64 unit = sums ? msPerQuarter : msPerHour;
    const auto known = [&, rawSinceMs = rawSince->value_or(0) * msPerHour](qint64 ms) {
        return ms < rawSinceMs ? ms / unit * unit : ms;
    };
    const qint64 fromMs = known((*whole)->fromMs);
    const qint64 toMs = known((*whole)->toMs);
    auto days = isBy(UsageKey::Day) ? localDays(fromMs, toMs, m_query.timeZone)
                                    : QList<LocalDay>{{{}, fromMs, toMs}};
    for (LocalDay& day : days) {
        day.fromMs = known(day.fromMs);
        day.toMs = known(day.toMs);
    }
    if (sums) {
        if (isBy(UsageKey::Day))
            return addDays(*sums, days);
        if (isBy(UsageKey::Hour))
            return addHours(*sums, fromMs, toMs);
        SumsReader::Sums all;
        if (const auto added = sums->add(all, fromMs, toMs); !added)
            return added;
        return addSums(all, {});
    }
    for (const LocalDay& day : std::as_const(days)) {
        if (const auto added = add(day); !added)
            return added;
    }
    return {};
}

/// Nothing for what only the rollups by account, model and client together tell.
std::optional<SumsReader> ReportBuilder::sumsReader()
{
    std::optional<UsageDimension> dimension;
    for (const auto& [key, ofKey] : {std::pair(UsageKey::Account, UsageDimension::Account),
                                     std::pair(UsageKey::Model, UsageDimension::Model),
                                     std::pair(UsageKey::Client, UsageDimension::Client)}) {
        if (!isBy(key))
            continue;
        if (dimension)
            return {};
        dimension = ofKey;
    }
    const bool isOfAccounts =
        dimension.value_or(UsageDimension::Account) == UsageDimension::Account;
    if ((isBy(UsageKey::Hour) && isBy(UsageKey::Day)) || (m_query.includeDemo && !isOfAccounts))
        return {};
    return SumsReader(m_connection, dimension, m_query.includeDemo);
}

/// A local day is the UTC day that begins nearest to it, without what lies before its own midnight
/// and with what follows until the next: at most half a day of hours is read for each.
Result<void> ReportBuilder::addDays(SumsReader& sums, const QList<LocalDay>& days)
{
    if (days.isEmpty())
        return {};
    const auto series = sums.series(1440, SumsReader::nearestDay(days.first().fromMs),
                                    SumsReader::nearestDay(days.last().toMs));
    if (!series)
        return Failure(series.error());
    auto before = sums.rest(days.first().fromMs);
    if (!before)
        return Failure(before.error());
    const auto addAll = [](SumsReader::Sums& to, const SumsReader::Sums& from, int sign) {
        for (auto one = from.begin(); one != from.end(); ++one)
            to[one.key()].add(*one, sign);
    };
    for (const LocalDay& day : days) {
        auto after = sums.rest(day.toMs);
        if (!after)
            return Failure(after.error());
        SumsReader::Sums ofDay = *after;
        addAll(ofDay, *before, -1);
        for (qint64 utc = SumsReader::nearestDay(day.fromMs);
             utc < SumsReader::nearestDay(day.toMs); ++utc)
            addAll(ofDay, series->value(utc), 1);
        if (const auto added = addSums(ofDay, day.date.toString(Qt::ISODate)); !added)
            return added;
        before = std::move(after);
    }
    return {};
}

Result<void> ReportBuilder::addHours(SumsReader& sums, qint64 fromMs, qint64 toMs)
{
    const qint64 first = (fromMs + msPerHour - 1) / msPerHour;
    const qint64 end = toMs / msPerHour;
    auto series = first < end ? sums.series(60, first, end) : QMap<qint64, SumsReader::Sums>();
    if (!series)
        return Failure(series.error());
    const qint64 headEnd = std::min(first * msPerHour, toMs);
    const qint64 tailBegin = std::max(end * msPerHour, headEnd);
    for (const auto& [from, to] : {std::pair(fromMs, headEnd), std::pair(tailBegin, toMs)}) {
        if (from >= to)
            continue;
        if (const auto added = sums.add((*series)[from / msPerHour], from, to); !added)
            return added;
    }
    for (auto hour = series->begin(); hour != series->end(); ++hour) {
        const QString text = hourText(hour.key());
        if (const auto added = addSums(*hour, text); !added)
            return added;
    }
    return {};
}

/// `period`: the text of the day or hour, whichever is asked for.
Result<void> ReportBuilder::addSums(const SumsReader::Sums& sums, const QString& period)
{
    for (auto one = sums.begin(); one != sums.end(); ++one) {
        if (one->attempts <= 0)
            continue;
        UsageRow row;
        for (const UsageKey key : m_query.by) {
            auto text =
                key == UsageKey::Hour ? Result<QString>(period) : keyText(key, one.key(), period);
            if (!text)
                return Failure(text.error());
            row.keys.append(std::move(*text));
        }
        row.requests = one->requests;
        row.errors = one->errors;
        row.input = one->input;
        row.output = one->output;
        row.cacheRead = one->cacheRead;
        row.cacheWrite = one->cacheWrite;
        row.costMicroUsd = one->costMicroUsd;
        row.unpriced = one->unpriced;
        row.estimated = one->estimated > 0;
        row.savedMicroUsd = one->savedMicroUsd;
        addRow(std::move(row));
    }
    return {};
}

void ReportBuilder::addRow(UsageRow&& row)
{
    UsageRow& sum = m_rows[row.keys];
    sum.keys = row.keys;
    addTo(sum, row);
}

Result<void> ReportBuilder::add(const LocalDay& day)
{
    const QString date = day.date.toString(Qt::ISODate);
    for (const UsageSpan& span : spansOf(day.fromMs, day.toMs, !isBy(UsageKey::Hour))) {
        if (const auto done = read(span, date); !done)
            return done;
    }
    return {};
}

Result<void> ReportBuilder::read(const UsageSpan& span, const QString& date)
{
    auto rows = m_connection.select(usageStatement(span.source, m_query.by, m_query.includeDemo),
                                    {span.from, span.to});
    if (!rows)
        return Failure(rows.error());
    while (rows->next()) {
        // The columns are in the order of the statement, the keys in that of the query.
        int column = 0;
        QHash<UsageKey, QString> found;
        for (const UsageKey key : {UsageKey::Account, UsageKey::Model, UsageKey::Client,
                                   UsageKey::Hour, UsageKey::Day}) {
            if (!isBy(key))
                continue;
            auto text = keyText(key, rows->number(column), date);
            if (!text)
                return Failure(text.error());
            found.insert(key, std::move(*text));
            column += key == UsageKey::Day ? 0 : 1;
        }
        UsageRow row;
        for (const UsageKey key : m_query.by)
            row.keys.append(found.value(key));
        row.requests = rows->number(column);
        row.errors = rows->number(column + 1);
        row.input = rows->number(column + 2);
        row.output = rows->number(column + 3);
        row.cacheRead = rows->number(column + 4);
        row.cacheWrite = rows->number(column + 5);
        row.costMicroUsd = rows->number(column + 6);
        row.unpriced = rows->number(column + 7);
        row.estimated = rows->number(column + 8) > 0;
        row.savedMicroUsd = rows->number(column + 9);
        if (rows->number(column + 10) == 0)
            continue; // sums over nothing
        addRow(std::move(row));
    }
    return rows->error() ? Result<void>(Failure(*rows->error())) : Result<void>();
}

Result<QString> ReportBuilder::keyText(UsageKey key, qint64 number, const QString& date)
{
    switch (key) {
    case UsageKey::Account:
        if (number == 0)
            return QString();
        return name(QStringLiteral("SELECT name FROM accounts WHERE number = ?"), m_accountNames,
                    number);
    case UsageKey::Model:
    case UsageKey::Client:
        return name(QStringLiteral("SELECT name FROM names WHERE number = ?"), m_names, number);
    case UsageKey::Hour:
        return hourText(number);
    case UsageKey::Day:
        return date;
    }
    Q_UNREACHABLE();
}

Result<QString> ReportBuilder::name(const QString& sql, QHash<qint64, QString>& known,
                                    qint64 number)
{
    if (const auto found = known.constFind(number); found != known.constEnd())
        return *found;
    auto rows = m_connection.select(sql, {number});
    if (!rows)
        return Failure(rows.error());
    const QString text = rows->next() ? rows->text(0) : QString();
    if (rows->error())
        return Failure(*rows->error());
    known.insert(number, text);
    return text;
}

UsageReport ReportBuilder::report() const
{
    UsageReport report;
    for (const UsageRow& row : m_rows) {
        report.rows.append(row);
        addTo(report.total, row);
    }
    return report;
}

} // namespace

std::optional<UsageKey> usageKeyFromName(QStringView name)
{
    static const QHash<QString, UsageKey> keys = {
        {QStringLiteral("account"), UsageKey::Account}, {QStringLiteral("model"), UsageKey::Model},
        {QStringLiteral("day"), UsageKey::Day},         {QStringLiteral("hour"), UsageKey::Hour},
        {QStringLiteral("client"), UsageKey::Client},
    };
    const auto found = keys.constFind(name.toString());
    return found == keys.constEnd() ? std::nullopt : std::optional(*found);
}

Result<UsageReport> usageReport(Connection& connection, const UsageQuery& query)
{
    auto view = Transaction::begin(connection, Transaction::Kind::Read);
    if (!view)
        return Failure(view.error());
    ReportBuilder builder(connection, query);
    if (const auto done = builder.run(); !done)
        return Failure(done.error());
    if (const auto ended = view->commit(); !ended)
        return Failure(ended.error());
    return builder.report();
}

Result<UsageRow> todayTotals(Connection& connection, qint64 nowMs, const QTimeZone& timeZone)
{
    const QDate today = QDateTime::fromMSecsSinceEpoch(nowMs, timeZone).date();
    UsageQuery query;
    query.by.clear();
    query.sinceMs = today.startOfDay(timeZone).toMSecsSinceEpoch();
    query.untilMs = today.addDays(1).startOfDay(timeZone).toMSecsSinceEpoch();
    query.timeZone = timeZone;
    auto report = usageReport(connection, query);
    if (!report)
        return Failure(report.error());
    return report->total;
}

} // namespace Patchbay
