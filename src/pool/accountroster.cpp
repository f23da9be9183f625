// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/accountroster.h"

#include <algorithm>

namespace Patchbay {

namespace {

// Whether what is known here about the account's state is newer than what is told.
bool keepsState(const Account& known, const Account& told)
{
    return known.secretChangedAtMs == told.secretChangedAtMs && known.baseUrl == told.baseUrl &&
           known.enabled == told.enabled && known.stateSinceMs > told.stateSinceMs;
}

void setState(Account& account, AccountState state, const QString& reason, qint64 untilMs,
              qint64 nowMs)
{
    account.state = state;
    account.stateReason = reason;
    account.stateUntilMs = untilMs;
    account.stateSinceMs = nowMs;
}

} // namespace

void AccountRoster::setAccounts(const QList<Account>& accounts, qint64 nowMs)
{
    std::vector<Candidate> next;
    next.reserve(static_cast<size_t>(accounts.size()));
    for (const Account& account : accounts) {
        Candidate candidate{account};
        if (const Candidate* known = find(account.id)) {
            candidate = *known;
            candidate.account = account;
            if (keepsState(known->account, account)) {
                candidate.account.state = known->account.state;
                candidate.account.stateReason = known->account.stateReason;
                candidate.account.stateUntilMs = known->account.stateUntilMs;
                candidate.account.stateSinceMs = known->account.stateSinceMs;
            }
            if (account.organizationId.isEmpty())
                candidate.account.organizationId = known->account.organizationId;
        } else if (account.state == AccountState::Locked) {
            // Another run could not read the key; this one has not tried.
            setState(candidate.account, AccountState::Ready, {}, 0, nowMs);
        }
        candidate.inFlight += m_removedInFlight.take(account.id);
        next.push_back(std::move(candidate));
    }
    m_candidates.swap(next);
    for (const Candidate& old : next) {
        if (old.inFlight > 0 && !find(old.account.id))
            m_removedInFlight[old.account.id] += old.inFlight;
    }
}

const Candidate* AccountRoster::find(const AccountId& id) const
{
    const auto found =
        std::find_if(m_candidates.begin(), m_candidates.end(),
                     [&id](const Candidate& candidate) { return candidate.account.id == id; });
    return found == m_candidates.end() ? nullptr : &*found;
}

Candidate* AccountRoster::mutableFind(const AccountId& id)
{
    const auto found =
        std::find_if(m_candidates.begin(), m_candidates.end(),
                     [&id](const Candidate& candidate) { return candidate.account.id == id; });
    return found == m_candidates.end() ? nullptr : &*found;
}

void AccountRoster::lease(const AccountId& id)
{
    ++m_inFlight;
    if (Candidate* candidate = mutableFind(id)) {
        ++candidate->inFlight;
        candidate->lastUsed = ++m_leases;
    } else {
        ++m_removedInFlight[id];
    }
}

void AccountRoster::release(const AccountId& id)
{
    --m_inFlight;
    if (Candidate* candidate = mutableFind(id))
        --candidate->inFlight;
    else if (--m_removedInFlight[id] <= 0)
        m_removedInFlight.remove(id);
}

QHash<AccountId, int> AccountRoster::inFlightByAccount() const
{
    QHash<AccountId, int> counts;
    for (const Candidate& candidate : m_candidates) {
        if (candidate.inFlight > 0)
            counts.insert(candidate.account.id, candidate.inFlight);
    }
    return counts;
}

void AccountRoster::avoid(const AccountId& id, qint64 untilMs)
{
    if (Candidate* candidate = mutableFind(id))
        candidate->avoidUntilMs = untilMs;
}

void AccountRoster::unlock(const AccountId& id)
{
    Candidate* candidate = mutableFind(id);
    if (candidate && candidate->account.state == AccountState::Locked)
        candidate->account.state = AccountState::Ready;
}

std::optional<AccountFinding> AccountRoster::applyEffect(const AccountId& id,
                                                         const AccountEffect& effect, qint64 nowMs)
{
    Candidate* candidate = mutableFind(id);
    if (!candidate)
        return std::nullopt;
    Account& account = candidate->account;
    const bool isSame = account.state == effect.state && account.stateReason == effect.reason &&
                        account.stateUntilMs == effect.untilMs;
    setState(account, effect.state, effect.reason, effect.untilMs, nowMs);
    if (isSame)
        return std::nullopt;
    return findingOf(account);
}

std::optional<AccountFinding> AccountRoster::applyAnswer(const AccountId& id, bool works,
                                                         qint64 sentAtMs,
                                                         const AnswerHeaders& headers, qint64 nowMs)
{
    Candidate* candidate = mutableFind(id);
    if (!candidate)
        return std::nullopt;
    Account& account = candidate->account;
    bool tells = !headers.windows.isEmpty();
    if (works) {
        candidate->avoidUntilMs = 0;
        const bool stands = account.state == AccountState::Ready ||
                            account.state == AccountState::Disabled ||
                            account.state == AccountState::OverBudget;
        if (!stands && sentAtMs >= account.stateSinceMs) {
            setState(account, AccountState::Ready, {}, 0, nowMs);
            tells = true;
        }
    }
    if (!headers.organizationId.isEmpty() && headers.organizationId != account.organizationId) {
        account.organizationId = headers.organizationId;
        tells = true;
    }
    if (!tells)
        return std::nullopt;
    AccountFinding finding = findingOf(account);
    finding.limits = headers.windows;
    return finding;
}

AccountFinding AccountRoster::findingOf(const Account& account)
{
    return {account.id,           account.state,          account.stateReason,
            account.stateUntilMs, account.organizationId, {}};
}

} // namespace Patchbay
