// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

namespace Patchbay {

/// Refuses a database path (or its -wal, -shm, -journal) that is a link, a folder, a pipe or
/// someone else's; makes it readable by its owner alone; creates an empty one when `create`.
/// Never opens a file that exists: closing it would drop the locks SQLite holds on it.
[[nodiscard]] Result<void> secureDatabaseFile(const QString& file, bool create);

} // namespace Patchbay
