// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/usagecomparison.h"

#include <map>

namespace Patchbay {

namespace {

UsageComparison::Sums sumsOf(const TokenUsage& usage)
{
    UsageComparison::Sums sums;
    sums.input = usage.input;
    sums.output = usage.output;
    sums.cacheRead = usage.cacheRead;
    sums.cacheWrite = usage.cacheWrite();
    return sums;
}

} // namespace

UsageComparison::Sums& UsageComparison::Sums::operator+=(const Sums& other)
{
    input += other.input;
    output += other.output;
    cacheRead += other.cacheRead;
    cacheWrite += other.cacheWrite;
    costMicroUsd += other.costMicroUsd;
    return *this;
}

UsageComparison::Sums UsageComparison::Sums::less(const Sums& other) const
{
    return {input - other.input, output - other.output, cacheRead - other.cacheRead,
            cacheWrite - other.cacheWrite, costMicroUsd - other.costMicroUsd};
}

UsageComparison compareUsage(const QList<LedgerDay>& ledger, const ProviderReport& provider,
                             const PriceTable& prices)
{
    std::map<std::pair<QDate, QString>, UsageComparison::Row> rows;
    const auto rowOf = [&](QDate day, const QString& model) -> UsageComparison::Row& {
        const PriceTable::Model* known = prices.find(model);
        const QString id = known ? known->id : model;
        UsageComparison::Row& row = rows[{day, id}];
        row.day = day;
        row.model = id;
        return row;
    };
    std::map<QString, qint64> keys;
    for (const LedgerDay& each : ledger)
        rowOf(each.day, each.model).ledger += each.sums;
    for (const ProviderReport::Usage& each : provider.usage) {
        rowOf(each.day, each.model).provider += sumsOf(each.usage);
        keys[each.apiKeyId] += each.usage.total();
    }
    for (const ProviderReport::Cost& each : provider.costs)
        rowOf(each.day, each.model).provider.costMicroUsd += each.microUsd;

    UsageComparison comparison;
    for (const auto& [key, row] : rows) {
        const bool isNothing =
            row.ledger == UsageComparison::Sums() && row.provider == UsageComparison::Sums();
        if (isNothing)
            continue;
        comparison.rows.append(row);
        comparison.total.ledger += row.ledger;
        comparison.total.provider += row.provider;
    }
    for (const auto& [key, tokens] : keys)
        comparison.tokensByKey.append({key, tokens});
    return comparison;
}

} // namespace Patchbay
