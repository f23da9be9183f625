// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/connection.h"

namespace Patchbay {

/// Writes a whole, consistent copy of the database into `folder` (made if need be) and syncs it;
/// its path. The file, 0600, has `label` and the time in its name. Outside a transaction; takes as
/// long as the database is big.
[[nodiscard]] Result<QString> backUp(Connection& connection, const QString& folder,
                                     const QString& label);

} // namespace Patchbay
