// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chats/conversationstore.h"

/// Looking for words. On the thread of the connection.
namespace Patchbay::ConversationSearch {

/// ConversationStore::search().
[[nodiscard]] Result<QList<SearchHit>> search(Connection& connection, const QString& words,
                                              int limit);
/// ConversationStore::findInConversation().
[[nodiscard]] Result<QList<MessageId>> find(Connection& connection, const ConversationId& id,
                                            const QString& text);

} // namespace Patchbay::ConversationSearch
