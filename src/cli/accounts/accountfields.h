// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/account.h"
#include "base/result.h"
#include "cli/accounts/accountsoptions.h"

namespace Patchbay {

/// Sets what the arguments of `accounts add` and `accounts edit` give; the first bad value as
/// InvalidInput.
[[nodiscard]] Result<void> applyFields(const AccountFields& fields, Account& account);

} // namespace Patchbay
