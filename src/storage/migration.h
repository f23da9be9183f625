// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/connection.h"

#include <QList>
#include <QStringList>

namespace Patchbay {

/// One step of the schema: `version` is what the database has after it.
struct Migration
{
    int version = 0;
    QStringList statements;
};

/// The files NNNN.sql of a folder (":/migrations" in the program), in order and without gaps.
/// Statements are separated by a line `-- next`.
[[nodiscard]] Result<QList<Migration>> loadMigrations(const QString& folder);

enum class MigrationOutcome { Current, Created, Upgraded };

/// Brings the database to the last of `migrations`: each step with its version in one transaction,
/// a new database all steps in one.
/// Before the first step of a database that has content, a copy goes into `backupsDir`. Refuses a
/// newer version and a database of another program. A step that fails leaves the version before
/// it. Several processes may do this at once. Outside a transaction.
[[nodiscard]] Result<MigrationOutcome>
migrate(Connection& connection, const QList<Migration>& migrations, const QString& backupsDir);

/// Marks the file as Patchbay's ("PBay").
constexpr qint64 databaseApplicationId = 0x50426179;

} // namespace Patchbay
