// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/account.h"

namespace Patchbay {

/// How many colours the palette of accounts has.
constexpr int accountColorCount = 8;

/// The first colour that none of the accounts has; when all are taken, one that fewest have.
[[nodiscard]] int freeColor(const QList<Account>& accounts);

} // namespace Patchbay
