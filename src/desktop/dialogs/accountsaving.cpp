// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/accountsaving.h"

#include "core/keyrotation.h"
#include "desktop/guarded.h"
#include "usage/budgetstore.h"

namespace Patchbay {

AccountSaving::AccountSaving(Core& core, QObject* parent)
    : QObject(parent)
    , m_core(core)
{
}

void AccountSaving::save(const Account& account, const Secret& key, QList<Budget> budgets)
{
    if (account.id.isNull()) {
        m_core.accounts().add(
            NewAccount{account, key},
            Patchbay::guarded(this, [this, budgets](const Result<AccountId>& added) {
                if (!added)
                    Q_EMIT failed(added.error());
                else
                    keepBudgets(*added, budgets, [this, id = *added] { Q_EMIT saved(id, false); });
            }));
        return;
    }
    m_core.accounts().edit(
        account, Patchbay::guarded(this, [this, key, account, budgets](const Result<void>& edited) {
            if (tellFailure(edited))
                return;
            keepBudgets(account.id, budgets, [this, key, account] {
                if (key.isEmpty())
                    Q_EMIT saved(account.id, false);
                else
                    replaceKey(account, key);
            });
        }));
}

void AccountSaving::keepBudgets(const AccountId& id, QList<Budget> budgets,
                                std::function<void()> then)
{
    for (Budget& budget : budgets)
        budget.subject = id.value;
    m_core.budgets().replace(
        BudgetScope::Account, id.value, budgets,
        Patchbay::guarded(this, [this, then = std::move(then)](const Result<void>& kept) {
            if (!tellFailure(kept))
                then();
        }));
}

// The old key stays until the new one has answered.
void AccountSaving::replaceKey(const Account& account, const Secret& key)
{
    const bool hadKey = account.kind == AccountKind::ApiKey && account.secretChangedAtMs > 0;
    const bool rotates = hadKey && m_core.keyRotation().check(account.id);
    auto done =
        Patchbay::guarded(this, [this, id = account.id, rotates](const Result<void>& replaced) {
            if (!tellFailure(replaced))
                Q_EMIT saved(id, rotates);
        });
    if (rotates)
        m_core.keyRotation().rotate(account.id, key, std::move(done));
    else
        m_core.accounts().replaceSecret(account.id, key, std::move(done));
}

bool AccountSaving::tellFailure(const Result<void>& done)
{
    if (!done)
        Q_EMIT failed(done.error());
    return !done;
}

} // namespace Patchbay
