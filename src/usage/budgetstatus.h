// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "usage/budgetspent.h"

namespace Patchbay {

/// A budget and how it stands in its present day or month.
struct BudgetStatus
{
    Budget budget;
    BudgetSpent spent;
    qint64 resetsAtMs = 0; // UTC: when it begins anew

    [[nodiscard]] qint64 leftMicroUsd() const;
    /// Of the limit, spent and set aside; 100 is all of it, more is possible.
    [[nodiscard]] int usedPercent() const;
    bool operator==(const BudgetStatus&) const = default;
};

/// All budgets, by scope, subject and period.
[[nodiscard]] Result<QList<BudgetStatus>> budgetStatuses(Connection& connection, qint64 nowMs,
                                                         const QTimeZone& timeZone);

} // namespace Patchbay
