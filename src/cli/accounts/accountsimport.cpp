// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/accounts/accountsimport.h"

#include "accounts/importers.h"

namespace Patchbay {

void AccountsImport::start()
{
    auto accounts = accountsOfFile(options().source);
    if (!accounts)
        return finish(accounts.error());
    importNext(std::move(*accounts), 0);
}

void AccountsImport::importNext(QList<NewAccount> accounts, int added)
{
    if (accounts.isEmpty()) {
        console().note(tr("%n account(s) imported.", nullptr, added));
        return finish(ExitCode::Done);
    }
    NewAccount next = accounts.takeFirst();
    next.account.source = AccountSource::Stored;
    core().accounts().add(std::move(next), [this, accounts, added](const Result<AccountId>& id) {
        if (!id) {
            console().note(tr("%n account(s) imported.", nullptr, added));
            return finish(id.error());
        }
        importNext(accounts, added + 1);
    });
}

} // namespace Patchbay
