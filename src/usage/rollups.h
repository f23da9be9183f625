// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/connection.h"

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

    RollupSums& operator+=(const RollupSums& other);
    bool operator==(const RollupSums&) const = default;
};

struct RollupKey
{
    qint64 openedAtMs = 0;
    qint64 account = 0;
    qint64 model = 0;
    qint64 client = 0;
};

/// The sums of one transaction, collected so that each row of the rollups is written once per
/// commit. On the writer thread.
class RollupBatch final
{
public:
    void add(const RollupKey& key, const RollupSums& sums);
    [[nodiscard]] bool isEmpty() const { return m_hours.empty(); }
    void clear();
    /// Adds them to usage_hourly and usage_daily, and clears.
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

    Cells m_hours;
    Cells m_days;
};

constexpr qint64 msPerHour = 3'600'000;
constexpr qint64 msPerDay = 24 * msPerHour;

/// Makes all rollups anew from the ledger. In a transaction (a job of Database::write).
[[nodiscard]] Result<void> rebuildRollups(Connection& connection);

} // namespace Patchbay
