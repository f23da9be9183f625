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

// A new token that is rejected so soon shows that renewing does not help.
constexpr qint64 kSettledMs = 60'000;
// While the next one is fetched, those who keep this one ask again so often.
constexpr qint64 kAskAgainMs = 1'000;
constexpr qint64 kLongestTimerMs = 24LL * 3600 * 1000;

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
    if (m_known && m_known->serves()) {
        const bool due = m_known->isDue();
        m_mailbox.post([done = std::move(done), credential = credentialOf(*m_known)]() mutable {
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
    if (m_known->token().access != rejected)
        return; // the one we have is another already
    m_rejected = rejected;
    if (m_wasForced && m_known->ageMs() < kSettledMs) {
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
    return m_known && m_known->serves();
}

Credential TokenKeeper::credentialOf(const HeldToken& held) const
{
    Credential credential;
    credential.form = Credential::Form::Bearer;
    credential.secret = held.token().access;
    if (m_profile)
        credential.headers = m_profile->headers;
    if (const auto left = held.renewsInMs())
        credential.renewAtMs = m_clock.nowMs() + std::max(*left, kAskAgainMs);
    return credential;
}

bool TokenKeeper::isOfUse(const OAuthToken& token) const
{
    if (token.access == m_rejected)
        return false;
    // The one we have is known better by the monotonic clock: it has ended or is about to.
    if (m_known && token.access == m_known->token().access)
        return false;
    return HeldToken::isFresh(token, m_clock);
}

void TokenKeeper::start()
{
    if (m_phase != Phase::Idle && m_phase != Phase::SavingLater)
        return;
    const bool rests = m_lastError && m_clock.monotonicMs() < m_nextTryMs;
    if (m_phase == Phase::SavingLater || rests) {
        m_mailbox.post([waiting = std::exchange(m_waiting, {}),
                        error = m_lastError.value_or(Error())]() mutable {
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
        take(*token, HeldToken::remainingMs(*token, m_clock));
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
    auto lock = FileLock::tryTake(m_options.locksDir + QStringLiteral("/token-") + m_id.value +
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
        m_timer.start(
            m_options.lockRetryMs / 2 +
            static_cast<int>(QRandomGenerator::global()->generateDouble() * m_options.lockRetryMs));
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

void TokenKeeper::take(const OAuthToken& token, qint64 remainingMs)
{
    m_known.emplace(token, remainingMs, m_clock);
    m_wasForced = false;
    m_rejected = {};
    m_renewTimer.stop();
    if (const auto wait = m_known->renewsInMs())
        m_renewTimer.start(
            std::chrono::milliseconds(std::clamp<qint64>(*wait, 1, kLongestTimerMs)));
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
    const qint64 wait = m_failures.next(m_options.backOffMs, m_options.mostBackOffMs);
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
    const bool isStored =
        m_storing && m_known && m_storing->token.access == m_known->token().access;
    if (isStored || (couldNotLock && error))
        storing = std::exchange(m_storing, std::nullopt);
    Result<Credential> result = Failure(error.value_or(absent()));
    if (!error && m_known)
        result = credentialOf(*m_known);
    const QPointer self(this);
    if (storing)
        storing->done(error && !isStored ? Failure(*error) : Result<void>());
    for (Completion<Credential>& done : waiting)
        done(result);
    // A sign-in that waited for the flight to end has its turn now.
    if (self && m_storing && m_phase == Phase::Idle)
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
