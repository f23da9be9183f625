// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/accountscommand.h"

#include "accounts/importers.h"
#include "reports/accountreport.h"

namespace Patchbay {

AccountsCommand::AccountsCommand(Core& core, AccountsOptions options)
    : m_core(core)
    , m_options(std::move(options))
{
}

void AccountsCommand::start()
{
    using Verb = AccountsOptions::Verb;
    switch (m_options.verb) {
    case Verb::List:
        return list();
    case Verb::Add:
        return add();
    case Verb::Edit:
        return edit();
    case Verb::Remove:
        return remove();
    case Verb::Enable:
        return setEnabled(true);
    case Verb::Disable:
        return setEnabled(false);
    case Verb::Import:
        return import();
    case Verb::Check:
        return check();
    }
}

void AccountsCommand::afterVaultCheck(std::function<void()> next)
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
void AccountsCommand::readLocked(QList<AccountId> ids, std::function<void()> next)
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

void AccountsCommand::list()
{
    afterVaultCheck([this] { showList(); });
}

void AccountsCommand::showList()
{
    const QList<Account>& accounts = m_core.accounts().accounts();
    if (m_options.json) {
        console().writeJson(accountsJson(accounts, m_core.load(), m_core.accountLimits()));
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

Result<Account> AccountsCommand::named() const
{
    if (const Account* account = m_core.accounts().findByName(m_options.name))
        return *account;
    return fail(ErrorKind::NotFound, tr("There is no account “%1”").arg(m_options.name),
                tr("See the names with: patchbay-cli accounts list"));
}

Result<void> AccountsCommand::apply(Account& account) const
{
    const AccountFields& fields = m_options.fields;
    const auto url = [](const QString& text) {
        return text.isEmpty() ? QUrl() : QUrl(text, QUrl::StrictMode);
    };
    if (fields.name)
        account.name = *fields.name;
    if (fields.kind && *fields.kind != accountKindName(AccountKind::ApiKey)) {
        return fail(
            ErrorKind::InvalidInput,
            tr("Accounts of the kind “%1” cannot be added by this version").arg(*fields.kind),
            tr("Add an account with an API key: --kind api_key"));
    }
    if (fields.baseUrl)
        account.baseUrl = url(*fields.baseUrl);
    if (fields.proxy)
        account.proxy = url(*fields.proxy);
    if (fields.keyCommand)
        account.keyCommand = *fields.keyCommand;
    if (fields.models)
        account.models = fields.models->split(u',', Qt::SkipEmptyParts);
    if (fields.priority)
        account.priority = *fields.priority;
    if (fields.weight)
        account.weight = *fields.weight;
    if (fields.maxConcurrent)
        account.maxConcurrent = *fields.maxConcurrent;
    if (fields.allow) {
        const QStringList allowed = fields.allow->split(u',', Qt::SkipEmptyParts);
        for (const QString& word : allowed) {
            if (word != QLatin1String("window") && word != QLatin1String("endpoint") &&
                word != QLatin1String("command-line")) {
                return fail(ErrorKind::InvalidInput, tr("--allow does not know “%1”").arg(word),
                            tr("Use window, endpoint and command-line, separated by commas"));
            }
        }
        account.allowWindow = allowed.contains(QLatin1String("window"));
        account.allowEndpoint = allowed.contains(QLatin1String("endpoint"));
        account.allowCommandLine = allowed.contains(QLatin1String("command-line"));
    }
    return validateAccount(account);
}

void AccountsCommand::add()
{
    NewAccount wanted;
    if (const auto applied = apply(wanted.account); !applied)
        return finish(applied.error());
    if (wanted.account.keyCommand.isEmpty()) {
        auto key = console().readSecretLine(tr("API key (not shown): "));
        if (!key) {
            if (key.error().kind == ErrorKind::Cancelled)
                return finish(ExitCode::Interrupted);
            return finish(key.error());
        }
        wanted.secret = *key;
    }
    const QString name = wanted.account.name;
    const bool asksCommand = !wanted.account.keyCommand.isEmpty();
    m_core.accounts().add(std::move(wanted), [this, name,
                                              asksCommand](const Result<AccountId>& id) {
        if (!id)
            return finish(id.error());
        console().note(asksCommand
                           ? tr("Account “%1” added; its command is asked for the key.").arg(name)
                           : tr("Account “%1” added; its key is in %2.")
                                 .arg(name, m_core.vault().displayName()));
        finish(ExitCode::Done);
    });
}

void AccountsCommand::edit()
{
    auto account = named();
    if (!account)
        return finish(account.error());
    if (const auto applied = apply(*account); !applied)
        return finish(applied.error());
    m_core.accounts().edit(*account, [this, name = account->name](const Result<void>& result) {
        finishWith(result, tr("Account “%1” changed.").arg(name));
    });
}

void AccountsCommand::remove()
{
    const auto account = named();
    if (!account)
        return finish(account.error());
    m_core.accounts().remove(account->id, [this, name = account->name](const Result<void>& result) {
        finishWith(result, tr("Account “%1” removed; its history stays.").arg(name));
    });
}

void AccountsCommand::setEnabled(bool enabled)
{
    const auto account = named();
    if (!account)
        return finish(account.error());
    m_core.accounts().setEnabled(
        account->id, enabled, [this, enabled, name = account->name](const Result<void>& result) {
            finishWith(result, enabled ? tr("Account “%1” enabled.").arg(name)
                                       : tr("Account “%1” disabled.").arg(name));
        });
}

void AccountsCommand::finishWith(const Result<void>& result, const QString& done)
{
    if (!result)
        return finish(result.error());
    console().note(done);
    finish(ExitCode::Done);
}

void AccountsCommand::import()
{
    auto accounts = accountsOfFile(m_options.source);
    if (!accounts)
        return finish(accounts.error());
    importNext(std::move(*accounts), 0);
}

void AccountsCommand::importNext(QList<NewAccount> accounts, int added)
{
    if (accounts.isEmpty()) {
        console().note(tr("%n account(s) imported.", nullptr, added));
        return finish(ExitCode::Done);
    }
    NewAccount next = accounts.takeFirst();
    next.account.source = AccountSource::Stored;
    m_core.accounts().add(std::move(next), [this, accounts, added](const Result<AccountId>& id) {
        if (!id) {
            console().note(tr("%n account(s) imported.", nullptr, added));
            return finish(id.error());
        }
        importNext(accounts, added + 1);
    });
}

void AccountsCommand::check()
{
    QList<Account> accounts = m_core.accounts().accounts();
    if (!m_options.name.isEmpty()) {
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
    if (m_options.name.isEmpty()) {
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

void AccountsCommand::checkNext(QList<Account> accounts)
{
    if (accounts.isEmpty())
        return finish(codeOfCheck());
    const Account account = accounts.takeFirst();
    m_core.testAccount(account.id,
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
ExitCode AccountsCommand::codeOfCheck() const
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
