// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"

class QSqlError;

namespace Patchbay {

/// What a failure of SQLite means to a person: full, damaged, busy, not writable. A broken UNIQUE
/// rule is AlreadyExists. `sql` is the constant text of the statement, never its values.
[[nodiscard]] Error sqlError(const QSqlError& error, const QString& file, const QString& sql = {});

/// Whether waiting may help: another process holds the lock.
[[nodiscard]] bool isBusy(const QSqlError& error);

} // namespace Patchbay
