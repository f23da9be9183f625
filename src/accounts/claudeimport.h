// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/accountstore.h"

namespace Patchbay {

/// An account of the user's `claude` program that goes on with the sign-in in `folder` (a
/// CLAUDE_CONFIG_DIR, or ~/.claude): no token is read, and the endpoint is not allowed. Named after
/// the address that the folder tells, else after the folder. InvalidInput when it is none of the
/// program's.
[[nodiscard]] Result<NewAccount> accountOfClaudeFolder(const QString& folder);

} // namespace Patchbay
