// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/conversant.h"

namespace Patchbay {

SavedConversant::SavedConversant(Core& core, ConversantOptions options, ConversationId conversation,
                                 MessageId leaf)
    : m_core(core)
    , m_options(std::move(options))
    , m_conversation(std::move(conversation))
    , m_leaf(leaf)
{
}

void SavedConversant::send(const QList<ContentBlock>& content)
{
    if (!m_conversation.isNull() || m_options.system.isEmpty()) {
        startTurn(content);
        return;
    }
    // A system prompt belongs to the conversation, so that one is made first.
    Conversation conversation;
    conversation.systemPrompt = m_options.system;
    conversation.model = m_options.model;
    m_core.conversations().create(conversation, [this, content](Result<ConversationId> id) {
        if (!id) {
            Outcome outcome;
            outcome.error = id.error();
            Q_EMIT finished({}, outcome);
            return;
        }
        m_conversation = *id;
        startTurn(content);
    });
}

void SavedConversant::startTurn(const QList<ContentBlock>& content)
{
    TurnRequest request;
    request.conversation = m_conversation;
    request.parent = m_leaf;
    request.content = content;
    request.model = m_options.model;
    request.maxTokens = m_options.maxTokens;
    request.account = m_options.account;
    request.client.kind = Client::Kind::CommandLine;
    m_turn = m_core.chats().start(request);
    connect(m_turn, &ChatTurn::event, this, &Conversant::event);
    connect(m_turn, &ChatTurn::textAppended, this, &Conversant::textAppended);
    connect(m_turn, &ChatTurn::waiting, this,
            [this](const QString& reason, qint64) { Q_EMIT waiting(reason); });
    connect(m_turn, &ChatTurn::finished, this,
            [this](const Message& answer, const Outcome& outcome) {
                m_conversation = m_turn->conversation();
                if (answer.head.id != 0)
                    m_leaf = answer.head.id;
                m_turn = nullptr;
                Q_EMIT finished(answer, outcome);
            });
}

void SavedConversant::stop()
{
    if (m_turn)
        m_turn->stop();
}

UnsavedConversant::UnsavedConversant(Core& core, ConversantOptions options)
    : m_core(core)
    , m_options(std::move(options))
{
}

void UnsavedConversant::send(const QList<ContentBlock>& content)
{
    m_history.append({Role::User, content, {}});
    MessagesRequest body;
    body.model = m_options.model;
    const PriceTable::Model* known = m_core.prices().find(m_options.model);
    body.maxTokens = known && known->maxOutputTokens > 0
                         ? std::min(m_options.maxTokens, known->maxOutputTokens)
                         : m_options.maxTokens;
    body.system = m_options.system;
    body.messages = m_history;

    Request request;
    request.body = body.toJson();
    request.model = m_options.model;
    request.maxTokens = body.maxTokens;
    request.estimatedInputTokens = request.body.size() / 4;
    request.client.kind = Client::Kind::CommandLine;
    request.account = m_options.account;

    m_parser = std::make_unique<EventStreamParser>();
    m_answer = std::make_unique<MessageAccumulator>();
    RequestObserver observer;
    observer.waiting = [this](const QString& reason, qint64) { Q_EMIT waiting(reason); };
    observer.chunk = [this](const QByteArray& bytes) { onChunk(bytes); };
    observer.finished = [this](const Outcome& outcome) { onFinished(outcome); };
    m_handle = m_core.pool().send(std::move(request), m_mailbox.address(), std::move(observer));
}

void UnsavedConversant::stop()
{
    m_handle.cancel();
}

void UnsavedConversant::onChunk(const QByteArray& bytes)
{
    if (const auto events = m_parser->feed(bytes))
        onEvents(*events);
}

void UnsavedConversant::onEvents(const QList<ServerSentEvent>& events)
{
    for (const ServerSentEvent& event : events) {
        const auto update = m_answer->add(event);
        Q_EMIT this->event(event.data);
        if (update && update->kind == MessageUpdate::Kind::TextDelta)
            Q_EMIT textAppended(update->text);
    }
}

void UnsavedConversant::onFinished(const Outcome& outcome)
{
    onEvents(m_parser->finish());
    Message answer;
    answer.head.role = Role::Assistant;
    answer.content = m_answer->blocks();
    answer.model = outcome.modelServed;
    if (!answer.content.isEmpty())
        m_history.append({Role::Assistant, answer.content, {}});
    else
        m_history.removeLast();
    Q_EMIT finished(answer, outcome);
}

} // namespace Patchbay
