// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chats/conversationstore.h"

namespace Patchbay {

/// Changes a conversation as it is in the database at that moment, so that what others changed
/// since it was shown (a title from the first message, say) stays. GUI thread.
void editConversation(ConversationStore& store, const ConversationId& id,
                      std::function<void(Conversation&)> change, Completion<void> done);

} // namespace Patchbay
