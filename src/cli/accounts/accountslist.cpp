// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/accounts/accountslist.h"

#include "reports/accountreport.h"

namespace Patchbay {

void AccountsList::start()
{
    afterVaultCheck([this] { showList(); });
}

void AccountsList::showList()
{
    const QList<Account>& accounts = core().accounts().accounts();
    if (options().json) {
        console().writeJson(accountsJson(accounts, core().load(), core().accountLimits()));
        return finish(ExitCode::Done);
    }
    if (accounts.isEmpty())
        console().note(tr("No account yet. Add one with: patchbay-cli accounts add --name NAME"));
    QList<QStringList> rows;
    for (const Account& account : accounts) {
        rows.append({account.name, accountKindName(account.kind), accountStateName(account.state),
                     QString::number(account.priority), QString::number(account.maxConcurrent),
                     account.stateReason});
    }
    if (!rows.isEmpty()) {
        console().writeTable(
            {tr("Name"), tr("Kind"), tr("State"), tr("Priority"), tr("At once"), tr("Reason")},
            rows, {3, 4});
    }
    finish(ExitCode::Done);
}

} // namespace Patchbay
