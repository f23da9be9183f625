// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/mailbox.h"
#include "storage/connection.h"

#include <optional>

namespace Patchbay {

/// The database of one data folder: opened and migrated at once, written by one thread in groups,
/// read on another (or by connections of the caller's own). Made, and destroyed last, by app/.
/// Several processes may have one file open.
class Database final
{
public:
    /// What to write. Runs on the writer thread inside the group's transaction, in a savepoint of
    /// its own: an error rolls back this job alone. A fault of the disk rolls back its group: then
    /// every job of the group gets the error, and later jobs run again.
    using Write = std::move_only_function<Result<void>(Connection&)>;
    enum class Haste {
        Now,     // commit as soon as the writer is free
        Grouped, // may wait up to 20 ms for others: ledger rows
    };

    /// Opens or creates, refuses what is too new or corrupt, copies the file into `backupsDir`
    /// before the first upgrade step, migrates, starts the threads. Files are 0600. Blocking.
    [[nodiscard]] static Result<std::unique_ptr<Database>> open(const QString& file,
                                                                const QString& backupsDir);
    /// Commits everything submitted, then closes.
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// Any thread. Jobs run in the order of submission. `done` is called on the thread of `replyTo`
    /// after the commit: success then means the data is on the disk.
    void write(Write job, Haste haste, const MailboxAddress& replyTo, Completion<void> done);
    /// The same, for those who need no answer; a failure is logged.
    void write(Write job, Haste haste = Haste::Now);
    /// Blocks until the job is committed: for the start of the program. Not on the writer thread.
    [[nodiscard]] Result<void> writeAtStart(Write job);

    /// Any thread. Jobs submitted and not yet committed: who makes many slows down when it grows.
    [[nodiscard]] qint64 pendingWrites() const;

    /// Any thread. Runs `job` on the reader thread and calls `done` on the thread of `replyTo`.
    template <class T>
    void read(std::move_only_function<Result<T>(Connection&)> job, const MailboxAddress& replyTo,
              Completion<T> done);

    /// A read-only connection for the calling thread.
    [[nodiscard]] Result<std::unique_ptr<Connection>> reader() const;

    /// A number that changes when another process has committed; our own commits leave it.
    void foreignVersion(const MailboxAddress& replyTo, Completion<qint64> done);
    /// What that number was before anything was read from this database.
    [[nodiscard]] qint64 foreignVersionAtOpening() const { return m_versionAtOpening; }

    /// Looks the whole file over; reads all of it.
    [[nodiscard]] static Result<void> check(Connection& connection);

    [[nodiscard]] const QString& file() const { return m_file; }

private:
    Database();
    using ReadTask = std::move_only_function<void(Result<Connection*>)>;
    void postRead(ReadTask task);
    void postWrite(Write job, Haste haste, const MailboxAddress& replyTo, Completion<void> done);

    struct Threads;
    QString m_file;
    qint64 m_versionAtOpening = 0;
    std::unique_ptr<Threads> m_threads;
};

template <class T>
void Database::read(std::move_only_function<Result<T>(Connection&)> job,
                    const MailboxAddress& replyTo, Completion<T> done)
{
    postRead([job = std::move(job), replyTo,
              done = std::move(done)](Result<Connection*> connection) mutable {
        Result<T> result = connection ? job(**connection) : Failure(connection.error());
        replyTo.post([done = std::move(done), result = std::move(result)]() mutable {
            done(std::move(result));
        });
    });
}

} // namespace Patchbay
