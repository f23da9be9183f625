// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/connection.h"
#include "usage/alertrules.h"

#include <QTimeZone>

namespace Patchbay {

struct AlertFactsQuery
{
    qint64 nowMs = 0;
    QTimeZone timeZone = QTimeZone::systemTimeZone(); // of the days and months of budgets
    /// Accounts of this process's environment, by id. Others of that kind are unknown here: whether
    /// they are in use is for the process that has them to say.
    QSet<QString> environmentAccounts;
};

/// What alerts are judged by, from the database alone, so that every process finds the same: sums
/// of rollups, limits as last told, the states of accounts and at most 5,000 rows of the ledger.
/// The demo account and disabled ones are left out. On the connection's thread.
[[nodiscard]] Result<AlertFacts> alertFacts(Connection& connection, const AlertFactsQuery& query);

} // namespace Patchbay
