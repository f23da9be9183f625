// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"
#include "pool/candidate.h"
#include "pool/request.h"

#include <QSet>

#include <span>
#include <variant>

namespace Patchbay {

/// Chooses the account for a request. Pure: the same question has the same answer. Any thread.
///
/// Among the accounts that may serve it: the one that the conversation used last while it has room;
/// then the lower priority number; then the one whose tightest limit window has most room; then
/// fewest requests in flight over weight; then least recently used. Accounts of one organisation
/// share its quota and are ranked as one. Accounts to avoid come last, and only when no other could
/// serve soon.
class Scheduler final
{
public:
    /// Below this rest of its tightest window an account does not keep its conversations.
    static constexpr double kLeastRoomToStay = 0.02;

    struct Question
    {
        const Request& request;
        std::span<const Candidate> candidates;
        /// Accounts that this request has tried in vain, and origins that it could not reach.
        const QSet<AccountId>& excluded;
        const QSet<QString>& excludedOrigins;
        AccountId preferred; // of the conversation; may be null
        AccountId only;      // the one that it stays with for now; null: any
        QUrl defaultBaseUrl;
        QString modelFamily;        // of the request's model
        qint64 nowMs = 0;           // UTC
        qint64 deadlineMs = 0;      // UTC: how long it may wait
        bool isOnlyForWell = false; // accounts to avoid are out
    };
    struct Pick
    {
        AccountId account;
        bool isProbe = false; // others wait until it is known how this request ends
        QString reason;       // in words: why this one
    };
    /// None is free: worth asking again when a request ends, or at `untilMs` (0: not known).
    struct Wait
    {
        QString reason;
        qint64 untilMs = 0;
    };
    /// The account; or wait; or a refusal: NoAccount, NoEligibleAccount with each reason in words,
    /// NotFound for a named account that is not there.
    using Choice = std::variant<Pick, Wait, Error>;

    [[nodiscard]] Choice choose(const Question& question) const;
    /// UTC: when the first of those that rest may serve such a request again, also one that this
    /// request tried in vain; 0 when none is known to, or when none needs to rest.
    [[nodiscard]] qint64 backAtMs(const Question& question) const;
};

} // namespace Patchbay
