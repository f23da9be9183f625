// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "chats/conversation.h"
#include "storage/database.h"

#include <QObject>

namespace Patchbay {

struct Draft
{
    QString text;
    QList<ContentBlock> attachments;

    bool operator==(const Draft&) const = default;
};

struct SearchHit
{
    ConversationId conversation;
    QString title;
    MessageId message = 0; // 0: the title matched
    QString snippet;       // the match is between U+0002 and U+0003
    qint64 atMs = 0;
};

/// Conversations as trees of messages, in the database. Everything is asynchronous and answered on
/// the store's thread (the main one); signals tell others on that thread what changed.
class ConversationStore final : public QObject
{
    Q_OBJECT
public:
    ConversationStore(Database& database, const Clock& clock, QObject* parent = nullptr);

    /// At start: answers that a dead process left streaming become `interrupted`, with what was
    /// flushed. Blocking.
    [[nodiscard]] static Result<int> recover(Database& database, const QString& locksDir);

    /// Newest first; `before` (an updatedAtMs, 0: from the start) and `limit` page. A page is
    /// longer than that when several were changed in its last millisecond.
    void list(qint64 before, int limit, Completion<QList<Conversation>> done);
    void conversation(const ConversationId& id, Completion<Conversation> done);
    /// A conversation's id by an unambiguous beginning of it (as people type it).
    void resolve(const QString& prefix, Completion<ConversationId> done);

    void create(const Conversation& conversation, Completion<ConversationId> done);
    /// Title, system prompt, model and account.
    void update(const Conversation& conversation, Completion<void> done);
    /// Out of the list and searches; undo() brings it back within this run, and purge of the
    /// deleted follows at the next start.
    void remove(const ConversationId& id, Completion<void> done);
    void restore(const ConversationId& id, Completion<void> done);

    /// The heads from the root to `leaf` (0: the conversation's own leaf). `last` > 0: only so many
    /// from the end, which is immediate at any length.
    void path(const ConversationId& id, MessageId leaf, int last,
              Completion<QList<MessageHead>> done);
    /// The contents of some messages, in the order asked; missing ones are left out.
    void messages(QList<MessageId> ids, Completion<QList<Message>> done);
    /// Shows the sibling `step` away from `message`, down to its newest leaf; the new leaf.
    void stepBranch(MessageId message, int step, Completion<MessageId> done);
    /// Where `text` occurs, without case, in the plain texts of the shown path: messages in order.
    void findInConversation(const ConversationId& id, const QString& text,
                            Completion<QList<MessageId>> done);
    /// Words (all of them, the last one as a beginning) in titles, then in messages, newest first;
    /// works for Chinese too. A conversation shows once.
    void search(const QString& words, int limit, Completion<QList<SearchHit>> done);

    void draft(const ConversationId& id, Completion<Draft> done);
    /// An empty draft removes it. The null id is the new conversation.
    void saveDraft(const ConversationId& id, const Draft& draft);

Q_SIGNALS:
    void listChanged();
    void conversationChanged(const Patchbay::ConversationId& id);

private:
    void change(const ConversationId& id, Database::Write job, Completion<void> done);
    void setDeletedAt(const ConversationId& id, qint64 deletedAtMs, Completion<void> done);

    Database& m_database;
    const Clock& m_clock;
    Mailbox m_mailbox;
};

} // namespace Patchbay
