// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/connection.h"

#include <QJsonObject>
#include <QTimeZone>

namespace Patchbay {

enum class UsageKey { Account, Model, Day, Hour, Client };
[[nodiscard]] std::optional<UsageKey> usageKeyFromName(QStringView name);

/// What to sum and how to group it. Times in UTC milliseconds, since inclusive, until exclusive; 0
/// leaves that end open.
struct UsageQuery
{
    QList<UsageKey> by = {UsageKey::Account};
    qint64 sinceMs = 0;
    qint64 untilMs = 0;
    QTimeZone timeZone = QTimeZone::systemTimeZone(); // of days
    bool includeDemo = false;
};

struct UsageRow
{
    /// One per UsageQuery::by: a name (empty for requests without an account), a local day as
    /// 2026-11-23, an hour as RFC 3339 in UTC.
    QStringList keys;
    qint64 requests = 0;
    qint64 errors = 0;
    qint64 input = 0;
    qint64 output = 0;
    qint64 cacheRead = 0;
    qint64 cacheWrite = 0;
    qint64 costMicroUsd = 0;
    qint64 unpriced = 0; // attempts with tokens and without a known price
    bool estimated = false;
    qint64 savedMicroUsd = 0; // by caches; below zero where writing them cost more

    [[nodiscard]] qint64 tokens() const { return input + output + cacheRead + cacheWrite; }
};

struct UsageReport
{
    QList<UsageRow> rows; // sorted by their keys
    UsageRow total;
};

/// On the thread of `connection`, outside a transaction. Answered from rollups; only what an edge
/// of the period, or of a local day, cuts out of an hour comes from the ledger. An attempt counts
/// when it was opened; those still open are not in it.
[[nodiscard]] Result<UsageReport> usageReport(Connection& connection, const UsageQuery& query);

/// The sums of the local day that `nowMs` is in.
[[nodiscard]] Result<UsageRow> todayTotals(Connection& connection, qint64 nowMs,
                                           const QTimeZone& timeZone);

/// "7d", "24h", a date (local midnight) or an RFC 3339 time, as UTC milliseconds.
[[nodiscard]] Result<qint64> parseUsageTime(const QString& text, qint64 nowMs,
                                            const QTimeZone& timeZone);

} // namespace Patchbay
