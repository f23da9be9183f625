// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "base/secret.h"

#include <QString>

namespace Patchbay {

/// What a token endpoint gave, kept in the vault as one entry. A value; cannot be printed.
struct OAuthToken
{
    Secret access;
    Secret refresh;          // empty: it cannot be renewed
    qint64 receivedAtMs = 0; // UTC, by the clock of then
    qint64 lifetimeMs = 0;   // of `access`, since then; 0: not known
    QString scope;

    /// One entry of the vault.
    [[nodiscard]] Secret toSecret() const;
    /// The other way round; InvalidInput for an entry that is none.
    [[nodiscard]] static Result<OAuthToken> fromSecret(const Secret& secret);

    bool operator==(const OAuthToken&) const = default;
};

/// Why a token endpoint gave none.
struct TokenFailure
{
    enum class Kind {
        Refused,   // invalid_grant: the refresh token or code is of no use (any more)
        Misfitted, // the profile does not fit the provider: only a person can mend it
        Temporary, // another time it may work
    };
    Kind kind = Kind::Temporary;
    Error error;
};

using TokenOutcome = std::expected<OAuthToken, TokenFailure>;

/// Reads the answer of a token endpoint (RFC 6749, 5.1 and 5.2). A refresh token that the answer
/// leaves out stays `before`. Of an error only its code is kept: its words may repeat a token.
[[nodiscard]] TokenOutcome readTokenAnswer(int status, QByteArrayView body, const Secret& before,
                                           qint64 nowMs);

} // namespace Patchbay
