// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/transcripttheme.h"

#include "desktop/transcript/colors.h"

#include <QFontDatabase>

#include <cmath>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

// What it has in common with the window around it.
TranscriptTheme themeOf(const Colors& colors)
{
    TranscriptTheme theme;
    theme.background = colors.background;
    theme.text = colors.text;
    theme.dim = colors.dim;
    theme.line = colors.line;
    theme.accent = colors.accent;
    theme.onAccent = colors.onAccent;
    theme.bad = colors.bad;
    theme.families = {u"Inter"_s, QFontDatabase::systemFont(QFontDatabase::GeneralFont).family(),
                      u"Noto Sans CJK SC"_s};
    theme.monoFamilies = {u"DejaVu Sans Mono"_s,
                          QFontDatabase::systemFont(QFontDatabase::FixedFont).family(),
                          u"Noto Sans Mono CJK SC"_s};
    return theme;
}

qreal linear(float channel)
{
    const auto c = static_cast<qreal>(channel);
    return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

qreal luminance(const QColor& color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) +
           0.0722 * linear(color.blueF());
}

} // namespace

qreal contrastRatio(const QColor& a, const QColor& b)
{
    const qreal first = luminance(a);
    const qreal second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

TranscriptTheme TranscriptTheme::light()
{
    TranscriptTheme theme = themeOf(Colors::light());
    theme.userBubble = QColor(0xf0ede7);
    theme.codeBackground = QColor(0xf4f1ec);
    theme.selection = QColor(0xc3e0e3);
    theme.match = QColor(0xf7e3a8);
    theme.currentMatch = QColor(0xf2bf52);
    theme.keyword = QColor(0x7a5a9c);
    theme.type = QColor(0x96532a);
    theme.string = QColor(0x47712f);
    theme.number = QColor(0x346799);
    theme.comment = QColor(0x746d65);
    theme.function = QColor(0x346799);
    theme.preprocessor = QColor(0x96532a);
    return theme;
}

TranscriptTheme TranscriptTheme::dark()
{
    TranscriptTheme theme = themeOf(Colors::dark());
    theme.userBubble = QColor(0x2b2926);
    theme.codeBackground = QColor(0x262421);
    theme.selection = QColor(0x2a4d52);
    theme.match = QColor(0x5a4a1c);
    theme.currentMatch = QColor(0x7d5c10);
    theme.keyword = QColor(0xbd9fdb);
    theme.type = QColor(0xe08a5f);
    theme.string = QColor(0x94c07f);
    theme.number = QColor(0x77a6d4);
    theme.comment = QColor(0x99928a);
    theme.function = QColor(0x77a6d4);
    theme.preprocessor = QColor(0xe08a5f);
    return theme;
}

} // namespace Patchbay
