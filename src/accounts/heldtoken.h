// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/oauthtoken.h"
#include "base/clock.h"

#include <optional>

namespace Patchbay {

/// A token as this run has it: how long it serves and when it is to be renewed, by the monotonic
/// clock from when it was received or read, so that setting the clock changes nothing. A value; the
/// clock outlives it.
class HeldToken final
{
public:
    /// `remainingMs`: of its lifetime; of no account for a token without one.
    HeldToken(OAuthToken token, qint64 remainingMs, const Clock& clock);

    /// What is left by the clock on the wall, which may have been set since: never more than the
    /// whole lifetime.
    [[nodiscard]] static qint64 remainingMs(const OAuthToken& token, const Clock& clock);
    /// Whether there is enough left to begin with it; always for a token without a lifetime.
    [[nodiscard]] static bool isFresh(const OAuthToken& token, const Clock& clock);

    [[nodiscard]] const OAuthToken& token() const { return m_token; }
    [[nodiscard]] bool serves() const;
    [[nodiscard]] bool isDue() const;
    [[nodiscard]] qint64 ageMs() const;
    /// Less than nothing once it is due; nullopt: when it is rejected.
    [[nodiscard]] std::optional<qint64> renewsInMs() const;

private:
    OAuthToken m_token;
    const Clock* m_clock;
    qint64 m_sinceMs = 0; // monotonic, as the others
    qint64 m_endsMs = 0;  // 0: not known
    qint64 m_renewMs = 0; // 0: when it is rejected
};

} // namespace Patchbay
