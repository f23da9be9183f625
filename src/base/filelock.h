// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QString>

#include <memory>

namespace Patchbay {

/// That this process alone does something on a data folder (renews a sign-in, serves …): a locked
/// file, which the system frees when the process ends, however it ends. Not the process id in the
/// file decides, as with QLockFile: in a container a dead run and a living one have the same.
class FileLock final
{
public:
    /// Never waits: nothing when another holds it (also within this process), StorageUnavailable
    /// when the file cannot be had.
    [[nodiscard]] static Result<std::unique_ptr<FileLock>> tryTake(const QString& path);
    /// The process that took the lock last, for messages; 0 when the file does not say.
    [[nodiscard]] static qint64 lastHolder(const QString& path);

    ~FileLock();
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;

private:
    struct Handle;
    explicit FileLock(std::unique_ptr<Handle> handle);
    std::unique_ptr<Handle> m_handle;
};

} // namespace Patchbay
