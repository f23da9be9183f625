// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/connection.h"
#include "usage/pace.h"
#include "usage/usagespans.h"

#include <QString>

namespace Patchbay {

/// Whose use: of all accounts but the demo's, of one, or of one client.
struct UseScope
{
    enum class Kind { All, Account, Client };
    Kind kind = Kind::All;
    qint64 account = 0; // its number
    QString client;     // its name

    bool operator==(const UseScope&) const = default;
};

/// What was spent (micro-dollars) in the `lookbackMs` before `nowMs`, for Pace and the functions of
/// forecast.h: the last two days by hours, what is older by days. Since when it is known: from the
/// first use on, or the whole of the time looked back on. From the rollups alone, outside a
/// transaction, on the connection's thread.
[[nodiscard]] Result<UseHistory> recentCost(Connection& connection, const UseScope& scope,
                                            qint64 nowMs, qint64 lookbackMs);

/// What was spent (micro-dollars) within a span, see spansOf().
[[nodiscard]] Result<qint64> costWithin(Connection& connection, const UseScope& scope,
                                        const UsageSpan& span);

} // namespace Patchbay
