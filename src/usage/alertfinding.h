// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "usage/alertbook.h"
#include "usage/alertfacts.h"

namespace Patchbay {

/// What holds at one instant, and what the database knows of having told.
struct AlertFinding
{
    QList<Alert> holding;
    QSet<QString> unknownSubjects;
    AlertBook book;
};

/// Facts, judged; changes nothing. On the connection's thread, outside a transaction.
[[nodiscard]] Result<AlertFinding> findAlerts(Connection& connection, const AlertFactsQuery& query,
                                              const AlertThresholds& thresholds);

} // namespace Patchbay
