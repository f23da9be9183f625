// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/logging.h"
#include "chats/chatturnprivate.h"
#include "chats/messagerows.h"
#include "chats/turnrequest.h"

#include <QUuid>

#include <chrono>

namespace Patchbay {

namespace {

// Twice a second is promised; a little oftener keeps the promise under load.
constexpr std::chrono::milliseconds kFlushEvery(400);

/// The way to the upstream broke, rather than that it answered with an error.
bool isCut(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::ConnectionLost:
    case ErrorKind::IdleTimeout:
    case ErrorKind::NetworkUnreachable:
    case ErrorKind::TlsFailed:
    case ErrorKind::ProxyFailed:
    case ErrorKind::UnexpectedAnswer:
    case ErrorKind::Interrupted:
        return true;
    default:
        return false;
    }
}

MessageStatus statusOf(const Outcome& outcome, bool hasContent)
{
    if (outcome.succeeded())
        return MessageStatus::Complete;
    if (outcome.error->kind == ErrorKind::Cancelled)
        return MessageStatus::Stopped;
    return hasContent && isCut(outcome.error->kind) ? MessageStatus::Interrupted
                                                    : MessageStatus::Failed;
}

// Whose prompt cache may still hold the conversation.
AccountId lastAccountOf(const QList<Message>& path)
{
    for (auto message = path.crbegin(); message != path.crend(); ++message) {
        if (!message->account.isEmpty())
            return {message->account};
    }
    return {};
}

Result<void> checkParent(Connection& connection, const TurnRequest& request)
{
    const bool isNewQuestion = !request.content.isEmpty();
    if (request.parent == 0 && isNewQuestion)
        return {};
    const auto found = MessageRows::messages(connection, {request.parent});
    if (!found)
        return Failure(found.error());
    if (found->isEmpty() || found->first().conversation != request.conversation) {
        return fail(ErrorKind::NotFound, ChatTurn::tr("The message to answer is not there"),
                    ChatTurn::tr("Open the conversation again"));
    }
    if (!isNewQuestion && found->first().head.role != Role::User) {
        return fail(ErrorKind::InvalidInput, ChatTurn::tr("There is nothing to send"),
                    ChatTurn::tr("Write a message first"));
    }
    return {};
}

} // namespace

ChatTurn::ChatTurn(std::unique_ptr<Private> priv, QObject* parent)
    : QObject(parent)
    , d(std::move(priv))
{
    d->q = this;
}

ChatTurn::~ChatTurn() = default;

const ConversationId& ChatTurn::conversation() const
{
    return d->request.conversation;
}

const TurnRequest& ChatTurn::request() const
{
    return d->request;
}

MessageId ChatTurn::userMessage() const
{
    return d->user;
}

MessageId ChatTurn::answer() const
{
    return d->answer.head.id;
}

QList<ContentBlock> ChatTurn::content() const
{
    return d->content();
}

void ChatTurn::stop()
{
    d->stop();
}

ChatTurn::Private::Private(Context context, TurnRequest wanted)
    : request(std::move(wanted))
    , m_context(std::move(context))
{
    m_isNew = request.conversation.isNull();
    if (m_isNew)
        request.conversation = {QUuid::createUuid().toString(QUuid::WithoutBraces)};
    m_flushTimer.setSingleShot(true);
    m_flushTimer.setInterval(kFlushEvery);
    QObject::connect(&m_flushTimer, &QTimer::timeout, &m_flushTimer, [this] { flush(); });
}

// A turn that is destroyed on its way leaves what came on the disk.
ChatTurn::Private::~Private()
{
    if (m_journal && !m_journal->isEmpty())
        m_context.database.write(m_journal->storing(m_journal->take()));
}

void ChatTurn::Private::begin()
{
    const auto stored = std::make_shared<Stored>();
    m_context.database.write(
        [request = request, isNew = m_isNew, processId = m_context.processId,
         nowMs = m_context.clock.nowMs(), stored](Connection& connection) -> Result<void> {
            if (isNew) {
                Conversation conversation;
                conversation.id = request.conversation;
                conversation.title = titleOf(request.content);
                conversation.model = request.model;
                conversation.account = request.account ? request.account->value : QString();
                conversation.createdAtMs = conversation.updatedAtMs = nowMs;
                if (const auto made = MessageRows::insertConversation(connection, conversation);
                    !made)
                    return made;
            }
            return store(connection, request, processId, nowMs, *stored);
        },
        Database::Haste::Now, m_mailbox.address(),
        [this, stored](const Result<void>& result) { onStored(result, *stored); });
}

