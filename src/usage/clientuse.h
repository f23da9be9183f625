// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "usage/usagereport.h"

#include <QHash>

namespace Patchbay {

/// What one client used, for lists of clients.
struct ClientUse
{
    UsageRow today;
    UsageRow days30; // the last thirty local days, today with them
};

/// By the name the ledger calls it; who used nothing is not in it. On the thread of `connection`.
[[nodiscard]] Result<QHash<QString, ClientUse>> clientUse(Connection& connection, qint64 nowMs,
                                                          const QTimeZone& timeZone);

} // namespace Patchbay
