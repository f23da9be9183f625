// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Patchbay {

struct Colors;

/// The one style sheet of the program. Widgets name what they are by object name or by a property:
/// `heading`, `large`, `hint`, `error` of labels, `primary` of buttons, `nav`, `quiet` of tool
/// buttons.
[[nodiscard]] QString styleSheetOf(const Colors& colors);

} // namespace Patchbay