Result<void> ChatTurn::Private::store(Connection& connection, const TurnRequest& request,
                                      const QString& processId, qint64 nowMs, Stored& stored)
{
    auto conversation = MessageRows::conversation(connection, request.conversation);
    if (!conversation)
        return Failure(conversation.error());
    if (const auto sound = checkParent(connection, request); !sound)
        return sound;
    MessageId parent = request.parent;
    if (!request.content.isEmpty()) {
        if (conversation->title.isEmpty()) {
            conversation->title = titleOf(request.content);
            if (const auto titled = MessageRows::updateConversation(connection, *conversation);
                !titled)
                return titled;
        }
        Message user;
        user.head.parent = parent;
        user.conversation = request.conversation;
        user.content = request.content;
        user.createdAtMs = nowMs;
        const auto id = MessageRows::insert(connection, user, {}, 0);
        if (!id)
            return Failure(id.error());
        parent = stored.user = *id;
    }
    Message answer;
    answer.head.parent = parent;
    answer.head.role = Role::Assistant;
    answer.head.status = MessageStatus::Streaming;
    answer.conversation = request.conversation;
    answer.model = request.model;
    answer.createdAtMs = nowMs;
    const auto id = MessageRows::insert(connection, answer, processId, 0);
    if (!id)
        return Failure(id.error());
    stored.answer = *id;
    return MessageRows::setLeaf(connection, request.conversation, *id,
                                MessageRows::snippetOf(plainText(request.content)), nowMs);
}

void ChatTurn::Private::onStored(const Result<void>& result, const Stored& stored)
{
    if (!result) {
        Outcome outcome;
        outcome.error = result.error();
        Q_EMIT q->finished({}, outcome);
        return;
    }
    user = stored.user;
    answer.head = {stored.answer, stored.user != 0 ? stored.user : request.parent, Role::Assistant,
                   MessageStatus::Streaming, 0};
    answer.conversation = request.conversation;
    answer.model = request.model;
    answer.createdAtMs = m_context.clock.nowMs();
    m_journal = std::make_unique<AnswerJournal>(stored.answer);
    Q_EMIT q->stored();
    Q_EMIT m_context.store.listChanged();
    readBody(answer.head.parent);
}

// On the reader: a long history must not hold up those who write.
void ChatTurn::Private::readBody(MessageId question)
{
    m_context.database.read<Body>(
        [request = request, question,
         prices = m_context.prices](Connection& connection) -> Result<Body> {
            const auto conversation = MessageRows::conversation(connection, request.conversation);
            if (!conversation)
                return Failure(conversation.error());
            const auto heads = MessageRows::path(connection, question, 0);
            if (!heads)
                return Failure(heads.error());
            QList<MessageId> ids;
            for (const MessageHead& head : *heads)
                ids.append(head.id);
            const auto path = MessageRows::messages(connection, ids);
            if (!path)
                return Failure(path.error());
            return Body{requestForAnswer(*path, conversation->systemPrompt, request.model,
                                         request.maxTokens, prices),
                        lastAccountOf(*path)};
        },
        m_mailbox.address(),
        [this](const Result<Body>& body) {
            if (body)
                return send(*body);
            Outcome outcome;
            outcome.error = body.error();
            onFinished(outcome);
        });
}

