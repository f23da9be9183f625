// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/rollups.h"

namespace Patchbay {

namespace {

// The two tables differ in the name of their period alone.
QString upsert(const QString& table, const QString& period)
{
    return QStringLiteral(
               "INSERT INTO %1 (%2, account, model, client, requests, errors, input_tokens, "
               "output_tokens, cache_read_tokens, cache_write_tokens, cost_micro_usd, unpriced, "
               "estimated, saved_micro_usd) "
               "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
               "ON CONFLICT (%2, account, model, client) DO UPDATE SET "
               "requests = requests + excluded.requests, errors = errors + excluded.errors, "
               "input_tokens = input_tokens + excluded.input_tokens, "
               "output_tokens = output_tokens + excluded.output_tokens, "
               "cache_read_tokens = cache_read_tokens + excluded.cache_read_tokens, "
               "cache_write_tokens = cache_write_tokens + excluded.cache_write_tokens, "
               "cost_micro_usd = cost_micro_usd + excluded.cost_micro_usd, "
               "unpriced = unpriced + excluded.unpriced, "
               "estimated = estimated + excluded.estimated, "
               "saved_micro_usd = saved_micro_usd + excluded.saved_micro_usd")
        .arg(table, period);
}

} // namespace

RollupSums& RollupSums::operator+=(const RollupSums& other)
{
    requests += other.requests;
    errors += other.errors;
    input += other.input;
    output += other.output;
    cacheRead += other.cacheRead;
    cacheWrite += other.cacheWrite;
    costMicroUsd += other.costMicroUsd;
    unpriced += other.unpriced;
    estimated += other.estimated;
    savedMicroUsd += other.savedMicroUsd;
    return *this;
}

void RollupBatch::add(const RollupKey& key, const RollupSums& sums)
{
    m_hours[{key.openedAtMs / msPerHour, key.account, key.model, key.client}] += sums;
    m_days[{key.openedAtMs / msPerDay, key.account, key.model, key.client}] += sums;
}

void RollupBatch::clear()
{
    m_hours.clear();
    m_days.clear();
}

Result<void> RollupBatch::flush(Connection& connection)
{
    static const QString hourly = upsert(QStringLiteral("usage_hourly"), QStringLiteral("hour"));
    static const QString daily = upsert(QStringLiteral("usage_daily"), QStringLiteral("day"));
    auto result = write(connection, hourly, m_hours);
    if (result)
        result = write(connection, daily, m_days);
    clear();
    return result;
}

Result<void> RollupBatch::write(Connection& connection, const QString& sql, const Cells& cells)
{
    for (const auto& [cell, sums] : cells) {
        const auto written = connection.run(
            sql, {cell.period, cell.account, cell.model, cell.client, sums.requests, sums.errors,
                  sums.input, sums.output, sums.cacheRead, sums.cacheWrite, sums.costMicroUsd,
                  sums.unpriced, sums.estimated, sums.savedMicroUsd});
        if (!written)
            return Failure(written.error());
    }
    return {};
}

} // namespace Patchbay
