// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/processregistry.h"

#include "base/processlock.h"
#include "storage/database.h"

#include <QCoreApplication>

namespace Patchbay {

namespace {

Result<QStringList> deadProcesses(Connection& connection, const QString& locksDir)
{
    auto rows = connection.select(QStringLiteral("SELECT id FROM processes"));
    if (!rows)
        return Failure(rows.error());
    QStringList dead;
    while (rows->next()) {
        if (!ProcessLock::isAlive(locksDir, rows->text(0)))
            dead.append(rows->text(0));
    }
    if (rows->error())
        return Failure(*rows->error());
    return dead;
}

Result<void> removeProcess(Connection& connection, const QString& id)
{
    const auto removed = connection.run(QStringLiteral("DELETE FROM processes WHERE id = ?"), {id});
    return removed ? Result<void>() : Failure(removed.error());
}

} // namespace

Result<void> registerProcess(Database& database, const QString& id, const QString& program,
                             const QString& locksDir, qint64 nowMs)
{
    const qint64 pid = QCoreApplication::applicationPid();
    return database.writeAtStart([=](Connection& connection) -> Result<void> {
        const auto dead = deadProcesses(connection, locksDir);
        if (!dead)
            return Failure(dead.error());
        for (const QString& other : *dead) {
            if (const auto removed = removeProcess(connection, other); !removed)
                return removed;
        }
        const auto added =
            connection.run(QStringLiteral("INSERT OR REPLACE INTO processes (id, program, pid, "
                                          "started_at) VALUES (?, ?, ?, ?)"),
                           {id, program, pid, nowMs});
        return added ? Result<void>() : Failure(added.error());
    });
}

void unregisterProcess(Database& database, const QString& id)
{
    database.write([id](Connection& connection) { return removeProcess(connection, id); });
}

} // namespace Patchbay
