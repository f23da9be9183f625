// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chats/answerjournal.h"
#include "chats/chatservice.h"
#include "claude/messageaccumulator.h"

#include <QTimer>

namespace Patchbay {

/// What a turn works with; all of it outlives the turn.
struct ChatTurn::Context
{
    ConversationStore& store;
    Database& database;
    Dispatcher& dispatcher;
    const PriceTable& prices;
    const Clock& clock;
    QString processId;
};

class ChatTurn::Private final
{
public:
    Private(Context context, TurnRequest request);
    ~Private();

    void begin();
    void stop();
    [[nodiscard]] QList<ContentBlock> content() const { return m_accumulator.blocks(); }

    ChatTurn* q = nullptr;
    TurnRequest request;
    MessageId user = 0;
    Message answer;

private:
    /// What the first transaction made.
    struct Stored
    {
        MessageId user = 0;
        MessageId answer = 0;
    };
    [[nodiscard]] static Result<void> store(Connection& connection, const TurnRequest& request,
                                            const QString& processId, qint64 nowMs, Stored& stored);
    void onStored(const Result<void>& result, const Stored& stored);
    void readBody(MessageId question);
    struct Body
    {
        MessagesRequest request;
        AccountId lastAccount;
    };
    void send(const Body& wanted);
    void onChunk(const QByteArray& bytes);
    void onEvents(const QList<ServerSentEvent>& events);
    void onFinished(const Outcome& outcome);
    void storeAnswer(const Outcome& outcome);
    void flush();

    Context m_context;
    Mailbox m_mailbox;
    EventStreamParser m_parser;
    MessageAccumulator m_accumulator;
    std::unique_ptr<AnswerJournal> m_journal;
    QTimer m_flushTimer;
    RequestHandle m_handle;
    bool m_isNew = false; // the turn begins its conversation
    bool m_hasFlushed = false;
    bool m_stopWanted = false;
};

} // namespace Patchbay
