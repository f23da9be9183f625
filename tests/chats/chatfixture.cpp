// SPDX-License-Identifier: GPL-3.0-or-later
#include "chatfixture.h"

#include <QTest>

namespace Patchbay {

using namespace Qt::StringLiterals;

ChatFixture::ChatFixture(Database& database, const QUrl& upstream, const QString& processId,
                         int accounts)
    : m_ledger(database, processId)
{
    QList<Account> list;
    for (int number = 1; number <= accounts; ++number) {
        Account one;
        one.id = account(number);
        one.number = number;
        one.name = u"account-%1"_s.arg(number);
        one.baseUrl = upstream;
        list.append(one);
        const auto written = database.writeAtStart([&one](Connection& connection) -> Result<void> {
            const auto row = connection.run(
                u"INSERT OR IGNORE INTO accounts (number, id, name, kind, source, created_at) "
                "VALUES (?, ?, ?, 'api_key', 'stored', 0)"_s,
                {one.number, one.id.value, one.name});
            return row ? Result<void>() : Failure(row.error());
        });
        if (!written)
            qFatal("%s", qPrintable(written.error().sentence()));
    }
    PoolOptions options;
    options.workers = 2;
    options.userAgent = u"patchbay/test"_s;
    options.backOffMs = 10;
    options.firstByteTimeoutMs = 20'000;
    options.idleTimeoutMs = 20'000;
    const auto secrets =
        [main = m_mailbox.address()](const AccountId& id, const std::optional<Credential>&,
                                     const MailboxAddress& replyTo, Completion<Credential> done) {
            main.post([id, replyTo, done = std::move(done)]() mutable {
                replyTo.post([id, done = std::move(done)]() mutable {
                    done(Credential{
                        Credential::Form::ApiKey,
                        Secret::take(QByteArray("sk-ant-test-" + id.value.mid(3).toUtf8()))});
                });
            });
        };
    m_pool = std::make_unique<Dispatcher>(options, m_ledger, m_prices, m_clock, secrets);
    m_pool->setAccounts(list);
    m_store = std::make_unique<ConversationStore>(database, m_clock);
    m_service = std::make_unique<ChatService>(*m_store, database, *m_pool, m_prices, m_clock, processId);
}

ChatFixture::~ChatFixture() = default;

AccountId ChatFixture::account(int number)
{
    return {u"id-%1"_s.arg(number)};
}

TurnRequest ChatFixture::question(const QString& text, const ConversationId& id, MessageId parent)
{
    TurnRequest request;
    request.conversation = id;
    request.parent = parent;
    if (!text.isEmpty())
        request.content = {ContentBlock::text(text)};
    request.model = u"claude-sonnet-5-5"_s;
    return request;
}

TurnRecord::TurnRecord(ChatTurn* turn)
    : conversation(turn->conversation())
{
    QObject::connect(turn, &ChatTurn::stored, &m_context, [this, turn] {
        note(u"stored"_s);
        user = turn->userMessage();
        stored = turn->answer();
    });
    QObject::connect(turn, &ChatTurn::leased, &m_context, [this] { note(u"leased"_s); });
    QObject::connect(turn, &ChatTurn::event, &m_context, [this](const QByteArray& json) {
        note(u"event"_s);
        events.append(json);
    });
    QObject::connect(turn, &ChatTurn::textAppended, &m_context,
                     [this](const QString& more) { text += more; });
    QObject::connect(turn, &ChatTurn::thinkingAppended, &m_context,
                     [this](const QString& more) { thinking += more; });
    QObject::connect(turn, &ChatTurn::finished, &m_context,
                     [this](const Message& message, const Outcome& how) {
                         note(u"finished"_s);
                         ++ends;
                         answer = message;
                         outcome = how;
                     });
}

bool TurnRecord::waitForEnd(int timeoutMs) const
{
    return QTest::qWaitFor([this] { return ends > 0; }, timeoutMs);
}

bool TurnRecord::waitForText(qsizetype length, int timeoutMs) const
{
    return QTest::qWaitFor([this, length] { return text.size() >= length; }, timeoutMs);
}

void TurnRecord::note(const QString& call)
{
    if (calls.isEmpty() || calls.last() != call)
        calls.append(call);
}

} // namespace Patchbay
