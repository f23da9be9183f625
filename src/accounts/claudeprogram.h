// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/account.h"
#include "base/error.h"
#include "base/secret.h"

#include <QProcessEnvironment>

/// The user's own `claude` program: where it is, what it is started with, and what may be wrong
/// with it (PROTOCOL 5.7, 5.8). Any thread.
namespace Patchbay::ClaudeProgram {

/// The oldest one that is known to work.
inline constexpr auto kOldestVersion = "2.1.330";

/// `asked` (of PATCHBAY_CLAUDE: a path, or a name in PATH) or `claude`; empty when it is not there.
[[nodiscard]] QString find(const QString& asked);

/// The folder that holds the account's sign-in: its own, or one below `claudeFolder`.
[[nodiscard]] QString configDirOf(const Account& account, const QString& claudeFolder);
/// Makes it, and its parents, for nobody else to read; false when that cannot be.
[[nodiscard]] bool makeFolder(const QString& folder);

[[nodiscard]] bool isOnLoopback(const QUrl& url);

/// What the program may see of `ours`: nothing but what it needs to run, so that no other
/// credential decides who pays; and what names the account. `token` may be empty: the program then
/// uses its own sign-in. A base URL is passed on only when it is on loopback.
[[nodiscard]] QProcessEnvironment environmentOf(const QProcessEnvironment& ours,
                                                const Account& account, const QString& configDir,
                                                const Secret& token);

/// "2.1.330 (Claude Code)" is; an empty or unreadable one is not.
[[nodiscard]] bool isNewEnough(const QString& version);
/// Whether it is known to take earlier turns of a conversation as such.
[[nodiscard]] bool takesEarlierTurns(const QString& version);

// In words for a person. Those of the account's side amount to a status of the API.
[[nodiscard]] Error absent(const QString& asked);
[[nodiscard]] Error tooOld(const QString& version);
[[nodiscard]] Error notSignedIn(const QString& accountName);
/// The provider does not take its sign-in, or the long-lived token it was given.
[[nodiscard]] Error rejected(const QString& accountName, bool wasToken);
[[nodiscard]] Error cannotStart(const QString& detail);
[[nodiscard]] Error brokeOff(const QString& detail);
[[nodiscard]] Error notUnderstood(const QString& detail);
[[nodiscard]] Error silent();

/// What a person should know who lets the endpoint use a subscription.
[[nodiscard]] QString endpointTerms();

} // namespace Patchbay::ClaudeProgram
