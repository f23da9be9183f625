// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QString>

#include <memory>

namespace Patchbay {

/// That this process alone renews an account's sign-in: a locked file, which the system frees when
/// the process ends, however it ends.
class RefreshLock final
{
public:
    /// Never waits: nothing when another holds it (also within this process), StorageUnavailable
    /// when the file cannot be had.
    [[nodiscard]] static Result<std::unique_ptr<RefreshLock>> tryTake(const QString& path);
    ~RefreshLock();
    RefreshLock(const RefreshLock&) = delete;
    RefreshLock& operator=(const RefreshLock&) = delete;

private:
    struct Handle;
    explicit RefreshLock(std::unique_ptr<Handle> handle);
    std::unique_ptr<Handle> m_handle;
};

} // namespace Patchbay
