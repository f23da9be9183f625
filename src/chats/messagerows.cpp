// SPDX-License-Identifier: GPL-3.0-or-later
#include "chats/messagerows.h"

#include "chats/searchindex.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <limits>

namespace Patchbay::MessageRows {

namespace {

constexpr qsizetype kSnippetLength = 120;

const QString kConversationColumns =
    QStringLiteral("id, title, title_is_set, system_prompt, model, account, leaf, snippet, "
                   "created_at, updated_at");

Conversation conversationOf(const Rows& rows)
{
    Conversation conversation;
    conversation.id = {rows.text(0)};
    conversation.title = rows.text(1);
    conversation.titleIsSet = rows.number(2) != 0;
    conversation.systemPrompt = rows.text(3);
    conversation.model = rows.text(4);
    conversation.account = rows.text(5);
    conversation.leaf = rows.number(6);
    conversation.snippet = rows.text(7);
    conversation.createdAtMs = rows.number(8);
    conversation.updatedAtMs = rows.number(9);
    return conversation;
}

MessageStatus statusFromName(const QString& name)
{
    for (const MessageStatus status :
         {MessageStatus::Complete, MessageStatus::Streaming, MessageStatus::Stopped,
          MessageStatus::Interrupted, MessageStatus::Failed}) {
        if (messageStatusName(status) == name)
            return status;
    }
    return MessageStatus::Complete;
}

QByteArray contentJson(const QList<ContentBlock>& content)
{
    return QJsonDocument(toJson(content)).toJson(QJsonDocument::Compact);
}

QVariant idOrNull(MessageId id)
{
    return id == 0 ? QVariant() : QVariant(id);
}

template <class T>
Result<T> notThere()
{
    return fail(ErrorKind::NotFound,
                QCoreApplication::translate("Chats", "The conversation is not there"),
                QCoreApplication::translate(
                    "Chats", "It may have been deleted; see the list of conversations"));
}

} // namespace

QString snippetOf(const QString& text)
{
    return text.left(4 * kSnippetLength).simplified().left(kSnippetLength);
}

Result<Conversation> conversation(Connection& connection, const ConversationId& id)
{
    static const QString sql =
        QStringLiteral("SELECT %1 FROM conversations WHERE id = ? AND deleted_at = 0")
            .arg(kConversationColumns);
    auto rows = connection.select(sql, {id.value});
    if (!rows)
        return Failure(rows.error());
    if (!rows->next()) {
        if (const auto error = rows->error())
            return Failure(*error);
        return notThere<Conversation>();
    }
    return conversationOf(*rows);
}

Result<QList<Conversation>> list(Connection& connection, qint64 before, int limit)
{
    static const QString sql =
        QStringLiteral("SELECT %1 FROM conversations WHERE deleted_at = 0 AND updated_at < ? AND "
                       "updated_at >= "
                       "coalesce((SELECT updated_at FROM conversations WHERE deleted_at = 0 AND "
                       "updated_at < ? ORDER BY updated_at DESC LIMIT 1 OFFSET ?), 0) "
                       "ORDER BY updated_at DESC")
            .arg(kConversationColumns);
    const qint64 until = before > 0 ? before : std::numeric_limits<qint64>::max();
    auto rows = connection.select(sql, {until, until, std::max(limit, 1) - 1});
    if (!rows)
        return Failure(rows.error());
    QList<Conversation> found;
    while (rows->next())
        found.append(conversationOf(*rows));
    if (const auto error = rows->error())
        return Failure(*error);
    return found;
}

Result<void> insertConversation(Connection& connection, const Conversation& conversation)
{
    const auto done = connection.run(
        QStringLiteral(
            "INSERT INTO conversations (id, title, title_is_set, system_prompt, model, account, "
            "snippet, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        {conversation.id.value, conversation.title, conversation.titleIsSet,
         conversation.systemPrompt, conversation.model, conversation.account, conversation.snippet,
         conversation.createdAtMs, conversation.updatedAtMs});
    if (!done)
        return Failure(done.error());
    return {};
}

Result<void> updateConversation(Connection& connection, const Conversation& conversation)
{
    const auto done = connection.run(
        QStringLiteral("UPDATE conversations SET title = ?, title_is_set = ?, system_prompt = ?, "
                       "model = ?, account = ? WHERE id = ?"),
        {conversation.title, conversation.titleIsSet, conversation.systemPrompt, conversation.model,
         conversation.account, conversation.id.value});
    if (!done)
        return Failure(done.error());
    if (*done == 0)
        return notThere<void>();
    return {};
}

Result<void> setLeaf(Connection& connection, const ConversationId& id, MessageId leaf,
                     const QString& snippet, qint64 nowMs)
{
    const auto done = connection.run(
        QStringLiteral("UPDATE conversations SET leaf = ? WHERE id = ?"), {leaf, id.value});
    if (!done)
        return Failure(done.error());
    return touch(connection, id, snippet, nowMs);
}

Result<void> touch(Connection& connection, const ConversationId& id, const QString& snippet,
                   qint64 nowMs)
{
    const auto done =
        connection.run(QStringLiteral("UPDATE conversations SET updated_at = max(updated_at, ?), "
                                      "snippet = coalesce(nullif(?, ''), snippet) WHERE id = ?"),
                       {nowMs, snippet, id.value});
    if (!done)
        return Failure(done.error());
    return {};
}

Result<QList<MessageHead>> path(Connection& connection, MessageId leaf, int last)
{
    auto rows = connection.select(
        QStringLiteral(
            "WITH RECURSIVE path (id, parent, role, status, text_length, depth) AS ("
            "SELECT id, parent, role, status, text_length, 0 FROM messages WHERE id = ? "
            "UNION ALL SELECT m.id, m.parent, m.role, m.status, m.text_length, depth + 1 "
            "FROM messages m JOIN path ON m.id = path.parent WHERE depth + 1 < ?) "
            "SELECT id, parent, role, status, text_length FROM path"),
        {leaf, last > 0 ? last : std::numeric_limits<int>::max()});
    if (!rows)
        return Failure(rows.error());
    QList<MessageHead> heads;
    while (rows->next()) {
        heads.append({rows->number(0), rows->number(1), roleFromName(rows->text(2)),
                      statusFromName(rows->text(3)), rows->number(4)});
    }
    if (const auto error = rows->error())
        return Failure(*error);
    std::reverse(heads.begin(), heads.end());
    return heads;
}

Result<QList<Message>> messages(Connection& connection, const QList<MessageId>& ids)
{
    static const QString sql = QStringLiteral(
        "SELECT m.id, m.parent, m.role, m.status, m.text_length, m.conversation, m.content, "
        "m.error, m.account, m.model, m.stop_reason, m.input_tokens, m.output_tokens, "
        "m.cache_read_tokens, m.cache_write_5m_tokens, m.cache_write_1h_tokens, "
        "m.cost_micro_usd, m.cost_estimated, m.first_byte_ms, m.duration_ms, m.created_at, "
        "(SELECT count(*) FROM messages s WHERE s.conversation = m.conversation AND s.parent IS "
        "m.parent AND s.id < m.id), "
        "(SELECT count(*) FROM messages s WHERE s.conversation = m.conversation AND s.parent IS "
        "m.parent), "
        "coalesce(a.name, ''), coalesce(a.removed_at, 0) "
        "FROM messages m LEFT JOIN accounts a ON a.id = m.account WHERE m.id = ?");
    QList<Message> found;
    for (const MessageId id : ids) {
        auto rows = connection.select(sql, {id});
        if (!rows)
            return Failure(rows.error());
        if (!rows->next()) {
            if (const auto error = rows->error())
                return Failure(*error);
            continue;
        }
        Message message;
        message.head = {rows->number(0), rows->number(1), roleFromName(rows->text(2)),
                        statusFromName(rows->text(3)), rows->number(4)};
        message.conversation = {rows->text(5)};
        message.content =
            contentFromJson(QJsonDocument::fromJson(rows->value(6).toByteArray()).array());
        message.error = rows->text(7);
        message.account = rows->text(8);
        message.model = rows->text(9);
        message.stopReason = rows->text(10);
        message.usage.input = rows->number(11);
        message.usage.output = rows->number(12);
        message.usage.cacheRead = rows->number(13);
        message.usage.cacheWrite5m = rows->number(14);
        message.usage.cacheWrite1h = rows->number(15);
        if (!rows->isNull(16))
            message.cost = Cost{rows->number(16), rows->number(17) != 0, {}};
        message.firstByteMs = rows->number(18);
        message.durationMs = rows->number(19);
        message.createdAtMs = rows->number(20);
        message.branch = static_cast<int>(rows->number(21));
        message.branchCount = static_cast<int>(rows->number(22));
        message.accountName = rows->text(23);
        message.accountRemoved = rows->number(24) != 0;
        found.append(message);
    }
    return found;
}

Result<MessageId> insert(Connection& connection, const Message& message, const QString& processId,
                         qint64 requestKey)
{
    const QString text = plainText(message.content);
    const auto done = connection.run(
        QStringLiteral("INSERT INTO messages (conversation, parent, role, status, content, text, "
                       "text_length, error, process, request_key, account, model, created_at) "
                       "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        {message.conversation.value, idOrNull(message.head.parent), roleName(message.head.role),
         messageStatusName(message.head.status), QString::fromUtf8(contentJson(message.content)),
         text, text.size(), message.error, processId, requestKey, message.account, message.model,
         message.createdAtMs});
    if (!done)
        return Failure(done.error());
    const MessageId id = connection.lastInsertId();
    if (const auto indexed = SearchIndex::add(connection, id, text); !indexed)
        return Failure(indexed.error());
    return id;
}

Result<void> complete(Connection& connection, const Message& message)
{
    // The index takes a text out only by what it was, and must not hold a message twice.
    auto before = connection.select(QStringLiteral("SELECT text FROM messages WHERE id = ?"),
                                    {message.head.id});
    if (!before)
        return Failure(before.error());
    if (!before->next()) {
        if (const auto error = before->error())
            return Failure(*error);
        return notThere<void>();
    }
    const QString indexed = before->text(0);

    const QString text = plainText(message.content);
    const auto done = connection.run(
        QStringLiteral(
            "UPDATE messages SET status = ?, content = ?, text = ?, text_length = ?, error = ?, "
            "account = ?, model = ?, stop_reason = ?, input_tokens = ?, output_tokens = ?, "
            "cache_read_tokens = ?, cache_write_5m_tokens = ?, cache_write_1h_tokens = ?, "
            "cost_micro_usd = ?, cost_estimated = ?, first_byte_ms = ?, duration_ms = ?, "
            "process = '' WHERE id = ?"),
        {messageStatusName(message.head.status), QString::fromUtf8(contentJson(message.content)),
         text, text.size(), message.error, message.account, message.model, message.stopReason,
         message.usage.input, message.usage.output, message.usage.cacheRead,
         message.usage.cacheWrite5m, message.usage.cacheWrite1h,
         message.cost ? QVariant(message.cost->microUsd) : QVariant(),
         message.cost && message.cost->estimated, message.firstByteMs, message.durationMs,
         message.head.id});
    if (!done)
        return Failure(done.error());
    if (const auto emptied = connection.run(
            QStringLiteral("DELETE FROM message_parts WHERE message = ?"), {message.head.id});
        !emptied)
        return Failure(emptied.error());
    if (const auto removed = SearchIndex::remove(connection, message.head.id, indexed); !removed)
        return removed;
    return SearchIndex::add(connection, message.head.id, text);
}

Result<void> purgeDeleted(Connection& connection)
{
    static const QString purged =
        QStringLiteral("(SELECT id FROM conversations WHERE deleted_at > 0 AND "
                       "deleted_at < (CAST(strftime('%s', 'now') AS INTEGER) - 3600) * 1000)");
    {
        auto rows = connection.select(
            QStringLiteral("SELECT id, text FROM messages WHERE conversation IN ") + purged);
        if (!rows)
            return Failure(rows.error());
        while (rows->next()) {
            if (const auto gone = SearchIndex::remove(connection, rows->number(0), rows->text(1));
                !gone)
                return gone;
        }
        if (const auto error = rows->error())
            return Failure(*error);
    }
    for (const QString& table :
         {QStringLiteral("drafts WHERE conversation"), QStringLiteral("conversations WHERE id")}) {
        const auto done = connection.run(QStringLiteral("DELETE FROM %1 IN %2").arg(table, purged));
        if (!done)
            return Failure(done.error());
    }
    return {};
}

Result<MessageId> newestLeaf(Connection& connection, MessageId below)
{
    auto rows = connection.select(
        QStringLiteral(
            "WITH RECURSIVE down (id) AS (SELECT ? UNION ALL "
            "SELECT (SELECT max(m.id) FROM messages m WHERE m.parent = down.id) FROM down "
            "WHERE down.id IS NOT NULL) SELECT max(id) FROM down"),
        {below});
    if (!rows)
        return Failure(rows.error());
    if (!rows->next()) {
        if (const auto error = rows->error())
            return Failure(*error);
        return below;
    }
    return rows->number(0);
}

} // namespace Patchbay::MessageRows
