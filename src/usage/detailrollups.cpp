// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/detailrollups.h"

#include "usage/rollups.h"

namespace Patchbay {

namespace {

QString errorUpsert(const QString& table, const QString& period)
{
    return QStringLiteral("INSERT INTO %1 (%2, account, kind, attempts) VALUES (?, ?, ?, ?) "
                          "ON CONFLICT (%2, account, kind) DO UPDATE SET "
                          "attempts = attempts + excluded.attempts")
        .arg(table, period);
}

/// What one table of histograms is read and written with.
struct LatencyTable
{
    LatencyTable(const QString& table, const QString& period)
        : read(QStringLiteral("SELECT histogram FROM %1 WHERE %2 = ? AND account = ?")
                   .arg(table, period))
        , write(QStringLiteral("INSERT INTO %1 (%2, account, histogram) VALUES (?, ?, ?) "
                               "ON CONFLICT (%2, account) DO UPDATE SET "
                               "histogram = excluded.histogram")
                    .arg(table, period))
    {
    }
    QString read, write;
};

Result<void> addLatency(Connection& connection, const LatencyTable& table, qint64 period,
                        qint64 account, LatencyHistogram histogram)
{
    {
        auto rows = connection.select(table.read, {period, account});
        if (!rows)
            return Failure(rows.error());
        if (rows->next())
            histogram.addText(rows->text(0));
        if (const auto& error = rows->error())
            return Failure(*error);
    }
    const auto written = connection.run(table.write, {period, account, histogram.text()});
    return written ? Result<void>() : Failure(written.error());
}

QString conversationUpsert(const QString& table, const QString& period)
{
    return QStringLiteral(
               "INSERT INTO %1 (%2, conversation, requests, tokens, cost_micro_usd) "
               "VALUES (?, ?, ?, ?, ?) ON CONFLICT (%2, conversation) DO UPDATE SET "
               "requests = requests + excluded.requests, tokens = tokens + excluded.tokens, "
               "cost_micro_usd = cost_micro_usd + excluded.cost_micro_usd")
        .arg(table, period);
}

} // namespace

void DetailBatch::add(const AttemptDetails& details)
{
    const qint64 hour = details.openedAtMs / msPerHour;
    const qint64 day = details.openedAtMs / msPerDay;
    if (details.firstByteMs >= 0) {
        m_latencyHours[{hour, details.account}].add(details.firstByteMs);
        m_latencyDays[{day, details.account}].add(details.firstByteMs);
    }
    if (details.errorKind != 0) {
        ++m_errorHours[{hour, details.account, details.errorKind}];
        ++m_errorDays[{day, details.account, details.errorKind}];
    }
    if (details.conversation != 0) {
        for (ConversationSums* const sums : {&m_conversationHours[{hour, details.conversation}],
                                             &m_conversationDays[{day, details.conversation}]}) {
            sums->requests += details.isLast ? 1 : 0;
            sums->tokens += details.tokens;
            sums->costMicroUsd += details.costMicroUsd;
        }
    }
}

void DetailBatch::clear()
{
    m_latencyHours.clear();
    m_latencyDays.clear();
    m_errorHours.clear();
    m_errorDays.clear();
    m_conversationHours.clear();
    m_conversationDays.clear();
}

Result<void> DetailBatch::flush(Connection& connection)
{
    static const LatencyTable latencyHourly(QStringLiteral("latency_hourly"),
                                            QStringLiteral("hour"));
    static const LatencyTable latencyDaily(QStringLiteral("latency_daily"), QStringLiteral("day"));
    static const QString errorsHourly =
        errorUpsert(QStringLiteral("errors_hourly"), QStringLiteral("hour"));
    static const QString errorsDaily =
        errorUpsert(QStringLiteral("errors_daily"), QStringLiteral("day"));
    static const QString conversationHourly =
        conversationUpsert(QStringLiteral("conversation_usage"), QStringLiteral("hour"));
    static const QString conversationDaily =
        conversationUpsert(QStringLiteral("conversation_daily"), QStringLiteral("day"));
    static const QString conversationTotal = QStringLiteral(
        "INSERT INTO conversation_totals (conversation, first_day, last_day, requests, tokens, "
        "cost_micro_usd) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (conversation) DO UPDATE SET "
        "first_day = min(first_day, excluded.first_day), "
        "last_day = max(last_day, excluded.last_day), requests = requests + excluded.requests, "
        "tokens = tokens + excluded.tokens, "
        "cost_micro_usd = cost_micro_usd + excluded.cost_micro_usd");
    Result<void> result;
    const auto run = [&](const QString& sql, const QVariantList& values) {
        if (!result)
            return;
        if (const auto done = connection.run(sql, values); !done)
            result = Failure(done.error());
    };
    const auto write = [&](const QString& sql, const Counts& counts) {
        for (const auto& [cell, count] : counts)
            run(sql, {std::get<0>(cell), std::get<1>(cell), std::get<2>(cell), count});
    };
    const auto writeLatency = [&](const LatencyTable& table, const Histograms& histograms) {
        for (const auto& [cell, histogram] : histograms) {
            if (result)
                result = addLatency(connection, table, cell.first, cell.second, histogram);
        }
    };
    writeLatency(latencyHourly, m_latencyHours);
    writeLatency(latencyDaily, m_latencyDays);
    write(errorsHourly, m_errorHours);
    write(errorsDaily, m_errorDays);
    const auto writeSums = [&](const QString& sql, const Conversations& conversations) {
        for (const auto& [cell, sums] : conversations)
            run(sql, {cell.first, cell.second, sums.requests, sums.tokens, sums.costMicroUsd});
    };
    writeSums(conversationHourly, m_conversationHours);
    writeSums(conversationDaily, m_conversationDays);
    for (const auto& [cell, sums] : m_conversationDays)
        run(conversationTotal,
            {cell.second, cell.first, cell.first, sums.requests, sums.tokens, sums.costMicroUsd});
    clear();
    return result;
}

} // namespace Patchbay
