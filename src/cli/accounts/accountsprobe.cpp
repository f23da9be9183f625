// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/accounts/accountsprobe.h"

namespace Patchbay {

void AccountsProbe::start()
{
    const auto accounts = meant();
    if (accounts)
        probeNext(*accounts);
    else
        finish(accounts.error());
}

void AccountsProbe::probeNext(QList<Account> accounts)
{
    if (accounts.isEmpty())
        return finish(codeOf(m_failures));
    const Account account = accounts.takeFirst();
    core().testAccount(account.id, [this, accounts, account](const Result<void>& result) {
        told(account, result);
        probeNext(accounts);
    });
}

void AccountsProbe::told(const Account& before, const Result<void>& result)
{
    if (!result) {
        Error error = result.error();
        error.cause = tr("%1: %2").arg(before.name, error.cause);
        console().fail(error);
        m_failures.append(error);
    } else if (!before.enabled) {
        console().writeLine(tr("%1: answers, but is disabled").arg(before.name));
    } else if (before.state == AccountState::Ready) {
        console().writeLine(tr("%1: answers").arg(before.name));
    } else {
        console().writeLine(tr("%1: answers, and takes part again").arg(before.name));
    }
}

} // namespace Patchbay
