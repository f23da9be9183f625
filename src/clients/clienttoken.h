// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/secret.h"

#include <QByteArray>
#include <QString>

namespace Patchbay {

// A client's token is 256 random bits, so one fast hash of it is enough: there is nothing to guess.

/// What every token begins with, for people and for scanners of leaked secrets.
[[nodiscard]] QString clientTokenPrefix();
/// `pb-` and 43 characters of base64url.
[[nodiscard]] Secret makeClientToken();
/// SHA-256 of the token, 32 bytes.
[[nodiscard]] QByteArray clientTokenHash(QByteArrayView token);
/// Its last four characters: they leave 232 bits to guess.
[[nodiscard]] QString clientTokenEnd(const Secret& token);

} // namespace Patchbay
