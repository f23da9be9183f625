// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/accounts/accountsadd.h"

#include "cli/accounts/accountfields.h"

namespace Patchbay {

void AccountsAdd::start()
{
    const QString apiKey = accountKindName(AccountKind::ApiKey);
    if (const QString kind = options().fields.kind.value_or(apiKey); kind != apiKey) {
        return finish({ErrorKind::InvalidInput,
                       tr("Accounts of the kind “%1” cannot be added by this version").arg(kind),
                       tr("Add an account with an API key: --kind api_key"),
                       {},
                       {},
                       0});
    }
    NewAccount wanted;
    if (const auto applied = applyFields(options().fields, wanted.account); !applied)
        return finish(applied.error());
    if (wanted.account.keyCommand.isEmpty()) {
        auto key = console().readSecretLine(tr("API key (not shown): "));
        if (!key)
            return endWith(key.error());
        wanted.secret = *key;
    }
    const QString name = wanted.account.name;
    const bool asksCommand = !wanted.account.keyCommand.isEmpty();
    core().accounts().add(std::move(wanted), [this, name,
                                              asksCommand](const Result<AccountId>& id) {
        if (!id)
            return finish(id.error());
        console().note(asksCommand
                           ? tr("Account “%1” added; its command is asked for the key.").arg(name)
                           : tr("Account “%1” added; its key is in %2.")
                                 .arg(name, core().vault().displayName()));
        finish(ExitCode::Done);
    });
}

} // namespace Patchbay
