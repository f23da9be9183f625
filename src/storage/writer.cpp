// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/writer.h"

#include "base/logging.h"
#include "storage/transaction.h"

namespace Patchbay {

namespace {

// How long one group may take to run, so that those who wait for its commit do not wait long.
constexpr std::chrono::milliseconds longestGroup(20);
// Each attempt waits for the lock as long as the busy time-out.
constexpr int attemptsToBegin = 3;

Result<Transaction> beginPatiently(Connection& connection)
{
    for (int attempt = 1;; ++attempt) {
        auto transaction = Transaction::begin(connection, Transaction::Kind::Write);
        if (transaction || !connection.lastErrorWasBusy() || attempt == attemptsToBegin)
            return transaction;
    }
}

} // namespace

Writer::Writer(std::unique_ptr<Connection> connection, std::atomic<qint64>& pending)
    : m_connection(std::move(connection))
    , m_pending(pending)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { commitGroup(); });
}

Writer::~Writer()
{
    drain();
}

void Writer::add(Job job)
{
    m_jobs.push_back(std::move(job));
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(m_jobs.back().due - Clock::now());
    const auto wait = std::max(left, std::chrono::milliseconds(0));
    if (!m_timer.isActive() || wait < m_timer.remainingTimeAsDuration())
        m_timer.start(wait);
}

void Writer::drain()
{
    while (!m_jobs.empty())
        commitGroup();
}

void Writer::commitGroup()
{
    m_timer.stop();
    if (m_jobs.empty())
        return;
    std::deque<Job> ran;
    std::deque<Result<void>> results;
    const auto committed = runGroup(ran, results);
    if (!committed)
        qCWarning(lcStorage) << ran.size() << "writes were not stored:" << committed.error();
    for (size_t i = 0; i < ran.size(); ++i)
        answer(std::move(ran[i]), committed ? std::move(results[i]) : committed);
    if (!m_jobs.empty())
        m_timer.start(std::chrono::milliseconds(0));
}

/// Moves jobs to `ran` with their own `results`; the error is that of the whole group.
Result<void> Writer::runGroup(std::deque<Job>& ran, std::deque<Result<void>>& results)
{
    const auto takeNext = [&]() -> Job& {
        ran.push_back(std::move(m_jobs.front()));
        m_jobs.pop_front();
        results.emplace_back();
        return ran.back();
    };
    auto transaction = beginPatiently(*m_connection);
    if (!transaction) {
        while (!m_jobs.empty())
            takeNext();
        return Failure(transaction.error());
    }
    const auto end = Clock::now() + longestGroup;
    do {
        Job& job = takeNext();
        if (const auto whole = runJob(job, results.back()); !whole)
            return whole;
    } while (!m_jobs.empty() && Clock::now() < end);
    return transaction->commit();
}

/// The job in a savepoint: `result` is its own. An error means that the transaction is gone.
Result<void> Writer::runJob(Job& job, Result<void>& result)
{
    static const QString release = QStringLiteral("RELEASE job");
    static const QString undo = QStringLiteral("ROLLBACK TO job");
    m_connection->m_isSavepointDue = true;
    result = job.run(*m_connection);
    if (std::exchange(m_connection->m_isSavepointDue, false))
        return {}; // it ran no statement
    // Fails when SQLite gave up the whole transaction (disk full, I/O fault).
    if (!result && !m_connection->run(undo))
        return result;
    if (const auto released = m_connection->run(release); !released)
        return Failure(released.error());
    return {};
}

void Writer::answer(Job job, Result<void> result)
{
    m_pending.fetch_sub(1, std::memory_order_relaxed);
    if (!job.done) {
        if (!result)
            qCWarning(lcStorage) << "a write failed:" << result.error();
        return;
    }
    job.replyTo.post([done = std::move(job.done), result = std::move(result)]() mutable {
        done(std::move(result));
    });
}

} // namespace Patchbay
