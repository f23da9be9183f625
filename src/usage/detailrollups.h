// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/connection.h"
#include "usage/latencyhistogram.h"

#include <map>
#include <tuple>

namespace Patchbay {

/// What the details of one completed attempt are counted by. Numbers are those of the ledger.
struct AttemptDetails
{
    qint64 openedAtMs = 0;
    qint64 account = 0;
    /// To the first byte of an answer that did not fail; below zero: none.
    qint64 firstByteMs = -1;
    qint64 errorKind = 0;    // 0: it did not fail
    qint64 conversation = 0; // 0: none that is saved, or one with the demo
    bool isLast = true;
    qint64 tokens = 0;
    qint64 costMicroUsd = 0;
};

/// The rollups beside the sums: latency_*, errors_* (attempts, not requests), and of conversations
/// by hours (conversation_usage), by days and over all time. Collected over one transaction. On the
/// writer thread.
class DetailBatch final
{
public:
    void add(const AttemptDetails& details);
    void clear();
    /// Adds them to the tables, and clears.
    [[nodiscard]] Result<void> flush(Connection& connection);

private:
    using Cell = std::tuple<qint64, qint64, qint64>; // period, account, kind
    using Counts = std::map<Cell, qint64>;
    using Histograms = std::map<std::pair<qint64, qint64>, LatencyHistogram>; // period, account
    struct ConversationSums
    {
        qint64 requests = 0, tokens = 0, costMicroUsd = 0;
    };
    Histograms m_latencyHours, m_latencyDays;
    Counts m_errorHours, m_errorDays;
    using Conversations = std::map<std::pair<qint64, qint64>, ConversationSums>;
    Conversations m_conversationHours, m_conversationDays;
};

} // namespace Patchbay
