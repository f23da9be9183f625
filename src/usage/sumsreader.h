// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "usage/rollups.h"

#include <QHash>
#include <QMap>

#include <map>
#include <vector>

namespace Patchbay {

/// Reads sums by at most one of account, model and client: from usage_sums, and from the ledger
/// only where a stretch cuts a quarter of an hour. On the thread of its connection.
class SumsReader final
{
public:
    /// By the number of the account, model or client; 0 for all of them where none was asked for.
    using Sums = QHash<qint64, RollupSums>;

    /// Models and clients are without the demo account; `includeDemo` is about accounts.
    SumsReader(Connection& connection, std::optional<UsageDimension> dimension, bool includeDemo);
    /// Of what subscriptions answered alone, by model or client: cost and attempts. `hasQuarters`:
    /// whether sums by quarters of hours are made already; without them the ledger is read for
    /// parts of hours.
    [[nodiscard]] static SumsReader ofPlans(Connection& connection, UsageDimension dimension,
                                            bool hasQuarters);

    /// The day of UTC, counted since 1970, that begins nearest to that instant.
    [[nodiscard]] static qint64 nearestDay(qint64 ms) { return (ms + msPerDay / 2) / msPerDay; }
    /// Adds [fromMs, toMs) to `sums`, or takes it away (`sign` -1).
    [[nodiscard]] Result<void> add(Sums& sums, qint64 fromMs, qint64 toMs, int sign = 1);
    /// From the beginning of the nearest day of UTC to that instant; less than nothing before it. A
    /// few coarse sums less and plus a few finer ones: a dozen rows at most for each number.
    [[nodiscard]] Result<Sums> rest(qint64 ms);
    /// Each day (`minutes` 1440) or hour (60) of [from, to), counted since 1970 in UTC.
    [[nodiscard]] Result<QMap<qint64, Sums>> series(qint64 minutes, qint64 from, qint64 to);

private:
    struct Span // of periods so long
    {
        qint64 minutes = 0, from = 0, to = 0;
    };
    SumsReader(Connection& connection, QString dimension, QString ofRows, bool isGrouped,
               QString which, bool onlyCost);
    [[nodiscard]] RollupSums sumsOf(const Rows& rows, int first) const;
    [[nodiscard]] QString from(const QString& dimension, const QString& minutes) const;
    [[nodiscard]] Result<void> addSpans(Sums& sums, const std::vector<Span>& spans, int sign);
    [[nodiscard]] Result<void> addRows(Sums& sums, qint64 fromMs, qint64 toMs, int sign);

    Connection& m_connection;
    QString m_dimension;
    bool m_isGrouped;
    bool m_hasQuarters = true;
    QString m_which; // a further condition
    QString m_sums;
    std::vector<qint64 RollupSums::*> m_fields; // that are read
    QString m_columns;                          // of one span
    std::map<size_t, QString> m_ofSpans;        // by how many
    std::map<QString, QString> m_ofRest;        // by lengths and signs
    QString m_ofPeriods;
    QString m_ofRows;
};

} // namespace Patchbay
