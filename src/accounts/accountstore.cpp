// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/accountstore.h"

#include "accounts/accountcolors.h"
#include "accounts/accountrows.h"
#include "accounts/tokenrefresher.h"
#include "base/logging.h"

#include <QUuid>

namespace Patchbay {

namespace {

bool sameName(const QString& a, const QString& b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

void copyEditable(const Account& from, Account& to)
{
    to.name = from.name.trimmed();
    to.baseUrl = from.baseUrl;
    to.model = from.model;
    to.models = from.models;
    to.keyCommand = from.keyCommand;
    to.configDir = from.configDir;
    to.oauthProfile = from.oauthProfile;
    to.proxy = from.proxy;
    to.priority = from.priority;
    to.weight = from.weight;
    to.maxConcurrent = from.maxConcurrent;
    to.allowWindow = from.allowWindow;
    to.allowCommandLine = from.allowCommandLine;
    to.allowEndpoint = from.allowEndpoint;
    to.enabled = from.enabled;
    to.remindAfterDays = from.remindAfterDays;
}

// A place in the order mends nothing.
bool differsInOrderAlone(const Account& before, Account after)
{
    if (before.priority == after.priority)
        return false;
    after.priority = before.priority;
    return after == before;
}

} // namespace

// What was found out while the row was written stands.
void AccountStore::takeState(const Account& from, Account& to)
{
    if (to.stateSinceMs > from.stateSinceMs)
        return;
    to.state = from.state;
    to.stateReason = from.stateReason;
    to.stateSinceMs = from.stateSinceMs;
    to.stateUntilMs = from.stateUntilMs;
}

AccountStore::AccountStore(Database& database, Vault& vault, const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_database(database)
    , m_vault(vault)
    , m_clock(clock)
{
    connect(&m_vault, &Vault::recovered, this, &AccountStore::retryLocked);
}

AccountStore::~AccountStore() = default;

void AccountStore::answer(Completion<void> done, Result<void> result)
{
    m_mailbox.post([done = std::move(done), result = std::move(result)]() mutable {
        done(std::move(result));
    });
}

void AccountStore::write(Database::Write job, Completion<void> done)
{
    ++m_localChanges;
    m_database.write(std::move(job), Database::Haste::Now, m_mailbox.address(),
                     [this, done = std::move(done)](Result<void> result) mutable {
                         ++m_localChanges;
                         done(std::move(result));
                     });
}

const Account* AccountStore::find(const AccountId& id) const
{
    const auto found = std::find_if(m_accounts.begin(), m_accounts.end(),
                                    [&id](const Account& account) { return account.id == id; });
    return found == m_accounts.end() ? nullptr : &*found;
}

Account* AccountStore::mutableAccount(const AccountId& id)
{
    const auto found = std::find_if(m_accounts.begin(), m_accounts.end(),
                                    [&id](const Account& account) { return account.id == id; });
    return found == m_accounts.end() ? nullptr : &*found;
}

const Account* AccountStore::findByName(const QString& name) const
{
    const Account* stored = nullptr;
    for (const Account& account : m_accounts) {
        if (!sameName(account.name, name.trimmed()))
            continue;
        if (account.source != AccountSource::Stored)
            return &account;
        stored = &account;
    }
    return stored;
}

Result<Account> AccountStore::storedAccount(const AccountId& id) const
{
    const Account* account = find(id);
    if (!account)
        return Failure(accountNotFound());
    if (account->source == AccountSource::Stored)
        return *account;
    return fail(ErrorKind::InvalidInput,
                account->source == AccountSource::Demo
                    ? tr("The demo account cannot be changed")
                    : tr("“%1” comes from the environment").arg(account->name),
                account->source == AccountSource::Demo
                    ? tr("Add an account of your own")
                    : tr("Change the variable it comes from, and start Patchbay anew"));
}

Result<void> AccountStore::checkName(const QString& name, const AccountId& except) const
{
    const auto isTaken = [&](const Account& account) {
        return account.source == AccountSource::Stored && account.id != except &&
               sameName(account.name, name);
    };
    if (std::any_of(m_accounts.begin(), m_accounts.end(), isTaken) ||
        std::any_of(m_beingAdded.begin(), m_beingAdded.end(), isTaken))
        return Failure(accountNameTaken(name));
    return {};
}

void AccountStore::add(NewAccount wanted, Completion<AccountId> done)
{
    Account& account = wanted.account;
    account.name = account.name.trimmed();
    account.source = AccountSource::Stored;
    const bool signsIn = account.kind == AccountKind::OAuth;
    const Secret secret = signsIn ? wanted.secret : trimmedKey(wanted.secret);
    const bool needsKey = account.kind == AccountKind::ApiKey && account.keyCommand.isEmpty();
    Result<void> checked = validateAccount(account);
    if (checked)
        checked = checkName(account.name, {});
    if (checked && signsIn && !secret.isEmpty()) {
        const auto token = OAuthToken::fromSecret(secret);
        checked = token ? Result<void>() : Failure(token.error());
    } else if (checked && (needsKey || !secret.isEmpty())) {
        checked = validateApiKey(secret);
    }
    if (checked && !secret.isEmpty() && !account.keyCommand.isEmpty()) {
        checked = fail(ErrorKind::InvalidInput, tr("The account has both a key and a key command"),
                       tr("Give one of them"));
    }
    if (!checked) {
        m_mailbox.post([done = std::move(done), error = checked.error()]() mutable {
            done(Failure(std::move(error)));
        });
        return;
    }
    account.id.value = QUuid::createUuid().toString(QUuid::WithoutBraces);
    account.number = 0;
    account.createdAtMs = m_clock.nowMs();
    account.secretChangedAtMs = account.createdAtMs;
    if (account.kind == AccountKind::ClaudeCommand)
        setTokenTimes(account, !secret.isEmpty());
    account.state = account.enabled ? AccountState::Ready : AccountState::Disabled;
    account.stateReason.clear();
    account.stateSinceMs = 0;
    account.stateUntilMs = 0;
    if (signsIn && secret.isEmpty() && account.enabled) {
        account.state = AccountState::NeedsSignIn;
        account.stateReason = tr("Nobody has signed in yet");
        account.stateSinceMs = account.createdAtMs;
    }
    account.organizationId.clear();
    account.color = freeColor(m_accounts + m_beingAdded);
    store(account, secret, insertAccount, std::move(done));
}

void AccountStore::store(const Account& account, const Secret& secret, WriteRow writeRow,
                         Completion<AccountId> done)
{
    m_beingAdded.append(account);
    auto ended = [this, id = account.id, done = std::move(done)](Result<AccountId> result) mutable {
        m_beingAdded.removeIf([&id](const Account& other) { return other.id == id; });
        done(std::move(result));
    };
    if (secret.isEmpty()) {
        insertRow(account, writeRow, std::move(ended));
        return;
    }
    m_vault.write(vaultKey(account), secret,
                  guarded<void>([this, account, writeRow,
                                 ended = std::move(ended)](const Result<void>& written) mutable {
                      if (written)
                          return insertRow(account, writeRow, std::move(ended));
                      // It may have been written all the same.
                      if (written.error().kind == ErrorKind::VaultTimeout)
                          removeSecret(account);
                      ended(Failure(written.error()));
                  }));
}

void AccountStore::insertRow(const Account& account, WriteRow writeRow, Completion<AccountId> done)
{
    const auto number = std::make_shared<qint64>(0); // set on the writer's thread, before `done`
    write(
        [account, number, writeRow](Connection& connection) -> Result<void> {
            const auto inserted = writeRow(connection, account);
            if (!inserted)
                return Failure(inserted.error());
            *number = *inserted;
            return updateState(connection, account);
        },
        [this, account, number, writeRow,
         done = std::move(done)](const Result<void>& result) mutable {
            if (!result) {
                // An account that was there before may be the one it belongs to.
                if (writeRow == insertAccount)
                    removeSecret(account);
                return done(Failure(result.error()));
            }
            if (!find(account.id)) {
                m_accounts.append(account);
                m_accounts.last().number = *number;
                Q_EMIT changed();
            }
            done(account.id);
        });
}

// Without a row the secret is of no use; when even this fails it lies there alone.
void AccountStore::removeSecret(const Account& account)
{
    const auto removed = [](const Result<void>& result) {
        if (!result)
            qCWarning(lcAccounts) << "a secret without an account stays:" << result.error();
    };
    m_vault.remove(vaultKey(account), removed);
    if (account.pendingSecretAtMs != 0)
        m_vault.remove(pendingVaultKey(account), removed);
}

void AccountStore::edit(const Account& wanted, Completion<void> done)
{
    auto known = storedAccount(wanted.id);
    if (!known)
        return answer(std::move(done), Failure(known.error()));
    Account account = *known;
    copyEditable(wanted, account);
    Result<void> checked = validateAccount(account);
    if (checked)
        checked = checkName(account.name, account.id);
    if (!checked)
        return answer(std::move(done), checked);
    if (!differsInOrderAlone(*known, account))
        clearState(account);
    const bool otherSecret =
        account.keyCommand != known->keyCommand || account.oauthProfile != known->oauthProfile;
    const bool dropsKey = known->keyCommand.isEmpty() && !account.keyCommand.isEmpty();
    write(
        [account](Connection& connection) -> Result<void> {
            const auto updated = updateAccount(connection, account);
            return updated ? updateState(connection, account) : updated;
        },
        [this, account, otherSecret, dropsKey,
         done = std::move(done)](const Result<void>& result) mutable {
            if (result) {
                if (Account* shown = mutableAccount(account.id)) {
                    copyEditable(account, *shown);
                    takeState(account, *shown);
                }
                if (dropsKey)
                    removeSecret(account);
                if (otherSecret)
                    forgetSecret(account.id);
                Q_EMIT changed();
            }
            done(result);
        });
}

// What a person changed may have mended what was wrong; a limit of the provider's goes on.
void AccountStore::clearState(Account& account)
{
    if (!account.enabled) {
        account.state = AccountState::Disabled;
    } else if (account.state == AccountState::CoolingDown ||
               account.state == AccountState::OverBudget) {
        return;
    } else {
        account.state = AccountState::Ready;
    }
    account.stateReason.clear();
    account.stateUntilMs = 0;
    account.stateSinceMs = std::max(m_clock.nowMs(), account.stateSinceMs + 1);
}

void AccountStore::setEnabled(const AccountId& id, bool enabled, Completion<void> done)
{
    const Account* known = find(id);
    if (!known)
        return answer(std::move(done), Failure(accountNotFound()));
    Account account = *known;
    account.enabled = enabled;
    clearState(account);
    write(
        [account](Connection& connection) -> Result<void> {
            const auto updated = updateEnabled(connection, account);
            return updated ? updateState(connection, account) : updated;
        },
        [this, account, done = std::move(done)](const Result<void>& result) mutable {
            Account* shown = result ? mutableAccount(account.id) : nullptr;
            if (shown) {
                shown->enabled = account.enabled;
                takeState(account, *shown);
                Q_EMIT changed();
            }
            done(result);
        });
}

void AccountStore::remove(const AccountId& id, Completion<void> done)
{
    const auto known = storedAccount(id);
    if (!known)
        return answer(std::move(done), Failure(known.error()));
    write([id, now = m_clock.nowMs()](
              Connection& connection) { return markRemoved(connection, id, now); },
          [this, account = *known, done = std::move(done)](const Result<void>& result) mutable {
              if (!result)
                  return done(result);
              m_accounts.removeIf([&](const Account& other) { return other.id == account.id; });
              forgetSecret(account.id);
              Q_EMIT changed();
              if (account.pendingSecretAtMs != 0)
                  m_vault.remove(pendingVaultKey(account), [](const Result<void>&) {});
              m_vault.remove(
                  vaultKey(account),
                  guarded<void>([this, name = account.name, hadKey = account.keyCommand.isEmpty(),
                                 done = std::move(done)](const Result<void>& removed) mutable {
                      if (removed || !hadKey)
                          return done({});
                      Error error = removed.error();
                      error.cause = tr("“%1” is removed, but its key is still in %2: %3")
                                        .arg(name, m_vault.displayName(), error.cause);
                      done(Failure(std::move(error)));
                  }));
          });
}

} // namespace Patchbay
