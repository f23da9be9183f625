// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/accountstore.h"
#include "base/environment.h"

namespace Patchbay {

/// The accounts that the environment describes (DESIGN 1.3: CLAUDE_ACCOUNTS, CLAUDE_API_KEY,
/// ANTHROPIC_API_KEY), none when it names none. Ids are stable over runs. ANTHROPIC_BASE_URL is the
/// base URL of those without one. A bad value is InvalidInput that names the variable.
[[nodiscard]] Result<QList<NewAccount>> accountsOfEnvironment(const Environment& environment);

/// Reads a file to import from: a `.env` file or a JSON file in the form of CLAUDE_ACCOUNTS,
/// or a configuration folder of Claude Code (accountOfClaudeFolder).
[[nodiscard]] Result<QList<NewAccount>> accountsOfFile(const QString& path);

/// The form of CLAUDE_ACCOUNTS. A name used twice is InvalidInput.
[[nodiscard]] Result<QList<NewAccount>> accountsOfJson(const QByteArray& json);

/// What accounts without a base URL use: ANTHROPIC_BASE_URL, or https://api.anthropic.com. Plain
/// http is InvalidInput unless it is on loopback.
[[nodiscard]] Result<QUrl> defaultBaseUrl(const Environment& environment);
[[nodiscard]] Result<void> validateBaseUrl(const QUrl& url);

} // namespace Patchbay
