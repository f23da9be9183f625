// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "usage/usagereport.h"

namespace Patchbay {

/// What `usage` and `/api/usage` are asked for: `by` are names of keys with commas between them
/// (empty: account), `since` and `until` as parseUsageTime() reads them (empty: open).
[[nodiscard]] Result<UsageQuery> usageQueryOf(const QString& by, const QString& since,
                                              const QString& until, qint64 nowMs);

} // namespace Patchbay
