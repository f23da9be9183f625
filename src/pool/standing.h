// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pool/candidate.h"
#include "pool/request.h"

namespace Patchbay {

/// Whether an account may serve a request at this moment, and if not, why. A value.
struct Standing
{
    enum class Kind {
        Free,
        Probe,   // free for one request, which finds out whether it is well again
        Busy,    // has as many requests as it may
        Probing, // that one request is on its way
        Resting, // until `untilMs`
        // Out, and why:
        Disabled,
        NotAllowed,
        ModelNotAllowed,
        ModelResting,
        NotEncrypted,
        NeedsSignIn,
        Blocked,
        Locked,
        OverBudget,
    };
    Kind kind = Kind::Free;
    qint64 untilMs = 0; // UTC; 0: not known

    [[nodiscard]] bool isFree() const { return kind == Kind::Free || kind == Kind::Probe; }
    [[nodiscard]] bool isBusy() const { return kind == Kind::Busy || kind == Kind::Probing; }

    [[nodiscard]] static Standing of(const Candidate& candidate, const Request& request,
                                     const QString& modelFamily, const QUrl& defaultBaseUrl,
                                     qint64 nowMs);

    /// In words, with the account's name; empty when it is free.
    [[nodiscard]] QString reason(const Account& account, const Request& request) const;
    /// What a person can do about it.
    [[nodiscard]] QString nextStep(const Account& account) const;
};

} // namespace Patchbay
