// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/database.h"

#include "base/eventthread.h"
#include "storage/migration.h"
#include "storage/writer.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <future>

namespace Patchbay {

namespace {

constexpr std::chrono::milliseconds groupingTime(20);
// Looked over as a whole when opened; a larger file would keep its owner waiting.
constexpr qint64 quicklyChecked = 8 * 1024 * 1024;

Result<std::unique_ptr<Connection>> openMigrated(const QString& file, const QString& backupsDir)
{
    auto connection = Connection::open(file, Connection::Mode::ReadWrite);
    if (!connection)
        return connection;
    if (QFileInfo(file).size() <= quicklyChecked) {
        if (const auto sound = Database::check(**connection); !sound)
            return Failure(sound.error());
    }
    const auto migrations = loadMigrations(QStringLiteral(":/migrations"));
    if (!migrations)
        return Failure(migrations.error());
    if (const auto migrated = migrate(**connection, *migrations, backupsDir); !migrated)
        return Failure(migrated.error());
    return connection;
}

// Only the writing connection can tell: SQLite leaves the number alone for a connection's own
// commits, and changes it for those of every other.
Result<qint64> foreignVersionOf(Connection& connection)
{
    const auto version = connection.number(QStringLiteral("PRAGMA data_version"));
    return version ? Result<qint64>(version->value_or(0)) : Failure(version.error());
}

} // namespace

struct Database::Threads
{
    explicit Threads(QString databaseFile)
        : file(std::move(databaseFile))
    {
    }

    /// On the reader thread; opened with the first read.
    Result<Connection*> readConnection()
    {
        if (!readerConnection) {
            auto connection = Connection::open(file, Connection::Mode::ReadOnly);
            if (!connection)
                return Failure(connection.error());
            readerConnection = std::move(*connection);
            reader.atExit([this] { readerConnection.reset(); });
        }
        return readerConnection.get();
    }

    const QString file;
    std::atomic<qint64> pending = 0;
    std::unique_ptr<Connection> readerConnection; // of the reader thread
    std::unique_ptr<Writer> writerState;          // of the writer thread
    EventThread reader{QStringLiteral("reader")};
    EventThread writer{QStringLiteral("writer")};
};

Database::Database() = default;

Result<std::unique_ptr<Database>> Database::open(const QString& file, const QString& backupsDir)
{
    std::unique_ptr<Database> database(new Database);
    database->m_file = file;
    database->m_threads = std::make_unique<Threads>(file);
    std::promise<Result<qint64>> opened;
    database->m_threads->writer.post([threads = database->m_threads.get(), &opened, backupsDir] {
        auto connection = openMigrated(threads->file, backupsDir);
        if (!connection) {
            opened.set_value(Failure(connection.error()));
            return;
        }
        const auto version = foreignVersionOf(**connection);
        threads->writerState = std::make_unique<Writer>(std::move(*connection), threads->pending);
        threads->writer.atExit([threads] { threads->writerState.reset(); });
        opened.set_value(version);
    });
    const auto version = opened.get_future().get();
    if (!version)
        return Failure(version.error());
    database->m_versionAtOpening = *version;
    return database;
}

Database::~Database()
{
    if (!m_threads)
        return;
    m_threads->writer.stop();
    m_threads->reader.stop();
}

void Database::postWrite(Write job, Haste haste, const MailboxAddress& replyTo,
                         Completion<void> done)
{
    m_threads->pending.fetch_add(1, std::memory_order_relaxed);
    auto due = Writer::Clock::now();
    if (haste == Haste::Grouped)
        due += groupingTime;
    m_threads->writer.post(
        [threads = m_threads.get(),
         job = Writer::Job{std::move(job), replyTo, std::move(done), due}]() mutable {
            threads->writerState->add(std::move(job));
        });
}

void Database::write(Write job, Haste haste, const MailboxAddress& replyTo, Completion<void> done)
{
    postWrite(std::move(job), haste, replyTo, std::move(done));
}

void Database::write(Write job, Haste haste)
{
    postWrite(std::move(job), haste, {}, {});
}

Result<void> Database::writeAtStart(Write job)
{
    // The job's own result comes before its commit, so the answer goes through a mailbox that
    // the writer thread itself runs after it.
    std::promise<Result<void>> committed;
    postWrite(std::move(job), Haste::Now, m_threads->writer.address(),
              [&committed](Result<void> result) { committed.set_value(std::move(result)); });
    return committed.get_future().get();
}

qint64 Database::pendingWrites() const
{
    return m_threads->pending.load(std::memory_order_relaxed);
}

void Database::postRead(ReadTask task)
{
    m_threads->reader.post([threads = m_threads.get(), task = std::move(task)]() mutable {
        task(threads->readConnection());
    });
}

Result<std::unique_ptr<Connection>> Database::reader() const
{
    return Connection::open(m_file, Connection::Mode::ReadOnly);
}

void Database::foreignVersion(const MailboxAddress& replyTo, Completion<qint64> done)
{
    m_threads->writer.post([threads = m_threads.get(), replyTo, done = std::move(done)]() mutable {
        replyTo.post([done = std::move(done),
                      result = foreignVersionOf(threads->writerState->connection())]() mutable {
            done(std::move(result));
        });
    });
}

Result<void> Database::check(Connection& connection)
{
    auto rows = connection.select(QStringLiteral("PRAGMA quick_check(1)"));
    if (!rows)
        return Failure(rows.error());
    if (rows->next() && rows->text(0) == QLatin1String("ok"))
        return {};
    if (rows->error())
        return Failure(*rows->error());
    return fail(
        ErrorKind::StorageCorrupt,
        QCoreApplication::translate("Storage", "The database %1 is damaged or not a database")
            .arg(connection.file()),
        QCoreApplication::translate("Storage", "Move the file aside and put the newest copy from "
                                               "the folder “backups” beside it in its place"),
        rows->text(0));
}

} // namespace Patchbay
