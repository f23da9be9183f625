// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chats/conversation.h"
#include "pool/request.h"

#include <QJsonObject>

namespace Patchbay {

/// The last line of `chat --json` (DESIGN 1.2). A null conversation was not saved.
[[nodiscard]] QJsonObject chatResultJson(const ConversationId& conversation,
                                         const Outcome& outcome);

} // namespace Patchbay
