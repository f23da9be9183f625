// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/filelock.h"

#include <QCoreApplication>
#include <QFile>
#include <QLockFile>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#endif

namespace Patchbay {

namespace {

struct FileLockText
{
    Q_DECLARE_TR_FUNCTIONS(FileLockText)
};

Failure cannotLock(const QString& path, const QString& detail)
{
    return fail(ErrorKind::StorageUnavailable,
                FileLockText::tr("The lock file %1 cannot be written").arg(path),
                FileLockText::tr("Check that its folder is yours and the disk is not full"),
                detail);
}

} // namespace

#ifdef Q_OS_UNIX

struct FileLock::Handle
{
    int file;
};

// The file stays: removing it would let two processes lock two files of one name.
Result<std::unique_ptr<FileLock>> FileLock::tryTake(const QString& path)
{
    const int file = ::open(QFile::encodeName(path).constData(),
                            O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0)
        return cannotLock(path, qt_error_string(errno));
    if (::flock(file, LOCK_EX | LOCK_NB) == 0) {
        // For messages alone: a full disk takes nothing from the lock.
        const QByteArray pid = QByteArray::number(QCoreApplication::applicationPid()) + '\n';
        if (::ftruncate(file, 0) == 0)
            (void)!::pwrite(file, pid.constData(), static_cast<std::size_t>(pid.size()), 0);
        return std::unique_ptr<FileLock>(new FileLock(std::make_unique<Handle>(Handle{file})));
    }
    const int fault = errno;
    ::close(file);
    if (fault == EWOULDBLOCK || fault == EINTR)
        return std::unique_ptr<FileLock>();
    return cannotLock(path, qt_error_string(fault));
}

FileLock::~FileLock()
{
    ::close(m_handle->file);
}

#else

struct FileLock::Handle
{
    std::unique_ptr<QLockFile> file;
};

Result<std::unique_ptr<FileLock>> FileLock::tryTake(const QString& path)
{
    auto file = std::make_unique<QLockFile>(path);
    file->setStaleLockTime(0);
    if (file->tryLock(0))
        return std::unique_ptr<FileLock>(
            new FileLock(std::make_unique<Handle>(Handle{std::move(file)})));
    if (file->error() == QLockFile::LockFailedError)
        return std::unique_ptr<FileLock>();
    return cannotLock(path, QString());
}

FileLock::~FileLock() = default;

#endif

qint64 FileLock::lastHolder(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readLine().trimmed().toLongLong() : 0;
}

FileLock::FileLock(std::unique_ptr<Handle> handle)
    : m_handle(std::move(handle))
{
}

} // namespace Patchbay
