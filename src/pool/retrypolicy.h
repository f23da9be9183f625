// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/account.h"
#include "base/error.h"
#include "claude/limits.h"

#include <optional>

namespace Patchbay {

/// An attempt that failed before anything of its answer was passed on. A value.
struct AttemptFailure
{
    Error error;
    int status = 0;    // answered, or what an error event stands for; 0: none came
    QString errorCode; // of the API's error
    bool isSpendLimit = false;
    AnswerHeaders headers;
};

/// What came before within the same request.
struct AttemptHistory
{
    int attempts = 1;          // with this one
    int attemptsOnAccount = 1; // with this one
};

/// What a failure does to its account.
struct AccountEffect
{
    AccountState state = AccountState::Ready;
    QString reason;
    qint64 untilMs = 0;
};

struct Verdict
{
    enum class Next {
        Finish,    // back to the one who asked
        SameAgain, // the same account after `delayMs`
        Choose,    // whatever account the scheduler finds, the same after its cool-down included
        Elsewhere, // another account
        ElsewhereAway, // another account at another address: this one cannot be reached
    };
    Next next = Next::Finish;
    qint64 delayMs = 0;
    std::optional<AccountEffect> effect = std::nullopt;
    bool avoid = false; // ranks last for a minute
};

/// What to do after a failure (DESIGN 2.3's table). Pure; `chance` is a random number in [0, 1).
class RetryPolicy final
{
public:
    static constexpr int kMostAttempts = 6;
    static constexpr int kMostAttemptsOnAccount = 3;
    static constexpr qint64 kLongestRetryAfterMs = 30 * 60 * 1000;

    explicit RetryPolicy(qint64 backOffMs)
        : m_backOffMs(backOffMs)
    {
    }

    [[nodiscard]] Verdict judge(const AttemptFailure& failure, const AttemptHistory& history,
                                qint64 nowMs, double chance) const;

private:
    [[nodiscard]] Verdict judgeStatus(const AttemptFailure& failure, const AttemptHistory& history,
                                      qint64 nowMs) const;
    [[nodiscard]] static Verdict judgeRateLimit(const AttemptFailure& failure,
                                                const AttemptHistory& history, qint64 nowMs);

    qint64 m_backOffMs;
};

} // namespace Patchbay
