// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Patchbay {

/// "haiku", "sonnet", "opus", "fable", "mythos"; empty for a model of no known family.
[[nodiscard]] QString modelFamily(const QString& model);
/// The place of its family from the cheapest on, -1 for a model of none.
[[nodiscard]] int modelFamilyRank(const QString& model);

} // namespace Patchbay
