// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/retrypolicy.h"

#include <QDateTime>

#include <algorithm>

namespace Patchbay {

using namespace Qt::StringLiterals;
using Next = Verdict::Next;

namespace {

// When an exhausted window opens again; 0 when none is exhausted. A reset is believed only within
// the window's own length plus 5 %.
qint64 exhaustedUntil(const QList<LimitWindow>& windows, qint64 nowMs)
{
    constexpr qint64 kHourMs = 3'600'000;
    qint64 until = 0;
    for (const LimitWindow& window : windows) {
        if ((window.remaining > 0 && window.status != "rejected"_L1) || window.resetsAtMs <= nowMs)
            continue;
        qint64 length = kHourMs; // of the ordinary ones, which are minutes
        if (window.window == "five_hour"_L1)
            length = 5 * kHourMs;
        else if (!window.status.isEmpty())
            length = 7 * 24 * kHourMs;
        until = std::max(until, std::min(window.resetsAtMs, nowMs + length + length / 20));
    }
    return until;
}

qint64 startOfNextMonth(qint64 nowMs)
{
    const QDate today = QDateTime::fromMSecsSinceEpoch(nowMs, Qt::UTC).date();
    const QDate first = QDate(today.year(), today.month(), 1).addMonths(1);
    return first.startOfDay(Qt::UTC).toMSecsSinceEpoch();
}

Verdict elsewhereWith(AccountState state, const AttemptFailure& failure, qint64 untilMs)
{
    return {Next::Elsewhere, 0, AccountEffect{state, failure.error.cause, untilMs}};
}

Verdict onceMoreThen(Next next, const AttemptHistory& history)
{
    if (history.attemptsOnAccount < 2)
        return {Next::SameAgain};
    return {next, 0, std::nullopt, next == Next::Elsewhere};
}

} // namespace

Verdict RetryPolicy::judge(const AttemptFailure& failure, const AttemptHistory& history,
                           qint64 nowMs, double chance) const
{
    Verdict verdict = judgeStatus(failure, history, nowMs);
    if (verdict.next == Next::SameAgain) {
        // Full jitter: those who failed together do not come back together.
        verdict.delayMs = static_cast<qint64>(chance * static_cast<double>(m_backOffMs));
    }
    if (history.attempts >= kMostAttempts)
        verdict.next = Next::Finish;
    return verdict;
}

Verdict RetryPolicy::judgeStatus(const AttemptFailure& failure, const AttemptHistory& history,
                                 qint64 nowMs) const
{
    if (failure.isSpendLimit)
        return elsewhereWith(AccountState::Blocked, failure, startOfNextMonth(nowMs));

    switch (failure.status) {
    case 401:
        return elsewhereWith(AccountState::NeedsSignIn, failure, 0);
    case 402:
    case 403:
        return elsewhereWith(AccountState::Blocked, failure, 0);
    case 429:
        return judgeRateLimit(failure, history, nowMs);
    case 529:
        return onceMoreThen(Next::Finish, history);
    case 408:
        return onceMoreThen(Next::Elsewhere, history);
    case 409:
        return onceMoreThen(Next::Finish, history);
    default:
        break;
    }
    if (failure.status >= 500)
        return onceMoreThen(Next::Elsewhere, history);
    if (failure.status >= 300)
        return {};

    switch (failure.error.kind) {
    case ErrorKind::ConnectionLost:
        return onceMoreThen(Next::Elsewhere, history);
    // Long has been waited, and the upstream may be at work on it: not a second time here.
    case ErrorKind::FirstByteTimeout:
    case ErrorKind::IdleTimeout:
        return {Next::Elsewhere, 0, std::nullopt, true};
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
        return elsewhereWith(AccountState::Locked, failure, 0);
    default:
        return {};
    }
}

Verdict RetryPolicy::judgeRateLimit(const AttemptFailure& failure, const AttemptHistory& history,
                                    qint64 nowMs)
{
    const Next again =
        history.attemptsOnAccount < kMostAttemptsOnAccount ? Next::Choose : Next::Elsewhere;
    if (const qint64 until = exhaustedUntil(failure.headers.windows, nowMs); until > 0)
        return {again, 0, AccountEffect{AccountState::CoolingDown, failure.error.cause, until}};
    if (failure.errorCode == "out_of_credits"_L1)
        return {Next::Elsewhere};
    if (failure.headers.retryAfterMs >= 0) {
        const qint64 wait =
            std::clamp<qint64>(failure.headers.retryAfterMs, 0, kLongestRetryAfterMs);
        return {again, 0,
                AccountEffect{AccountState::CoolingDown, failure.error.cause, nowMs + wait}};
    }
    // A burst limit of this request: the account itself is well.
    return {Next::Elsewhere};
}

} // namespace Patchbay
