// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accountbudgets.h"

#include "pool/refusals.h"
#include "usage/budgetguard.h"

#include <algorithm>
#include <iterator>

namespace Patchbay {

QHash<QString, qint64> monthlyBudgetsOf(const QList<NewAccount>& accounts)
{
    QHash<QString, qint64> budgets;
    for (const NewAccount& added : accounts) {
        if (added.monthlyBudgetMicroUsd > 0)
            budgets.insert(added.account.name, added.monthlyBudgetMicroUsd);
    }
    return budgets;
}

Result<void> keepMonthlyBudgets(BudgetStore& store, const QList<Account>& accounts,
                                const QHash<QString, qint64>& budgets)
{
    QList<Budget> wanted;
    for (const Account& account : accounts) {
        const qint64 limit =
            account.source == AccountSource::Environment ? budgets.value(account.name) : 0;
        const Budget* known =
            store.find(BudgetScope::Account, account.id.value, BudgetPeriod::Month);
        const Budget budget{BudgetScope::Account, account.id.value, BudgetPeriod::Month, limit,
                            true};
        if (limit > 0 && (!known || *known != budget))
            wanted.append(budget);
    }
    return wanted.isEmpty() ? Result<void>() : store.setAtStart(wanted);
}

Result<void> markOverBudget(AccountStore& accounts, const BudgetStore& budgets,
                            const Database& database, qint64 nowMs)
{
    const auto reader = database.reader();
    if (!reader)
        return Failure(reader.error());
    QHash<AccountId, std::pair<QString, qint64>> over; // why, and until when
    for (const Budget& budget : budgets.budgets()) {
        const Account* account = accounts.find(AccountId{budget.subject});
        if (!budget.isHard || budget.scope != BudgetScope::Account || !account)
            continue;
        const BudgetSpan span = budgetSpan(budget.period, nowMs, QTimeZone::systemTimeZone());
        const auto spent = budgetSpent(**reader, budget, span);
        if (!spent)
            return Failure(spent.error());
        const BudgetVerdict verdict{budget, *spent, span.toMs, false};
        if (verdict.isUsedUp() && span.toMs > over.value(account->id).second)
            over.insert(account->id,
                        {Refusals::overBudget(verdict, *account, {}).cause, span.toMs});
    }
    const QList<Account> all = accounts.accounts();
    for (const Account& account : all) {
        const auto found = over.constFind(account.id);
        if (found == over.constEnd() && account.state == AccountState::OverBudget)
            accounts.setState(account.id, AccountState::Ready, {}, 0);
        else if (found != over.constEnd() && account.state == AccountState::Ready)
            accounts.setState(account.id, AccountState::OverBudget, found->first, found->second);
    }
    return {};
}

void letGoOfChanged(AccountStore& accounts, const QList<Budget>& before, const QList<Budget>& now)
{
    const auto own = [](const QList<Budget>& budgets, const AccountId& id) {
        QList<Budget> found;
        std::copy_if(budgets.begin(), budgets.end(), std::back_inserter(found),
                     [&](const Budget& budget) {
                         return budget.scope == BudgetScope::Account && budget.subject == id.value;
                     });
        return found;
    };
    const QList<Account> all = accounts.accounts();
    for (const Account& account : all) {
        if (account.state == AccountState::OverBudget &&
            own(before, account.id) != own(now, account.id))
            accounts.setState(account.id, AccountState::Ready, {}, 0);
    }
}

} // namespace Patchbay
