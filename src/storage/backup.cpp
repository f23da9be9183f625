// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/backup.h"

#include "storage/databasefile.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <unistd.h>
#endif

namespace Patchbay {

namespace {

Failure cannotCopy(const QString& path)
{
    return fail(
        ErrorKind::StorageUnavailable,
        QCoreApplication::translate("Storage", "The copy of the database to %1 failed").arg(path),
        QCoreApplication::translate(
            "Storage", "Check that the folder is yours and has room; the database is as it was"));
}

bool syncToDisk([[maybe_unused]] const QString& path)
{
#ifdef Q_OS_UNIX
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return false;
    const bool synced = ::fsync(descriptor) == 0;
    ::close(descriptor);
    return synced;
#else
    return true;
#endif
}

} // namespace

Result<QString> backUp(Connection& connection, const QString& folder, const QString& label)
{
    const QString time =
        QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd'T'HHmmsszzz'Z'"));
    const QString name = QStringLiteral("%1-%2-%3.db")
                             .arg(QFileInfo(connection.file()).completeBaseName(), label, time);
    const QString path = QDir(folder).filePath(name);
    const QString unfinished = path + QStringLiteral(".part");
    if (!QDir().mkpath(folder))
        return cannotCopy(path);
    QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);

    // Made before SQLite fills it, so that it is never readable by others.
    if (const auto made = secureDatabaseFile(unfinished, true); !made)
        return Failure(made.error());
    const auto copied = connection.run(QStringLiteral("VACUUM INTO ?"), {unfinished});
    if (copied && syncToDisk(unfinished) && QFile::rename(unfinished, path) && syncToDisk(folder))
        return path;
    QFile::remove(unfinished);
    Failure failure = cannotCopy(path);
    if (!copied) {
        failure.error().kind = copied.error().kind;
        failure.error().detail = copied.error().detail;
    }
    return failure;
}

} // namespace Patchbay
