// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "claude/pricetable.h"
#include "storage/database.h"

#include <array>
#include <atomic>

namespace Patchbay {

class LedgerWriter;

/// An attempt as it is sent. `id` and `requestKey` come from Ledger::nextId().
struct AttemptOpening
{
    qint64 id = 0;
    qint64 requestKey = 0;
    int attempt = 1;
    qint64 accountNumber = 0; // 0: refused before any attempt, or answered from the cache
    QString organizationId;
    QString client;       // "window", "command_line", or the name of an endpoint's client
    QString model;        // asked for
    QString conversation; // the id of the saved one it belongs to, if any
    qint64 openedAtMs = 0;
};

enum class AttemptOutcome {
    Succeeded,
    Failed,
    Cancelled,
    Interrupted,
    Refused,
    Cached, // answered from the endpoint's cache: no account, nothing used
};
[[nodiscard]] QString attemptOutcomeName(AttemptOutcome outcome);

/// How the attempt ended.
struct AttemptCompletion
{
    AttemptOutcome outcome = AttemptOutcome::Succeeded;
    /// Whether no attempt of the same request follows: then it counts as a request, and as an error
    /// unless it succeeded or was cancelled by who asked.
    bool isLast = true;
    int status = 0;
    QString errorKind;
    QString stopReason;
    QString requestId;
    QString organizationId; // as the answer told it
    QString modelServed;
    TokenUsage usage;
    std::optional<Cost> cost; // nothing: price unknown
    qint64 firstByteMs = -1;  // from opening; -1 when none came
    qint64 durationMs = 0;
    qint64 completedAtMs = 0;
};

/// The ledger: every attempt one row, and its rollups (DESIGN 2.2, 2.5). Any thread. Rows are
/// submitted to the database's writer at once and grouped with others for at most 20 ms; a row that
/// cannot be stored is logged.
class Ledger final
{
public:
    /// `processId` marks open rows as this process's.
    Ledger(Database& database, QString processId);
    ~Ledger();
    Ledger(const Ledger&) = delete;
    Ledger& operator=(const Ledger&) = delete;

    /// Ids grow with time, so that rows are appended, and differ between processes.
    [[nodiscard]] qint64 nextId(qint64 nowMs);

    /// Handed to the writer before the request is on the wire.
    void open(const AttemptOpening& attempt);
    /// Tokens known so far of a running attempt: kept if the process dies. Cheap to call often;
    /// written at most twice a second.
    void progress(const AttemptOpening& attempt, const TokenUsage& usage);
    /// Completes the row and adds it to the rollups of the hour it was opened in, in one
    /// transaction. A second completion of the same id changes nothing. One that was never opened
    /// (refused, or its opening could not be stored) becomes a row now.
    void complete(const AttemptOpening& attempt, const AttemptCompletion& completion);

    /// The disk does not keep up: whoever brings rows had better wait a little. Any thread.
    [[nodiscard]] bool isBehind() const;

    /// At start: open rows of dead processes become `interrupted` with the tokens known so far,
    /// priced from `prices`. How many there were. Blocking.
    [[nodiscard]] static Result<int> closeInterrupted(Database& database, const QString& locksDir,
                                                      const PriceTable& prices, qint64 nowMs);

private:
    [[nodiscard]] bool isProgressDue(qint64 id);

    Database& m_database;
    const QString m_processId;
    const std::shared_ptr<LedgerWriter> m_writer;
    std::atomic<qint64> m_lastId = 0;
    // When progress of an attempt was written last: each slot holds a hash of its id and a time.
    std::array<std::atomic<quint64>, 256> m_progress = {};
};

} // namespace Patchbay
