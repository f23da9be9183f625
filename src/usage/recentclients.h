// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/connection.h"

#include <QStringList>

namespace Patchbay {

/// The names of clients that used anything in the last 90 days, sorted, without what was imported.
/// From the daily sums.
[[nodiscard]] Result<QStringList> recentClients(Connection& connection, qint64 nowMs);

} // namespace Patchbay
