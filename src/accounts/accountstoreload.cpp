// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/accountcolors.h"
#include "accounts/accountrows.h"
#include "accounts/accountstore.h"
#include "base/logging.h"

#include <QUuid>

// How the accounts of a run come to be known: from the database, from the environment, and anew
// when another process changed them.

namespace Patchbay {

Result<void> AccountStore::load()
{
    const auto reader = m_database.reader();
    if (!reader)
        return Failure(reader.error());
    auto rows = selectStoredAccounts(**reader);
    if (!rows)
        return Failure(rows.error());
    takeRows(std::move(*rows));
    return {};
}

void AccountStore::reload()
{
    if (m_isReloading) {
        m_reloadsAgain = true;
        return;
    }
    m_isReloading = true;
    m_database.read<QList<Account>>(
        [](Connection& connection) { return selectStoredAccounts(connection); },
        m_mailbox.address(),
        [this, asOf = m_localChanges](const Result<QList<Account>>& rows) {
            rowsCame(asOf, rows);
        });
}

void AccountStore::rowsCame(quint64 asOf, const Result<QList<Account>>& rows)
{
    m_isReloading = false;
    // What was read may be older than what was written here since.
    if (std::exchange(m_reloadsAgain, false) || asOf != m_localChanges)
        return reload();
    if (rows)
        takeRows(*rows);
    else
        qCWarning(lcAccounts) << "accounts cannot be read again:" << rows.error();
}

void AccountStore::takeRows(QList<Account> rows)
{
    QList<Account> accounts;
    QList<AccountId> otherSecrets;
    for (Account& row : rows) {
        const Account* known = find(row.id);
        // Found out here, and not yet in the row.
        if (known && known->enabled == row.enabled && known->stateSinceMs > row.stateSinceMs) {
            row.state = known->state;
            row.stateReason = known->stateReason;
            row.stateSinceMs = known->stateSinceMs;
            row.stateUntilMs = known->stateUntilMs;
        }
        if (row.stateUntilMs != 0 && row.stateUntilMs <= m_clock.nowMs()) {
            row.state = row.enabled ? AccountState::Ready : AccountState::Disabled;
            row.stateReason.clear();
            row.stateUntilMs = 0;
        }
        if (known && (known->secretChangedAtMs != row.secretChangedAtMs ||
                      known->keyCommand != row.keyCommand))
            otherSecrets.append(row.id);
        accounts.append(row);
    }
    for (const Account& known : std::as_const(m_accounts)) {
        if (known.source != AccountSource::Stored) {
            accounts.append(known);
            continue;
        }
        const bool isGone = std::none_of(
            rows.begin(), rows.end(), [&known](const Account& row) { return row.id == known.id; });
        if (isGone)
            otherSecrets.append(known.id);
    }
    const bool differs = accounts != m_accounts;
    m_accounts = std::move(accounts);
    for (const AccountId& id : std::as_const(otherSecrets))
        forgetSecret(id);
    if (differs)
        Q_EMIT changed();
}

Result<void> AccountStore::addTransient(QList<NewAccount> wanted)
{
    QList<Account> accounts;
    for (NewAccount& added : wanted) {
        Account& account = added.account;
        if (const auto checked = validateAccount(account); !checked)
            return checked;
        if (find(account.id))
            return Failure(accountNameTaken(account.name));
        if (account.keyCommand.isEmpty()) {
            if (const auto checked = validateApiKey(added.secret); !checked)
                return checked;
        }
        account.createdAtMs = m_clock.nowMs();
        account.color = freeColor(m_accounts + accounts);
        accounts.append(account);
    }
    if (accounts.isEmpty())
        return {};
    QList<Account> kept = accounts;
    const auto written = m_database.writeAtStart([&kept](Connection& connection) -> Result<void> {
        for (Account& account : kept) {
            const auto row = selectAccount(connection, account.id);
            if (!row)
                return Failure(row.error());
            if (!*row) {
                const auto number = insertAccount(connection, account);
                if (!number)
                    return Failure(number.error());
                account.number = *number;
                continue;
            }
            const Account& known = **row;
            account.number = known.number;
            account.color = known.color;
            account.createdAtMs = known.createdAtMs;
            account.organizationId = known.organizationId;
            account.enabled = known.enabled;
            account.stateSinceMs = known.stateSinceMs;
            // Whether its key is good and can be had is this run's to find out: it may be another.
            if (known.state == AccountState::CoolingDown || known.state == AccountState::Disabled) {
                account.state = known.state;
                account.stateReason = known.stateReason;
                account.stateUntilMs = known.stateUntilMs;
            }
            if (const auto updated = updateAccount(connection, account); !updated)
                return updated;
        }
        return {};
    });
    if (!written)
        return written;
    for (qsizetype i = 0; i < kept.size(); ++i) {
        m_transientSecrets.insert(kept[i].id, trimmedKey(wanted[i].secret));
        m_accounts.append(kept[i]);
    }
    Q_EMIT changed();
    return {};
}

Result<void> AccountStore::replaceEnvironment(QList<NewAccount> wanted)
{
    const QList<Account> before = m_accounts;
    const QHash<AccountId, Secret> secretsBefore = m_transientSecrets;
    m_accounts.removeIf(
        [](const Account& account) { return account.source == AccountSource::Environment; });
    ++m_localChanges;
    if (wanted.isEmpty()) {
        Q_EMIT changed();
    } else if (const auto added = addTransient(std::move(wanted)); !added) {
        m_accounts = before;
        return added;
    }
    for (const Account& account : before) {
        if (account.source != AccountSource::Environment)
            continue;
        if (!find(account.id))
            m_transientSecrets.remove(account.id);
        if (m_transientSecrets.value(account.id) != secretsBefore.value(account.id))
            Q_EMIT secretChanged(account.id);
    }
    return {};
}

void AccountStore::restore(NewAccount wanted, Completion<AccountId> done)
{
    Account& account = wanted.account;
    account.name = account.name.trimmed();
    account.source = AccountSource::Stored;
    account.number = 0;
    account.pendingSecretAtMs = 0;
    account.state = account.enabled ? AccountState::Ready : AccountState::Disabled;
    account.stateReason.clear();
    account.stateSinceMs = 0;
    account.stateUntilMs = 0;
    Result<void> checked = validateAccount(account);
    if (checked)
        checked = checkName(account.name, {});
    if (checked && (account.id.isNull() || find(account.id)))
        checked = Failure(accountNameTaken(account.name));
    if (checked && account.kind == AccountKind::ApiKey && !wanted.secret.isEmpty())
        checked = validateApiKey(wanted.secret);
    if (!checked) {
        m_mailbox.post([done = std::move(done), error = checked.error()]() mutable {
            done(Failure(std::move(error)));
        });
        return;
    }
    store(account, wanted.secret, reviveAccount, std::move(done));
}

} // namespace Patchbay
