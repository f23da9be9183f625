// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/accounts/accountsverb.h"

namespace Patchbay {

AccountsVerb::AccountsVerb(Core& core, AccountsOptions options)
    : m_core(core)
    , m_options(std::move(options))
{
}

Result<Account> AccountsVerb::named() const
{
    if (const Account* account = m_core.accounts().findByName(m_options.name))
        return *account;
    return fail(ErrorKind::NotFound, tr("There is no account “%1”").arg(m_options.name),
                tr("See the names with: patchbay-cli accounts list"));
}

Result<QList<Account>> AccountsVerb::meant()
{
    if (!m_options.name.isEmpty()) {
        const auto account = named();
        if (!account)
            return Failure(account.error());
        return QList<Account>{*account};
    }
    QList<Account> accounts = m_core.accounts().accounts();
    if (accounts.isEmpty()) {
        return fail(ErrorKind::NoAccount, tr("No account yet"),
                    tr("Add one with: patchbay-cli accounts add --name NAME"));
    }
    // A person who asks about all of them knows of those left out.
    const auto isDisabled = [](const Account& account) { return !account.enabled; };
    for (const Account& account : std::as_const(accounts)) {
        if (isDisabled(account))
            console().note(tr("%1: disabled").arg(account.name));
    }
    accounts.removeIf(isDisabled);
    if (accounts.isEmpty()) {
        return fail(ErrorKind::NoEligibleAccount, tr("All accounts are disabled"),
                    tr("Enable one with: patchbay-cli accounts enable NAME"));
    }
    return accounts;
}

ExitCode AccountsVerb::codeOf(const QList<Error>& failures)
{
    ExitCode code = ExitCode::Done;
    for (const Error& failure : failures) {
        if (exitCodeOf(failure) == ExitCode::RequestFailed)
            return ExitCode::RequestFailed;
        if (code == ExitCode::Done)
            code = exitCodeOf(failure);
    }
    return code;
}

void AccountsVerb::endWith(const Error& error)
{
    if (error.kind == ErrorKind::Cancelled)
        finish(ExitCode::Interrupted);
    else
        finish(error);
}

void AccountsVerb::finishWith(const Result<void>& result, const QString& done)
{
    if (!result)
        return finish(result.error());
    console().note(done);
    finish(ExitCode::Done);
}

void AccountsVerb::afterVaultCheck(std::function<void()> next)
{
    const auto isInVault = [](const Account& account) {
        return account.source == AccountSource::Stored && account.keyCommand.isEmpty();
    };
    QList<AccountId> ids;
    for (const Account& account : m_core.accounts().accounts()) {
        if (isInVault(account))
            ids.append(account.id);
    }
    // Accounts of the environment need no keychain.
    if (ids.isEmpty())
        return next();
    m_core.accounts().checkVault([this, ids, next = std::move(next)](const Result<void>& usable) {
        if (usable)
            readLocked(ids, next);
        else
            next();
    });
}

// What was locked in another run may be readable now.
void AccountsVerb::readLocked(QList<AccountId> ids, const std::function<void()>& next)
{
    while (!ids.isEmpty()) {
        const AccountId id = ids.takeFirst();
        const Account* account = m_core.accounts().find(id);
        if (!account || account->state != AccountState::Locked)
            continue;
        m_core.accounts().secret(
            id, [this, ids, next](const Result<Secret>&) { readLocked(ids, next); });
        return;
    }
    next();
}

} // namespace Patchbay
