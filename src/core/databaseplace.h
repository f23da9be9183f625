// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/paths.h"
#include "base/result.h"

namespace Patchbay {

/// Where this run keeps its database, and the locks of those who use it.
struct DatabasePlace
{
    QString file;
    QString locksDir; // beside the database, which tells the living from the dead by them
};

/// StorageUnavailable when DATABASE_URL or REDIS_URL asks for what this version cannot use; whether
/// the rest of the value is good is databasePlace()'s to say.
[[nodiscard]] Result<void> checkStorageIsBuilt(const Environment& environment);

/// Reads DATABASE_URL and REDIS_URL (DESIGN 1.3): without them the database of the data folder.
/// StorageUnavailable for what this version cannot use, InvalidInput for what is no such address.
/// No error repeats the value, which may hold a password.
[[nodiscard]] Result<DatabasePlace> databasePlace(const Environment& environment,
                                                  const Paths& paths);

} // namespace Patchbay
