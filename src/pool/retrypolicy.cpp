// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/retrypolicy.h"

#include "pool/limitroom.h"

#include <QDateTime>

#include <algorithm>

namespace Patchbay {

using namespace Qt::StringLiterals;
using Next = Verdict::Next;
using Scope = AccountEffect::Scope;

namespace {

qint64 startOfNextMonth(qint64 nowMs)
{
    const QDate today = QDateTime::fromMSecsSinceEpoch(nowMs, Qt::UTC).date();
    const QDate first = QDate(today.year(), today.month(), 1).addMonths(1);
    return first.startOfDay(Qt::UTC).toMSecsSinceEpoch();
}

// Of one failure.
class Case final
{
public:
    Case(const AttemptFailure& failure, const AttemptHistory& history, qint64 nowMs)
        : m_failure(failure)
        , m_history(history)
        , m_nowMs(nowMs)
    {
    }

    [[nodiscard]] Verdict verdict() const
    {
        if (m_failure.isSpendLimit)
            return elsewhereWith(AccountState::Blocked, startOfNextMonth(m_nowMs));
        switch (m_failure.status) {
        case 0:
            return ofNoAnswer();
        case 401:
            return ofRejection();
        case 402:
        case 403:
            return elsewhereWith(AccountState::Blocked, 0);
        case 408:
            return ofUpstreamFault();
        case 409:
            return mayRepeat() ? Verdict{Next::SameAgain} : Verdict{};
        case 429:
            return ofRateLimit();
        case 529:
            return ofOverload();
        default:
            return m_failure.status >= 500 ? ofUpstreamFault() : Verdict{};
        }
    }

private:
    [[nodiscard]] Verdict ofNoAnswer() const
    {
        switch (m_failure.error.kind) {
        case ErrorKind::ConnectionLost:
        case ErrorKind::FirstByteTimeout:
        case ErrorKind::IdleTimeout:
            return ofUpstreamFault();
        case ErrorKind::HostNotFound:
        case ErrorKind::ConnectionRefused:
        case ErrorKind::NetworkUnreachable:
        case ErrorKind::ConnectTimeout:
        case ErrorKind::TlsFailed:
        case ErrorKind::ProxyFailed:
            return {Next::ElsewhereAway};
        case ErrorKind::SecretAbsent:
        case ErrorKind::VaultLocked:
        case ErrorKind::VaultDenied:
        case ErrorKind::VaultUnavailable:
        case ErrorKind::VaultTimeout:
            return elsewhereWith(AccountState::Locked, 0);
        // No credential is to be had without a person.
        case ErrorKind::Authentication:
            return elsewhereWith(AccountState::NeedsSignIn, 0);
        default:
            return {};
        }
    }

    [[nodiscard]] Verdict ofRejection() const
    {
        if (!m_history.canRenew)
            return elsewhereWith(AccountState::NeedsSignIn, 0);
        Verdict verdict{Next::SameAgain};
        verdict.renews = true;
        return verdict;
    }

    [[nodiscard]] Verdict ofRateLimit() const
    {
        const QString family = m_history.modelFamily;
        const auto full = LimitRoom::exhausted(m_failure.headers.windows, family, m_nowMs);
        if (full.untilMs > 0) {
            return {againOrElsewhere(), 0,
                    effect(full.isOfModelFamily ? Scope::ModelFamily : Scope::Organization,
                           AccountState::CoolingDown, full.untilMs)};
        }
        if (m_failure.errorCode == "out_of_credits"_L1) {
            return {Next::Elsewhere, 0,
                    effect(family.isEmpty() ? Scope::Account : Scope::ModelFamily,
                           AccountState::CoolingDown, m_nowMs + RetryPolicy::kLongestRetryAfterMs)};
        }
        if (const qint64 told = m_failure.headers.retryAfterMs; told >= 0) {
            const qint64 wait = std::min(told, RetryPolicy::kLongestRetryAfterMs);
            const bool stays = m_history.isWarm && wait <= RetryPolicy::kLongestStayMs &&
                               againOrElsewhere() == Next::Choose;
            return {stays ? Next::Stay : againOrElsewhere(), 0,
                    effect(Scope::Account, AccountState::CoolingDown, m_nowMs + wait)};
        }
        // A burst limit of this request: the account itself is well.
        return hop(1);
    }

    [[nodiscard]] Verdict ofOverload() const
    {
        Verdict verdict = mayRepeat() && m_history.hops == 0 ? Verdict{Next::SameAgain} : hop(1);
        verdict.isOverload = true;
        return verdict;
    }

    [[nodiscard]] Verdict ofUpstreamFault() const
    {
        if (mayRepeat())
            return {Next::SameAgain};
        Verdict verdict = hop(RetryPolicy::kMostHops);
        verdict.effect =
            effect(Scope::Account, AccountState::CoolingDown, m_nowMs + RetryPolicy::kShortRestMs);
        return verdict;
    }

    // Once in place, unless the upstream says that it is of no use.
    [[nodiscard]] bool mayRepeat() const
    {
        return m_history.attemptsOnAccount < 2 && m_failure.headers.shouldRetry.value_or(true);
    }

    [[nodiscard]] Next againOrElsewhere() const
    {
        return m_history.attemptsOnAccount < RetryPolicy::kMostAttemptsOnAccount ? Next::Choose
                                                                                 : Next::Elsewhere;
    }

    [[nodiscard]] Verdict hop(int most) const
    {
        if (m_history.hops >= most)
            return {};
        Verdict verdict{Next::Elsewhere};
        verdict.isHop = true;
        return verdict;
    }

    [[nodiscard]] Verdict elsewhereWith(AccountState state, qint64 untilMs) const
    {
        return {Next::Elsewhere, 0, effect(Scope::Account, state, untilMs)};
    }

    [[nodiscard]] AccountEffect effect(Scope scope, AccountState state, qint64 untilMs) const
    {
        return {scope, state, m_failure.error.cause, untilMs};
    }

    const AttemptFailure& m_failure;
    const AttemptHistory& m_history;
    qint64 m_nowMs;
};

} // namespace

Verdict RetryPolicy::judge(const AttemptFailure& failure, const AttemptHistory& history,
                           qint64 nowMs, double chance) const
{
    Verdict verdict = Case(failure, history, nowMs).verdict();
    if (verdict.next == Next::SameAgain && !verdict.renews) {
        // Full jitter: those who failed together do not come back together.
        verdict.delayMs = static_cast<qint64>(chance * static_cast<double>(m_backOffMs));
    }
    if (history.attempts >= kMostAttempts)
        verdict.next = Next::Finish;
    return verdict;
}

Verdict RetryPolicy::judgeWithoutRepeating(const AttemptFailure& failure, AttemptHistory history,
                                           qint64 nowMs) const
{
    history.attemptsOnAccount = std::max(history.attemptsOnAccount, 2);
    return judge(failure, history, nowMs, 0);
}

} // namespace Patchbay
