// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/account.h"
#include "base/clock.h"
#include "base/mailbox.h"
#include "base/secret.h"
#include "storage/database.h"
#include "vault/vault.h"

#include <QHash>
#include <QObject>

namespace Patchbay {

/// An account to be made: the `account`'s id, number, colour and times are filled in by the store.
struct NewAccount
{
    Account account;
    Secret secret; // empty with a key command
};

/// The accounts of this run: the stored ones (rows in the database, secrets in the vault alone)
/// and those of the environment (rows for their history, secrets in memory). Main thread.
class AccountStore final : public QObject
{
    Q_OBJECT
public:
    AccountStore(Database& database, Vault& vault, const Clock& clock, QObject* parent = nullptr);

    /// Reads the stored accounts, blocking (a small table): once, at start.
    [[nodiscard]] Result<void> load();
    /// Reads them again after another process changed them; changed() follows if they differ.
    void reload();
    /// Adds accounts of the environment for this run; their rows are written for history.
    [[nodiscard]] Result<void> addTransient(QList<NewAccount> accounts);

    [[nodiscard]] const QList<Account>& accounts() const { return m_accounts; }
    [[nodiscard]] const Account* find(const AccountId& id) const;
    /// By name without case; stored ones and those of the environment.
    [[nodiscard]] const Account* findByName(const QString& name) const;

    /// Secret first, row second. Refuses an empty or taken name, a key that is empty or has spaces
    /// or line breaks within, and a base URL that is neither https nor http on loopback.
    void add(NewAccount account, Completion<AccountId> done);
    /// Name, URL, limits and switches; what cannot be changed (id, kind, source) stays.
    void edit(const Account& account, Completion<void> done);
    /// A new key in place of the old one.
    void replaceSecret(const AccountId& id, const Secret& secret, Completion<void> done);
    void setEnabled(const AccountId& id, bool enabled, Completion<void> done);
    /// Row first (kept, marked removed, for history), secret second.
    void remove(const AccountId& id, Completion<void> done);

    /// What the pool found out: kept in the row, so that it survives a restart.
    void setState(const AccountId& id, AccountState state, const QString& reason, qint64 untilMs);
    void setOrganization(const AccountId& id, const QString& organizationId);

    /// The account's secret, from memory, the vault or its key command.
    void secret(const AccountId& id, Completion<Secret> done);
    /// The same for other threads: posts to this one and answers on `replyTo`.
    using SecretReader =
        std::function<void(const AccountId&, const MailboxAddress& replyTo, Completion<Secret>)>;
    [[nodiscard]] SecretReader secretReader();

Q_SIGNALS:
    /// Anything in accounts() changed.
    void changed();
    /// The secret of an account is new or gone: caches forget theirs.
    void secretChanged(const Patchbay::AccountId& id);

private:
    Database& m_database;
    Vault& m_vault;
    const Clock& m_clock;
    Mailbox m_mailbox;
    QList<Account> m_accounts;
    QHash<AccountId, Secret> m_transientSecrets;
};

/// Checks a name, key and URL as add() does; the first fault, or success.
[[nodiscard]] Result<void> validateAccount(const Account& account);
[[nodiscard]] Result<void> validateApiKey(const Secret& secret);

} // namespace Patchbay
