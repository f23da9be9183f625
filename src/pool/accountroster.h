// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pool/dispatcher.h"
#include "pool/retrypolicy.h"
#include "pool/scheduler.h"

#include <vector>

namespace Patchbay {

/// The accounts as the pool knows them: what it was told, what it found out since, what is in
/// flight. On the board's thread.
class AccountRoster final
{
public:
    static constexpr int kOverloadsToAvoid = 3;
    static constexpr qint64 kAvoidMs = 60'000;

    /// What was found out here stays, unless what is told is newer or the key is another.
    void setAccounts(const QList<Account>& accounts, qint64 nowMs);
    /// Limits that answers told in another run or process; newer ones known here stay.
    void setLimits(const QHash<AccountId, QList<LimitWindow>>& limits);

    [[nodiscard]] std::span<const Candidate> candidates() const { return m_candidates; }
    /// Null when there is no such account (any more). Valid until setAccounts().
    [[nodiscard]] const Candidate* find(const AccountId& id) const;

    void lease(const AccountId& id, bool isProbe);
    void release(const AccountId& id, bool isProbe);
    /// It is known how the probe goes: the account is open to others again.
    void endProbe(const AccountId& id);
    [[nodiscard]] int inFlight() const { return m_inFlight; }
    [[nodiscard]] QHash<AccountId, int> inFlightByAccount() const;

    /// The upstream said that it is overloaded: after some in a row the account ranks last.
    void noteOverload(const AccountId& id, qint64 nowMs);
    /// The key may be another: a lock of the vault is forgotten.
    void unlock(const AccountId& id);
    /// Accounts that were over a budget, where that may be otherwise now. The findings to tell.
    [[nodiscard]] QList<AccountFinding>
    clearOverBudget(const std::function<bool(const AccountId&)>& mayBeOtherwise);
    /// The findings to tell: of the account, or of all that share its quota.
    [[nodiscard]] QList<AccountFinding> applyEffect(const AccountId& id,
                                                    const AccountEffect& effect,
                                                    const QString& modelFamily, qint64 nowMs);
    /// What an answer told beside its content: organisation and limits. A good one (`works`) to a
    /// request that was sent after a state was found clears that state.
    [[nodiscard]] QList<AccountFinding> applyAnswer(const AccountId& id, bool works,
                                                    const QString& modelFamily, qint64 sentAtMs,
                                                    const AnswerHeaders& headers, qint64 nowMs);

private:
    [[nodiscard]] Candidate* mutableFind(const AccountId& id);
    /// The account, and those of the same organisation.
    [[nodiscard]] std::vector<Candidate*> sharingQuotaOf(Candidate& candidate);
    [[nodiscard]] static AccountFinding findingOf(const Account& account);

    std::vector<Candidate> m_candidates;
    QHash<AccountId, int> m_removedInFlight; // of accounts that were removed meanwhile
    qint64 m_leases = 0;
    int m_inFlight = 0;
};

} // namespace Patchbay
