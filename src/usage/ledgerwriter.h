// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "usage/ledger.h"
#include "usage/rollups.h"

#include <QHash>

namespace Patchbay {

/// The ledger's statements and what it remembers between them. On the writer thread, within jobs of
/// Database::write; a job that fails calls forget().
class LedgerWriter final : public std::enable_shared_from_this<LedgerWriter>
{
public:
    [[nodiscard]] Result<void> open(Connection& connection, const AttemptOpening& attempt,
                                    const QString& processId);
    [[nodiscard]] static Result<void> progress(Connection& connection, qint64 id,
                                               const TokenUsage& usage);
    /// Whether the row was completed by this call.
    [[nodiscard]] Result<bool> complete(Connection& connection, const AttemptOpening& attempt,
                                        const AttemptCompletion& completion);
    /// Completes the open rows of a process that is gone; how many.
    [[nodiscard]] Result<int> interrupt(Connection& connection, const QString& processId,
                                        const PriceTable& prices, qint64 nowMs);

    /// What the rolled-back job may have put into the cache is void.
    void forget() { m_numbers.clear(); }

private:
    [[nodiscard]] Result<qint64> numberOf(Connection& connection, const QString& name);
    /// As numberOf(), NULL for an empty name.
    [[nodiscard]] Result<QVariant> numberOrNull(Connection& connection, const QString& name);
    void addToRollups(Connection& connection, const RollupKey& key, const RollupSums& sums);
    void startOver(const Connection& connection);

    QHash<QString, qint64> m_numbers; // of names
    RollupBatch m_batch;
    quint64 m_rollbacks = 0;
};

} // namespace Patchbay
