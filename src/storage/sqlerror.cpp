// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlerror.h"

#include <QCoreApplication>
#include <QSqlError>

namespace Patchbay {

namespace {

// The primary codes of sqlite3.h, which only the driver links.
enum class SqliteCode {
    Permission = 3,
    Busy = 5,
    Locked = 6,
    ReadOnly = 8,
    InputOutput = 10,
    Corrupt = 11,
    Full = 13,
    CannotOpen = 14,
    Constraint = 19,
    NotADatabase = 26,
};
constexpr int primaryKeyTaken = 1555;
constexpr int uniqueTaken = 2067;

} // namespace

Error sqlError(const QSqlError& error, const QString& file, const QString& sql)
{
    const int extended = error.nativeErrorCode().toInt();
    Error result;
    result.kind = ErrorKind::StorageUnavailable;
    result.detail = QStringLiteral("SQLite %1: %2 %3")
                        .arg(extended)
                        .arg(error.databaseText(), error.driverText());
    if (!sql.isEmpty())
        result.detail += QStringLiteral(" in: ") + sql.simplified();

    switch (static_cast<SqliteCode>(extended & 0xff)) {
    case SqliteCode::Busy:
    case SqliteCode::Locked:
        result.cause =
            QCoreApplication::translate("Storage", "Another program keeps the database %1 busy")
                .arg(file);
        result.nextStep = QCoreApplication::translate(
            "Storage", "Wait a moment and try again, or end the other program");
        break;
    case SqliteCode::Permission:
    case SqliteCode::ReadOnly:
        result.cause =
            QCoreApplication::translate("Storage", "The database %1 cannot be written").arg(file);
        result.nextStep = QCoreApplication::translate(
            "Storage", "Check that the file and its folder are yours and not read-only");
        break;
    case SqliteCode::CannotOpen:
        result.cause =
            QCoreApplication::translate("Storage", "The database %1 cannot be opened").arg(file);
        result.nextStep =
            QCoreApplication::translate("Storage", "Check that its folder exists and is yours");
        break;
    case SqliteCode::InputOutput:
        result.cause = QCoreApplication::translate(
                           "Storage", "The disk reported a fault while the database %1 was used")
                           .arg(file);
        result.nextStep = QCoreApplication::translate(
            "Storage", "Check the disk and the room left on it, then try again");
        break;
    case SqliteCode::Full:
        result.kind = ErrorKind::StorageFull;
        result.cause =
            QCoreApplication::translate("Storage", "The disk that holds the database %1 is full")
                .arg(file);
        result.nextStep = QCoreApplication::translate("Storage", "Make room on it, then try again");
        break;
    case SqliteCode::Corrupt:
    case SqliteCode::NotADatabase:
        result.kind = ErrorKind::StorageCorrupt;
        result.cause =
            QCoreApplication::translate("Storage", "The database %1 is damaged or not a database")
                .arg(file);
        result.nextStep = QCoreApplication::translate(
            "Storage", "Move the file aside and put the newest copy from the folder “backups” "
                       "beside it in its place");
        break;
    case SqliteCode::Constraint:
        if (extended == uniqueTaken || extended == primaryKeyTaken) {
            result.kind = ErrorKind::AlreadyExists;
            result.cause = QCoreApplication::translate(
                "Storage", "The database already has an entry of that name");
            result.nextStep = QCoreApplication::translate("Storage", "Choose another name");
            break;
        }
        [[fallthrough]];
    default:
        result.kind = ErrorKind::Internal;
        result.cause = QCoreApplication::translate(
            "Storage", "The database refused a statement of Patchbay's");
        result.nextStep = QCoreApplication::translate(
            "Storage", "Please report this with the details in the log");
    }
    return result;
}

bool isBusy(const QSqlError& error)
{
    return static_cast<SqliteCode>(error.nativeErrorCode().toInt() & 0xff) == SqliteCode::Busy;
}

} // namespace Patchbay
