// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/accounts/accountsimport.h"

#include "accounts/importers.h"
#include "accounts/oauthimport.h"

namespace Patchbay {

void AccountsImport::start()
{
    auto accounts = read();
    if (!accounts)
        return finish(accounts.error());
    importNext(std::move(*accounts), 0);
}

Result<QList<NewAccount>> AccountsImport::read() const
{
    const auto listOf = [](Result<NewAccount> account) -> Result<QList<NewAccount>> {
        if (!account)
            return Failure(account.error());
        return QList<NewAccount>{std::move(*account)};
    };
    const QString& source = options().source;
    const qint64 nowMs = core().clock().nowMs();
    if (!options().oauthProfile.isEmpty()) {
        const auto profile = OAuthProfile::fromFile(options().oauthProfile, false);
        if (!profile)
            return Failure(profile.error());
        if (!options().acceptsNotice) {
            return fail(ErrorKind::InvalidInput, credentialsNotice(),
                        tr("If that is so, add --accept-notice"));
        }
        return listOf(accountOfCredentials(source, *profile, nowMs));
    }
    if (isDeveloperProfile(source))
        return listOf(accountOfDeveloperProfile(source, core().defaultBaseUrl(), nowMs));
    return accountsOfFile(source);
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
