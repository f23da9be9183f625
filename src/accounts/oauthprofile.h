// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "claude/limits.h"

#include <QStringList>
#include <QUrl>

namespace Patchbay {

/// An OAuth 2.0 provider as a profile file of the user's describes it (DESIGN 2.4). Nothing of any
/// provider is built in. A value.
struct OAuthProfile
{
    enum class Redirect {
        Loopback, // the browser comes back to a port of this machine
        Paste,    // the provider shows a code, which the person pastes
    };
    enum class TokenRequest { Json, Form };

    QString name;
    /// Where a person signs in; empty where that is done elsewhere. A `redirect_uri` in its query
    /// is the one that is registered for pasting.
    QUrl authorizeUrl;
    QUrl tokenUrl;
    QString clientId; // empty: its tokens cannot be renewed
    QStringList scopes;
    Redirect redirect = Redirect::Loopback;
    TokenRequest tokenRequest = TokenRequest::Json;
    /// Sent to the token endpoint and with every request that a token authorises.
    HeaderList headers;

    [[nodiscard]] bool canSignIn() const { return !authorizeUrl.isEmpty() && canRefresh(); }
    [[nodiscard]] bool canRefresh() const { return !clientId.isEmpty(); }

    /// Reads a profile; fields it does not know are left out. InvalidInput names the field: an
    /// address that is neither https nor http on loopback, a header that is Patchbay's to set.
    [[nodiscard]] static Result<OAuthProfile> fromJson(QByteArrayView json);
    /// The same of a file, which must also tell where to sign in when `forSignIn`.
    [[nodiscard]] static Result<OAuthProfile> fromFile(const QString& path, bool forSignIn);

    /// As Account::oauthProfile keeps it.
    [[nodiscard]] QString toJson() const;

    bool operator==(const OAuthProfile&) const = default;
};

} // namespace Patchbay
