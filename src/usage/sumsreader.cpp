// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/sumsreader.h"

#include "usage/usagestatement.h"

#include <ranges>

namespace Patchbay {

namespace {

struct Field
{
    const char* name;
    qint64 RollupSums::* field;
};
// In the order of usageStatement().
constexpr Field fields[] = {{"requests", &RollupSums::requests},
                            {"errors", &RollupSums::errors},
                            {"input_tokens", &RollupSums::input},
                            {"output_tokens", &RollupSums::output},
                            {"cache_read_tokens", &RollupSums::cacheRead},
                            {"cache_write_tokens", &RollupSums::cacheWrite},
                            {"cost_micro_usd", &RollupSums::costMicroUsd},
                            {"unpriced", &RollupSums::unpriced},
                            {"estimated", &RollupSums::estimated},
                            {"saved_micro_usd", &RollupSums::savedMicroUsd},
                            {"attempts", &RollupSums::attempts}};

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
    : SumsReader(connection, usageDimensionName(dimension.value_or(UsageDimension::Account)),
                 usageStatement(UsageSpan::Source::Ledger, keysOf(dimension), includeDemo),
                 dimension.has_value(),
                 dimension.value_or(UsageDimension::Account) == UsageDimension::Account &&
                         !includeDemo
                     ? withoutDemo(connection)
                     : QString(),
                 false)
{
}

SumsReader::SumsReader(Connection& connection, QString dimension, QString ofRows, bool isGrouped,
                       QString which, bool onlyCost)
    : m_connection(connection)
    , m_dimension(std::move(dimension))
    , m_isGrouped(isGrouped)
    , m_which(std::move(which))
    , m_ofRows(std::move(ofRows))
{
    QStringList sums;
    QStringList columns;
    for (const auto& [name, field] : fields) {
        if (onlyCost && field != &RollupSums::costMicroUsd && field != &RollupSums::attempts)
            continue;
        m_fields.push_back(field);
        columns.append(QLatin1String(name));
        sums.append(QStringLiteral("sum(%1)").arg(QLatin1String(name)));
    }
    const QString separator = QStringLiteral(", ");
    const QString any = QStringLiteral("?");
    m_sums = sums.join(separator);
    m_columns = QStringLiteral("SELECT key, ") + columns.join(separator);
    m_ofPeriods = m_isGrouped ? QStringLiteral("SELECT period, key, ") + columns.join(separator) +
                                    from(any, any)
                              : QStringLiteral("SELECT period, 0, ") + m_sums + from(any, any) +
                                    QStringLiteral(" GROUP BY period");
}

QString SumsReader::from(const QString& dimension, const QString& minutes) const
{
    return QStringLiteral(" FROM usage_sums WHERE dimension = %1 AND minutes = %2 AND "
                          "period >= ? AND period < ?")
               .arg(dimension, minutes) +
           m_which;
}

SumsReader SumsReader::ofPlans(Connection& connection, UsageDimension dimension, bool hasQuarters)
{
    SumsReader reader(connection, planDimensionName(dimension),
                      usageStatement(UsageSpan::Source::Ledger, keysOf(dimension), false, true),
                      true, QString(), true);
    reader.m_hasQuarters = hasQuarters;
    return reader;
}

RollupSums SumsReader::sumsOf(const Rows& rows, int first) const
{
    RollupSums sums;
    for (qint64 RollupSums::* const field : m_fields)
        sums.*field = rows.number(first++);
    return sums;
}

Result<void> SumsReader::add(Sums& sums, qint64 fromMs, qint64 toMs, int sign)
{
    // The coarsest periods in the middle, ever finer ones towards both ends.
    std::vector<Span> spans;
    qint64 innerFrom = 0; // what the spans cover so far
    qint64 innerTo = 0;
    const auto append = [&](qint64 minutes, qint64 from, qint64 to) {
        if (from < to)
            spans.push_back({minutes, from, to});
    };
    for (const qint64 minutes : sumsMinutes | std::views::reverse) {
        if (minutes == sumsMinutes.front() && !m_hasQuarters)
            break;
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
        const QString any = QStringLiteral("?");
        const QStringList selects(static_cast<qsizetype>(spans.size()), m_columns + from(any, any));
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

Result<SumsReader::Sums> SumsReader::rest(qint64 ms)
{
    Sums sums;
    std::vector<Span> spans;
    QString steps;                           // what the statement depends on
    qint64 atMs = nearestDay(ms) * msPerDay; // how far it is summed
    for (const qint64 minutes : {360, 60, 15}) {
        if (minutes == sumsMinutes.front() && !m_hasQuarters)
            break;
        const qint64 unit = minutes * msPerMinute;
        const bool isFinest = minutes == sumsMinutes.front() || (minutes == 60 && !m_hasQuarters);
        // What the finest leaves is read from the ledger, which is not taken away.
        const qint64 toMs = (isFinest ? ms : ms + unit / 2) / unit * unit;
        if (atMs != toMs) {
            const bool isAhead = atMs < toMs;
            spans.push_back({minutes, std::min(atMs, toMs) / unit, std::max(atMs, toMs) / unit});
            steps += QChar(static_cast<char16_t>(minutes));
            steps += isAhead ? u'+' : u'-';
        }
        atMs = toMs;
    }
    if (!spans.empty()) {
        // Rows as they are: of so few, making groups costs more than adding them up here. And what
        // is the same each time stands in the text: values cost more still.
        QString& sql = m_ofRest[steps];
        if (sql.isEmpty()) {
            QStringList selects;
            for (size_t i = 0; i < spans.size(); ++i) {
                selects.append(
                    m_columns + QStringLiteral(", ") + steps.at(2 * i + 1) + u'1' +
                    from(u'\'' + m_dimension + u'\'', QString::number(spans[i].minutes)));
            }
            sql = selects.join(QStringLiteral(" UNION ALL "));
        }
        QVariantList values;
        for (const Span& span : spans)
            values += {span.from, span.to};
        const int sign = 1 + static_cast<int>(m_fields.size());
        auto rows = m_connection.select(sql, values);
        if (!rows)
            return Failure(rows.error());
        while (rows->next())
            sums[m_isGrouped ? rows->number(0) : 0].add(sumsOf(*rows, 1),
                                                        static_cast<int>(rows->number(sign)));
        if (rows->error())
            return Failure(*rows->error());
    }
    if (const auto done = addRows(sums, atMs, ms, 1); !done)
        return Failure(done.error());
    return sums;
}

Result<void> SumsReader::addRows(Sums& sums, qint64 fromMs, qint64 toMs, int sign)
{
    if (fromMs >= toMs)
        return {};
    auto rows = m_connection.select(m_ofRows, {fromMs, toMs});
    if (!rows)
        return Failure(rows.error());
    while (rows->next()) {
        RollupSums found;
        int column = m_isGrouped ? 1 : 0;
        for (const auto& [name, field] : fields)
            found.*field = rows->number(column++);
        sums[m_isGrouped ? rows->number(0) : 0].add(found, sign);
    }
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
