// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/accounts/accountsadd.h"

#include "cli/accounts/accountfields.h"
#include "cli/signinprompt.h"

namespace Patchbay {

AccountsAdd::AccountsAdd(Core& core, AccountsOptions options)
    : AccountsVerb(core, std::move(options))
{
}

AccountsAdd::~AccountsAdd() = default;

void AccountsAdd::start()
{
    const QString apiKey = accountKindName(AccountKind::ApiKey);
    if (options().fields.kind == accountKindName(AccountKind::OAuth))
        return addSigningIn();
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

void AccountsAdd::addSigningIn()
{
    const QString file = options().fields.profile.value_or(QString());
    if (file.isEmpty() || options().fields.keyCommand) {
        return finish({ErrorKind::InvalidInput,
                       tr("An account that signs in needs the profile of its provider"),
                       tr("Give it with --profile FILE, and no key"),
                       {},
                       {},
                       0});
    }
    const auto profile = OAuthProfile::fromFile(file, true);
    if (!profile)
        return finish(profile.error());
    NewAccount wanted;
    wanted.account.kind = AccountKind::OAuth;
    wanted.account.oauthProfile = profile->toJson();
    if (const auto applied = applyFields(options().fields, wanted.account); !applied)
        return finish(applied.error());
    const QString name = wanted.account.name;
    core().accounts().add(std::move(wanted), [this, name](const Result<AccountId>& id) {
        if (!id)
            return finish(id.error());
        console().note(tr("Account “%1” added.").arg(name));
        m_prompt = std::make_unique<SignInPrompt>(core());
        m_prompt->start(*id, [this, name](const Result<void>& result) {
            if (result)
                return finishWith(result, tr("Account “%1” is signed in.").arg(name));
            console().note(tr("Nobody signed in to “%1”. Do it later with: patchbay-cli accounts "
                              "login NAME")
                               .arg(name));
            endWith(result.error());
        });
    });
}

} // namespace Patchbay
