// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/tokenkeeper.h"

#include "accounts/accountstore.h"
#include "accounts/tokenendpoint.h"
#include "base/logging.h"

#include <QPointer>
#include <QRandomGenerator>

#include <algorithm>

namespace Patchbay {

namespace {

constexpr qint64 kLongestAheadMs = 5 * 60 * 1000;
constexpr qint64 kLongestMarginMs = 5'000;
// A new token that is rejected so soon shows that renewing does not help.
constexpr qint64 kSettledMs = 60'000;
// While the next one is fetched, those who keep this one ask again so often.
constexpr qint64 kAskAgainMs = 1'000;

double jitter()
{
    return QRandomGenerator::global()->generateDouble();
}

qint64 doubled(qint64 first, int failures, qint64 most)
{
    const qint64 wait = std::min(first << std::clamp(failures - 1, 0, 20), most);
    return wait / 2 + static_cast<qint64>(jitter() * static_cast<double>(wait / 2));
}

bool isOfVault(ErrorKind kind)
{
    return kind == ErrorKind::VaultLocked || kind == ErrorKind::VaultDenied ||
           kind == ErrorKind::VaultUnavailable || kind == ErrorKind::VaultTimeout;
}

} // namespace

TokenKeeper::TokenKeeper(const Account& account, Vault& vault, const Clock& clock,
                         const TokenRefresherOptions& options, QObject* parent)
    : QObject(parent)
    , m_vault(vault)
    , m_clock(clock)
    , m_options(options)
    , m_id(account.id)
{
    setAccount(account);
    m_timer.setSingleShot(true);
    m_renewTimer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (m_phase == Phase::Locking)
            tryLock();
        else
            retrySaving();
    });
    connect(&m_renewTimer, &QTimer::timeout, this, &TokenKeeper::stale);
}

TokenKeeper::~TokenKeeper() = default;

void TokenKeeper::setAccount(const Account& account)
{
    m_key = vaultKey(account);
    m_name = account.name;
    m_profile = OAuthProfile::fromJson(account.oauthProfile.toUtf8());
    m_proxy = account.proxy;
}

void TokenKeeper::credential(const std::optional<Credential>& rejected, Completion<Credential> done)
{
    if (rejected)
        noteRejected(rejected->secret);
    if (serves()) {
        const bool due = isDue();
        m_mailbox.post([done = std::move(done), credential = knownCredential()]() mutable {
            done(std::move(credential));
        });
        if (due)
            start();
        return;
    }
    m_waiting.push_back(std::move(done));
    start();
}

void TokenKeeper::noteRejected(const Secret& rejected)
{
    if (!m_known) {
        m_rejected = rejected;
        return;
    }
    if (m_known->token.access != rejected)
        return; // the one we have is another already
    m_rejected = rejected;
    if (m_known->wasForced && m_clock.monotonicMs() - m_known->sinceMs < kSettledMs) {
        m_lastError =
            Error{ErrorKind::Authentication,
                  tr("The provider refuses the token that it has just given to “%1”").arg(m_name),
                  tr("Check that the account may use the API, then sign in again"),
                  {},
                  {},
                  401};
        m_nextTryMs = m_clock.monotonicMs() + kSettledMs;
        Q_EMIT found(AccountState::NeedsSignIn, m_lastError->sentence(), 0);
    }
    m_known.reset();
}

bool TokenKeeper::serves() const
{
    return m_known && (m_known->endsMs == 0 || m_clock.monotonicMs() < m_known->endsMs);
}

bool TokenKeeper::isDue() const
{
    return m_known && m_known->renewMs != 0 && m_clock.monotonicMs() >= m_known->renewMs;
}

Credential TokenKeeper::knownCredential() const
{
    Credential credential;
    credential.form = Credential::Form::Bearer;
    credential.secret = m_known->token.access;
    if (m_profile)
        credential.headers = m_profile->headers;
    if (m_known->renewMs != 0) {
        const qint64 left = m_known->renewMs - m_clock.monotonicMs();
        credential.renewAtMs = m_clock.nowMs() + std::max(left, kAskAgainMs);
    }
    return credential;
}

// By the clock on the wall, which may have been set since: never more than the whole lifetime.
qint64 TokenKeeper::remainingMs(const OAuthToken& token) const
{
    return std::clamp<qint64>(token.receivedAtMs + token.lifetimeMs - m_clock.nowMs(), 0,
                              token.lifetimeMs);
}

bool TokenKeeper::isOfUse(const OAuthToken& token) const
{
    if (token.access == m_rejected)
        return false;
    // The one we have is known better by the monotonic clock: it has ended or is about to.
    if (m_known && token.access == m_known->token.access)
        return false;
    return token.lifetimeMs == 0 ||
           remainingMs(token) > std::min(kLongestMarginMs, token.lifetimeMs / 20);
}