void ChatTurn::Private::send(const Body& wanted)
{
    const MessagesRequest& body = wanted.request;
    Request toSend;
    toSend.body = body.toJson();
    toSend.model = request.model;
    toSend.maxTokens = body.maxTokens;
    toSend.estimatedInputTokens = estimatedTokens(body);
    toSend.conversation = request.conversation.value;
    toSend.lastAccount = wanted.lastAccount;
    toSend.client = request.client;
    toSend.account = request.account;

    RequestObserver observer;
    observer.waiting = [this](const QString& reason, qint64 untilMs) {
        Q_EMIT q->waiting(reason, untilMs);
    };
    observer.leased = [this](const Lease& lease) {
        answer.account = lease.account.value;
        Q_EMIT q->leased(lease);
    };
    observer.chunk = [this](const QByteArray& bytes) { onChunk(bytes); };
    observer.finished = [this](const Outcome& outcome) { onFinished(outcome); };
    m_handle =
        m_context.dispatcher.send(std::move(toSend), m_mailbox.address(), std::move(observer));
    if (m_stopWanted)
        m_handle.cancel();
}

void ChatTurn::Private::stop()
{
    m_stopWanted = true;
    if (!m_handle.isNull())
        m_handle.cancel();
}

void ChatTurn::Private::onChunk(const QByteArray& bytes)
{
    if (const auto events = m_parser.feed(bytes))
        onEvents(*events);
}

void ChatTurn::Private::onEvents(const QList<ServerSentEvent>& events)
{
    bool hasText = false;
    for (const ServerSentEvent& event : events) {
        const auto update = m_accumulator.add(event);
        hasText = hasText || (update && !update->text.isEmpty());
        if (update && m_journal)
            m_journal->add(event, *update);
        Q_EMIT q->event(event.data);
        if (!update)
            continue;
        if (update->kind == MessageUpdate::Kind::TextDelta)
            Q_EMIT q->textAppended(update->text);
        else if (update->kind == MessageUpdate::Kind::ThinkingDelta)
            Q_EMIT q->thinkingAppended(update->text);
    }
    if (!m_journal || m_journal->isEmpty())
        return;
    if (hasText && !std::exchange(m_hasFlushed, true))
        flush();
    else if (!m_flushTimer.isActive())
        m_flushTimer.start();
}

void ChatTurn::Private::flush()
{
    QList<AnswerJournal::Part> parts = m_journal->take();
    m_context.database.write(m_journal->storing(parts), Database::Haste::Now, m_mailbox.address(),
                             [this, parts](const Result<void>& stored) {
                                 if (stored || !m_journal)
                                     return;
                                 // A full disk may have room again before the answer ends.
                                 m_journal->giveBack(parts);
                                 m_flushTimer.start();
                             });
}

void ChatTurn::Private::onFinished(const Outcome& outcome)
{
    onEvents(m_parser.finish());
    m_flushTimer.stop();
    answer.content = withoutEmptyTexts(m_accumulator.blocks());
    answer.head.textLength = plainText(answer.content).size();
    answer.head.status = statusOf(outcome, !answer.content.isEmpty());
    if (outcome.error && outcome.error->kind != ErrorKind::Cancelled)
        answer.error = outcome.error->sentence();
    if (!outcome.modelServed.isEmpty())
        answer.model = outcome.modelServed;
    if (outcome.lease)
        answer.account = outcome.lease->account.value;
    answer.stopReason = outcome.stopReason;
    answer.usage = outcome.usage;
    answer.cost = outcome.cost;
    answer.firstByteMs = std::max<qint64>(0, outcome.firstByteMs);
    answer.durationMs = outcome.durationMs;
    storeAnswer(outcome);
}

void ChatTurn::Private::storeAnswer(const Outcome& outcome)
{
    m_journal.reset(); // the content now holds what it had
    m_context.database.write(
        [message = answer,
         nowMs = m_context.clock.nowMs()](Connection& connection) -> Result<void> {
            if (const auto done = MessageRows::complete(connection, message); !done)
                return done;
            return MessageRows::touch(connection, message.conversation,
                                      MessageRows::snippetOf(plainText(message.content)), nowMs);
        },
        Database::Haste::Now, m_mailbox.address(),
        [this, outcome](const Result<void>& stored) {
            Outcome told = outcome;
            if (!stored) {
                qCWarning(lcChats) << "an answer was not stored:" << stored.error();
                if (!told.error)
                    told.error = stored.error();
            }
            Q_EMIT m_context.store.conversationChanged(request.conversation);
            Q_EMIT m_context.store.listChanged();
            Q_EMIT q->finished(answer, told);
        });
}

} // namespace Patchbay
