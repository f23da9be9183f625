// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLoggingCategory>

namespace Patchbay {

// One category per room; `QT_LOGGING_RULES="patchbay.pool.debug=true"` shows more of one.
Q_DECLARE_LOGGING_CATEGORY(lcApp)
Q_DECLARE_LOGGING_CATEGORY(lcClaude)
Q_DECLARE_LOGGING_CATEGORY(lcVault)
Q_DECLARE_LOGGING_CATEGORY(lcStorage)
Q_DECLARE_LOGGING_CATEGORY(lcSimulator)
Q_DECLARE_LOGGING_CATEGORY(lcAccounts)
Q_DECLARE_LOGGING_CATEGORY(lcUsage)
Q_DECLARE_LOGGING_CATEGORY(lcPool)
Q_DECLARE_LOGGING_CATEGORY(lcEndpoint)
Q_DECLARE_LOGGING_CATEGORY(lcChats)
Q_DECLARE_LOGGING_CATEGORY(lcDesktop)

/// Sends every message of the program through redact() to standard error and, when `logFile` is
/// not empty, to that file (0600; moved to `.1` past 5 MB). Any thread afterwards.
void installLogging(const QString& logFile = {});

/// The text with everything that looks like a credential (sk-ant-…, bearer tokens, x-api-key
/// values, passwords in addresses) replaced by `[redacted]`. A second wall: secrets are kept out of
/// messages by their type in the first place.
[[nodiscard]] QString redact(const QString& text);

} // namespace Patchbay
