// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chats/conversation.h"
#include "storage/connection.h"

/// How conversations and messages are read from and written to their tables. Each function on the
/// thread of its connection, inside the caller's transaction.
namespace Patchbay::MessageRows {

[[nodiscard]] Result<Conversation> conversation(Connection& connection, const ConversationId& id);
/// Newest first. Those changed in the same millisecond as the last come as well, so that none is
/// lost between pages.
[[nodiscard]] Result<QList<Conversation>> list(Connection& connection, qint64 before, int limit);
Result<void> insertConversation(Connection& connection, const Conversation& conversation);
Result<void> updateConversation(Connection& connection, const Conversation& conversation);
/// A new end of the shown path, with what the list shows of it.
Result<void> setLeaf(Connection& connection, const ConversationId& id, MessageId leaf,
                     const QString& snippet, qint64 nowMs);

/// What the list shows of a conversation: its newest text, and when that was.
Result<void> touch(Connection& connection, const ConversationId& id, const QString& snippet,
                   qint64 nowMs);

/// From the root to `leaf`; `last` > 0: only so many from the end.
[[nodiscard]] Result<QList<MessageHead>> path(Connection& connection, MessageId leaf, int last);
[[nodiscard]] Result<QList<Message>> messages(Connection& connection, const QList<MessageId>& ids);
/// Inserts a message and indexes its text; its id.
[[nodiscard]] Result<MessageId> insert(Connection& connection, const Message& message,
                                       const QString& processId, qint64 requestKey);
/// Writes the end of an answer: content, status and all that is known of it. NotFound when it is
/// no longer there.
Result<void> complete(Connection& connection, const Message& message);
/// Takes out for good what was deleted, with its drafts and its place in the index. Not within an
/// hour: another window may still offer to undo.
Result<void> purgeDeleted(Connection& connection);
/// The newest leaf below a message.
[[nodiscard]] Result<MessageId> newestLeaf(Connection& connection, MessageId below);

/// The beginning of a text, on one line, for lists.
[[nodiscard]] QString snippetOf(const QString& text);

} // namespace Patchbay::MessageRows
