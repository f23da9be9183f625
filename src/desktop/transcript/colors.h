// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

namespace Patchbay {

/// The colours of the window and of the transcript in it, light or dark.
struct Colors
{
    QColor background; // of the window
    QColor sidebar;    // of what frames it
    QColor raised;     // menus and lists that pop up
    QColor field;      // what is typed into
    QColor line;
    QColor handle; // of scroll bars
    QColor text;
    QColor dim;   // second in rank; 4.5 : 1 at least on the background
    QColor faint; // what is switched off
    QColor accent;
    QColor accentStrong; // under the pointer
    QColor accentSoft;   // what is chosen
    QColor onAccent;
    QColor bad;
    QColor warning; // 4.5 : 1 at least on the background
    bool isDark = false;

    [[nodiscard]] static Colors light();
    [[nodiscard]] static Colors dark();
};

} // namespace Patchbay
