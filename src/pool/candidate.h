// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/account.h"
#include "claude/limits.h"

namespace Patchbay {

/// An account as the pool knows it at this moment.
struct Candidate
{
    Account account;
    QList<LimitWindow> limits = {}; // of its organisation, as answers last told
    int inFlight = 0;
    qint64 lastUsed = 0;     // grows with each lease; 0: not yet
    qint64 avoidUntilMs = 0; // UTC: ranks last until then
    bool isProbing = false;  // one request finds out whether it is well again
    int overloadsInARow = 0;
};

/// What was found at `sinceMs` seems yet to come: the clock was set back. Its end cannot be told
/// then. A minute is no more than clocks differ by.
[[nodiscard]] constexpr bool wasClockSetBack(qint64 sinceMs, qint64 nowMs)
{
    return sinceMs > nowMs + 60'000;
}

} // namespace Patchbay
