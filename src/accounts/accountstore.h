// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/credential.h"
#include "accounts/oauthtoken.h"
#include "base/clock.h"
#include "base/mailbox.h"
#include "base/secret.h"
#include "storage/database.h"
#include "vault/vault.h"

#include <QHash>
#include <QObject>
#include <QPointer>

#include <unordered_map>
#include <vector>

namespace Patchbay {

class OAuthSignIn;
class TokenRefresher;
struct TokenRefresherOptions;

/// An account to be made: the `account`'s id, number, colour and times are filled in by the store.
struct NewAccount
{
    Account account;
    Secret secret;                    // empty with a key command
    Secret waiting{};                 // of a restored one: a new key that has not answered yet
    qint64 monthlyBudgetMicroUsd = 0; // hard; 0: none is asked for
};

/// The accounts of this run: the stored ones (rows in the database, secrets in the vault alone)
/// and those of the environment (rows for their history, secrets in memory). Main thread.
class AccountStore final : public QObject
{
    Q_OBJECT
public:
    AccountStore(Database& database, Vault& vault, const Clock& clock, QObject* parent = nullptr);
    ~AccountStore() override;

    /// Reads the stored accounts, blocking (a small table): once, at start.
    [[nodiscard]] Result<void> load();
    /// Reads them again after another process changed them; changed() follows if they differ.
    void reload();
    /// Adds accounts of the environment, or the demo's, for this run; their rows are written for
    /// history. Blocking (one small commit).
    [[nodiscard]] Result<void> addTransient(QList<NewAccount> accounts);
    /// The environment was read again: its accounts are these from now on, as it says; one that is
    /// gone leaves this run, its history stays. An error leaves all as it was. Blocking as above.
    [[nodiscard]] Result<void> replaceEnvironment(QList<NewAccount> accounts);

    [[nodiscard]] const QList<Account>& accounts() const { return m_accounts; }
    [[nodiscard]] const Account* find(const AccountId& id) const;
    /// By name without case; those of the environment before stored ones.
    [[nodiscard]] const Account* findByName(const QString& name) const;
    /// One that can be changed, or why it cannot.
    [[nodiscard]] Result<Account> storedAccount(const AccountId& id) const;

    /// Secret first, row second; an OAuth account's secret is OAuthToken::toSecret(), and without
    /// one it waits for a sign-in. Refuses an empty name or one that another stored account has, a
    /// key that is empty or has spaces or line breaks within, and a base URL that is neither https
    /// nor http on loopback.
    void add(NewAccount account, Completion<AccountId> done);
    /// Name, URL, limits and switches of a stored account; the rest (id, kind, source, colour,
    /// state) stays. Clears a state that the edit may have mended. With a key command in place of a
    /// key, the key is removed from the vault.
    void edit(const Account& account, Completion<void> done);
    /// A new key in place of the old one, or of a key command.
    void replaceSecret(const AccountId& id, const Secret& secret, Completion<void> done);
    void setEnabled(const AccountId& id, bool enabled, Completion<void> done);
    /// Since when a new key waits in the vault (pendingVaultKey) for its first answer; 0: no more.
    void setPendingSecret(const AccountId& id, qint64 sinceMs, Completion<void> done);
    /// Of a secret that came with a restored account: its plan, when it was new, and when it ends.
    void setSecretFacts(const AccountId& id, const Account& from, Completion<void> done);
    /// As add(), yet with the id, colour and times it had: an account that was removed takes its
    /// history up again. AlreadyExists when there is one with that id or name.
    void restore(NewAccount account, Completion<AccountId> done);
    /// Row first (kept, marked removed, for history), secret second. When only the secret stays,
    /// the account is gone all the same, and the error says so.
    void remove(const AccountId& id, Completion<void> done);

    /// What the pool found out: kept in the row, so that it survives a restart.
    void setState(const AccountId& id, AccountState state, const QString& reason, qint64 untilMs);
    void setOrganization(const AccountId& id, const QString& organizationId);
    void setModelRests(const AccountId& id, const QList<ModelRest>& rests);
    /// It was tried and works: whatever was found against it is over.
    void setWell(const AccountId& id);

    /// Finds out, without asking the person, whether the vault can give the stored secrets: their
    /// accounts become Locked or Ready again. `done` may be empty; it gets the vault's fault.
    void checkVault(Completion<void> done = nullptr);

    /// The account's secret, from memory, the vault or its key command. A vault or command that
    /// cannot give it makes the account Locked, one that can makes it Ready again.
    void secret(const AccountId& id, Completion<Secret> done);
    /// What authorises the account's requests, see CredentialReader.
    void credential(const AccountId& id, const std::optional<Credential>& rejected,
                    Completion<Credential> done);
    /// The same for other threads.
    [[nodiscard]] CredentialReader credentialReader();

