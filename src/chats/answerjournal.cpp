// SPDX-License-Identifier: GPL-3.0-or-later
#include "chats/answerjournal.h"

#include "base/json.h"
#include "base/processlock.h"
#include "chats/messagerows.h"

#include <QHash>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

ServerSentEvent eventOf(int block, const QString& kind, const QString& data)
{
    if (kind != "text"_L1 && kind != "thinking"_L1)
        return {kind.toUtf8(), data.toUtf8()};
    const QJsonObject delta{{u"type"_s, kind + "_delta"_L1}, {kind, data}};
    return {"content_block_delta",
            compactJson(
                {{u"type"_s, u"content_block_delta"_s}, {u"index"_s, block}, {u"delta"_s, delta}})};
}

} // namespace

void AnswerJournal::add(const ServerSentEvent& event, const MessageUpdate& update)
{
    Part part{-1, update.index, {}, {}};
    if (update.kind == MessageUpdate::Kind::TextDelta) {
        part.kind = u"text"_s;
        part.data = update.text;
    } else if (update.kind == MessageUpdate::Kind::ThinkingDelta) {
        part.kind = u"thinking"_s;
        part.data = update.text;
    } else if (event.name.startsWith("content_block") || event.name.startsWith("message")) {
        part.kind = QString::fromUtf8(event.name);
        part.data = QString::fromUtf8(event.data);
        m_pending.append(part);
        return;
    } else {
        return;
    }
    // One row per flush and text; parts given back keep their place and are not added to.
    if (!m_pending.isEmpty() && m_pending.last().number < 0 && m_pending.last().kind == part.kind &&
        m_pending.last().block == part.block)
        m_pending.last().data += part.data;
    else
        m_pending.append(part);
}

QList<AnswerJournal::Part> AnswerJournal::take()
{
    for (Part& part : m_pending) {
        if (part.number < 0)
            part.number = m_nextNumber++;
    }
    return std::exchange(m_pending, {});
}

void AnswerJournal::giveBack(QList<Part> parts)
{
    m_pending = std::move(parts) + m_pending;
}

Database::Write AnswerJournal::storing(QList<Part> parts) const
{
    return [message = m_message, parts = std::move(parts)](Connection& connection) -> Result<void> {
        for (const Part& part : parts) {
            const auto done = connection.run(
                u"INSERT INTO message_parts (message, part, block, kind, data) VALUES (?, ?, ?, ?, ?)"_s,
                {message, part.number, part.block, part.kind, part.data});
            if (!done)
                return Failure(done.error());
        }
        return {};
    };
}

Result<MessageAccumulator> AnswerJournal::replay(Connection& connection, MessageId message)
{
    auto rows = connection.select(
        u"SELECT block, kind, data FROM message_parts WHERE message = ? ORDER BY part"_s,
        {message});
    if (!rows)
        return Failure(rows.error());
    MessageAccumulator answer;
    while (rows->next()) {
        // An event that could not be read was none when it came either.
        const auto added =
            answer.add(eventOf(static_cast<int>(rows->number(0)), rows->text(1), rows->text(2)));
        Q_UNUSED(added)
    }
    if (rows->error())
        return Failure(*rows->error());
    return answer;
}

namespace {

Result<QList<MessageId>> leftStreaming(Connection& connection, const QString& locksDir)
{
    auto rows = connection.select(u"SELECT id, process FROM messages WHERE status = 'streaming'"_s);
    if (!rows)
        return Failure(rows.error());
    QHash<QString, bool> alive;
    QList<MessageId> left;
    while (rows->next()) {
        const QString process = rows->text(1);
        if (!alive.contains(process))
            alive.insert(process, ProcessLock::isAlive(locksDir, process));
        if (!alive.value(process))
            left.append(rows->number(0));
    }
    if (rows->error())
        return Failure(*rows->error());
    return left;
}

Result<int> closeLeftStreaming(Connection& connection, const QString& locksDir)
{
    const auto left = leftStreaming(connection, locksDir);
    if (!left)
        return Failure(left.error());
    const auto messages = MessageRows::messages(connection, *left);
    if (!messages)
        return Failure(messages.error());
    for (Message message : *messages) {
        const auto answer = AnswerJournal::replay(connection, message.head.id);
        if (!answer)
            return Failure(answer.error());
        message.content = withoutEmptyTexts(answer->blocks());
        // The process may have died between the end of the answer and the word that it is stored.
        message.head.status =
            answer->isFinished() ? MessageStatus::Complete : MessageStatus::Interrupted;
        message.stopReason = answer->stopReason();
        message.usage = answer->usage();
        if (!answer->model().isEmpty())
            message.model = answer->model();
        if (const auto done = MessageRows::complete(connection, message); !done)
            return Failure(done.error());
    }
    return static_cast<int>(messages->size());
}

} // namespace

Result<int> AnswerJournal::recover(Database& database, const QString& locksDir)
{
    int count = 0;
    const auto done = database.writeAtStart([&](Connection& connection) -> Result<void> {
        const auto closed = closeLeftStreaming(connection, locksDir);
        if (!closed)
            return Failure(closed.error());
        count = *closed;
        return MessageRows::purgeDeleted(connection);
    });
    if (!done)
        return Failure(done.error());
    return count;
}

} // namespace Patchbay
