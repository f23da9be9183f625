// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chats/conversation.h"

namespace Patchbay {

/// The path as one HTML page that needs nothing else and fetches nothing: attached pictures are in
/// it, others are links; what people and models wrote is text, never markup of the page.
[[nodiscard]] QByteArray htmlPage(const Conversation& conversation, const QList<Message>& path);

} // namespace Patchbay
