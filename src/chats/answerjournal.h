// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chats/conversation.h"
#include "claude/messageaccumulator.h"
#include "storage/database.h"

namespace Patchbay {

/// An answer on the disk while it comes: what came since the last flush is a few more rows, so that
/// a flush costs the same at the end of a long answer as at its start. Texts are rows of their own;
/// of everything else the event is kept, so that blocks of any type survive.
class AnswerJournal final
{
public:
    struct Part
    {
        int number = -1; // its place in the answer; given when it is taken
        int block = -1;
        QString kind; // "text", "thinking", or the name of an event
        QString data;
    };

    explicit AnswerJournal(MessageId message)
        : m_message(message)
    {
    }

    /// An event of the stream and what the accumulator made of it.
    void add(const ServerSentEvent& event, const MessageUpdate& update);
    [[nodiscard]] bool isEmpty() const { return m_pending.isEmpty(); }

    /// What is pending, to be stored.
    [[nodiscard]] QList<Part> take();
    /// Parts that could not be stored: pending again, in their old place.
    void giveBack(QList<Part> parts);
    /// A job for Database::write.
    [[nodiscard]] Database::Write storing(QList<Part> parts) const;

    /// The answer as its rows make it.
    [[nodiscard]] static Result<MessageAccumulator> replay(Connection& connection,
                                                           MessageId message);
    /// At start: what dead processes left streaming becomes `interrupted`, with what was flushed;
    /// conversations that were deleted are taken out for good. Blocking. How many answers.
    [[nodiscard]] static Result<int> recover(Database& database, const QString& locksDir);

private:
    MessageId m_message;
    int m_nextNumber = 0;
    QList<Part> m_pending;
};

} // namespace Patchbay
