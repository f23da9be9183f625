// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pool/request.h"

#include <QSet>

#include <span>
#include <variant>

namespace Patchbay {

/// An account as the pool knows it at this moment.
struct Candidate
{
    Account account;
    int inFlight = 0;
    qint64 lastUsed = 0;     // grows with each lease; 0: not yet
    qint64 avoidUntilMs = 0; // UTC: ranks last until then
};

/// Chooses the account for a request. Pure: the same question has the same answer. Any thread.
class Scheduler final
{
public:
    struct Question
    {
        const Request& request;
        std::span<const Candidate> candidates;
        /// Accounts that this request has tried in vain, and origins that it could not reach.
        const QSet<AccountId>& excluded;
        const QSet<QString>& excludedOrigins;
        AccountId preferred; // of the conversation; may be null
        QUrl defaultBaseUrl;
        qint64 nowMs = 0;      // UTC
        qint64 deadlineMs = 0; // UTC: how long it may wait
    };
    /// None is free: worth asking again when a request ends, or at `untilMs` (0: not known).
    struct Wait
    {
        QString reason;
        qint64 untilMs = 0;
    };
    /// The account; or wait; or a refusal: NoAccount, NoEligibleAccount with each reason in words,
    /// NotFound for a named account that is not there.
    using Choice = std::variant<AccountId, Wait, Error>;

    [[nodiscard]] Choice choose(const Question& question) const;
};

} // namespace Patchbay
