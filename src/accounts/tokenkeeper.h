// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/credential.h"
#include "accounts/growingwait.h"
#include "accounts/heldtoken.h"
#include "accounts/oauthprofile.h"
#include "accounts/oauthtoken.h"
#include "base/clock.h"
#include "base/filelock.h"
#include "vault/vault.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <vector>

namespace Patchbay {

class TokenEndpoint;

struct TokenRefresherOptions
{
    QString locksDir;
    qint64 requestTimeoutMs = 30'000;
    int lockRetryMs = 40;
    int lockTries = 1'500;    // about a minute
    qint64 backOffMs = 1'000; // doubled with every failure in a row, with jitter
    qint64 mostBackOffMs = 300'000;
    qint64 saveRetryMs = 1'000; // likewise
};

/// The sign-in of one account: keeps its token, renews it ahead of its end while the old one still
/// serves, once for all who ask here and in other processes, and writes every new pair to the vault
/// before anybody gets it. Lifetimes are measured by the monotonic clock from when a token was
/// received or read, so that setting the clock changes nothing. Main thread.
class TokenKeeper final : public QObject
{
    Q_OBJECT
public:
    TokenKeeper(const Account& account, Vault& vault, const Clock& clock,
                const TokenRefresherOptions& options, QObject* parent);
    ~TokenKeeper() override;

    /// Name, profile and proxy as they are now.
    void setAccount(const Account& account);
    /// See CredentialReader. Authentication: only a person can sign in again.
    void credential(const std::optional<Credential>& rejected, Completion<Credential> done);
    /// What a person signed in with, in place of what there was.
    void store(const OAuthToken& token, Completion<void> done);
    /// The vault may hold another one.
    void forget();
    /// The vault can be used again.
    void retrySaving();

Q_SIGNALS:
    /// A new pair is in the vault.
    void renewed();
    /// Those who keep the credential should ask again.
    void stale();
    /// What is wrong with the account now.
    void found(Patchbay::AccountState state, const QString& reason, qint64 untilMs);

private:
    enum class Phase {
        Idle,
        Looking,
        Locking,
        LookingAgain,
        Asking,
        LookingAfterRefusal,
        Saving,
        SavingLater
    };
    struct Storing
    {
        OAuthToken token;
        Completion<void> done;
    };

    void noteRejected(const Secret& rejected);
    [[nodiscard]] bool serves() const;
    [[nodiscard]] Credential credentialOf(const HeldToken& held) const;
    [[nodiscard]] bool isOfUse(const OAuthToken& token) const;

    void start();
    void read(Phase phase);
    void looked(const Result<Secret>& secret);
    void lock();
    void tryLock();
    void ask(const OAuthToken& token);
    void answered(TokenOutcome outcome);
    void save(const OAuthToken& token);
    void saved(const Result<void>& written);
    void saveLater(Error error);
    void take(const OAuthToken& token, qint64 remainingMs);

    void needSignIn(Error error);
    void backOff(const Error& error);
    void finish(const std::optional<Error>& error);
    [[nodiscard]] Error ended() const;
    [[nodiscard]] Error absent() const;

    Vault& m_vault;
    const Clock& m_clock;
    const TokenRefresherOptions& m_options;
    const AccountId m_id;
    QString m_key; // in the vault
    QString m_name;
    Result<OAuthProfile> m_profile;
    QUrl m_proxy;

    Phase m_phase = Phase::Idle;
    std::optional<HeldToken> m_known;
    bool m_wasForced = false; // it came after the one before was rejected
    Secret m_rejected;        // by the upstream
    Secret m_deadRefresh;     // by the provider
    Secret m_tried;
    int m_asked = 0; // in this flight
    std::vector<Completion<Credential>> m_waiting;
    std::optional<Storing> m_storing;
    std::unique_ptr<FileLock> m_lock;
    int m_lockTries = 0;
    std::unique_ptr<TokenEndpoint> m_endpoint;
    std::optional<OAuthToken> m_unsaved;
    GrowingWait m_failures;
    qint64 m_nextTryMs = 0; // monotonic
    std::optional<Error> m_lastError;
    QTimer m_timer;      // for the lock, and to save again
    QTimer m_renewTimer; // tells those who keep a credential
    Mailbox m_mailbox;
};

} // namespace Patchbay
