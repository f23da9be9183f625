// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"

namespace Patchbay {

// The sentences that more than one vault says.

[[nodiscard]] Error secretAbsent(const QString& vaultName);
[[nodiscard]] Error vaultTimeout(const QString& vaultName);

} // namespace Patchbay