    /// Lets OAuth accounts be used: their tokens are renewed here. Once, before load().
    void renewSignIns(TokenRefresherOptions options);
    /// The way to sign in to an OAuth account, for the one who shows it to a person; its token is
    /// then handed to keepSignIn(). InvalidInput for an account of another kind, or one whose
    /// sign-in is another program's affair.
    [[nodiscard]] Result<std::unique_ptr<OAuthSignIn>> signIn(const AccountId& id) const;
    /// In the vault, and the account Ready, when `done` comes with success.
    void keepSignIn(const AccountId& id, const OAuthToken& token, Completion<void> done);

    /// What the `claude` program tells of its own sign-in: the plan, the organisation, and when it
    /// ends (0: not known). Only for accounts whose token it keeps itself.
    void setProgramSignIn(const AccountId& id, const QString& plan, const QString& organizationId,
                          qint64 endsAtMs);

    /// How long a key command may take.
    void setKeyCommandTimeout(qint64 milliseconds) { m_keyCommandTimeoutMs = milliseconds; }

Q_SIGNALS:
    /// Anything in accounts() changed.
    void changed();
    /// The secret of an account is new or gone: caches forget theirs.
    void secretChanged(const Patchbay::AccountId& id);

private:
    /// A completion that is dropped when the store is gone by then.
    template <class T, class Handler>
    [[nodiscard]] Completion<T> guarded(Handler handler)
    {
        return [self = QPointer(this), handler = std::move(handler)](Result<T> result) mutable {
            if (self)
                handler(std::move(result));
        };
    }
    void answer(Completion<void> done, Result<void> result);
    /// Writes a row of the account; `done` comes after the commit.
    void write(Database::Write job, Completion<void> done);
    [[nodiscard]] Account* mutableAccount(const AccountId& id);
    [[nodiscard]] Result<void> checkName(const QString& name, const AccountId& except) const;
    using WriteRow = Result<qint64> (*)(Connection& connection, const Account& account);
    /// Secret first, row by `writeRow` second; the account is added once both are there.
    void store(const Account& account, const Secret& secret, WriteRow writeRow,
               Completion<AccountId> done);
    void insertRow(const Account& account, WriteRow writeRow, Completion<AccountId> done);
    void removeSecret(const Account& account);
    void rowsCame(quint64 asOf, const Result<QList<Account>>& rows);
    void takeRows(QList<Account> rows);
    void changeState(Account& account, AccountState state, const QString& reason, qint64 untilMs);
    void clearState(Account& account);
    static void takeState(const Account& from, Account& to);
    void setTokenTimes(Account& account, bool hasToken) const;
    void secretCame(const AccountId& id, const Result<Secret>& secret);
    void runKeyCommand(const Account& account, Completion<Secret> done);
    void lock(const AccountId& id, const Error& error);
    void retryLocked();
    void oauthCredential(const Account& account, const std::optional<Credential>& rejected,
                         Completion<Credential> done);
    void signInFound(const AccountId& id, AccountState state, const QString& reason,
                     qint64 untilMs);
    void signInRenewed(const AccountId& id);
    void signInKept(const AccountId& id, const Result<void>& written, Completion<void> done);
    void secretIsNew(const AccountId& id, Completion<void> done);
    void forgetSecret(const AccountId& id);

    Database& m_database;
    Vault& m_vault;
    const Clock& m_clock;
    Mailbox m_mailbox;
    QList<Account> m_accounts;
    QHash<AccountId, Secret> m_transientSecrets;
    QList<Account> m_beingAdded;
    std::unordered_map<QString, std::vector<Completion<Secret>>> m_runningCommands; // by id
    qint64 m_keyCommandTimeoutMs = 60'000;
    std::unique_ptr<TokenRefresher> m_refresher;
    QHash<AccountId, QString> m_signInTroubles; // the reasons that renewing found
    quint64 m_localChanges = 0; // of rows: a reload that began before one is out of date
    bool m_isReloading = false;
    bool m_reloadsAgain = false;
};

/// Checks a name, key and URL as add() does; the first fault, or success.
[[nodiscard]] Result<void> validateAccount(const Account& account);
[[nodiscard]] Result<void> validateApiKey(const Secret& secret);
/// Without the white space around it that comes with pasting.
[[nodiscard]] Secret trimmedKey(const Secret& secret);
/// Where the vault keeps the account's secret.
[[nodiscard]] QString vaultKey(const Account& account);
/// Where it keeps a new key until that has answered.
[[nodiscard]] QString pendingVaultKey(const Account& account);

} // namespace Patchbay
