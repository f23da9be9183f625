// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/ledger.h"

#include "base/logging.h"
#include "base/processlock.h"
#include "usage/ledgerwriter.h"

#include <chrono>

namespace Patchbay {

namespace {

// An id is its time in milliseconds, a counter within one, and the process's mark.
constexpr int markBits = 11;
constexpr int counterBits = 10;
constexpr quint64 progressIntervalMs = 500;
// A few commits of a fast disk, some megabytes.
constexpr qint64 mostPendingWrites = 10'000;

Result<QStringList> processesWithOpenAttempts(Connection& connection)
{
    auto rows =
        connection.select(QStringLiteral("SELECT process FROM attempts WHERE outcome = 'open' "
                                         "UNION SELECT process FROM budget_reservations"));
    if (!rows)
        return Failure(rows.error());
    QStringList processes;
    while (rows->next())
        processes.append(rows->text(0));
    if (rows->error())
        return Failure(*rows->error());
    return processes;
}

} // namespace

QString attemptOutcomeName(AttemptOutcome outcome)
{
    switch (outcome) {
    case AttemptOutcome::Succeeded:
        return QStringLiteral("succeeded");
    case AttemptOutcome::Failed:
        return QStringLiteral("failed");
    case AttemptOutcome::Cancelled:
        return QStringLiteral("cancelled");
    case AttemptOutcome::Interrupted:
        return QStringLiteral("interrupted");
    case AttemptOutcome::Refused:
        return QStringLiteral("refused");
    case AttemptOutcome::Cached:
        return QStringLiteral("cached");
    }
    Q_UNREACHABLE();
}

Ledger::Ledger(Database& database, QString processId)
    : m_database(database)
    , m_processId(std::move(processId))
    , m_writer(std::make_shared<LedgerWriter>())
{
}

Ledger::~Ledger() = default;

qint64 Ledger::nextId(qint64 nowMs)
{
    constexpr qint64 step = 1LL << markBits;
    const qint64 mark = static_cast<qint64>(qHash(m_processId, 0) & (step - 1));
    const qint64 now = (nowMs << (counterBits + markBits)) | mark;
    qint64 last = m_lastId.load(std::memory_order_relaxed);
    qint64 next = 0;
    do {
        // The clock may stand still or be set back.
        next = std::max(now, last + step);
    } while (!m_lastId.compare_exchange_weak(last, next, std::memory_order_relaxed));
    return next;
}

void Ledger::open(const AttemptOpening& attempt)
{
    m_database.write(
        [writer = m_writer, attempt, process = m_processId](Connection& connection) {
            const auto opened = writer->open(connection, attempt, process);
            if (!opened)
                writer->forget();
            return opened;
        },
        Database::Haste::Grouped);
}

bool Ledger::isProgressDue(qint64 id)
{
    const auto sinceStart = std::chrono::steady_clock::now().time_since_epoch();
    const auto nowMs = static_cast<quint64>(
        std::chrono::duration_cast<std::chrono::milliseconds>(sinceStart).count());
    // Ids differ in their middle bits, so they are spread by a multiplication (Knuth's).
    const quint64 hash = static_cast<quint64>(id) * 0x9e3779b97f4a7c15U;
    std::atomic<quint64>& slot = m_progress[(hash >> 24) % m_progress.size()];
    const quint64 now = (hash & 0xffffffff00000000U) | (nowMs & 0xffffffffU);
    quint64 before = slot.load(std::memory_order_relaxed);
    // Two attempts in one slot only write more often than they need to.
    const bool isSame = (before >> 32) == (now >> 32);
    if (isSame && ((now - before) & 0xffffffffU) < progressIntervalMs)
        return false;
    return slot.compare_exchange_strong(before, now, std::memory_order_relaxed);
}

void Ledger::progress(const AttemptOpening& attempt, const TokenUsage& usage)
{
    if (!isProgressDue(attempt.id))
        return;
    m_database.write(
        [writer = m_writer, id = attempt.id, usage](Connection& connection) -> Result<void> {
            writer->progress(connection, id, usage);
            return {};
        },
        Database::Haste::Grouped);
}

void Ledger::complete(const AttemptOpening& attempt, const AttemptCompletion& completion)
{
    m_database.write(
        [writer = m_writer, attempt, completion](Connection& connection) {
            const auto completed = writer->complete(connection, attempt, completion);
            if (!completed)
                writer->forget();
            return completed;
        },
        Database::Haste::Grouped);
}

bool Ledger::isBehind() const
{
    return m_database.pendingWrites() > mostPendingWrites;
}

Result<int> Ledger::closeInterrupted(Database& database, const QString& locksDir,
                                     const PriceTable& prices, qint64 nowMs)
{
    int closed = 0;
    const auto done = database.writeAtStart([&](Connection& connection) -> Result<void> {
        const auto processes = processesWithOpenAttempts(connection);
        if (!processes)
            return Failure(processes.error());
        const auto writer = std::make_shared<LedgerWriter>();
        for (const QString& process : *processes) {
            if (ProcessLock::isAlive(locksDir, process))
                continue;
            const auto count = writer->interrupt(connection, process, prices, nowMs);
            if (!count)
                return Failure(count.error());
            closed += *count;
        }
        return {};
    });
    if (!done)
        return Failure(done.error());
    if (closed > 0)
        qCInfo(lcUsage) << closed << "attempts of ended processes were marked as interrupted";
    return closed;
}

} // namespace Patchbay
