// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"

/// Ends of requests that are the pool's own, in words for a person.
namespace Patchbay::Refusals {

/// `reason`: what it waited for.
[[nodiscard]] Error deadlineExpired(const QString& reason);
[[nodiscard]] Error queueFull(int limit);
[[nodiscard]] Error cancelled();
[[nodiscard]] Error interrupted();

} // namespace Patchbay::Refusals
