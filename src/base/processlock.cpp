// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/processlock.h"

#include <QCoreApplication>
#include <QFile>
#include <QUuid>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#endif

namespace Patchbay {

namespace {

QString lockPath(const QString& locksDir, const QString& id)
{
    return locksDir + QStringLiteral("/process-") + id + QStringLiteral(".lock");
}

} // namespace

Result<ProcessLock> ProcessLock::take(const QString& locksDir)
{
    ProcessLock process;
    process.m_id = QUuid::createUuid().toString(QUuid::Id128);
    process.m_lock = std::make_unique<QLockFile>(lockPath(locksDir, process.m_id));
    process.m_lock->setStaleLockTime(0);
    if (!process.m_lock->tryLock(0)) {
        return fail(ErrorKind::StorageUnavailable,
                    QCoreApplication::translate("ProcessLock", "No lock file can be written in %1")
                        .arg(locksDir),
                    QCoreApplication::translate(
                        "ProcessLock", "Check that the folder is yours and the disk is not full"));
    }
    return process;
}

bool ProcessLock::isAlive(const QString& locksDir, const QString& id)
{
    const QString path = lockPath(locksDir, id);
    if (!QFile::exists(path))
        return false;
#ifdef Q_OS_UNIX
    // The lock itself, not the process id in the file: in a container a dead run and a living one
    // have the same id, name and host.
    const int file = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CLOEXEC);
    if (file < 0)
        return QFile::exists(path);
    const bool isFree = ::flock(file, LOCK_EX | LOCK_NB) == 0;
    if (isFree)
        QFile::remove(path);
    ::close(file);
    return !isFree;
#else
    QLockFile probe(path);
    probe.setStaleLockTime(0);
    return !probe.tryLock(0);
#endif
}

} // namespace Patchbay
