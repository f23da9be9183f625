// SPDX-License-Identifier: GPL-3.0-or-later
#include "chats/promptcounter.h"

#include "base/json.h"
#include "chats/messagerows.h"
#include "chats/turnrequest.h"

#include <QCoreApplication>
#include <QJsonDocument>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

struct PromptCounterText
{
    Q_DECLARE_TR_FUNCTIONS(PromptCounterText)
};

constexpr qsizetype kMostBytes = 64 * 1024;

Result<QList<Message>> pathTo(Connection& connection, MessageId leaf)
{
    if (leaf == 0)
        return QList<Message>();
    const auto heads = MessageRows::path(connection, leaf, 0);
    if (!heads)
        return Failure(heads.error());
    QList<MessageId> ids;
    for (const MessageHead& head : *heads)
        ids.append(head.id);
    return MessageRows::messages(connection, ids);
}

AccountId lastAccountOf(const QList<Message>& path)
{
    for (auto message = path.crbegin(); message != path.crend(); ++message) {
        if (!message->account.isEmpty())
            return {message->account};
    }
    return {};
}

struct Body
{
    MessagesRequest request;
    AccountId lastAccount;
};

Result<qint64> tokensOf(const QByteArray& answer)
{
    const QJsonValue tokens = QJsonDocument::fromJson(answer).object().value("input_tokens"_L1);
    if (!tokens.isDouble() || tokens.toDouble() < 0) {
        return fail(ErrorKind::UnexpectedAnswer,
                    PromptCounterText::tr("The upstream did not count the tokens"),
                    PromptCounterText::tr("The estimate stays"));
    }
    return tokens.toInteger();
}

} // namespace

// Its mailbox goes with it: what still comes for it is dropped.
struct PromptCounter::Running
{
    Mailbox mailbox;
    RequestHandle handle;
    QByteArray answer;
    Completion<qint64> done;
};

PromptCounter::PromptCounter(Database& database, Dispatcher& pool, const PriceTable& prices)
    : m_database(database)
    , m_pool(pool)
    , m_prices(prices)
{
}

PromptCounter::~PromptCounter() = default;

void PromptCounter::cancel()
{
    m_running.reset();
}

void PromptCounter::count(const PromptToCount& prompt, Completion<qint64> done)
{
    m_running = std::make_unique<Running>();
    m_running->done = std::move(done);
    m_database.read<Body>(
        [prompt, prices = m_prices](Connection& connection) -> Result<Body> {
            auto path = pathTo(connection, prompt.parent);
            if (!path)
                return Failure(path.error());
            const AccountId last = lastAccountOf(*path);
            Message draft;
            draft.head.role = Role::User;
            draft.content = prompt.content;
            path->append(draft);
            Body body{requestForAnswer(*path, prompt.systemPrompt, prompt.model, 0, prices), last};
            body.request.extra.remove(u"cache_control"_s);
            body.request.stream = false;
            return body;
        },
        m_running->mailbox.address(),
        [this, prompt](const Result<Body>& body) {
            if (body)
                send(body->request, prompt, body->lastAccount);
            else
                finish(Failure(body.error()));
        });
}

void PromptCounter::send(const MessagesRequest& request, const PromptToCount& prompt,
                         const AccountId& lastAccount)
{
    QJsonObject body = QJsonDocument::fromJson(request.toJson()).object();
    body.remove("stream"_L1); // it takes neither this nor max_tokens
    Request toSend;
    toSend.path = "/v1/messages/count_tokens";
    toSend.body = compactJson(body);
    toSend.stream = false;
    toSend.model = prompt.model;
    toSend.conversation = prompt.conversation.value;
    toSend.lastAccount = lastAccount;
    toSend.client = prompt.client;
    toSend.account = prompt.account;
    toSend.queueDeadlineMs = 0;
    RequestObserver observer;
    observer.chunk = [this](const QByteArray& bytes) {
        if (m_running->answer.size() + bytes.size() <= kMostBytes)
            m_running->answer += bytes;
    };
    observer.finished = [this](const Outcome& outcome) {
        finish(outcome.error ? Result<qint64>(Failure(*outcome.error))
                             : tokensOf(m_running->answer));
    };
    m_running->handle =
        m_pool.send(std::move(toSend), m_running->mailbox.address(), std::move(observer));
}

void PromptCounter::finish(Result<qint64> tokens)
{
    // `done` may begin the next one.
    const std::unique_ptr<Running> ended = std::move(m_running);
    ended->done(std::move(tokens));
}

} // namespace Patchbay
