// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/mailbox.h"
#include "storage/database.h"
#include "usage/budgetspent.h"

#include <memory>

namespace Patchbay {

/// An attempt that is about to be sent.
struct BudgetClaim
{
    qint64 attempt = 0; // its id in the ledger
    qint64 accountNumber = 0;
    QString accountId;
    bool isPlan = false; // of the `claude` program: costs no money
    QString client;
    QString model;
    std::optional<qint64> greatestMicroUsd; // nothing: price unknown
    qint64 nowMs = 0;
};

/// Whether a hard budget lets it through.
struct BudgetVerdict
{
    std::optional<Budget> refusedBy; // nothing: reserved, or no hard budget applies
    BudgetSpent spent;               // of that budget
    qint64 resetsAtMs = 0;
    bool isPriceUnknown = false;

    /// Whether nothing at all is left of it, not only too little for this request.
    [[nodiscard]] bool isUsedUp() const
    {
        return refusedBy && spent.spentMicroUsd >= refusedBy->limitMicroUsd;
    }
};

/// Keeps what is sent within the hard budgets, over all processes of the data folder: before an
/// attempt is sent, the most it may cost is reserved; its ledger row settles that (LedgerWriter).
/// Any thread.
class BudgetGuard final
{
public:
    BudgetGuard(Database& database, QString processId,
                QTimeZone timeZone = QTimeZone::systemTimeZone());
    ~BudgetGuard();
    BudgetGuard(const BudgetGuard&) = delete;
    BudgetGuard& operator=(const BudgetGuard&) = delete;

    /// Whether a hard budget applies.
    [[nodiscard]] static bool applies(const Budget& budget, const BudgetClaim& claim);

    /// Reserves with every hard budget that applies, or with none of them. `done` comes on the
    /// thread of `replyTo` after the commit.
    void reserve(const BudgetClaim& claim, const MailboxAddress& replyTo,
                 Completion<BudgetVerdict> done);
    /// Of an attempt that is not sent after all.
    void release(qint64 attempt);

    /// Drops what a process that is gone had reserved. In a job of Database::write.
    [[nodiscard]] static Result<void> forget(Connection& connection, const QString& processId);
    /// Drops the reservations of attempts that are completed. The same.
    [[nodiscard]] static Result<void> settle(Connection& connection, const QByteArray& idsAsJson);

private:
    class Sums;

    Database& m_database;
    const QString m_processId;
    const std::shared_ptr<Sums> m_sums;
};

} // namespace Patchbay
