// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/connection.h"

namespace Patchbay {

/// Lets go of rows of the ledger that were opened before `hour` (since 1970 in UTC) and are
/// completed, at most a few thousand; how many. Their sums stay. From the first time on the mark
/// 'raw_since' says that no row before that hour is to be counted on. Nothing while rollups are
/// pending. In a transaction (a job of Database::write).
[[nodiscard]] Result<qint64> letRowsGo(Connection& connection, qint64 hour);

} // namespace Patchbay
