// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/accountstore.h"
#include "usage/budgetstore.h"

namespace Patchbay {

/// What the environment says accounts may cost a month, by the account's name.
[[nodiscard]] QHash<QString, qint64> monthlyBudgetsOf(const QList<NewAccount>& accounts);
/// Stores them as hard budgets in place of those there are, as with everything that the environment
/// sets. Blocking (one small commit, when something is new).
[[nodiscard]] Result<void> keepMonthlyBudgets(BudgetStore& store, const QList<Account>& accounts,
                                              const QHash<QString, qint64>& budgets);
/// Accounts whose hard budget is used up are over it, others are not: as another run may have left
/// them, or a new day or budget made them. Blocking (sums of this month), once, at start.
[[nodiscard]] Result<void> markOverBudget(AccountStore& accounts, const BudgetStore& budgets,
                                          const Database& database, qint64 nowMs);

/// Accounts whose own budgets are not what they were are not over them any more, until a request
/// finds otherwise.
void letGoOfChanged(AccountStore& accounts, const QList<Budget>& before, const QList<Budget>& now);

} // namespace Patchbay
