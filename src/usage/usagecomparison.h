// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "claude/pricetable.h"
#include "usage/providerreport.h"

#include <QHash>

namespace Patchbay {

/// The ledger beside the provider's report, by day of UTC and model. A value.
struct UsageComparison
{
    struct Sums
    {
        qint64 input = 0;
        qint64 output = 0;
        qint64 cacheRead = 0;
        qint64 cacheWrite = 0;
        qint64 costMicroUsd = 0;

        Sums& operator+=(const Sums& other);
        [[nodiscard]] qint64 tokens() const { return input + output + cacheRead + cacheWrite; }
        /// This less the other.
        [[nodiscard]] Sums less(const Sums& other) const;
        bool operator==(const Sums&) const = default;
    };
    struct Row
    {
        QDate day;
        QString model; // empty: costs that are not of a model
        Sums ledger;
        Sums provider;

        /// What the provider has and the ledger has not.
        [[nodiscard]] Sums difference() const { return provider.less(ledger); }
    };
    QList<Row> rows; // by day, then model
    Row total;
    QList<std::pair<QString, qint64>> tokensByKey; // of the provider's; by the key's id

    [[nodiscard]] bool isSame() const { return total.difference() == Sums(); }
};

/// What the ledger has of one day and model.
struct LedgerDay
{
    QDate day;
    QString model;
    UsageComparison::Sums sums;
};

/// Ids of one model with and without its date are the same.
[[nodiscard]] UsageComparison compareUsage(const QList<LedgerDay>& ledger,
                                           const ProviderReport& provider,
                                           const PriceTable& prices);

} // namespace Patchbay
