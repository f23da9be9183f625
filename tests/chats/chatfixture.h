// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chats/chatservice.h"

#include <QSignalSpy>

#include <memory>

namespace Patchbay {

/// Everything between a person's message and the socket, on a database of the caller's.
class ChatFixture
{
public:
    ChatFixture(Database& database, const QUrl& upstream, const QString& processId,
                int accounts = 1);
    ~ChatFixture();

    [[nodiscard]] ChatService& service() { return *m_service; }
    [[nodiscard]] ConversationStore& store() { return *m_store; }
    /// "id-1", "id-2", …; its key is sk-ant-test-1, …
    [[nodiscard]] static AccountId account(int number);

    [[nodiscard]] static TurnRequest question(const QString& text, const ConversationId& id = {},
                                              MessageId parent = 0);

private:
    const SystemClock m_clock;
    const PriceTable m_prices = PriceTable::builtIn();
    Mailbox m_mailbox;
    Ledger m_ledger;
    std::unique_ptr<Dispatcher> m_pool;
    std::unique_ptr<ConversationStore> m_store;
    std::unique_ptr<ChatService> m_service;
};

/// What a turn says while it goes on; the turn itself may be gone.
class TurnRecord
{
public:
    explicit TurnRecord(ChatTurn* turn);
    [[nodiscard]] bool waitForEnd(int timeoutMs = 60'000) const;
    [[nodiscard]] bool waitForText(qsizetype length, int timeoutMs = 60'000) const;

    QStringList calls; // by name, in order; repetitions as one
    QString text;
    QString thinking;
    QList<QByteArray> events;
    int ends = 0;
    Message answer;
    Outcome outcome;
    MessageId user = 0;
    MessageId stored = 0;
    ConversationId conversation;

private:
    void note(const QString& call);
    QObject m_context;
};

} // namespace Patchbay
