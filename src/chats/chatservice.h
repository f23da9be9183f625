// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chats/conversationstore.h"
#include "pool/dispatcher.h"

namespace Patchbay {

/// What a person sends: new content after `parent`, or (no content) another answer to it.
struct TurnRequest
{
    ConversationId conversation;
    /// The message to answer or to follow; 0 begins the conversation. Sending after a message that
    /// is not the leaf makes a branch.
    MessageId parent = 0;
    QList<ContentBlock> content; // empty: regenerate an answer to `parent`, a user message
    QString model;
    qint64 maxTokens = 8192;
    std::optional<AccountId> account; // nothing: automatic
    Client client;
};

/// One answer on its way into a conversation: everything typed is stored before anything is sent,
/// the answer is on disk from its first instant and flushed twice a second. Main thread; owned by
/// ChatService, deleted (later) after finished().
class ChatTurn final : public QObject
{
    Q_OBJECT
public:
    ~ChatTurn() override;

    [[nodiscard]] const ConversationId& conversation() const;
    /// What was asked for; its conversation is known also when the turn made it.
    [[nodiscard]] const TurnRequest& request() const;
    /// Known from stored() on.
    [[nodiscard]] MessageId userMessage() const;
    [[nodiscard]] MessageId answer() const;
    /// The answer so far: all that was appended, for those who begin to look in the middle. Costs
    /// a copy.
    [[nodiscard]] QList<ContentBlock> content() const;

    /// Ends it; what came is kept and the answer is `stopped`.
    void stop();

Q_SIGNALS:
    /// The question and an empty answer are in the database.
    void stored();
    void waiting(const QString& reason, qint64 untilMs);
    void leased(const Patchbay::Lease& lease);
    /// Each event of the stream, as it came: {"type":…} JSON.
    void event(const QByteArray& json);
    void textAppended(const QString& text);
    void thinkingAppended(const QString& text);
    /// The answer as stored, complete or not; `outcome.error` says why it is not.
    void finished(const Patchbay::Message& answer, const Patchbay::Outcome& outcome);

private:
    friend class ChatService;
    struct Context;
    class Private;
    explicit ChatTurn(std::unique_ptr<Private> d, QObject* parent);
    std::unique_ptr<Private> d;
};

/// Sends what people write. Main thread.
class ChatService final : public QObject
{
    Q_OBJECT
public:
    /// `processId` marks streaming answers as this process's.
    ChatService(ConversationStore& store, Database& database, Dispatcher& dispatcher,
                const PriceTable& prices, const Clock& clock, QString processId,
                QObject* parent = nullptr);
    ~ChatService() override;

    /// Starts a turn. Without a conversation (null id) it makes one, with a title from the text.
    /// Never null; a failure comes as finished().
    [[nodiscard]] ChatTurn* start(const TurnRequest& request);

    /// The turn that is running in a conversation, or null.
    [[nodiscard]] ChatTurn* running(const ConversationId& id) const;
    [[nodiscard]] QList<ChatTurn*> running() const;

Q_SIGNALS:
    void started(Patchbay::ChatTurn* turn);

private:
    ConversationStore& m_store;
    Database& m_database;
    Dispatcher& m_dispatcher;
    const PriceTable& m_prices;
    const Clock& m_clock;
    QString m_processId;
    QList<ChatTurn*> m_turns;
};

} // namespace Patchbay
