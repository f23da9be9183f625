// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "claude/limits.h"

#include <QString>

namespace Patchbay {

struct AttemptOrder;

/// What goes upstream with an attempt: the asker's headers but for those that are ours, the
/// account's in place of the asker's own, and the usual ones where they are not given. Pure.
[[nodiscard]] HeaderList attemptHeaders(const AttemptOrder& order, const QString& userAgent);

} // namespace Patchbay
