// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QLockFile>

#include <memory>

namespace Patchbay {

/// The name of this run of the program in the database, and the proof that it is alive: a lock
/// file that the system frees when the process ends, however it ends.
class ProcessLock final
{
public:
    /// Takes a new lock `process-<id>.lock` in `locksDir`.
    [[nodiscard]] static Result<ProcessLock> take(const QString& locksDir);

    [[nodiscard]] const QString& id() const { return m_id; }

    /// Whether the process with that id still runs.
    [[nodiscard]] static bool isAlive(const QString& locksDir, const QString& id);

private:
    QString m_id;
    std::unique_ptr<QLockFile> m_lock;
};

} // namespace Patchbay
