// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/accounts/accountscheck.h"

namespace Patchbay {

void AccountsCheck::start()
{
    QList<Account> accounts = core().accounts().accounts();
    if (!options().name.isEmpty()) {
        const auto account = named();
        if (!account)
            return finish(account.error());
        accounts = {*account};
    }
    if (accounts.isEmpty()) {
        return finish(Error{ErrorKind::NoAccount,
                            tr("No account yet"),
                            tr("Add one with: patchbay-cli accounts add --name NAME"),
                            {},
                            {},
                            0});
    }
    // A person who asks about all of them knows of those left out.
    if (options().name.isEmpty()) {
        const auto isDisabled = [](const Account& account) { return !account.enabled; };
        for (const Account& account : std::as_const(accounts)) {
            if (isDisabled(account))
                console().writeLine(tr("%1: disabled").arg(account.name));
        }
        accounts.removeIf(isDisabled);
        if (accounts.isEmpty()) {
            return finish(Error{ErrorKind::NoEligibleAccount,
                                tr("All accounts are disabled"),
                                tr("Enable one with: patchbay-cli accounts enable NAME"),
                                {},
                                {},
                                0});
        }
    }
    afterVaultCheck([this, accounts] { checkNext(accounts); });
}

void AccountsCheck::checkNext(QList<Account> accounts)
{
    if (accounts.isEmpty())
        return finish(codeOfCheck());
    const Account account = accounts.takeFirst();
    core().testAccount(account.id,
                       [this, accounts, name = account.name](const Result<void>& result) {
                           if (result) {
                               console().writeLine(tr("%1: ready").arg(name));
                           } else {
                               Error error = result.error();
                               error.cause = tr("%1: %2").arg(name, error.cause);
                               console().fail(error);
                               m_failures.append(error);
                           }
                           checkNext(accounts);
                       });
}

// What was sent and failed outweighs what could not be sent.
ExitCode AccountsCheck::codeOfCheck() const
{
    ExitCode code = ExitCode::Done;
    for (const Error& failure : m_failures) {
        if (exitCodeOf(failure) == ExitCode::RequestFailed)
            return ExitCode::RequestFailed;
        if (code == ExitCode::Done)
            code = exitCodeOf(failure);
    }
    return code;
}

} // namespace Patchbay
