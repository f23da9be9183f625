// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chats/chatservice.h"
#include "claude/messageaccumulator.h"
#include "core/core.h"

#include <QObject>

namespace Patchbay {

/// What stays the same over the messages of one `chat`.
struct ConversantOptions
{
    QString model;
    QString system;
    qint64 maxTokens = 0;
    std::optional<AccountId> account;
};

/// The other end of a `chat`: sends one message after the other, each after the one before has
/// finished. Main thread.
class Conversant : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    virtual void send(const QList<ContentBlock>& content) = 0;
    virtual void stop() = 0;
    /// Empty when nothing is saved.
    [[nodiscard]] virtual ConversationId conversation() const = 0;

Q_SIGNALS:
    void event(const QByteArray& json);
    void textAppended(const QString& text);
    void waiting(const QString& reason);
    void finished(const Patchbay::Message& answer, const Patchbay::Outcome& outcome);
};

/// Into a conversation of the history.
class SavedConversant final : public Conversant
{
    Q_OBJECT
public:
    /// Goes on after the leaf of `conversation`; a null id begins a new one.
    SavedConversant(Core& core, ConversantOptions options, ConversationId conversation,
                    MessageId leaf);

    void send(const QList<ContentBlock>& content) override;
    void stop() override;
    [[nodiscard]] ConversationId conversation() const override { return m_conversation; }

private:
    void startTurn(const QList<ContentBlock>& content);

    Core& m_core;
    ConversantOptions m_options;
    ConversationId m_conversation;
    MessageId m_leaf;
    ChatTurn* m_turn = nullptr;
};

/// Leaves no trace but its ledger rows (`--no-save`).
class UnsavedConversant final : public Conversant
{
    Q_OBJECT
public:
    UnsavedConversant(Core& core, ConversantOptions options);

    void send(const QList<ContentBlock>& content) override;
    void stop() override;
    [[nodiscard]] ConversationId conversation() const override { return {}; }

private:
    void onChunk(const QByteArray& bytes);
    void onEvents(const QList<ServerSentEvent>& events);
    void onFinished(const Outcome& outcome);

    Core& m_core;
    ConversantOptions m_options;
    QList<MessageParam> m_history;
    Mailbox m_mailbox;
    std::unique_ptr<EventStreamParser> m_parser;
    std::unique_ptr<MessageAccumulator> m_answer;
    RequestHandle m_handle;
};

} // namespace Patchbay
