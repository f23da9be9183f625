// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chats/conversation.h"

/// The words of ours in an exported conversation.
namespace Patchbay::ExportText {

/// "You", "Claude", or "Claude · work" where the account is known.
[[nodiscard]] QString speaker(const Message& message);
/// How an answer that is not whole ended; empty for one that is.
[[nodiscard]] QString notice(const Message& message);
/// "photo.png · 340 kB", or what kind of block it is; empty for what is not shown (thinking).
[[nodiscard]] QString placeholder(const ContentBlock& block);

} // namespace Patchbay::ExportText
