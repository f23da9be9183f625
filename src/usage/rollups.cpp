// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/rollups.h"

namespace Patchbay {

namespace {

// The tables differ in what they are by.
QString upsert(const QString& table, const QString& keys, const QString& more = {})
{
    const QString added =
        more.isEmpty() ? QString() : QStringLiteral(", %1 = %1 + excluded.%1").arg(more);
    return QStringLiteral(
               "INSERT INTO %1 (%2, requests, errors, input_tokens, output_tokens, "
               "cache_read_tokens, cache_write_tokens, cost_micro_usd, unpriced, estimated, "
               "saved_micro_usd%3) "
               "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?%4) "
               "ON CONFLICT (%2) DO UPDATE SET "
               "requests = requests + excluded.requests, errors = errors + excluded.errors, "
               "input_tokens = input_tokens + excluded.input_tokens, "
               "output_tokens = output_tokens + excluded.output_tokens, "
               "cache_read_tokens = cache_read_tokens + excluded.cache_read_tokens, "
               "cache_write_tokens = cache_write_tokens + excluded.cache_write_tokens, "
               "cost_micro_usd = cost_micro_usd + excluded.cost_micro_usd, "
               "unpriced = unpriced + excluded.unpriced, "
               "estimated = estimated + excluded.estimated, "
               "saved_micro_usd = saved_micro_usd + excluded.saved_micro_usd%5")
        .arg(table, keys, more.isEmpty() ? QString() : QStringLiteral(", ") + more,
             more.isEmpty() ? QString() : QStringLiteral(", ?"), added);
}

} // namespace

QString usageDimensionName(UsageDimension dimension)
{
    switch (dimension) {
    case UsageDimension::Account:
        return QStringLiteral("account");
    case UsageDimension::Model:
        return QStringLiteral("model");
    case UsageDimension::Client:
        return QStringLiteral("client");
    }
    Q_UNREACHABLE();
}

QString planDimensionName(UsageDimension dimension)
{
    return QStringLiteral("plan_") + usageDimensionName(dimension);
}

RollupSums& RollupSums::add(const RollupSums& other, int sign)
{
    requests += sign * other.requests;
    errors += sign * other.errors;
    input += sign * other.input;
    output += sign * other.output;
    cacheRead += sign * other.cacheRead;
    cacheWrite += sign * other.cacheWrite;
    costMicroUsd += sign * other.costMicroUsd;
    unpriced += sign * other.unpriced;
    estimated += sign * other.estimated;
    savedMicroUsd += sign * other.savedMicroUsd;
    attempts += sign * other.attempts;
    return *this;
}

void RollupBatch::add(const RollupKey& key, const RollupSums& sums)
{
    m_hours[{key.openedAtMs / msPerHour, key.account, key.model, key.client}].add(sums);
    m_days[{key.openedAtMs / msPerDay, key.account, key.model, key.client}].add(sums);
    for (const qint64 minutes : sumsMinutes) {
        const qint64 period = key.openedAtMs / (minutes * msPerMinute);
        m_margins[{UsageDimension::Account, false, minutes, period, key.account}].add(sums);
        for (const auto& [dimension, number] : {std::pair(UsageDimension::Model, key.model),
                                                std::pair(UsageDimension::Client, key.client)}) {
            if (!key.isDemo)
                m_margins[{dimension, false, minutes, period, number}].add(sums);
            if (key.isPlan)
                m_margins[{dimension, true, minutes, period, number}].add(sums);
        }
    }
}

void RollupBatch::clear()
{
    m_hours.clear();
    m_days.clear();
    m_margins.clear();
}

Result<void> RollupBatch::flush(Connection& connection)
{
    static const QString hourly =
        upsert(QStringLiteral("usage_hourly"), QStringLiteral("hour, account, model, client"));
    static const QString daily =
        upsert(QStringLiteral("usage_daily"), QStringLiteral("day, account, model, client"));
    auto result = write(connection, hourly, m_hours);
    if (result)
        result = write(connection, daily, m_days);
    if (result)
        result = write(connection, m_margins);
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

Result<void> RollupBatch::write(Connection& connection, const Margins& margins)
{
    static const QString sql =
        upsert(QStringLiteral("usage_sums"), QStringLiteral("dimension, minutes, period, key"),
               QStringLiteral("attempts"));
    for (const auto& [cell, sums] : margins) {
        const auto& [dimension, isPlan, minutes, period, key] = cell;
        const auto written = connection.run(
            sql, {isPlan ? planDimensionName(dimension) : usageDimensionName(dimension), minutes,
                  period, key, sums.requests, sums.errors, sums.input, sums.output, sums.cacheRead,
                  sums.cacheWrite, sums.costMicroUsd, sums.unpriced, sums.estimated,
                  sums.savedMicroUsd, sums.attempts});
        if (!written)
            return Failure(written.error());
    }
    return {};
}

} // namespace Patchbay
