// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chats/conversation.h"
#include "desktop/transcript/transcriptmodel.h"

namespace Patchbay {

/// A message of the history as the transcript shows it, with the account's name as history knows
/// it.
[[nodiscard]] TranscriptMessage transcriptMessageOf(const Message& message);

/// "Sonnet 5.5 · 1,204 in (1,100 cached) · 188 out · $0.0024 · 2.1 s"
[[nodiscard]] QString messageDetails(const Message& message);

} // namespace Patchbay
