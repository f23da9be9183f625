// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/accountrows.h"
#include "accounts/accountstore.h"
#include "accounts/oauthsignin.h"
#include "accounts/tokenrefresher.h"

// Accounts that a person signs in to.

namespace Patchbay {

void AccountStore::renewSignIns(TokenRefresherOptions options)
{
    m_refresher = std::make_unique<TokenRefresher>(m_vault, m_clock, std::move(options));
    connect(m_refresher.get(), &TokenRefresher::found, this, &AccountStore::signInFound);
    connect(m_refresher.get(), &TokenRefresher::renewed, this, &AccountStore::signInRenewed);
    connect(m_refresher.get(), &TokenRefresher::stale, this, &AccountStore::secretChanged);
}

Result<std::unique_ptr<OAuthSignIn>> AccountStore::signIn(const AccountId& id) const
{
    const auto account = storedAccount(id);
    if (!account)
        return Failure(account.error());
    if (account->kind != AccountKind::OAuth) {
        return fail(ErrorKind::InvalidInput, tr("“%1” has a key and no sign-in").arg(account->name),
                    tr("Replace its key instead"));
    }
    const auto profile = OAuthProfile::fromJson(account->oauthProfile.toUtf8());
    if (!profile)
        return Failure(profile.error());
    if (!profile->canSignIn()) {
        return fail(ErrorKind::InvalidInput,
                    tr("The profile of “%1” does not tell where to sign in").arg(account->name),
                    tr("Sign in with the program it came from, then import it again"));
    }
    return std::make_unique<OAuthSignIn>(*profile, account->proxy, m_clock);
}

void AccountStore::keepSignIn(const AccountId& id, const OAuthToken& token, Completion<void> done)
{
    const auto account = storedAccount(id);
    if (!account)
        return answer(std::move(done), Failure(account.error()));
    if (account->kind != AccountKind::OAuth || !m_refresher) {
        return answer(std::move(done), fail(ErrorKind::InvalidInput,
                                            tr("“%1” has a key and no sign-in").arg(account->name),
                                            tr("Replace its key instead")));
    }
    m_refresher->store(
        *account, token,
        guarded<void>([this, id, done = std::move(done)](const Result<void>& written) mutable {
            signInKept(id, written, std::move(done));
        }));
}

void AccountStore::signInKept(const AccountId& id, const Result<void>& written,
                              Completion<void> done)
{
    if (!written || !find(id))
        return done(written ? Failure(accountNotFound()) : written);
    m_signInTroubles.remove(id);
    secretIsNew(id, std::move(done));
}

void AccountStore::secretIsNew(const AccountId& id, Completion<void> done)
{
    Account account = *find(id);
    account.secretChangedAtMs = std::max(m_clock.nowMs(), account.secretChangedAtMs + 1);
    clearState(account);
    write(
        [account](Connection& connection) -> Result<void> {
            const auto updated = updateSecretTime(connection, account);
            return updated ? updateState(connection, account) : updated;
        },
        [this, account, done = std::move(done)](const Result<void>& result) mutable {
            // The vault has it, whether or not the row says when.
            Q_EMIT secretChanged(account.id);
            if (Account* shown = result ? mutableAccount(account.id) : nullptr) {
                shown->secretChangedAtMs = account.secretChangedAtMs;
                takeState(account, *shown);
                Q_EMIT changed();
            }
            done(result);
        });
}

void AccountStore::oauthCredential(const Account& account,
                                   const std::optional<Credential>& rejected,
                                   Completion<Credential> done)
{
    if (!m_refresher) {
        m_mailbox.post([done = std::move(done)]() mutable {
            done(fail(ErrorKind::Authentication, tr("Sign-ins are not renewed in this run")));
        });
        return;
    }
    m_refresher->credential(account, rejected,
                            guarded<Credential>([this, id = account.id, done = std::move(done)](
                                                    Result<Credential> credential) mutable {
                                Account* known = credential ? mutableAccount(id) : nullptr;
                                if (known && known->state == AccountState::Locked)
                                    changeState(*known, AccountState::Ready, {}, 0);
                                done(std::move(credential));
                            }));
}

void AccountStore::signInFound(const AccountId& id, AccountState state, const QString& reason,
                               qint64 untilMs)
{
    Account* account = mutableAccount(id);
    if (!account || !account->enabled)
        return;
    m_signInTroubles.insert(id, reason);
    changeState(*account, state, reason, untilMs);
}

void AccountStore::signInRenewed(const AccountId& id)
{
    Account* account = mutableAccount(id);
    if (!account)
        return;
    // What was wrong with renewing is over; what the upstream told is not.
    const QString trouble = m_signInTroubles.take(id);
    if (!trouble.isEmpty() && account->enabled && account->stateReason == trouble)
        changeState(*account, AccountState::Ready, {}, 0);
    Q_EMIT secretChanged(id);
}

void AccountStore::forgetSecret(const AccountId& id)
{
    if (m_refresher) {
        if (find(id))
            m_refresher->forget(id);
        else
            m_refresher->drop(id);
    }
    Q_EMIT secretChanged(id);
}

} // namespace Patchbay
