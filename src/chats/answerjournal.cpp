// SPDX-License-Identifier: GPL-3.0-or-later
#include "chats/answerjournal.h"

#include "base/processlock.h"
#include "chats/messagerows.h"
#include "chats/searchindex.h"

namespace Patchbay {

void AnswerJournal::append(int block, const QString& kind, const QString& text)
{
    if (!m_pending.isEmpty() && m_pending.last().block == block && m_pending.last().kind == kind)
        m_pending.last().text += text;
    else
        m_pending.append({block, kind, text});
}

void AnswerJournal::flush(Database& database)
{
    if (m_pending.isEmpty())
        return;
    database.write([message = m_message, first = m_nextPart,
                    parts = m_pending](Connection& connection) -> Result<void> {
        int number = first;
        for (const Part& part : parts) {
            const auto done =
                connection.run(QStringLiteral("INSERT INTO message_parts (message, part, block, "
                                              "kind, data) VALUES (?, ?, ?, ?, ?)"),
                               {message, number++, part.block, part.kind, part.text});
            if (!done)
                return Failure(done.error());
        }
        return {};
    });
    m_nextPart += static_cast<int>(m_pending.size());
    m_pending.clear();
}

Result<QList<ContentBlock>> AnswerJournal::blocks(Connection& connection, MessageId message)
{
    auto rows = connection.select(
        QStringLiteral(
            "SELECT block, kind, data FROM message_parts WHERE message = ? ORDER BY part"),
        {message});
    if (!rows)
        return Failure(rows.error());
    QList<ContentBlock> blocks;
    int current = -1;
    QString kind;
    QString text;
    const auto close = [&] {
        if (current >= 0)
            blocks.append(ContentBlock(QJsonObject{{QStringLiteral("type"), kind}, {kind, text}}));
    };
    while (rows->next()) {
        if (static_cast<int>(rows->number(0)) != current) {
            close();
            current = static_cast<int>(rows->number(0));
            kind = rows->text(1);
            text.clear();
        }
        text += rows->text(2);
    }
    close();
    if (rows->error())
        return Failure(*rows->error());
    return blocks;
}

namespace {

Result<int> markInterrupted(Connection& connection, const QString& locksDir)
{
    QHash<QString, bool> alive;
    QList<MessageId> left;
    {
        auto rows = connection.select(
            QStringLiteral("SELECT id, process FROM messages WHERE status = 'streaming'"));
        if (!rows)
            return Failure(rows.error());
        while (rows->next()) {
            const QString process = rows->text(1);
            if (!alive.contains(process))
                alive.insert(process, ProcessLock::isAlive(locksDir, process));
            if (!alive.value(process))
                left.append(rows->number(0));
        }
    }
    const auto messages = MessageRows::messages(connection, left);
    if (!messages)
        return Failure(messages.error());
    for (Message message : *messages) {
        const auto blocks = AnswerJournal::blocks(connection, message.head.id);
        if (!blocks)
            return Failure(blocks.error());
        message.content = *blocks;
        message.head.status = MessageStatus::Interrupted;
        if (const auto done = MessageRows::complete(connection, message); !done)
            return Failure(done.error());
    }
    return static_cast<int>(messages->size());
}

// An hour later: another window may still offer to undo.
const QString kPurged = QStringLiteral("SELECT id FROM conversations WHERE deleted_at > 0 AND "
                                       "deleted_at < (strftime('%s', 'now') - 3600) * 1000");

Result<void> purgeDeleted(Connection& connection)
{
    {
        auto rows = connection.select(
            QStringLiteral("SELECT id, text FROM messages WHERE conversation IN (%1)")
                .arg(kPurged));
        if (!rows)
            return Failure(rows.error());
        while (rows->next()) {
            if (const auto gone = SearchIndex::remove(connection, rows->number(0), rows->text(1));
                !gone)
                return gone;
        }
    }
    const auto done =
        connection.run(QStringLiteral("DELETE FROM conversations WHERE id IN (%1)").arg(kPurged));
    if (!done)
        return Failure(done.error());
    return {};
}

} // namespace

Result<int> AnswerJournal::recover(Database& database, const QString& locksDir)
{
    int count = 0;
    const auto done = database.writeAtStart([&](Connection& connection) -> Result<void> {
        const auto marked = markInterrupted(connection, locksDir);
        if (!marked)
            return Failure(marked.error());
        count = *marked;
        return purgeDeleted(connection);
    });
    if (!done)
        return Failure(done.error());
    return count;
}

} // namespace Patchbay
