// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/connection.h"
#include "usage/budget.h"

namespace Patchbay {

/// What counts against a budget.
struct BudgetSpent
{
    qint64 spentMicroUsd = 0;    // by attempts that are completed
    qint64 reservedMicroUsd = 0; // the most that attempts under way may cost

    bool operator==(const BudgetSpent&) const = default;
};

/// Of the period that `span` is. The demo costs nothing; nor do accounts of the `claude` program,
/// whose use counts only, at list prices, against a budget of their own. From rollups; what the
/// edge of a local day cuts out of an hour from the ledger.
[[nodiscard]] Result<BudgetSpent> budgetSpent(Connection& connection, const Budget& budget,
                                              const BudgetSpan& span);

} // namespace Patchbay
