// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/latencybuckets.h"
#include "usage/rollups.h"

namespace Patchbay {

namespace {

QStringList statements()
{
    QStringList all;
    for (const char* const table :
         {"usage_hourly", "usage_daily", "latency_hourly", "latency_daily", "errors_hourly",
          "errors_daily", "conversation_usage"})
        all.append(QStringLiteral("DELETE FROM %1").arg(QLatin1String(table)));
    const QString sums = QStringLiteral(
        "account, model, client, requests, errors, input_tokens, output_tokens, "
        "cache_read_tokens, cache_write_tokens, cost_micro_usd, unpriced, estimated, "
        "saved_micro_usd");
    all.append(QStringLiteral(
                   "INSERT INTO usage_hourly (hour, %1) "
                   "SELECT opened_at / 3600000, coalesce(account, 0), model, client, sum(is_last), "
                   "sum(is_last AND outcome IN ('failed', 'interrupted', 'refused')), "
                   "sum(input_tokens), sum(output_tokens), sum(cache_read_tokens), "
                   "sum(cache_write_5m_tokens + cache_write_1h_tokens), "
                   "sum(coalesce(cost_micro_usd, 0)), "
                   "sum(cost_micro_usd IS NULL AND (input_tokens OR output_tokens OR "
                   "cache_read_tokens OR cache_write_5m_tokens OR cache_write_1h_tokens)), "
                   "sum(estimated), sum(saved_micro_usd) "
                   "FROM attempts WHERE outcome <> 'open' GROUP BY 1, 2, 3, 4")
                   .arg(sums));
    all.append(QStringLiteral(
                   "INSERT INTO usage_daily (day, %1) "
                   "SELECT hour / 24, account, model, client, sum(requests), sum(errors), "
                   "sum(input_tokens), sum(output_tokens), sum(cache_read_tokens), "
                   "sum(cache_write_tokens), sum(cost_micro_usd), sum(unpriced), sum(estimated), "
                   "sum(saved_micro_usd) FROM usage_hourly GROUP BY 1, 2, 3, 4")
                   .arg(sums));
    all.append(
        QStringLiteral(
            "INSERT INTO latency_hourly (hour, account, bucket, attempts) "
            "SELECT opened_at / 3600000, coalesce(account, 0), %1, count(*) FROM attempts "
            "WHERE outcome NOT IN ('open', 'failed') AND first_byte_ms >= 0 GROUP BY 1, 2, 3")
            .arg(LatencyBuckets::sqlOf(QStringLiteral("first_byte_ms"))));
    all.append(QStringLiteral(
        "INSERT INTO latency_daily (day, account, bucket, attempts) "
        "SELECT hour / 24, account, bucket, sum(attempts) FROM latency_hourly GROUP BY 1, 2, 3"));
    all.append(QStringLiteral(
        "INSERT OR IGNORE INTO names (name) SELECT DISTINCT error_kind FROM attempts "
        "WHERE outcome IN ('failed', 'interrupted', 'refused') AND error_kind <> ''"));
    all.append(
        QStringLiteral("INSERT INTO errors_hourly (hour, account, kind, attempts) "
                       "SELECT opened_at / 3600000, coalesce(account, 0), names.number, count(*) "
                       "FROM attempts JOIN names ON names.name = error_kind "
                       "WHERE outcome IN ('failed', 'interrupted', 'refused') AND error_kind <> '' "
                       "GROUP BY 1, 2, 3"));
    all.append(QStringLiteral(
        "INSERT INTO errors_daily (day, account, kind, attempts) "
        "SELECT hour / 24, account, kind, sum(attempts) FROM errors_hourly GROUP BY 1, 2, 3"));
    all.append(QStringLiteral(
        "INSERT INTO conversation_usage (hour, conversation, requests, tokens, cost_micro_usd) "
        "SELECT opened_at / 3600000, conversation, sum(is_last), "
        "sum(input_tokens + output_tokens + cache_read_tokens + cache_write_5m_tokens + "
        "cache_write_1h_tokens), sum(coalesce(cost_micro_usd, 0)) "
        "FROM attempts WHERE outcome <> 'open' AND conversation IS NOT NULL GROUP BY 1, 2"));
    all.append(QStringLiteral("DELETE FROM usage_marks WHERE name = 'rollups_pending'"));
    return all;
}

} // namespace

Result<void> rebuildRollups(Connection& connection)
{
    for (const QString& sql : statements()) {
        if (const auto done = connection.run(sql); !done)
            return Failure(done.error());
    }
    return {};
}

} // namespace Patchbay
