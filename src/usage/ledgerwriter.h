// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "usage/attemptrows.h"
#include "usage/detailrollups.h"
#include "usage/ledger.h"
#include "usage/rollups.h"

#include <QHash>

#include <vector>

namespace Patchbay {

/// Collects what the jobs of one transaction want to store and stores it at its end, many rows with
/// each statement. On the writer thread, within jobs of Database::write; a job that fails calls
/// forget().
class LedgerWriter final : public std::enable_shared_from_this<LedgerWriter>
{
public:
    [[nodiscard]] Result<void> open(Connection& connection, const AttemptOpening& attempt,
                                    const QString& processId);
    void progress(Connection& connection, qint64 id, const TokenUsage& usage);
    [[nodiscard]] Result<void> complete(Connection& connection, const AttemptOpening& attempt,
                                        const AttemptCompletion& completion);
    /// Completes the open rows of a process that is gone; how many.
    [[nodiscard]] Result<int> interrupt(Connection& connection, const QString& processId,
                                        const PriceTable& prices, qint64 nowMs);

    /// What the rolled-back job may have put into the cache is void.
    void forget() { m_numbers.clear(); }

private:
    [[nodiscard]] Result<OpeningRow> rowOf(Connection& connection, const AttemptOpening& attempt,
                                           const QString& organization);
    [[nodiscard]] Result<qint64> numberOf(Connection& connection, const QString& name);
    void joinTransaction(Connection& connection);
    void startOver(const Connection& connection);

    [[nodiscard]] Result<void> flush(Connection& connection);
    [[nodiscard]] Result<void> flushOpenings(Connection& connection);
    [[nodiscard]] Result<void> flushCompletions(Connection& connection);
    [[nodiscard]] static Result<bool> completeOne(Connection& connection, const CompletionRow& row);
    void addToRollups(Connection& connection, const CompletionRow& row);
    struct Account
    {
        bool isDemo = false;
        bool isPlan = false;
    };
    [[nodiscard]] Account accountOf(Connection& connection, qint64 number);

    QHash<QString, qint64> m_numbers; // of names
    QHash<qint64, Account> m_accounts;
    std::vector<OpeningRow> m_openings;
    QHash<qint64, TokenUsage> m_progress; // by id
    std::vector<CompletionRow> m_completions;
    RollupBatch m_rollups;
    DetailBatch m_details;
    bool m_hasJoined = false;
    quint64 m_rollbacks = 0;
};

} // namespace Patchbay
