// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Patchbay {

/// Fills a database in `folder` with so many rows over the last year, and prints how long what the
/// usage page asks takes. False where there is no room or the database cannot be used.
[[nodiscard]] bool benchUsageAtScale(const QString& folder, qint64 rows);

} // namespace Patchbay
