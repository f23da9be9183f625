// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "usage/rollups.h"

#include <QList>
#include <QSet>
#include <QTimeZone>

namespace Patchbay {

/// Sums with the part of their cost that a subscription covers: its worth by the price list, which
/// nobody is billed.
struct UsedSums : RollupSums
{
    qint64 planMicroUsd = 0; // within costMicroUsd

    [[nodiscard]] qint64 tokens() const { return input + output + cacheRead + cacheWrite; }
    [[nodiscard]] qint64 prompt() const { return input + cacheRead + cacheWrite; }
    [[nodiscard]] qint64 paidMicroUsd() const { return costMicroUsd - planMicroUsd; }
    UsedSums& operator+=(const UsedSums& other);
    bool operator==(const UsedSums&) const = default;
};

enum class SeriesStep { Hour, Day, Week, Month };

/// What to sum over time. Times in UTC milliseconds, since inclusive, until exclusive; steps begin
/// at local midnights (hours: count from the first), weeks at `firstDayOfWeek`, and are cut to the
/// period.
struct UsageSeriesQuery
{
    UsageDimension by = UsageDimension::Account;
    qint64 sinceMs = 0;
    qint64 untilMs = 0;
    SeriesStep step = SeriesStep::Day;
    QTimeZone timeZone = QTimeZone::systemTimeZone();
    Qt::DayOfWeek firstDayOfWeek = Qt::Monday;
};

/// The sums of one account, model or client by step.
struct UsageLine
{
    qint64 number = 0; // of the account or name; 0: none
    QString name;      // empty for requests without an account
    QString accountId; // by account only
    /// Index of its colour: an account's own; models and clients in the order they were first used.
    int color = 0;
    bool isPlan = false;  // a subscription: its tokens cost no money
    QList<UsedSums> sums; // one per step
    UsedSums total;
};

struct UsageSeries
{
    QList<qint64> startsMs; // of each step
    qint64 untilMs = 0;     // end of the last one
    QList<UsageLine> lines; // by number; those that used nothing are left out
    UsedSums total;

    [[nodiscard]] qint64 endMs(qsizetype step) const
    {
        return step + 1 < startsMs.size() ? startsMs.at(step + 1) : untilMs;
    }
};

/// Where the steps of a period begin. Pure.
[[nodiscard]] QList<qint64> seriesStarts(const UsageSeriesQuery& query);

/// On the thread of `connection`, best within a read transaction. From the rollups; without the
/// demo account.
[[nodiscard]] Result<UsageSeries> usageSeries(Connection& connection,
                                              const UsageSeriesQuery& query);

/// All of a period in one sum.
[[nodiscard]] Result<UsedSums> usedWithin(Connection& connection, qint64 sinceMs, qint64 untilMs);

/// The numbers of accounts that are subscriptions.
[[nodiscard]] Result<QSet<qint64>> planAccounts(Connection& connection);

} // namespace Patchbay