void TokenKeeper::start()
{
    if (m_phase != Phase::Idle && m_phase != Phase::SavingLater)
        return;
    const bool rests = m_lastError && m_clock.monotonicMs() < m_nextTryMs;
    if (m_phase == Phase::SavingLater || rests) {
        m_mailbox.post([waiting = std::exchange(m_waiting, {}), error = *m_lastError]() mutable {
            for (Completion<Credential>& done : waiting)
                done(Failure(error));
        });
        return;
    }
    m_asked = 0;
    if (m_waiting.empty())
        lock();
    else
        read(Phase::Looking);
}

void TokenKeeper::read(Phase phase)
{
    m_phase = phase;
    m_vault.read(m_key, [self = QPointer(this)](const Result<Secret>& secret) {
        if (self)
            self->looked(secret);
    });
}

void TokenKeeper::looked(const Result<Secret>& secret)
{
    Result<OAuthToken> token;
    if (secret)
        token = OAuthToken::fromSecret(*secret);
    else
        token = Failure(secret.error());
    if (!token && isOfVault(token.error().kind)) {
        if (!serves())
            Q_EMIT found(AccountState::Locked, token.error().sentence(), 0);
        finish(token.error());
        return;
    }
    if (!token) {
        const bool isAbsent = token.error().kind == ErrorKind::SecretAbsent;
        needSignIn(isAbsent ? absent() : token.error());
        return;
    }
    if (isOfUse(*token)) {
        take(*token, remainingMs(*token));
        finish(std::nullopt);
        return;
    }
    const bool canRenew = m_profile && m_profile->canRefresh() && !token->refresh.isEmpty();
    const bool isSpent =
        token->refresh == m_deadRefresh ||
        (m_phase == Phase::LookingAfterRefusal && (token->refresh == m_tried || m_asked >= 2));
    if (!canRenew || isSpent) {
        m_deadRefresh = token->refresh;
        needSignIn(ended());
    } else if (m_lock) {
        ask(*token);
    } else {
        lock();
    }
}

void TokenKeeper::lock()
{
    m_phase = Phase::Locking;
    m_lockTries = 0;
    tryLock();
}

void TokenKeeper::tryLock()
{
    auto lock = RefreshLock::tryTake(m_options.locksDir + QStringLiteral("/token-") + m_id.value +
                                     QStringLiteral(".lock"));
    if (!lock) {
        backOff(lock.error());
    } else if (*lock) {
        m_lock = std::move(*lock);
        if (m_storing)
            save(m_storing->token);
        else
            read(Phase::LookingAgain);
    } else if (++m_lockTries >= m_options.lockTries) {
        backOff(Error{ErrorKind::ConnectionLost,
                      tr("Another Patchbay is renewing the sign-in of “%1” and does not come to an "
                         "end")
                          .arg(m_name),
                      tr("Close it, or wait a moment and try again"),
                      {},
                      {},
                      0});
    } else {
        // Those who wait together do not come back together.
        m_timer.start(m_options.lockRetryMs / 2 +
                      static_cast<int>(jitter() * m_options.lockRetryMs));
    }
}

void TokenKeeper::ask(const OAuthToken& token)
{
    m_phase = Phase::Asking;
    ++m_asked;
    m_tried = token.refresh;
    m_endpoint =
        std::make_unique<TokenEndpoint>(*m_profile, m_proxy, m_clock, m_options.requestTimeoutMs);
    m_endpoint->send({{"grant_type", Secret::take(QByteArrayLiteral("refresh_token"))},
                      {"refresh_token", token.refresh}},
                     token.refresh, [this](TokenOutcome outcome) { answered(std::move(outcome)); });
}

void TokenKeeper::answered(TokenOutcome outcome)
{
    m_endpoint.release()->deleteLater(); // it is on the stack above us
    if (outcome) {
        save(*outcome);
        return;
    }
    const TokenFailure& failure = outcome.error();
    qCInfo(lcAccounts) << "a sign-in was not renewed:" << failure.error;
    switch (failure.kind) {
    case TokenFailure::Kind::Refused:
        // Somebody without our lock may have been faster: another node, a restored vault.
        read(Phase::LookingAfterRefusal);
        return;
    case TokenFailure::Kind::Misfitted:
        m_lastError = failure.error;
        m_nextTryMs = m_clock.monotonicMs() + kSettledMs;
        needSignIn(failure.error);
        return;
    case TokenFailure::Kind::Temporary:
        backOff(failure.error);
        return;
    }
}

void TokenKeeper::save(const OAuthToken& token)
{
    m_phase = Phase::Saving;
    m_unsaved = token;
    m_vault.write(m_key, token.toSecret(), [self = QPointer(this)](const Result<void>& written) {
        if (self)
            self->saved(written);
    });
}

void TokenKeeper::saved(const Result<void>& written)
{
    if (!written) {
        saveLater(written.error());
        return;
    }
    const OAuthToken token = *std::exchange(m_unsaved, std::nullopt);
    const bool wasForced = !m_rejected.isEmpty() && !m_storing;
    take(token, token.lifetimeMs);
    m_known->wasForced = wasForced;
    m_failures = 0;
    m_lastError.reset();
    m_deadRefresh = {};
    const QPointer self(this);
    finish(std::nullopt);
    if (self)
        Q_EMIT renewed();
}

