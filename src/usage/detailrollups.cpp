// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/detailrollups.h"

#include "usage/latencybuckets.h"
#include "usage/rollups.h"

namespace Patchbay {

namespace {

QString upsert(const QString& table, const QString& period, const QString& what)
{
    return QStringLiteral("INSERT INTO %1 (%2, account, %3, attempts) VALUES (?, ?, ?, ?) "
                          "ON CONFLICT (%2, account, %3) DO UPDATE SET "
                          "attempts = attempts + excluded.attempts")
        .arg(table, period, what);
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
        const qint64 bucket = LatencyBuckets::bucketOf(details.firstByteMs);
        ++m_latencyHours[{hour, details.account, bucket}];
        ++m_latencyDays[{day, details.account, bucket}];
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
    for (Counts* counts : {&m_latencyHours, &m_latencyDays, &m_errorHours, &m_errorDays})
        counts->clear();
    m_conversationHours.clear();
    m_conversationDays.clear();
}

Result<void> DetailBatch::flush(Connection& connection)
{
    static const QString latencyHourly =
        upsert(QStringLiteral("latency_hourly"), QStringLiteral("hour"), QStringLiteral("bucket"));
    static const QString latencyDaily =
        upsert(QStringLiteral("latency_daily"), QStringLiteral("day"), QStringLiteral("bucket"));
    static const QString errorsHourly =
        upsert(QStringLiteral("errors_hourly"), QStringLiteral("hour"), QStringLiteral("kind"));
    static const QString errorsDaily =
        upsert(QStringLiteral("errors_daily"), QStringLiteral("day"), QStringLiteral("kind"));
    static const QString conversationHourly =
        conversationUpsert(QStringLiteral("conversation_usage"), QStringLiteral("hour"));
    static const QString conversationDaily =
        conversationUpsert(QStringLiteral("conversation_daily"), QStringLiteral("day"));
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
    write(latencyHourly, m_latencyHours);
    write(latencyDaily, m_latencyDays);
    write(errorsHourly, m_errorHours);
    write(errorsDaily, m_errorDays);
    const auto writeSums = [&](const QString& sql, const Conversations& conversations) {
        for (const auto& [cell, sums] : conversations)
            run(sql, {cell.first, cell.second, sums.requests, sums.tokens, sums.costMicroUsd});
    };
    writeSums(conversationHourly, m_conversationHours);
    writeSums(conversationDaily, m_conversationDays);
    clear();
    return result;
}

} // namespace Patchbay
