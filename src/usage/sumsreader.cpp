// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/sumsreader.h"

#include "usage/usagestatement.h"

#include <array>

namespace Patchbay {

namespace {

// From column `first` on, in the order of usageStatement().
RollupSums sumsOf(const Rows& rows, int first)
{
    RollupSums sums;
    int column = first;
    for (qint64* const field :
         {&sums.requests, &sums.errors, &sums.input, &sums.output, &sums.cacheRead,
          &sums.cacheWrite, &sums.costMicroUsd, &sums.unpriced, &sums.estimated,
          &sums.savedMicroUsd, &sums.attempts})
        *field = rows.number(column++);
    return sums;
}

QList<UsageKey> keysOf(std::optional<UsageDimension> dimension)
{
    if (!dimension)
        return {};
    switch (*dimension) {
    case UsageDimension::Account:
        return {UsageKey::Account};
    case UsageDimension::Model:
        return {UsageKey::Model};
    case UsageDimension::Client:
        return {UsageKey::Client};
    }
    Q_UNREACHABLE();
}

// As numbers: the statements are many, and each would look for them again.
QString withoutDemo(Connection& connection)
{
    const QString all = QStringLiteral("SELECT number FROM accounts WHERE source = 'demo'");
    QStringList numbers;
    auto rows = connection.select(all);
    while (rows && rows->next())
        numbers.append(QString::number(rows->number(0)));
    if (!rows || rows->error())
        return QStringLiteral(" AND key NOT IN (%1)").arg(all);
    return numbers.isEmpty()
               ? QString()
               : QStringLiteral(" AND key NOT IN (%1)").arg(numbers.join(QStringLiteral(", ")));
}

} // namespace

SumsReader::SumsReader(Connection& connection, std::optional<UsageDimension> dimension,
                       bool includeDemo)
    : m_connection(connection)
    , m_dimension(usageDimensionName(dimension.value_or(UsageDimension::Account)))
    , m_isGrouped(dimension.has_value())
    , m_ofRows(usageStatement(UsageSpan::Source::Ledger, keysOf(dimension), includeDemo))
{
    QStringList sums;
    QStringList columns;
    for (const char* const name : {"requests", "errors", "input_tokens", "output_tokens",
                                   "cache_read_tokens", "cache_write_tokens", "cost_micro_usd",
                                   "unpriced", "estimated", "saved_micro_usd", "attempts"}) {
        columns.append(QLatin1String(name));
        sums.append(QStringLiteral("sum(%1)").arg(QLatin1String(name)));
    }
    const QString separator = QStringLiteral(", ");
    QString from = QStringLiteral(" FROM usage_sums WHERE dimension = ? AND minutes = ? AND "
                                  "period >= ? AND period < ?");
    if (dimension.value_or(UsageDimension::Account) == UsageDimension::Account && !includeDemo)
        from += withoutDemo(connection);
    m_sums = sums.join(separator);
    m_ofSpan = QStringLiteral("SELECT key, ") + columns.join(separator) + from;
    m_ofPeriods = m_isGrouped
                      ? QStringLiteral("SELECT period, key, ") + columns.join(separator) + from
                      : QStringLiteral("SELECT period, 0, ") + m_sums + from +
                            QStringLiteral(" GROUP BY period");
}

Result<void> SumsReader::add(Sums& sums, qint64 fromMs, qint64 toMs, int sign)
{
    // The coarsest periods in the middle, ever finer ones towards both ends.
    static constexpr std::array<qint64, 3> units{1440, 60, 15};
    std::vector<Span> spans;
    qint64 innerFrom = 0; // what the spans cover so far
    qint64 innerTo = 0;
    const auto append = [&](qint64 minutes, qint64 from, qint64 to) {
        if (from < to)
            spans.push_back({minutes, from, to});
    };
    for (const qint64 minutes : units) {
        const qint64 unit = minutes * msPerMinute;
        const qint64 first = (fromMs + unit - 1) / unit;
        const qint64 end = toMs / unit;
        if (first >= end)
            continue;
        append(minutes, first, spans.empty() ? end : innerFrom / unit);
        if (spans.front().minutes != minutes)
            append(minutes, innerTo / unit, end);
        innerFrom = first * unit;
        innerTo = end * unit;
    }
    if (spans.empty())
        return addRows(sums, fromMs, toMs, sign);
    if (const auto done = addSpans(sums, spans, sign); !done)
        return done;
    if (const auto done = addRows(sums, fromMs, innerFrom, sign); !done)
        return done;
    return addRows(sums, innerTo, toMs, sign);
}

Result<void> SumsReader::addSpans(Sums& sums, const std::vector<Span>& spans, int sign)
{
    // One statement for all: of those few rows each, it is statements that cost.
    QString& sql = m_ofSpans[spans.size()];
    if (sql.isEmpty()) {
        const QStringList selects(static_cast<qsizetype>(spans.size()), m_ofSpan);
        sql = QStringLiteral("SELECT %1, %2 FROM (%3)%4")
                  .arg(m_isGrouped ? QStringLiteral("key") : QStringLiteral("0"), m_sums,
                       selects.join(QStringLiteral(" UNION ALL ")),
                       m_isGrouped ? QStringLiteral(" GROUP BY key") : QString());
    }
    QVariantList values;
    for (const Span& span : spans)
        values += {m_dimension, span.minutes, span.from, span.to};
    auto rows = m_connection.select(sql, values);
    if (!rows)
        return Failure(rows.error());
    while (rows->next())
        sums[rows->number(0)].add(sumsOf(*rows, 1), sign);
    return rows->error() ? Result<void>(Failure(*rows->error())) : Result<void>();
}

Result<void> SumsReader::addRows(Sums& sums, qint64 fromMs, qint64 toMs, int sign)
{
    if (fromMs >= toMs)
        return {};
    auto rows = m_connection.select(m_ofRows, {fromMs, toMs});
    if (!rows)
        return Failure(rows.error());
    const int first = m_isGrouped ? 1 : 0;
    while (rows->next())
        sums[m_isGrouped ? rows->number(0) : 0].add(sumsOf(*rows, first), sign);
    return rows->error() ? Result<void>(Failure(*rows->error())) : Result<void>();
}

Result<QMap<qint64, SumsReader::Sums>> SumsReader::series(qint64 minutes, qint64 from, qint64 to)
{
    QMap<qint64, Sums> series;
    auto rows = m_connection.select(m_ofPeriods, {m_dimension, minutes, from, to});
    if (!rows)
        return Failure(rows.error());
    while (rows->next())
        series[rows->number(0)][rows->number(1)].add(sumsOf(*rows, 2));
    if (rows->error())
        return Failure(*rows->error());
    return series;
}

} // namespace Patchbay
