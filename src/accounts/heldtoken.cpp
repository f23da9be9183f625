// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/heldtoken.h"

#include <QRandomGenerator>

#include <algorithm>

namespace Patchbay {

namespace {

constexpr qint64 kLongestAheadMs = 5 * 60 * 1000;
constexpr qint64 kLongestMarginMs = 5'000;

qint64 marginOf(const OAuthToken& token)
{
    return std::min(kLongestMarginMs, token.lifetimeMs / 20);
}

} // namespace

HeldToken::HeldToken(OAuthToken token, qint64 remainingMs, const Clock& clock)
    : m_token(std::move(token))
    , m_clock(&clock)
    , m_sinceMs(clock.monotonicMs())
{
    if (m_token.lifetimeMs <= 0)
        return;
    m_endsMs = m_sinceMs + std::max<qint64>(1, remainingMs - marginOf(m_token));
    // Spread, so that many accounts and programs do not renew together.
    const qint64 half = std::min(kLongestAheadMs, m_token.lifetimeMs / 5) / 2;
    const double spread = QRandomGenerator::global()->generateDouble();
    m_renewMs = std::max(m_sinceMs + 1,
                         m_endsMs - half - static_cast<qint64>(spread * static_cast<double>(half)));
}

qint64 HeldToken::remainingMs(const OAuthToken& token, const Clock& clock)
{
    return std::clamp<qint64>(token.receivedAtMs + token.lifetimeMs - clock.nowMs(), 0,
                              token.lifetimeMs);
}

bool HeldToken::isFresh(const OAuthToken& token, const Clock& clock)
{
    return token.lifetimeMs == 0 || remainingMs(token, clock) > marginOf(token);
}

bool HeldToken::serves() const
{
    return m_endsMs == 0 || m_clock->monotonicMs() < m_endsMs;
}

bool HeldToken::isDue() const
{
    return m_renewMs != 0 && m_clock->monotonicMs() >= m_renewMs;
}

qint64 HeldToken::ageMs() const
{
    return m_clock->monotonicMs() - m_sinceMs;
}

std::optional<qint64> HeldToken::renewsInMs() const
{
    return m_renewMs == 0 ? std::nullopt : std::optional(m_renewMs - m_clock->monotonicMs());
}

} // namespace Patchbay
