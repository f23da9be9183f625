// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"

namespace Patchbay {

struct Account;
struct BudgetVerdict;

} // namespace Patchbay

/// Ends of requests that are the pool's own, in words for a person.
namespace Patchbay::Refusals {

/// `reason`: what it waited for.
[[nodiscard]] Error deadlineExpired(const QString& reason);
[[nodiscard]] Error queueFull(int limit);
/// A hard budget has too little left for it, or its price is not known.
[[nodiscard]] Error overBudget(const BudgetVerdict& verdict, const Account& account,
                               const QString& model);
[[nodiscard]] Error cancelled();
[[nodiscard]] Error interrupted();

} // namespace Patchbay::Refusals
