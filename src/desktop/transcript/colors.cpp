// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/colors.h"

namespace Patchbay {

Colors Colors::light()
{
    Colors colors;
    colors.background = QColor(0xfbfaf8);
    colors.sidebar = QColor(0xf3f1ed);
    colors.raised = QColor(0xffffff);
    colors.field = QColor(0xfffefd);
    colors.line = QColor(0xe3dfd8);
    colors.handle = QColor(0xd0cac1);
    colors.text = QColor(0x23211e);
    colors.dim = QColor(0x6b655e);
    colors.faint = QColor(0xa49d94);
    colors.accent = QColor(0x26707a);
    colors.accentStrong = QColor(0x1d5b64);
    colors.accentSoft = QColor(0xe0eef0);
    colors.onAccent = QColor(0xffffff);
    colors.bad = QColor(0xb33a3a);
    colors.warning = QColor(0x8f5a00);
    return colors;
}

Colors Colors::dark()
{
    Colors colors;
    colors.background = QColor(0x1d1c1a);
    colors.sidebar = QColor(0x242220);
    colors.raised = QColor(0x2b2926);
    colors.field = QColor(0x21201e);
    colors.line = QColor(0x35322e);
    colors.handle = QColor(0x4a4640);
    colors.text = QColor(0xece8e1);
    colors.dim = QColor(0xa39c92);
    colors.faint = QColor(0x79736b);
    colors.accent = QColor(0x6cc0c6);
    colors.accentStrong = QColor(0x8ad2d7);
    colors.accentSoft = QColor(0x1e3538);
    colors.onAccent = QColor(0x1d1c1a);
    colors.bad = QColor(0xe07a7a);
    colors.warning = QColor(0xe0aa4a);
    colors.isDark = true;
    return colors;
}

} // namespace Patchbay
