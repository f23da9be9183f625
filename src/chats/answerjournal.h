// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chats/conversation.h"
#include "storage/database.h"

namespace Patchbay {

/// An answer on the disk while it comes: what came since the last flush is one more row for each of
/// its blocks, so that a flush costs the same at the end of a long answer as at its start.
class AnswerJournal final
{
public:
    explicit AnswerJournal(MessageId message)
        : m_message(message)
    {
    }

    /// What came; `kind` is "text" or "thinking".
    void append(int block, const QString& kind, const QString& text);
    [[nodiscard]] bool isEmpty() const { return m_pending.isEmpty(); }
    /// Hands what is pending to the writer.
    void flush(Database& database);

    /// At start: what dead processes left streaming becomes `interrupted`, with what was flushed;
    /// conversations that were deleted are taken out for good. Blocking. How many answers.
    [[nodiscard]] static Result<int> recover(Database& database, const QString& locksDir);
    /// The blocks that the rows of a message make.
    [[nodiscard]] static Result<QList<ContentBlock>> blocks(Connection& connection,
                                                            MessageId message);

private:
    struct Part
    {
        int block = 0;
        QString kind;
        QString text;
    };
    MessageId m_message;
    int m_nextPart = 0;
    QList<Part> m_pending;
};

} // namespace Patchbay
