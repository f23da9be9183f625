// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/accountstore.h"
#include "accounts/oauthprofile.h"

namespace Patchbay {

/// Whether the path is a folder of the provider's developer profiles (`configs/`, `credentials/`,
/// `active_config`), or a file of one (PROTOCOL 5.2).
[[nodiscard]] bool isDeveloperProfile(const QString& path);

/// The account of such a profile: the active one of a folder. Its tokens are renewed where the
/// profile says, else below `defaultBaseUrl`.
[[nodiscard]] Result<NewAccount>
accountOfDeveloperProfile(const QString& path, const QUrl& defaultBaseUrl, qint64 nowMs);

/// An account of a credentials file (`access_token`, `refresh_token`, `expires_at`) of the user's
/// own, renewed as `profile` says.
[[nodiscard]] Result<NewAccount> accountOfCredentials(const QString& path,
                                                      const OAuthProfile& profile, qint64 nowMs);

/// What a person has to know before that.
[[nodiscard]] QString credentialsNotice();

/// Nothing, or why a JSON file that was given for a list of accounts is none: it holds a sign-in.
/// Those of the `claude` program are its own and stay there.
[[nodiscard]] Result<void> refuseSignIns(QByteArrayView json, const QString& path);

} // namespace Patchbay
