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
    /// What was found out here stays, unless what is told is newer or the key is another.
    void setAccounts(const QList<Account>& accounts, qint64 nowMs);

    [[nodiscard]] std::span<const Candidate> candidates() const { return m_candidates; }
    /// Null when there is no such account (any more). Valid until setAccounts().
    [[nodiscard]] const Candidate* find(const AccountId& id) const;

    void lease(const AccountId& id);
    void release(const AccountId& id);
    [[nodiscard]] int inFlight() const { return m_inFlight; }
    [[nodiscard]] QHash<AccountId, int> inFlightByAccount() const;

    /// The account ranks last until then.
    void avoid(const AccountId& id, qint64 untilMs);
    /// The key may be another: a lock of the vault is forgotten.
    void unlock(const AccountId& id);
    /// The finding to tell, when it changes anything.
    [[nodiscard]] std::optional<AccountFinding>
    applyEffect(const AccountId& id, const AccountEffect& effect, qint64 nowMs);
    /// What an answer told beside its content: organisation and limits. A good one (`works`) to a
    /// request that was sent after the account's state was found clears that state.
    [[nodiscard]] std::optional<AccountFinding> applyAnswer(const AccountId& id, bool works,
                                                            qint64 sentAtMs,
                                                            const AnswerHeaders& headers,
                                                            qint64 nowMs);

private:
    [[nodiscard]] Candidate* mutableFind(const AccountId& id);
    [[nodiscard]] static AccountFinding findingOf(const Account& account);

    std::vector<Candidate> m_candidates;
    QHash<AccountId, int> m_removedInFlight; // of accounts that were removed meanwhile
    qint64 m_leases = 0;
    int m_inFlight = 0;
};

} // namespace Patchbay
