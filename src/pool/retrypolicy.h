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

/// What came before within the same request, and what it asks for.
struct AttemptHistory
{
    int attempts = 1;          // with this one
    int attemptsOnAccount = 1; // with this one
    int hops = 0;              // to other accounts, for what was no fault of the one that was left
    bool isWarm = false;       // the account served its conversation before
    bool canRenew = false;     // its credential can be refreshed, and was not for this request
    QString modelFamily = {};  // empty: of none
};

/// What a failure does to its account.
struct AccountEffect
{
    enum class Scope {
        ModelFamily,  // for the models of the request's family alone
        Account,      // for all
        Organization, // for all accounts that share its quota
    };
    Scope scope = Scope::Account;
    AccountState state = AccountState::Ready;
    QString reason;
    qint64 untilMs = 0; // UTC; 0: until a person changes it or it works again
};

struct Verdict
{
    enum class Next {
        Finish,        // back to the one who asked
        SameAgain,     // the same account after `delayMs`
        Stay,          // the same account, when its rest is over
        Choose,        // whatever account the scheduler finds, the same after its rest included
        Elsewhere,     // another account
        ElsewhereAway, // another account at another address: this one cannot be reached
    };
    Next next = Next::Finish;
    qint64 delayMs = 0;
    std::optional<AccountEffect> effect = std::nullopt;
    bool renews = false;     // with another credential
    bool isOverload = false; // the provider's: the account ranks last after three in a row
    bool isHop = false;      // may cost a repetition: see RetryBudget
};

/// What to do after a failure (DESIGN 2.3's table). Pure; `chance` is a random number in [0, 1).
class RetryPolicy final
{
public:
    static constexpr int kMostAttempts = 32; // of one request, each on an account of its own
    static constexpr int kMostAttemptsOnAccount = 3;
    static constexpr int kMostHops = 3;
    static constexpr qint64 kLongestRetryAfterMs = 30 * 60 * 1000;
    /// The longest retry-after that a conversation waits for to stay with its account.
    static constexpr qint64 kLongestStayMs = 15'000;
    /// The rest of an account whose upstream failed.
    static constexpr qint64 kShortRestMs = 5'000;

    explicit RetryPolicy(qint64 backOffMs)
        : m_backOffMs(backOffMs)
    {
    }

    [[nodiscard]] Verdict judge(const AttemptFailure& failure, const AttemptHistory& history,
                                qint64 nowMs, double chance) const;
    /// The same where no repetition in place may be spent.
    [[nodiscard]] Verdict judgeWithoutRepeating(const AttemptFailure& failure,
                                                AttemptHistory history, qint64 nowMs) const;

private:
    qint64 m_backOffMs;
};

} // namespace Patchbay
