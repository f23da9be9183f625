// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chats/conversationstore.h"
#include "chats/messagerows.h"
#include "support/manualclock.h"
#include "support/outcome.h"

#include <QTemporaryDir>

namespace Patchbay {

/// A database in a folder of its own, and words to fill it.
class ChatDatabase
{
public:
    ChatDatabase() { open(); }

    void open()
    {
        m_database = orAbort(Database::open(m_dir.filePath(QStringLiteral("patchbay.db")),
                                            m_dir.filePath(QStringLiteral("backups"))));
    }
    void close() { m_database.reset(); }

    [[nodiscard]] Database& database() const { return *m_database; }
    [[nodiscard]] QString locksDir() const { return m_dir.filePath(QStringLiteral("locks")); }

    /// Runs it in one transaction and returns once that is committed.
    void write(Database::Write job) const { orAbort(m_database->writeAtStart(std::move(job))); }
    [[nodiscard]] std::unique_ptr<Connection> reader() const
    {
        return orAbort(m_database->reader());
    }
    [[nodiscard]] qint64 number(const QString& sql, const QVariantList& values = {}) const
    {
        return orAbort(reader()->number(sql, values)).value_or(-1);
    }

    [[nodiscard]] ConversationId addConversation(const QString& id, const QString& title = {},
                                                 qint64 atMs = 1000) const
    {
        Conversation conversation;
        conversation.id = {id};
        conversation.title = title;
        conversation.createdAtMs = conversation.updatedAtMs = atMs;
        write([conversation](Connection& connection) {
            return MessageRows::insertConversation(connection, conversation);
        });
        return conversation.id;
    }

    /// A message at the end of the shown path, or after `parent`.
    [[nodiscard]] MessageId addMessage(const ConversationId& id, Role role,
                                       const QList<ContentBlock>& content,
                                       std::optional<MessageId> parent = {},
                                       MessageStatus status = MessageStatus::Complete,
                                       const QString& process = {}) const
    {
        MessageId added = 0;
        write([&](Connection& connection) -> Result<void> {
            const auto conversation = MessageRows::conversation(connection, id);
            if (!conversation)
                return Failure(conversation.error());
            Message message;
            message.head.parent = parent.value_or(conversation->leaf);
            message.head.role = role;
            message.head.status = status;
            message.conversation = id;
            message.content = content;
            message.createdAtMs = 2000;
            const auto inserted = MessageRows::insert(connection, message, process, 0);
            if (!inserted)
                return Failure(inserted.error());
            added = *inserted;
            return MessageRows::setLeaf(connection, id, added,
                                        MessageRows::snippetOf(plainText(content)), 2000);
        });
        return added;
    }
    [[nodiscard]] MessageId addText(const ConversationId& id, Role role, const QString& text,
                                    std::optional<MessageId> parent = {}) const
    {
        return addMessage(id, role, {ContentBlock::text(text)}, parent);
    }

    [[nodiscard]] Message message(MessageId id) const
    {
        const auto connection = reader();
        const auto found = orAbort(MessageRows::messages(*connection, {id}));
        return found.isEmpty() ? Message() : found.first();
    }

    template <class T>
    static T orAbort(Result<T> result)
    {
        if (!result)
            qFatal("%s (%s)", qPrintable(result.error().sentence()),
                   qPrintable(result.error().detail));
        if constexpr (!std::is_void_v<T>)
            return std::move(*result);
    }

private:
    QTemporaryDir m_dir;
    std::unique_ptr<Database> m_database;
};

/// What a call of the store answers; ends the test program when it fails.
template <class T, class Call>
T answerOf(Call call)
{
    Testing::Outcome<T> outcome;
    call(outcome.completion());
    if (!outcome.wait() || !outcome.succeeded())
        qFatal("%s", qPrintable(outcome.sentence()));
    if constexpr (!std::is_void_v<T>)
        return *outcome.result();
}

} // namespace Patchbay
