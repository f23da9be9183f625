// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

namespace Patchbay {

class Database;

/// Writes this process into the table of who works on the database, and takes out those that are
/// dead. `id` is its ProcessLock's. At start, blocking, after everything a dead process left open
/// was closed.
[[nodiscard]] Result<void> registerProcess(Database& database, const QString& id,
                                           const QString& program, const QString& locksDir,
                                           qint64 nowMs);

/// Takes this process out again; answered by nobody.
void unregisterProcess(Database& database, const QString& id);

} // namespace Patchbay
