// SPDX-License-Identifier: GPL-3.0-or-later
#include "chats/conversationstore.h"

#include "chats/answerjournal.h"
#include "chats/conversationsearch.h"
#include "chats/messagerows.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QUuid>

#include <memory>

namespace Patchbay {

ConversationStore::ConversationStore(Database& database, const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_database(database)
    , m_clock(clock)
{
}

Result<int> ConversationStore::recover(Database& database, const QString& locksDir)
{
    return AnswerJournal::recover(database, locksDir);
}

void ConversationStore::list(qint64 before, int limit, Completion<QList<Conversation>> done)
{
    m_database.read<QList<Conversation>>(
        [before, limit](Connection& connection) {
            return MessageRows::list(connection, before, limit);
        },
        m_mailbox.address(), std::move(done));
}

void ConversationStore::conversation(const ConversationId& id, Completion<Conversation> done)
{
    m_database.read<Conversation>(
        [id](Connection& connection) { return MessageRows::conversation(connection, id); },
        m_mailbox.address(), std::move(done));
}

void ConversationStore::resolve(const QString& prefix, Completion<ConversationId> done)
{
    m_database.read<ConversationId>(
        [prefix](Connection& connection) -> Result<ConversationId> {
            QString pattern = prefix;
            pattern.replace(u'%', QString()).replace(u'_', QString());
            auto rows = connection.select(
                QStringLiteral(
                    "SELECT id FROM conversations WHERE deleted_at = 0 AND id LIKE ? LIMIT 2"),
                {pattern + u'%'});
            if (!rows)
                return Failure(rows.error());
            if (pattern.isEmpty() || !rows->next()) {
                return fail(ErrorKind::NotFound, tr("There is no conversation “%1”").arg(prefix),
                            tr("See the ids with: patchbay-cli chats list"));
            }
            const ConversationId id{rows->text(0)};
            if (rows->next()) {
                return fail(ErrorKind::InvalidInput,
                            tr("More than one conversation begins with “%1”").arg(prefix),
                            tr("Give more of its id"));
            }
            return id;
        },
        m_mailbox.address(), std::move(done));
}

void ConversationStore::create(const Conversation& wanted, Completion<ConversationId> done)
{
    Conversation conversation = wanted;
    if (conversation.id.isNull())
        conversation.id = {QUuid::createUuid().toString(QUuid::WithoutBraces)};
    conversation.createdAtMs = conversation.updatedAtMs = m_clock.nowMs();
    m_database.write(
        [conversation](Connection& connection) {
            return MessageRows::insertConversation(connection, conversation);
        },
        Database::Haste::Now, m_mailbox.address(),
        [this, id = conversation.id, done = std::move(done)](Result<void> stored) mutable {
            if (!stored)
                return done(Failure(stored.error()));
            done(id);
            Q_EMIT listChanged();
        });
}

void ConversationStore::change(const ConversationId& id, Database::Write job, Completion<void> done)
{
    m_database.write(std::move(job), Database::Haste::Now, m_mailbox.address(),
                     [this, id, done = std::move(done)](Result<void> changed) mutable {
                         const bool well = changed.has_value();
                         if (done)
                             done(std::move(changed));
                         if (well) {
                             Q_EMIT conversationChanged(id);
                             Q_EMIT listChanged();
                         }
                     });
}

void ConversationStore::update(const Conversation& conversation, Completion<void> done)
{
    change(
        conversation.id,
        [conversation](Connection& connection) {
            return MessageRows::updateConversation(connection, conversation);
        },
        std::move(done));
}

void ConversationStore::setDeletedAt(const ConversationId& id, qint64 deletedAtMs,
                                     Completion<void> done)
{
    change(
        id,
        [id, deletedAtMs](Connection& connection) -> Result<void> {
            const auto changed = connection.run(
                QStringLiteral("UPDATE conversations SET deleted_at = ? WHERE id = ?"),
                {deletedAtMs, id.value});
            if (!changed)
                return Failure(changed.error());
            if (*changed == 0) {
                return fail(ErrorKind::NotFound, tr("The conversation is not there"),
                            tr("It may have been deleted for good"));
            }
            return {};
        },
        std::move(done));
}

void ConversationStore::remove(const ConversationId& id, Completion<void> done)
{
    setDeletedAt(id, m_clock.nowMs(), std::move(done));
}

void ConversationStore::restore(const ConversationId& id, Completion<void> done)
{
    setDeletedAt(id, 0, std::move(done));
}

void ConversationStore::path(const ConversationId& id, MessageId leaf, int last,
                             Completion<QList<MessageHead>> done)
{
    m_database.read<QList<MessageHead>>(
        [id, leaf, last](Connection& connection) -> Result<QList<MessageHead>> {
            MessageId end = leaf;
            if (end == 0) {
                const auto conversation = MessageRows::conversation(connection, id);
                if (!conversation)
                    return Failure(conversation.error());
                end = conversation->leaf;
            }
            return MessageRows::path(connection, end, last);
        },
        m_mailbox.address(), std::move(done));
}

void ConversationStore::messages(QList<MessageId> ids, Completion<QList<Message>> done)
{
    m_database.read<QList<Message>>(
        [ids = std::move(ids)](Connection& connection) {
            return MessageRows::messages(connection, ids);
        },
        m_mailbox.address(), std::move(done));
}

void ConversationStore::stepBranch(MessageId message, int step, Completion<MessageId> done)
{
    struct Stepped
    {
        ConversationId conversation;
        MessageId leaf = 0;
    };
    const auto stepped = std::make_shared<Stepped>();
    m_database.write(
        [message, step, stepped](Connection& connection) -> Result<void> {
            auto rows = connection.select(
                QStringLiteral("SELECT s.id, s.conversation FROM messages m JOIN messages s "
                               "ON s.conversation = m.conversation AND s.parent IS m.parent "
                               "WHERE m.id = ? ORDER BY s.id"),
                {message});
            if (!rows)
                return Failure(rows.error());
            QList<MessageId> siblings;
            while (rows->next()) {
                siblings.append(rows->number(0));
                stepped->conversation = {rows->text(1)};
            }
            if (rows->error())
                return Failure(*rows->error());
            if (siblings.isEmpty())
                return fail(ErrorKind::NotFound, tr("The message is not there"));
            const qsizetype wanted = siblings.indexOf(message) + step;
            if (wanted < 0 || wanted >= siblings.size())
                return fail(ErrorKind::NotFound, tr("There is no other version in that direction"));
            const auto leaf = MessageRows::newestLeaf(connection, siblings.at(wanted));
            if (!leaf)
                return Failure(leaf.error());
            stepped->leaf = *leaf;
            const auto set =
                connection.run(QStringLiteral("UPDATE conversations SET leaf = ? WHERE id = ?"),
                               {*leaf, stepped->conversation.value});
            if (!set)
                return Failure(set.error());
            return {};
        },
        Database::Haste::Now, m_mailbox.address(),
        [this, stepped, done = std::move(done)](Result<void> result) mutable {
            if (!result)
                return done(Failure(result.error()));
            done(stepped->leaf);
            Q_EMIT conversationChanged(stepped->conversation);
        });
}

void ConversationStore::findInConversation(const ConversationId& id, const QString& text,
                                           Completion<QList<MessageId>> done)
{
    m_database.read<QList<MessageId>>(
        [id, text](Connection& connection) {
            return ConversationSearch::find(connection, id, text);
        },
        m_mailbox.address(), std::move(done));
}

void ConversationStore::search(const QString& words, int limit, Completion<QList<SearchHit>> done)
{
    m_database.read<QList<SearchHit>>(
        [words, limit](Connection& connection) {
            return ConversationSearch::search(connection, words, limit);
        },
        m_mailbox.address(), std::move(done));
}

// By the writer: what was saved the moment before is seen, which the reader may not see yet.
void ConversationStore::draft(const ConversationId& id, Completion<Draft> done)
{
    auto found = std::make_shared<Draft>();
    m_database.write(
        [id, found](Connection& connection) -> Result<void> {
            auto rows = connection.select(
                QStringLiteral("SELECT text, attachments FROM drafts WHERE conversation = ?"),
                {id.value});
            if (!rows)
                return Failure(rows.error());
            *found = {};
            if (rows->next()) {
                found->text = rows->text(0);
                found->attachments =
                    contentFromJson(QJsonDocument::fromJson(rows->value(1).toByteArray()).array());
            }
            return {};
        },
        Database::Haste::Now, m_mailbox.address(),
        [found, done = std::move(done)](const Result<void>& read) mutable {
            if (read)
                done(std::move(*found));
            else
                done(Failure(read.error()));
        });
}

void ConversationStore::saveDraft(const ConversationId& id, const Draft& draft)
{
    m_database.write([id, draft, now = m_clock.nowMs()](Connection& connection) -> Result<void> {
        const bool empty = draft.text.isEmpty() && draft.attachments.isEmpty();
        const auto saved =
            empty
                ? connection.run(QStringLiteral("DELETE FROM drafts WHERE conversation = ?"),
                                 {id.value})
                : connection.run(
                      QStringLiteral(
                          "INSERT INTO drafts (conversation, text, attachments, updated_at) "
                          "VALUES (?, ?, ?, ?) ON CONFLICT (conversation) DO UPDATE SET "
                          "text = excluded.text, attachments = excluded.attachments, "
                          "updated_at = excluded.updated_at"),
                      {id.value, draft.text,
                       QString::fromUtf8(
                           QJsonDocument(toJson(draft.attachments)).toJson(QJsonDocument::Compact)),
                       now});
        if (!saved)
            return Failure(saved.error());
        return {};
    });
}

} // namespace Patchbay
