// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pool/attempt.h"

#include <QSet>

namespace Patchbay {

/// A request on the board, from its coming to its `finished`.
struct Job
{
    enum class Phase {
        Waiting,           // in line for an account
        ReadingCredential, // has an account
        Reserving,         // has an account and its credential; what it may cost is set aside
        BackingOff,        // has an account, and rests before it is tried again
        Running,           // a worker has it
    };

    quint64 id = 0;
    Request request;
    std::shared_ptr<RequestHandle::Link> link;
    Phase phase = Phase::Waiting;
    bool isCancelled = false;
    bool isInterrupted = false; // the pool ends
    qint64 cameAtMs = 0;        // monotonic
    qint64 cameAtUtcMs = 0;
    QString waitsFor;      // why it waits, in words
    qint64 deadlineMs = 0; // monotonic: until it has an account
    qint64 wakeAtMs = 0;   // monotonic, while backing off

    qint64 requestKey = 0;
    QString modelFamily;
    Account account;          // as leased
    Credential credential;    // of the last attempt
    bool isProbe = false;     // others wait to see how it ends on that account
    bool hasAnswered = false; // its last attempt's first content came
    bool isWarm = false;      // that account served the conversation before
    int worker = -1;
    int attempts = 0;
    int hops = 0;
    QHash<AccountId, int> attemptsOn;
    QSet<AccountId> renewedOn;
    AccountId staysWith; // waits for the end of that account's rest; null: takes any
    bool isOnlyForWell = false;
    QSet<AccountId> excluded;
    QSet<QString> excludedOrigins;

    /// The last attempt that ended, not completed in the ledger before it is known whether another
    /// follows.
    struct Ended
    {
        Lease lease;
        AttemptOpening opening;
        AttemptReport report;
        AttemptCompletion completion;
    };
    AttemptOpening opening; // of the running attempt
    qint64 reservation = 0; // the attempt's id that a hard budget knows; 0: none
    std::optional<Ended> ended;
    std::optional<Error> lastError;
    qint64 costMicroUsd = 0;
    bool hasCost = false;
    bool costIsEstimated = false;
    QString priceVersion;
};

} // namespace Patchbay
