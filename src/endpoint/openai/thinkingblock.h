// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/openai/jsontext.h"

#include <QByteArray>

namespace Patchbay {

/// A block of thinking, to be sent back as it came: without it a model that thinks between calls
/// loses its thread (PROTOCOL 1.6). Text, and signature or data, escaped.
[[nodiscard]] QByteArray thinkingBlock(QByteArrayView text, QByteArrayView proof, bool isRedacted);

/// The same as the `encrypted_content` of a reasoning item: text without anything to escape.
[[nodiscard]] QByteArray sealedThinking(const QByteArray& block);
/// The block of such a text; empty for one that is not ours.
[[nodiscard]] QByteArray unsealedThinking(const JsonText& encryptedContent);

} // namespace Patchbay
