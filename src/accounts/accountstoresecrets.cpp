// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/accountrows.h"
#include "accounts/accountstore.h"
#include "accounts/keycommand.h"
#include "base/logging.h"

// Secrets, and what is found out about an account.

namespace Patchbay {

namespace {

bool hasSecretInVault(const Account& account)
{
    return account.source == AccountSource::Stored && account.keyCommand.isEmpty() &&
           (account.kind == AccountKind::ApiKey ||
            (account.kind == AccountKind::OAuth && account.state != AccountState::NeedsSignIn));
}

// The `claude` program keeps its own token, unless it was given a long-lived one.
bool mayHaveSecret(const Account& account)
{
    return account.kind != AccountKind::ClaudeCommand || account.secretChangedAtMs > 0;
}

void logFailure(const Result<void>& written)
{
    if (!written)
        qCWarning(lcAccounts) << "an account's state cannot be written:" << written.error();
}

} // namespace

QString vaultKey(const Account& account)
{
    const QString purpose =
        account.kind == AccountKind::ApiKey ? QStringLiteral("api_key") : QStringLiteral("token");
    return QStringLiteral("account/%1/%2").arg(account.id.value, purpose);
}

QString pendingVaultKey(const Account& account)
{
    return QStringLiteral("account/%1/api_key_new").arg(account.id.value);
}

void AccountStore::replaceSecret(const AccountId& id, const Secret& wanted, Completion<void> done)
{
    const auto known = storedAccount(id);
    if (!known)
        return answer(std::move(done), Failure(known.error()));
    const Secret secret = trimmedKey(wanted);
    // Tokens of a sign-in have a form of their own.
    if (known->kind != AccountKind::OAuth) {
        if (const auto checked = validateApiKey(secret); !checked)
            return answer(std::move(done), checked);
    }
    m_vault.write(
        vaultKey(*known), secret,
        guarded<void>([this, id, done = std::move(done)](const Result<void>& written) mutable {
            const Account* now = find(id);
            if (!written || !now)
                return done(written ? Failure(accountNotFound()) : written);
            Account account = *now;
            account.keyCommand.clear();
            account.secretChangedAtMs = std::max(m_clock.nowMs(), account.secretChangedAtMs + 1);
            if (account.kind == AccountKind::ClaudeCommand)
                setTokenTimes(account, true);
            clearState(account);
            write(
                [account](Connection& connection) -> Result<void> {
                    auto updated = updateSecretTime(connection, account);
                    if (updated)
                        updated = updateSignIn(connection, account);
                    return updated ? updateState(connection, account) : updated;
                },
                [this, account, done = std::move(done)](const Result<void>& result) mutable {
                    // The new key is what the vault has, whether or not the row says when.
                    forgetSecret(account.id);
                    if (Account* shown = result ? mutableAccount(account.id) : nullptr) {
                        shown->keyCommand.clear();
                        shown->secretChangedAtMs = account.secretChangedAtMs;
                        shown->secretExpiresAtMs = account.secretExpiresAtMs;
                        takeState(account, *shown);
                        Q_EMIT changed();
                    }
                    done(result);
                });
        }));
}

void AccountStore::setPendingSecret(const AccountId& id, qint64 sinceMs, Completion<void> done)
{
    const auto known = storedAccount(id);
    if (!known)
        return answer(std::move(done), Failure(known.error()));
    Account account = *known;
    account.pendingSecretAtMs = sinceMs;
    write([account](Connection& connection) { return updatePendingSecret(connection, account); },
          [this, account, done = std::move(done)](const Result<void>& result) mutable {
              if (Account* shown = result ? mutableAccount(account.id) : nullptr) {
                  shown->pendingSecretAtMs = account.pendingSecretAtMs;
                  Q_EMIT changed();
              }
              done(result);
          });
}

void AccountStore::setSecretFacts(const AccountId& id, const Account& from, Completion<void> done)
{
    const auto known = storedAccount(id);
    if (!known)
        return answer(std::move(done), Failure(known.error()));
    Account account = *known;
    account.plan = from.plan;
    account.secretChangedAtMs = from.secretChangedAtMs;
    account.secretExpiresAtMs = from.secretExpiresAtMs;
    write(
        [account](Connection& connection) -> Result<void> {
            const auto updated = updateSecretTime(connection, account);
            return updated ? updateSignIn(connection, account) : updated;
        },
        [this, account, done = std::move(done)](const Result<void>& result) mutable {
            if (Account* shown = result ? mutableAccount(account.id) : nullptr) {
                shown->plan = account.plan;
                shown->secretChangedAtMs = account.secretChangedAtMs;
                shown->secretExpiresAtMs = account.secretExpiresAtMs;
                Q_EMIT changed();
            }
            done(result);
        });
}

void AccountStore::setState(const AccountId& id, AccountState state, const QString& reason,
                            qint64 untilMs)
{
    Account* account = mutableAccount(id);
    if (!account || !account->enabled || state == AccountState::Disabled)
        return;
    // Our own reason says what to do.
    if (account->state == AccountState::Locked && state == AccountState::Locked)
        return;
    if (account->kind == AccountKind::OAuth && account->state == AccountState::NeedsSignIn &&
        state == AccountState::NeedsSignIn)
        return;
    changeState(*account, state, reason, untilMs);
}

void AccountStore::changeState(Account& account, AccountState state, const QString& reason,
                               qint64 untilMs)
{
    if (account.state == state && account.stateReason == reason && account.stateUntilMs == untilMs)
        return;
    account.state = state;
    account.stateReason = reason;
    account.stateUntilMs = untilMs;
    account.stateSinceMs = std::max(m_clock.nowMs(), account.stateSinceMs + 1);
    m_database.write([account](Connection& connection) { return updateState(connection, account); },
                     Database::Haste::Now, m_mailbox.address(), logFailure);
    Q_EMIT changed();
}

void AccountStore::setOrganization(const AccountId& id, const QString& organizationId)
{
    Account* account = mutableAccount(id);
    if (!account || account->organizationId == organizationId)
        return;
    account->organizationId = organizationId;
    write([account = *account](
              Connection& connection) { return updateOrganization(connection, account); },
          logFailure);
    Q_EMIT changed();
}

void AccountStore::setTokenTimes(Account& account, bool hasToken) const
{
    // `claude setup-token` makes one that is good for a year (PROTOCOL 5.3).
    constexpr qint64 yearMs = 365LL * 24 * 3600 * 1000;
    account.secretChangedAtMs = hasToken ? std::max(m_clock.nowMs(), account.secretChangedAtMs) : 0;
    account.secretExpiresAtMs = hasToken ? account.secretChangedAtMs + yearMs : 0;
}

void AccountStore::setProgramSignIn(const AccountId& id, const QString& plan,
                                    const QString& organizationId, qint64 endsAtMs)
{
    Account* account = mutableAccount(id);
    if (!account || account->kind != AccountKind::ClaudeCommand || account->secretChangedAtMs > 0)
        return;
    if (!organizationId.isEmpty())
        setOrganization(id, organizationId);
    if (account->plan == plan && account->secretExpiresAtMs == endsAtMs)
        return;
    account->plan = plan;
    account->secretExpiresAtMs = endsAtMs;
    write(
        [account = *account](Connection& connection) { return updateSignIn(connection, account); },
        logFailure);
    Q_EMIT changed();
}

void AccountStore::setModelRests(const AccountId& id, const QList<ModelRest>& rests)
{
    Account* account = mutableAccount(id);
    if (!account || account->modelRests == rests)
        return;
    account->modelRests = rests;
    write([account =
               *account](Connection& connection) { return replaceModelRests(connection, account); },
          logFailure);
    Q_EMIT changed();
}

void AccountStore::setWell(const AccountId& id)
{
    Account* account = mutableAccount(id);
    if (!account || !account->enabled)
        return;
    // The time tells others who know of a rest that this is newer.
    if (!account->modelRests.isEmpty() && account->state == AccountState::Ready)
        account->stateSinceMs = std::max(m_clock.nowMs(), account->stateSinceMs + 1);
    changeState(*account, AccountState::Ready, {}, 0);
    setModelRests(id, {});
}

void AccountStore::secret(const AccountId& id, Completion<Secret> done)
{
    const Account* account = find(id);
    const bool isInMemory = m_transientSecrets.contains(id);
    if (!account || (isInMemory && account->keyCommand.isEmpty())) {
        Result<Secret> result = Failure(accountNotFound());
        if (account)
            result = m_transientSecrets.value(id);
        m_mailbox.post([done = std::move(done), result = std::move(result)]() mutable {
            done(std::move(result));
        });
        return;
    }
    if (!account->keyCommand.isEmpty()) {
        runKeyCommand(*account, std::move(done));
        return;
    }
    if (!mayHaveSecret(*account)) {
        m_mailbox.post([done = std::move(done)]() mutable { done(Secret()); });
        return;
    }
    m_vault.read(vaultKey(*account),
                 guarded<Secret>([this, id, done = std::move(done)](Result<Secret> secret) mutable {
                     secretCame(id, secret);
                     done(std::move(secret));
                 }));
}

// However many ask at once, the command (which may ask the person) runs once.
void AccountStore::runKeyCommand(const Account& account, Completion<Secret> done)
{
    const QString id = account.id.value;
    std::vector<Completion<Secret>>& waiting = m_runningCommands[id];
    waiting.push_back(std::move(done));
    if (waiting.size() > 1)
        return;
    KeyCommand::run(account.keyCommand, m_keyCommandTimeoutMs, this,
                    [this, id](const Result<Secret>& secret) {
                        auto ended = m_runningCommands.extract(id);
                        secretCame(AccountId{id}, secret);
                        for (Completion<Secret>& each : ended.mapped())
                            each(secret);
                    });
}

void AccountStore::secretCame(const AccountId& id, const Result<Secret>& secret)
{
    Account* account = mutableAccount(id);
    if (!account || !account->enabled)
        return;
    if (!secret)
        lock(id, secret.error());
    else if (account->state == AccountState::Locked)
        changeState(*account, AccountState::Ready, {}, 0);
}

void AccountStore::lock(const AccountId& id, const Error& error)
{
    Account* account = mutableAccount(id);
    if (account && account->enabled)
        changeState(*account, AccountState::Locked, error.sentence(), 0);
}

void AccountStore::checkVault(Completion<void> done)
{
    m_vault.check(guarded<void>([this, done = std::move(done)](Result<void> result) mutable {
        if (result) {
            retryLocked();
        } else {
            const QList<Account> accounts = m_accounts;
            for (const Account& account : accounts) {
                if (hasSecretInVault(account))
                    lock(account.id, result.error());
            }
        }
        if (done)
            done(std::move(result));
    }));
}

void AccountStore::retryLocked()
{
    const QList<Account> accounts = m_accounts;
    for (const Account& account : accounts) {
        if (hasSecretInVault(account) && account.state == AccountState::Locked)
            secret(account.id, [](const Result<Secret>&) {});
    }
}

void AccountStore::credential(const AccountId& id, const std::optional<Credential>& rejected,
                              Completion<Credential> done)
{
    const Account* account = find(id);
    if (account && account->kind == AccountKind::OAuth) {
        oauthCredential(*account, rejected, std::move(done));
        return;
    }
    const auto form = account && account->kind == AccountKind::ClaudeCommand
                          ? Credential::Form::Program
                          : Credential::Form::ApiKey;
    secret(id, [form, done = std::move(done)](Result<Secret> secret) mutable {
        if (secret)
            done(Credential{form, std::move(*secret), 0, {}});
        else
            done(Failure(secret.error()));
    });
}

CredentialReader AccountStore::credentialReader()
{
    return [this, here = m_mailbox.address()](
               const AccountId& id, const std::optional<Credential>& rejected,
               const MailboxAddress& replyTo, Completion<Credential> done) {
        here.post([this, id, rejected, replyTo, done = std::move(done)]() mutable {
            credential(
                id, rejected, [replyTo, done = std::move(done)](Result<Credential> result) mutable {
                    replyTo.post([done = std::move(done), result = std::move(result)]() mutable {
                        done(std::move(result));
                    });
                });
        });
    };
}

} // namespace Patchbay
