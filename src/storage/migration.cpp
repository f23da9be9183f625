// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/migration.h"

#include "base/logging.h"
#include "storage/backup.h"
#include "storage/transaction.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

namespace Patchbay {

namespace {

struct FileState
{
    qint64 version = 0;
    bool isEmpty = true;
};

Result<FileState> stateOf(Connection& connection)
{
    // One view: another process may be making the database right now.
    const auto view = Transaction::begin(connection, Transaction::Kind::Read);
    if (!view)
        return Failure(view.error());
    const auto version = connection.number(QStringLiteral("PRAGMA user_version"));
    if (!version)
        return Failure(version.error());
    const auto tables = connection.number(QStringLiteral("SELECT count(*) FROM sqlite_master"));
    if (!tables)
        return Failure(tables.error());
    const auto application = connection.number(QStringLiteral("PRAGMA application_id"));
    if (!application)
        return Failure(application.error());
    const FileState state{version->value_or(0), tables->value_or(0) == 0};
    if (!state.isEmpty && application->value_or(0) != databaseApplicationId) {
        return fail(ErrorKind::StorageUnavailable,
                    QCoreApplication::translate("Storage", "%1 is a database of another program")
                        .arg(connection.file()),
                    QCoreApplication::translate(
                        "Storage", "Move it elsewhere, or choose another folder with --data-dir"));
    }
    return state;
}

Result<void> refuseNewer(const FileState& state, int newest, const QString& file)
{
    if (state.version <= newest)
        return {};
    return fail(
        ErrorKind::StorageTooNew,
        QCoreApplication::translate(
            "Storage", "The database %1 has version %2, and this Patchbay knows versions up to %3")
            .arg(file)
            .arg(state.version)
            .arg(newest),
        QCoreApplication::translate(
            "Storage",
            "Start the newer Patchbay that wrote it, or choose another folder with --data-dir"));
}

// Within a transaction.
Result<void> runStep(Connection& connection, const Migration& migration)
{
    for (const QString& statement : migration.statements) {
        if (const auto done = connection.run(statement); !done)
            return Failure(done.error());
    }
    {
        auto broken = connection.select(QStringLiteral("PRAGMA foreign_key_check"));
        if (!broken)
            return Failure(broken.error());
        if (broken->next()) {
            return fail(ErrorKind::Internal,
                        QCoreApplication::translate(
                            "Storage", "The upgrade to version %1 would lose what rows refer to")
                            .arg(migration.version),
                        QCoreApplication::translate(
                            "Storage", "Please report this; the database is as it was"),
                        QStringLiteral("table ") + broken->text(0));
        }
    }
    for (const QString& pragma :
         {QStringLiteral("PRAGMA user_version = %1").arg(migration.version),
          QStringLiteral("PRAGMA application_id = %1").arg(databaseApplicationId)}) {
        if (const auto set = connection.run(pragma); !set)
            return Failure(set.error());
    }
    return {};
}

// In one transaction.
Result<void> runSteps(Connection& connection, const QList<Migration>& steps)
{
    auto transaction = Transaction::begin(connection, Transaction::Kind::Write);
    if (!transaction)
        return Failure(transaction.error());
    // Under the lock: another process may have done these steps meanwhile.
    const auto version = connection.number(QStringLiteral("PRAGMA user_version"));
    if (!version)
        return Failure(version.error());
    for (const Migration& step : steps) {
        if (step.version <= version->value_or(0))
            continue;
        if (const auto done = runStep(connection, step); !done) {
            qCWarning(lcStorage) << "the step to version" << step.version
                                 << "failed:" << done.error();
            return done;
        }
    }
    return transaction->commit();
}

} // namespace

Result<QList<Migration>> loadMigrations(const QString& folder)
{
    QList<Migration> migrations;
    const QStringList names =
        QDir(folder).entryList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name);
    for (const QString& name : names) {
        QFile file(folder + QLatin1Char('/') + name);
        const int version = name.section(QLatin1Char('.'), 0, 0).toInt();
        if (version != migrations.size() + 1 || !file.open(QIODevice::ReadOnly)) {
            return fail(ErrorKind::Internal,
                        QCoreApplication::translate(
                            "Storage", "The program's list of database versions is broken at %1")
                            .arg(name),
                        QCoreApplication::translate("Storage", "Install Patchbay again"));
        }
        static const QString separator = QStringLiteral("\n-- next\n");
        migrations.append(
            {version, QString::fromUtf8(file.readAll()).split(separator, Qt::SkipEmptyParts)});
    }
    return migrations;
}

Result<MigrationOutcome> migrate(Connection& connection, const QList<Migration>& migrations,
                                 const QString& backupsDir)
{
    const int newest = migrations.isEmpty() ? 0 : migrations.last().version;
    const auto before = stateOf(connection);
    if (!before)
        return Failure(before.error());
    if (const auto refused = refuseNewer(*before, newest, connection.file()); !refused)
        return Failure(refused.error());
    if (before->version == newest)
        return MigrationOutcome::Current;

    if (!before->isEmpty) {
        const auto copy =
            backUp(connection, backupsDir, QStringLiteral("v%1").arg(before->version));
        if (!copy)
            return Failure(copy.error());
        qCInfo(lcStorage) << "copied the database of version" << before->version << "to" << *copy;
    }
    // A step may rebuild a table that others refer to; runStep() checks the references instead.
    if (const auto off = connection.run(QStringLiteral("PRAGMA foreign_keys = OFF")); !off)
        return Failure(off.error());
    Result<void> done;
    if (before->isEmpty) {
        // All at once: seen in between, a new database would be taken for an old one.
        done = runSteps(connection, migrations);
    } else {
        for (qsizetype step = before->version; done && step < migrations.size(); ++step)
            done = runSteps(connection, {migrations.at(step)});
    }
    if (const auto on = connection.run(QStringLiteral("PRAGMA foreign_keys = ON")); !on)
        return Failure(on.error());
    if (!done)
        return Failure(done.error());
    qCInfo(lcStorage) << "the database has version" << newest << "now, it had" << before->version;
    return before->isEmpty ? MigrationOutcome::Created : MigrationOutcome::Upgraded;
}

} // namespace Patchbay
