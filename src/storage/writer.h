// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/database.h"

#include <QTimer>

#include <atomic>
#include <chrono>
#include <deque>

namespace Patchbay {

/// The one writing connection of a process: collects jobs and commits them in groups. Lives on the
/// writer thread.
class Writer final
{
public:
    using Clock = std::chrono::steady_clock;
    struct Job
    {
        Database::Write run;
        MailboxAddress replyTo;
        Completion<void> done; // may be empty
        Clock::time_point due; // when its group is to be committed at the latest
    };

    Writer(std::unique_ptr<Connection> connection, std::atomic<qint64>& pending);
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    void add(Job job);
    /// Commits all there is.
    void drain();

    [[nodiscard]] Connection& connection() { return *m_connection; }

private:
    void commitGroup();
    [[nodiscard]] Result<void> runGroup(std::deque<Job>& ran, std::deque<Result<void>>& results);
    [[nodiscard]] Result<void> runJob(Job& job, Result<void>& result);
    void answer(Job job, Result<void> result);

    std::unique_ptr<Connection> m_connection;
    std::atomic<qint64>& m_pending;
    std::deque<Job> m_jobs;
    QTimer m_timer;
};

} // namespace Patchbay
