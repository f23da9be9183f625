// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/usagereport.h"

#include "storage/transaction.h"
#include "usage/rollups.h"
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
    Result<void> add(const LocalDay& day);
    Result<void> read(const UsageSpan& span, const QString& date);
    Result<QString> keyText(UsageKey key, const Rows& rows, int column, const QString& date);
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
    if (!isBy(UsageKey::Day))
        return add(**whole);
    for (const LocalDay& day : localDays((*whole)->fromMs, (*whole)->toMs, m_query.timeZone)) {
        if (const auto added = add(day); !added)
            return added;
    }
    return {};
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
            auto text = keyText(key, *rows, column, date);
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
        UsageRow& sum = m_rows[row.keys];
        sum.keys = row.keys;
        addTo(sum, row);
    }
    return rows->error() ? Result<void>(Failure(*rows->error())) : Result<void>();
}

Result<QString> ReportBuilder::keyText(UsageKey key, const Rows& rows, int column,
                                       const QString& date)
{
    switch (key) {
    case UsageKey::Account:
        if (rows.number(column) == 0)
            return QString();
        return name(QStringLiteral("SELECT name FROM accounts WHERE number = ?"), m_accountNames,
                    rows.number(column));
    case UsageKey::Model:
    case UsageKey::Client:
        return name(QStringLiteral("SELECT name FROM names WHERE number = ?"), m_names,
                    rows.number(column));
    case UsageKey::Hour:
        return QDateTime::fromMSecsSinceEpoch(rows.number(column) * msPerHour, Qt::UTC)
            .toString(Qt::ISODate);
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
