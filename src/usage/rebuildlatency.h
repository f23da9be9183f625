// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "usage/rollups.h"

namespace Patchbay {

/// Makes the histograms of one day anew: its hours from the ledger (those whose rows were let go
/// stay), the day from all its hours. How many differ from what was there. In a transaction.
[[nodiscard]] Result<qint64> rebuildLatencyOfDay(Connection& connection, const RollupDays& days,
                                                 qint64 day);

} // namespace Patchbay
