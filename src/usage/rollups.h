// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/connection.h"

#include <array>
#include <map>
#include <tuple>
#include <unordered_map>

namespace Patchbay {

/// What one completed attempt adds to the sums of its hour and day.
struct RollupSums
{
    qint64 requests = 0;
    qint64 errors = 0;
    qint64 input = 0;
    qint64 output = 0;
    qint64 cacheRead = 0;
    qint64 cacheWrite = 0;
    qint64 costMicroUsd = 0;
    qint64 unpriced = 0; // attempts with tokens and without a known price
    qint64 estimated = 0;
    qint64 savedMicroUsd = 0;
    qint64 attempts = 0;

    /// Adds them, or takes them away (`sign` -1).
    RollupSums& add(const RollupSums& other, int sign = 1);
    bool operator==(const RollupSums&) const = default;
};

/// What rows of usage_sums are by.
enum class UsageDimension { Account, Model, Client };
[[nodiscard]] QString usageDimensionName(UsageDimension dimension);
/// The same of what subscriptions answered alone, by model or client: "plan_model".
[[nodiscard]] QString planDimensionName(UsageDimension dimension);

struct RollupKey
{
    qint64 openedAtMs = 0;
    qint64 account = 0;
    qint64 model = 0;
    qint64 client = 0;
    bool isDemo = false;
    bool isPlan = false; // a subscription answered
};

/// The sums of one transaction, collected so that each row of the rollups is written once per
/// commit. On the writer thread.
class RollupBatch final
{
public:
    void add(const RollupKey& key, const RollupSums& sums);
    [[nodiscard]] bool isEmpty() const { return m_hours.empty(); }
    void clear();
    /// Adds them to usage_hourly, usage_daily and usage_sums, and clears.
    [[nodiscard]] Result<void> flush(Connection& connection);

private:
    struct Cell // openedAtMs stands for the hour's or the day's number here
    {
        qint64 period = 0, account = 0, model = 0, client = 0;
        bool operator==(const Cell&) const = default;
    };
    struct CellHash
    {
        size_t operator()(const Cell& cell) const
        {
            return qHashMulti(0, cell.period, cell.account, cell.model, cell.client);
        }
    };
    using Cells = std::unordered_map<Cell, RollupSums, CellHash>;
    static Result<void> write(Connection& connection, const QString& sql, const Cells& cells);
    // By dimension, whether of subscriptions alone, minutes, period and key.
    using Margins = std::map<std::tuple<UsageDimension, bool, qint64, qint64, qint64>, RollupSums>;
    static Result<void> write(Connection& connection, const Margins& margins);

    Cells m_hours;
    Cells m_days;
    Margins m_margins;
};

constexpr qint64 msPerMinute = 60'000;
constexpr qint64 msPerQuarter = 15 * msPerMinute;
constexpr qint64 msPerHour = 3'600'000;
constexpr qint64 msPerDay = 24 * msPerHour;

/// What usage_sums are by, in minutes, finest first. Each is summed of the one before it.
constexpr std::array<qint64, 4> sumsMinutes{15, 60, 360, 1440};

/// The days that rollups may be made anew of, counted since 1970 in UTC.
struct RollupDays
{
    qint64 first = 0;
    qint64 end = 0;      // exclusive
    qint64 rawSince = 0; // the hour before which they stay, for their rows were let go
};
[[nodiscard]] Result<RollupDays> rollupDays(Connection& connection);

struct RebuiltRollups
{
    qint64 rows = 0;        // of the ledger that were read
    qint64 differences = 0; // sums that had not been what they are now
};
/// Makes those of one day anew from the ledger. In a transaction (a job of Database::write).
[[nodiscard]] Result<RebuiltRollups> rebuildRollupsOfDay(Connection& connection,
                                                         const RollupDays& days, qint64 day);
/// What conversations came to over all their days, made anew of those. In a transaction.
[[nodiscard]] Result<RebuiltRollups> rebuildConversationTotals(Connection& connection);
/// All of them, after which none are pending. In a transaction, which may take minutes.
[[nodiscard]] Result<void> rebuildRollups(Connection& connection);
/// Whether some are still to be made of older rows, in the background. From any connection.
[[nodiscard]] Result<bool> areRollupsPending(Connection& connection);
/// Says that none are pending. In a transaction.
[[nodiscard]] Result<void> noRollupsPending(Connection& connection);

} // namespace Patchbay
