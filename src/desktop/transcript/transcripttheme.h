// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QStringList>

namespace Patchbay {

/// Colours, fonts and spacing of the transcript. A value; text has a contrast of 4.5 : 1 at least
/// on what it is painted on.
struct TranscriptTheme
{
    QColor background;
    QColor text;
    QColor dim;    // footers, markers, headers of code blocks
    QColor line;   // borders and rules
    QColor accent; // links, focus, the button to the end
    QColor onAccent;
    QColor userBubble;
    QColor codeBackground;
    QColor bad; // failures
    QColor selection;
    QColor match;
    QColor currentMatch;
    QColor keyword;
    QColor type;
    QColor string;
    QColor number;
    QColor comment;
    QColor function;
    QColor preprocessor;

    QStringList families;
    QStringList monoFamilies;
    int textPixels = 14;
    int codePixels = 13;
    int smallPixels = 12;
    int columnWidth = 740;
    int bubbleWidth = 560;

    [[nodiscard]] static TranscriptTheme light();
    [[nodiscard]] static TranscriptTheme dark();
};

/// The contrast of WCAG 2 between two opaque colours, 1 to 21.
[[nodiscard]] qreal contrastRatio(const QColor& a, const QColor& b);

} // namespace Patchbay
