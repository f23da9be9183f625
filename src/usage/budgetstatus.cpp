// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/budgetstatus.h"

#include "usage/budgetstore.h"

#include <algorithm>

namespace Patchbay {

qint64 BudgetStatus::leftMicroUsd() const
{
    return std::max<qint64>(budget.limitMicroUsd - spent.spentMicroUsd - spent.reservedMicroUsd, 0);
}

int BudgetStatus::usedPercent() const
{
    constexpr qint64 kMost = 9999;
    const double used = static_cast<double>(spent.spentMicroUsd + spent.reservedMicroUsd);
    const double share = used * 100 / static_cast<double>(budget.limitMicroUsd);
    return static_cast<int>(std::min<double>(share, kMost));
}

Result<QList<BudgetStatus>> budgetStatuses(Connection& connection, qint64 nowMs,
                                           const QTimeZone& timeZone)
{
    const auto budgets = BudgetStore::select(connection);
    if (!budgets)
        return Failure(budgets.error());
    QList<BudgetStatus> statuses;
    for (const Budget& budget : *budgets) {
        const BudgetSpan span = budgetSpan(budget.period, nowMs, timeZone);
        const auto spent = budgetSpent(connection, budget, span);
        if (!spent)
            return Failure(spent.error());
        statuses.append({budget, *spent, span.toMs});
    }
    return statuses;
}

} // namespace Patchbay
