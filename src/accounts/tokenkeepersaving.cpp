// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/tokenkeeper.h"

#include <QPointer>

// How a new pair of tokens gets into the vault, before anybody has it.

namespace Patchbay {

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
    const OAuthToken token = std::exchange(m_unsaved, std::nullopt).value_or(OAuthToken());
    const bool wasForced = !m_rejected.isEmpty() && !m_storing;
    take(token, token.lifetimeMs);
    m_wasForced = wasForced;
    m_failures.reset();
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
    error.cause = tr("The renewed sign-in of “%1” cannot be kept: %2").arg(m_name, error.cause);
    m_phase = Phase::SavingLater;
    m_lastError = error;
    m_timer.start(std::chrono::milliseconds(
        m_failures.next(m_options.saveRetryMs, 60 * m_options.saveRetryMs)));
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
    if (m_phase == Phase::SavingLater && m_unsaved)
        save(OAuthToken(*m_unsaved));
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

} // namespace Patchbay
