// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Patchbay {

/// "$0.0024"; enough digits that small sums are not nothing.
[[nodiscard]] QString dollarText(qint64 microUsd, bool estimated = false);

} // namespace Patchbay
