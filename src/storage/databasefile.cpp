// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/databasefile.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#endif

namespace Patchbay {

namespace {

Failure refuse(const QString& cause, const QString& detail = {})
{
    return fail(
        ErrorKind::StorageUnavailable, cause,
        QCoreApplication::translate(
            "Storage",
            "Put a file of your own in its place, or choose another folder with --data-dir"),
        detail);
}

#ifdef Q_OS_UNIX

enum class Found { Nothing, OurFile };

Result<Found> inspect(const QString& file)
{
    const QByteArray path = QFile::encodeName(file);
    struct stat info = {};
    if (::lstat(path.constData(), &info) != 0) {
        if (errno == ENOENT)
            return Found::Nothing;
        return refuse(
            QCoreApplication::translate("Storage", "The database %1 cannot be opened").arg(file),
            qt_error_string(errno));
    }
    if (S_ISLNK(info.st_mode))
        return refuse(QCoreApplication::translate(
                          "Storage", "%1 is a link; a database is used only as a plain file")
                          .arg(file));
    if (S_ISDIR(info.st_mode))
        return refuse(
            QCoreApplication::translate("Storage", "%1 is a folder, not a database").arg(file));
    if (!S_ISREG(info.st_mode))
        return refuse(QCoreApplication::translate("Storage", "%1 is not a plain file").arg(file));
    if (info.st_uid != ::geteuid())
        return refuse(
            QCoreApplication::translate("Storage", "%1 belongs to another user").arg(file));
    if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0 &&
        ::chmod(path.constData(), info.st_mode & S_IRWXU) != 0) {
        return refuse(QCoreApplication::translate(
                          "Storage", "%1 can be read by others and this cannot be changed")
                          .arg(file),
                      qt_error_string(errno));
    }
    return Found::OurFile;
}

Result<void> createEmpty(const QString& file)
{
    const QByteArray path = QFile::encodeName(file);
    const int descriptor = ::open(
        path.constData(), O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC | O_WRONLY, S_IRUSR | S_IWUSR);
    if (descriptor >= 0) {
        ::close(descriptor);
        return {};
    }
    // Another process made it in between: then it is looked at as one that was there.
    const int reason = errno;
    if (reason == EEXIST) {
        if (const auto found = inspect(file); !found)
            return Failure(found.error());
        return {};
    }
    return fail(reason == ENOSPC ? ErrorKind::StorageFull : ErrorKind::StorageUnavailable,
                QCoreApplication::translate("Storage", "The database %1 cannot be made").arg(file),
                QCoreApplication::translate("Storage",
                                            "Check that its folder exists, is yours and has room"),
                qt_error_string(reason));
}

#endif

} // namespace

Result<void> secureDatabaseFile(const QString& file, bool create)
{
#ifdef Q_OS_UNIX
    for (const QString& suffix :
         {QStringLiteral("-wal"), QStringLiteral("-shm"), QStringLiteral("-journal")}) {
        if (const auto beside = inspect(file + suffix); !beside)
            return Failure(beside.error());
    }
    const auto found = inspect(file);
    if (!found)
        return Failure(found.error());
    if (*found == Found::Nothing && create)
        return createEmpty(file);
#else
    Q_UNUSED(create)
    const QFileInfo info(file);
    if (info.isSymLink() || info.isDir())
        return refuse(QCoreApplication::translate("Storage", "%1 is not a plain file").arg(file));
#endif
    return {};
}

} // namespace Patchbay
