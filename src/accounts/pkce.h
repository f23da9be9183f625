// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace Patchbay {

/// What proves that the one who brings a code is the one who asked for it (RFC 7636, S256).
struct Pkce
{
    QByteArray verifier;  // 43 letters, kept here
    QByteArray challenge; // its SHA-256, told to the provider

    [[nodiscard]] static Pkce make();
    /// 43 letters that nobody can guess.
    [[nodiscard]] static QByteArray randomText();
    /// Compared in constant time.
    [[nodiscard]] static bool isSame(const QByteArray& a, const QByteArray& b);
};

} // namespace Patchbay
