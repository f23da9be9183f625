// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/connection.h"

#include <QHash>
#include <QList>

#include <optional>

namespace Patchbay {

/// Times to the first byte of answers that came, in milliseconds, to within a class of
/// latencybuckets.h.
struct Latency
{
    qint64 attempts = 0;
    std::optional<qint64> medianMs;
    std::optional<qint64> p95Ms;

    bool operator==(const Latency&) const = default;
};

struct LatencyReport
{
    Latency all;
    QHash<qint64, Latency> byAccount; // by number
};

/// What went wrong how often. Attempts, not requests: one that another account answered counts too.
struct ErrorCount
{
    QString kind; // errorKindName()
    qint64 attempts = 0;

    bool operator==(const ErrorCount&) const = default;
};

struct ConversationUse
{
    QString id;
    QString title;
    qint64 requests = 0;
    qint64 tokens = 0;
    qint64 costMicroUsd = 0;
    bool isPlan = false;    // answered by subscriptions alone
    bool isDeleted = false; // cannot be opened any more

    bool operator==(const ConversationUse&) const = default;
};

/// All from the rollups by hours and days; an hour that an end of the period cuts counts whole. A year
/// of ten million attempts takes some milliseconds.
/// Without the demo account. On the thread of `connection`.
[[nodiscard]] Result<LatencyReport> latencyReport(Connection& connection, qint64 sinceMs,
                                                  qint64 untilMs);
/// Most first.
[[nodiscard]] Result<QList<ErrorCount>> errorReport(Connection& connection, qint64 sinceMs,
                                                    qint64 untilMs);
/// Dearest first; those of the demo, which cost nothing, are left out.
[[nodiscard]] Result<QList<ConversationUse>>
topConversations(Connection& connection, qint64 sinceMs, qint64 untilMs, int limit);

} // namespace Patchbay
