// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>

namespace Patchbay {

/// The colour of an account, the same wherever it shows: eight that colour-blind people can tell
/// apart, for a light or a dark window as the palette is.
[[nodiscard]] QColor accountColor(int index, const QPalette& palette);

struct StateColors
{
    QColor good;
    QColor warning;
    QColor bad;
};

[[nodiscard]] StateColors stateColors(const QPalette& palette);

[[nodiscard]] bool isDark(const QPalette& palette);

} // namespace Patchbay
