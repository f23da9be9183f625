// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Patchbay {

/// "42 s left", "3 min left", "2 h 5 min left", "3 days left".
[[nodiscard]] QString timeLeftText(qint64 milliseconds);
/// "14:05" within a day from now, else with its date; local time.
[[nodiscard]] QString momentText(qint64 atMs, qint64 nowMs);

} // namespace Patchbay
