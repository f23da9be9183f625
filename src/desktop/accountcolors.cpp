// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/accountcolors.h"

#include <array>

namespace Patchbay {

namespace {

// After Okabe and Ito, toned to the window.
constexpr std::array<QRgb, 8> kLight{0xff3f6f9f, 0xffc2703d, 0xff5d8a4a, 0xff8b6bab,
                                     0xff26707a, 0xffb08a1e, 0xffb0527a, 0xff6b6b6b};
constexpr std::array<QRgb, 8> kDark{0xff77a6d4, 0xffe08a5f, 0xff94c07f, 0xffbd9fdb,
                                    0xff6cc0c6, 0xffd9b44a, 0xffe08fb0, 0xffa0a0a0};

} // namespace

bool isDark(const QPalette& palette)
{
    // By the text: a style sheet may make a background transparent, which has no lightness.
    return palette.color(QPalette::Text).lightness() > 128;
}

QColor accountColor(int index, const QPalette& palette)
{
    const auto& colors = isDark(palette) ? kDark : kLight;
    return QColor::fromRgb(colors.at(static_cast<std::size_t>(std::abs(index)) % colors.size()));
}

StateColors stateColors(const QPalette& palette)
{
    if (isDark(palette))
        return {QColor(0x69b68d), QColor(0xd9a441), QColor(0xe07a7a)};
    return {QColor(0x2f7553), QColor(0x8f5d10), QColor(0xb33a3a)};
}

} // namespace Patchbay