// The old refresh token is spent, so that this pair is all there is of the sign-in: the lock stays
// ours until it is written.
void TokenKeeper::saveLater(Error error)
{
    ++m_failures;
    error.cause = tr("The renewed sign-in of “%1” cannot be kept: %2").arg(m_name, error.cause);
    m_phase = Phase::SavingLater;
    m_lastError = error;
    m_timer.start(std::chrono::milliseconds(
        doubled(m_options.saveRetryMs, m_failures, 60 * m_options.saveRetryMs)));
    const QPointer self(this);
    Q_EMIT found(AccountState::Locked, error.sentence(), 0);
    std::vector<Completion<Credential>> waiting = std::exchange(m_waiting, {});
    std::optional<Storing> storing = std::exchange(m_storing, std::nullopt);
    for (Completion<Credential>& done : waiting)
        done(Failure(error));
    if (storing)
        storing->done(Failure(error));
}

void TokenKeeper::retrySaving()
{
    if (m_phase == Phase::SavingLater)
        save(OAuthToken(*m_unsaved));
}

void TokenKeeper::take(const OAuthToken& token, qint64 remainingMs)
{
    Known known;
    known.token = token;
    known.sinceMs = m_clock.monotonicMs();
    m_renewTimer.stop();
    if (token.lifetimeMs > 0) {
        const qint64 margin = std::min(kLongestMarginMs, token.lifetimeMs / 20);
        known.endsMs = known.sinceMs + std::max<qint64>(1, remainingMs - margin);
        // Spread, so that many accounts and programs do not renew together.
        const qint64 ahead = std::min(kLongestAheadMs, token.lifetimeMs / 5);
        known.renewMs = std::max(known.sinceMs + 1, known.endsMs - ahead / 2 -
                                                        static_cast<qint64>(jitter() * ahead / 2));
        m_renewTimer.start(std::chrono::milliseconds(
            std::min<qint64>(known.renewMs - known.sinceMs, 24LL * 3600 * 1000)));
    }
    m_known = std::move(known);
    m_rejected = {};
}

void TokenKeeper::needSignIn(Error error)
{
    error.kind = ErrorKind::Authentication;
    m_known.reset();
    m_renewTimer.stop();
    const QPointer self(this);
    Q_EMIT found(AccountState::NeedsSignIn, error.sentence(), 0);
    if (self)
        finish(error);
}

void TokenKeeper::backOff(const Error& error)
{
    ++m_failures;
    const qint64 wait = doubled(m_options.backOffMs, m_failures, m_options.mostBackOffMs);
    m_nextTryMs = m_clock.monotonicMs() + wait;
    m_lastError = error;
    const QPointer self(this);
    if (!serves())
        Q_EMIT found(AccountState::CoolingDown, error.sentence(), m_clock.nowMs() + wait);
    if (self)
        finish(error);
}

void TokenKeeper::finish(const std::optional<Error>& error)
{
    const bool couldNotLock = m_phase == Phase::Locking;
    m_lock.reset();
    m_phase = Phase::Idle;
    std::vector<Completion<Credential>> waiting = std::exchange(m_waiting, {});
    std::optional<Storing> storing;
    const bool isStored = m_storing && m_known && m_storing->token.access == m_known->token.access;
    if (isStored || (couldNotLock && error))
        storing = std::exchange(m_storing, std::nullopt);
    const Result<Credential> result =
        error ? Result<Credential>(Failure(*error)) : Result<Credential>(knownCredential());
    const QPointer self(this);
    if (storing)
        storing->done(isStored ? Result<void>() : Failure(*error));
    for (Completion<Credential>& done : waiting)
        done(result);
    // A sign-in that waited for the flight to end has its turn now.
    if (self && m_storing && m_phase == Phase::Idle)
        lock();
}

void TokenKeeper::store(const OAuthToken& token, Completion<void> done)
{
    if (auto before = std::exchange(m_storing, Storing{token, std::move(done)})) {
        m_mailbox.post([done = std::move(before->done)]() mutable {
            done(fail(ErrorKind::Cancelled, tr("Another sign-in took the place of this one")));
        });
    }
    if (m_phase == Phase::SavingLater)
        save(token);
    else if (m_phase == Phase::Idle)
        lock();
}

void TokenKeeper::forget()
{
    m_known.reset();
    m_renewTimer.stop();
    m_rejected = {};
    m_deadRefresh = {};
    if (m_phase != Phase::SavingLater) {
        m_lastError.reset();
        m_nextTryMs = 0;
    }
}

Error TokenKeeper::ended() const
{
    return {ErrorKind::Authentication,
            tr("The sign-in of “%1” has ended and cannot be renewed").arg(m_name),
            m_profile && !m_profile->canSignIn()
                ? tr("Sign in with the program it came from, then import it again")
                : tr("Sign in again in the window, or with: patchbay-cli accounts login “%1”")
                      .arg(m_name),
            {},
            {},
            0};
}

Error TokenKeeper::absent() const
{
    Error error = ended();
    error.cause = tr("“%1” is not signed in").arg(m_name);
    return error;
}

} // namespace Patchbay
