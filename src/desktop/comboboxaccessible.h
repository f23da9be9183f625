// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace Patchbay {

/// Makes every QComboBox tell its accessible name as its name and the chosen item as its value; Qt
/// 6.4 tells the item as the name. Call once, after QApplication. GUI thread.
void installComboBoxAccessible();

} // namespace Patchbay
