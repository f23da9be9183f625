// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/conversationedit.h"

namespace Patchbay {

void editConversation(ConversationStore& store, const ConversationId& id,
                      std::function<void(Conversation&)> change, Completion<void> done)
{
    store.conversation(id, [&store, change = std::move(change),
                            done = std::move(done)](Result<Conversation> conversation) mutable {
        if (!conversation)
            return done(Failure(conversation.error()));
        change(*conversation);
        store.update(*conversation, std::move(done));
    });
}

} // namespace Patchbay
