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

// Whether a request sent then tells anything about what was found at `sinceMs`.
bool wasSentAfter(qint64 sentAtMs, qint64 sinceMs, qint64 nowMs)
{
    return sentAtMs >= sinceMs || wasClockSetBack(sinceMs, nowMs);
}

// Windows told for one account count for all of its organisation: the newer ones stay.
void mergeLimits(QList<LimitWindow>& known, const QList<LimitWindow>& told)
{
    for (const LimitWindow& window : told) {
        const auto same =
            std::find_if(known.begin(), known.end(), [&window](const LimitWindow& other) {
                return other.window == window.window;
            });
        if (same == known.end())
            known.append(window);
        else if (window.asOfMs >= same->asOfMs)
            *same = window;
    }
}

// Rests found here that the one who tells cannot know of yet.
void keepModelRests(Account& told, const Account& known, qint64 nowMs)
{
    for (const ModelRest& rest : known.modelRests) {
        const bool isTold =
            std::any_of(told.modelRests.begin(), told.modelRests.end(),
                        [&rest](const ModelRest& other) { return other.family == rest.family; });
        const bool isOver = rest.untilMs != 0 && rest.untilMs <= nowMs;
        if (!isTold && !isOver && rest.sinceMs >= told.stateSinceMs)
            told.modelRests.append(rest);
    }
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
            if (known->account.secretChangedAtMs != account.secretChangedAtMs) {
                // Another key may be of another organisation.
                candidate.limits.clear();
                candidate.avoidUntilMs = 0;
                candidate.overloadsInARow = 0;
            }
            if (keepsState(known->account, account)) {
                candidate.account.state = known->account.state;
                candidate.account.stateReason = known->account.stateReason;
                candidate.account.stateUntilMs = known->account.stateUntilMs;
                candidate.account.stateSinceMs = known->account.stateSinceMs;
            }
            keepModelRests(candidate.account, known->account, nowMs);
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

void AccountRoster::setLimits(const QHash<AccountId, QList<LimitWindow>>& limits)
{
    for (auto told = limits.cbegin(); told != limits.cend(); ++told) {
        if (Candidate* candidate = mutableFind(told.key())) {
            for (Candidate* each : sharingQuotaOf(*candidate))
                mergeLimits(each->limits, told.value());
        }
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

std::vector<Candidate*> AccountRoster::sharingQuotaOf(Candidate& candidate)
{
    std::vector<Candidate*> sharing{&candidate};
    const QString organization = candidate.account.organizationId;
    for (Candidate& other : m_candidates) {
        if (&other != &candidate && !organization.isEmpty() &&
            other.account.organizationId == organization)
            sharing.push_back(&other);
    }
    return sharing;
}

void AccountRoster::lease(const AccountId& id, bool isProbe)
{
    ++m_inFlight;
    if (Candidate* candidate = mutableFind(id)) {
        ++candidate->inFlight;
        candidate->lastUsed = ++m_leases;
        candidate->isProbing |= isProbe;
    } else {
        ++m_removedInFlight[id];
    }
}

void AccountRoster::release(const AccountId& id, bool isProbe)
{
    --m_inFlight;
    if (Candidate* candidate = mutableFind(id)) {
        --candidate->inFlight;
        if (isProbe)
            candidate->isProbing = false;
    } else if (--m_removedInFlight[id] <= 0) {
        m_removedInFlight.remove(id);
    }
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

void AccountRoster::endProbe(const AccountId& id)
{
    if (Candidate* candidate = mutableFind(id))
        candidate->isProbing = false;
}

void AccountRoster::noteOverload(const AccountId& id, qint64 nowMs)
{
    Candidate* candidate = mutableFind(id);
    if (candidate && ++candidate->overloadsInARow >= kOverloadsToAvoid)
        candidate->avoidUntilMs = nowMs + kAvoidMs;
}

void AccountRoster::unlock(const AccountId& id)
{
    Candidate* candidate = mutableFind(id);
    if (candidate && candidate->account.state == AccountState::Locked)
        candidate->account.state = AccountState::Ready;
}

QList<AccountFinding>
AccountRoster::clearOverBudget(const std::function<bool(const AccountId&)>& mayBeOtherwise)
{
    QList<AccountFinding> findings;
    for (Candidate& candidate : m_candidates) {
        Account& account = candidate.account;
        if (account.state != AccountState::OverBudget || !mayBeOtherwise(account.id))
            continue;
        setState(account, AccountState::Ready, {}, 0, 0);
        findings.append(findingOf(account));
    }
    return findings;
}

QList<AccountFinding> AccountRoster::applyEffect(const AccountId& id, const AccountEffect& effect,
                                                 const QString& modelFamily, qint64 nowMs)
{
    Candidate* candidate = mutableFind(id);
    if (!candidate)
        return {};
    if (effect.scope == AccountEffect::Scope::ModelFamily) {
        QList<ModelRest>& rests = candidate->account.modelRests;
        rests.removeIf([&](const ModelRest& rest) { return rest.family == modelFamily; });
        rests.append({modelFamily, effect.reason, nowMs, effect.untilMs});
        return {findingOf(candidate->account)};
    }
    std::vector<Candidate*> concerned{candidate};
    if (effect.scope == AccountEffect::Scope::Organization)
        concerned = sharingQuotaOf(*candidate);
    QList<AccountFinding> findings;
    for (Candidate* each : concerned) {
        Account& account = each->account;
        const bool isSame = account.state == effect.state && account.stateReason == effect.reason &&
                            account.stateUntilMs == effect.untilMs;
        // What needs a person is not covered up by a rest of the quota it shares.
        if (each != candidate && account.state != AccountState::Ready &&
            account.state != AccountState::CoolingDown)
            continue;
        setState(account, effect.state, effect.reason, effect.untilMs, nowMs);
        if (!isSame)
            findings.append(findingOf(account));
    }
    return findings;
}

QList<AccountFinding> AccountRoster::applyAnswer(const AccountId& id, bool works,
                                                 const QString& modelFamily, qint64 sentAtMs,
                                                 const AnswerHeaders& headers, qint64 nowMs)
{
    Candidate* candidate = mutableFind(id);
    if (!candidate)
        return {};
    Account& account = candidate->account;
    bool tells = !headers.windows.isEmpty();
    if (!headers.organizationId.isEmpty() && headers.organizationId != account.organizationId) {
        account.organizationId = headers.organizationId;
        tells = true;
    }
    QList<AccountFinding> findings;
    if (works) {
        candidate->avoidUntilMs = 0;
        candidate->overloadsInARow = 0;
        tells |= account.modelRests.removeIf([&](const ModelRest& rest) {
            return rest.family == modelFamily && wasSentAfter(sentAtMs, rest.sinceMs, nowMs);
        }) > 0;
        for (Candidate* each : sharingQuotaOf(*candidate)) {
            Account& other = each->account;
            const bool isCleared = each == candidate ? other.state != AccountState::Ready &&
                                                           other.state != AccountState::Disabled &&
                                                           other.state != AccountState::OverBudget
                                                     : other.state == AccountState::CoolingDown;
            if (!isCleared || !wasSentAfter(sentAtMs, other.stateSinceMs, nowMs))
                continue;
            setState(other, AccountState::Ready, {}, 0, nowMs);
            if (each == candidate)
                tells = true;
            else
                findings.append(findingOf(other));
        }
    }
    for (Candidate* each : sharingQuotaOf(*candidate))
        mergeLimits(each->limits, headers.windows);
    if (tells) {
        AccountFinding finding = findingOf(account);
        finding.limits = headers.windows;
        findings.prepend(finding);
    }
    return findings;
}

AccountFinding AccountRoster::findingOf(const Account& account)
{
    return {account.id,
            account.state,
            account.stateReason,
            account.stateUntilMs,
            account.organizationId,
            account.modelRests,
            {}};
}

} // namespace Patchbay
