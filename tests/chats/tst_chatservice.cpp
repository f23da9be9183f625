// SPDX-License-Identifier: GPL-3.0-or-later
#include "chatdatabase.h"
#include "chatfixture.h"
#include "chats/answerjournal.h"
#include "support/testupstream.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class TestChatService final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firstMessageMakesConversation();
    void storedBeforeItIsSent();
    void historyGoesAlong();
    void regenerateMakesABranch();
    void editAndResendMakesABranchOfTheQuestion();
    void thinkingToolsAndUnknownBlocksAreStored();
    void stopKeepsWhatCame();
    void stopBeforeItIsSent();
    void cutStreamIsInterrupted();
    void errorInTheStreamIsFailedAndKeepsTheText();
    void refusedBeforeAnythingCame();
    void retriedElsewhereWritesOneAnswer();
    void nothingToSend();
    void conversationThatIsNotThere();
    void destroyedWhileItRuns();
    void severalAtOnce();
    void flushesWhileItComes();

private:
    static QJsonObject body(const TestUpstream& upstream, qsizetype index)
    {
        return QJsonDocument::fromJson(upstream.messages().at(index).body).object();
    }
    static QStringList texts(const QJsonObject& body)
    {
        QStringList result;
        for (const QJsonValue& message : body.value("messages"_L1).toArray()) {
            result.append(message.toObject().value("role"_L1).toString() + u": "_s +
                          plainText(contentFromJson(message.toObject().value("content"_L1))));
        }
        return result;
    }
};

void TestChatService::firstMessageMakesConversation()
{
    const ChatDatabase chats;
    TestUpstream upstream;
    upstream.stepsForAll(R"([{"reply":"Hello there!","input_tokens":12,"output_tokens":34}])");
    ChatFixture fixture(chats.database(), upstream.baseUrl(), u"p"_s);
    QSignalSpy started(&fixture.service(), &ChatService::started);
    ChatTurn* turn = fixture.service().start(fixture.question(u"Say hello!\nAnd more"_s));
    TurnRecord record(turn);
    QCOMPARE(started.size(), 1);
    QCOMPARE(fixture.service().running(record.conversation), turn);
    QVERIFY(record.waitForEnd());
    QCOMPARE(record.calls, (QStringList{u"stored"_s, u"leased"_s, u"event"_s, u"finished"_s}));
    QCOMPARE(record.text, u"Hello there!"_s);
    QVERIFY(record.outcome.succeeded());
    QVERIFY(fixture.service().running().isEmpty());

    const Message answer = chats.message(record.answer.head.id);
    QCOMPARE(answer.head.status, MessageStatus::Complete);
    QCOMPARE(plainText(answer.content), u"Hello there!"_s);
    QCOMPARE(answer.content, record.answer.content);
    QCOMPARE(answer.usage.input, 12);
    QCOMPARE(answer.usage.output, 34);
    QVERIFY(answer.cost && answer.cost->microUsd > 0);
    QCOMPARE(answer.account, fixture.account(1).value);
    QCOMPARE(answer.model, u"claude-sonnet-5-5"_s);
    QCOMPARE(answer.stopReason, u"end_turn"_s);
    QCOMPARE(answer.head.parent, record.user);
    QCOMPARE(plainText(chats.message(record.user).content), u"Say hello!\nAnd more"_s);

    const auto listed = answerOf<QList<Conversation>>(
        [&](auto done) { fixture.store().list(0, 10, std::move(done)); });
    QCOMPARE(listed.size(), 1);
    QCOMPARE(listed.first().title, u"Say hello!"_s);
    QCOMPARE(listed.first().snippet, u"Hello there!"_s);
    QCOMPARE(listed.first().leaf, answer.head.id);
    QCOMPARE(chats.number(u"SELECT count(*) FROM message_parts"_s), 0);

    const QJsonObject sent = body(upstream, 0);
    QCOMPARE(sent.keys(), (QStringList{u"max_tokens"_s, u"messages"_s, u"model"_s, u"stream"_s}));
    QCOMPARE(sent.value("max_tokens"_L1).toInt(), 8192);
    const auto hits = answerOf<QList<SearchHit>>(
        [&](auto done) { fixture.store().search(u"there"_s, 10, std::move(done)); });
    QCOMPARE(hits.size(), 1);
    QCOMPARE(hits.first().message, answer.head.id);
}

void TestChatService::storedBeforeItIsSent()
{
    const ChatDatabase chats;
    TestUpstream upstream;
    ChatFixture fixture(chats.database(), upstream.baseUrl(), u"p1"_s);
    ChatTurn* turn = fixture.service().start(fixture.question(u"Hi"_s));
    TurnRecord record(turn);
    bool checked = false;
    connect(turn, &ChatTurn::stored, turn, [&] {
        QCOMPARE(upstream.requestCount(), 0);
        QCOMPARE(chats.message(turn->answer()).head.status, MessageStatus::Streaming);
        QCOMPARE(plainText(chats.message(turn->userMessage()).content), u"Hi"_s);
        QCOMPARE(chats.number(u"SELECT count(*) FROM messages WHERE process = 'p1'"_s), 1);
        checked = true;
    });
    QVERIFY(record.waitForEnd());
    QVERIFY(checked);
}

void TestChatService::historyGoesAlong()
{
    const ChatDatabase chats;
    TestUpstream upstream;
    upstream.stepsForAll(R"([{"reply":"One."},{"status":400},{"reply":"Three."}])");
    ChatFixture fixture(chats.database(), upstream.baseUrl(), u"p"_s);
    Conversation conversation;
    conversation.systemPrompt = u"Count."_s;
    const auto id = answerOf<ConversationId>(
        [&](auto done) { fixture.store().create(conversation, std::move(done)); });
    TurnRecord first(fixture.service().start(fixture.question(u"1?"_s, id)));
    QVERIFY(first.waitForEnd());
    TurnRecord second(fixture.service().start(fixture.question(u"2?"_s, id, first.answer.head.id)));
    QVERIFY(second.waitForEnd());
    QCOMPARE(second.answer.head.status, MessageStatus::Failed);
    QVERIFY(!second.answer.error.isEmpty());
    TurnRecord third(fixture.service().start(fixture.question(u"3?"_s, id, second.answer.head.id)));
    QVERIFY(third.waitForEnd());
    const QJsonObject sent = body(upstream, 2);
    QCOMPARE(sent.value("system"_L1).toString(), u"Count."_s);
    QCOMPARE(texts(sent), (QStringList{u"user: 1?"_s, u"assistant: One."_s, u"user: 2?\n\n3?"_s}));
    const auto shown = answerOf<Conversation>(
        [&](auto done) { fixture.store().conversation(id, std::move(done)); });
    QCOMPARE(shown.title, u"1?"_s);
    QCOMPARE(shown.leaf, third.answer.head.id);
}

void TestChatService::regenerateMakesABranch()
{
    const ChatDatabase chats;
    TestUpstream upstream;
    upstream.stepsForAll(R"([{"reply":"First."},{"reply":"Second."}])");
    ChatFixture fixture(chats.database(), upstream.baseUrl(), u"p"_s);
    TurnRecord first(fixture.service().start(fixture.question(u"Q"_s)));
    QVERIFY(first.waitForEnd());
    TurnRecord again(fixture.service().start(fixture.question({}, first.conversation, first.user)));
    QVERIFY(again.waitForEnd());
    QCOMPARE(plainText(again.answer.content), u"Second."_s);
    QCOMPARE(texts(body(upstream, 1)), QStringList{u"user: Q"_s});
    const Message stored = chats.message(again.answer.head.id);
    QCOMPARE(stored.head.parent, first.user);
    QCOMPARE(stored.branch, 1);
    QCOMPARE(stored.branchCount, 2);
    QCOMPARE(chats.number(u"SELECT count(*) FROM messages"_s), 3);
    QCOMPARE(again.user, 0);
}

void TestChatService::editAndResendMakesABranchOfTheQuestion()
{
    const ChatDatabase chats;
    TestUpstream upstream;
    upstream.stepsForAll(R"([{"reply":"A."}])");
    ChatFixture fixture(chats.database(), upstream.baseUrl(), u"p"_s);
    TurnRecord first(fixture.service().start(fixture.question(u"Typo"_s)));
    QVERIFY(first.waitForEnd());
    TurnRecord edited(fixture.service().start(fixture.question(u"Right"_s, first.conversation, 0)));
    QVERIFY(edited.waitForEnd());
    QCOMPARE(texts(body(upstream, 1)), QStringList{u"user: Right"_s});
    QCOMPARE(chats.message(edited.user).branch, 1);
    QCOMPARE(chats.message(edited.user).branchCount, 2);
}

void TestChatService::thinkingToolsAndUnknownBlocksAreStored()
{
    const ChatDatabase chats;
    TestUpstream upstream;
    upstream.stepsForAll(
        R"([{"content":[{"type":"thinking","thinking":"Let me see","signature":"c2ln"},
        {"type":"hologram","depth":3},{"type":"text","text":"Seen."},
        {"type":"tool_use","id":"toolu_1","name":"look","input":{"far":true}}]},{"reply":"ok"}])");
    ChatFixture fixture(chats.database(), upstream.baseUrl(), u"p"_s);
    TurnRecord record(fixture.service().start(fixture.question(u"Q"_s)));
    QVERIFY(record.waitForEnd());
    QCOMPARE(record.thinking, u"Let me see"_s);
    QCOMPARE(record.text, u"Seen."_s);
    const Message stored = chats.message(record.answer.head.id);
    QStringList types;
    for (const ContentBlock& block : stored.content)
        types.append(block.type());
    QCOMPARE(types, (QStringList{u"thinking"_s, u"hologram"_s, u"text"_s, u"tool_use"_s}));
    QCOMPARE(stored.content.at(0).json().value("signature"_L1).toString(), u"c2ln"_s);
    QCOMPARE(stored.content.at(1).json().value("depth"_L1).toInt(), 3);
    QCOMPARE(stored.content.at(3).json().value("input"_L1).toObject(),
             (QJsonObject{{u"far"_s, true}}));

    TurnRecord next(fixture.service().start(
        fixture.question(u"And?"_s, record.conversation, record.answer.head.id)));
    QVERIFY(next.waitForEnd());
    const QJsonArray sent = body(upstream, 1).value("messages"_L1).toArray();
    types.clear();
    for (const ContentBlock& block : contentFromJson(sent.at(1).toObject().value("content"_L1)))
        types.append(block.type());
    QCOMPARE(types, (QStringList{u"hologram"_s, u"text"_s, u"tool_use"_s}));
}

void TestChatService::stopKeepsWhatCame()
{
    const ChatDatabase chats;
    TestUpstream upstream;
    upstream.stepsForAll(R"([{"reply":"word ","reply_bytes":20000,"events_per_second":200}])");
    ChatFixture fixture(chats.database(), upstream.baseUrl(), u"p"_s);
    ChatTurn* turn = fixture.service().start(fixture.question(u"Q"_s));
    TurnRecord record(turn);
    QVERIFY(record.waitForText(50));
    turn->stop();
    turn->stop();
    QVERIFY(record.waitForEnd());
    QCOMPARE(record.ends, 1);
    QCOMPARE(record.outcome.error->kind, ErrorKind::Cancelled);
    const Message stored = chats.message(record.answer.head.id);
    QCOMPARE(stored.head.status, MessageStatus::Stopped);
    QCOMPARE(plainText(stored.content), record.text);
    QCOMPARE(stored.error, QString());
    QVERIFY(record.text.size() < 20000);
}

void TestChatService::stopBeforeItIsSent()
{
    const ChatDatabase chats;
    TestUpstream upstream;
    upstream.stepsForAll(R"([{"reply":"late","delay_ms":60000}])");
    ChatFixture fixture(chats.database(), upstream.baseUrl(), u"p"_s);
    ChatTurn* turn = fixture.service().start(fixture.question(u"Q"_s));
    TurnRecord record(turn);
    turn->stop();
    QVERIFY(record.waitForEnd());
    QCOMPARE(record.outcome.error->kind, ErrorKind::Cancelled);
    QCOMPARE(chats.message(record.answer.head.id).head.status, MessageStatus::Stopped);
    QVERIFY(chats.message(record.answer.head.id).content.isEmpty());
    QCOMPARE(plainText(chats.message(record.user).content), u"Q"_s);
}

void TestChatService::cutStreamIsInterrupted()
{
    const ChatDatabase chats;
    TestUpstream upstream;
    upstream.stepsForAll(R"([{"reply":"one two three four five six","fault":"cut","at_event":5}])");
    ChatFixture fixture(chats.database(), upstream.baseUrl(), u"p"_s);
    TurnRecord record(fixture.service().start(fixture.question(u"Q"_s)));
    QVERIFY(record.waitForEnd());
    QVERIFY(record.outcome.error);
    const Message stored = chats.message(record.answer.head.id);
    QCOMPARE(stored.head.status, MessageStatus::Interrupted);
    QVERIFY(!record.text.isEmpty());
    QCOMPARE(plainText(stored.content), record.text);
    QCOMPARE(stored.error, record.outcome.error->sentence());
    QCOMPARE(upstream.messages().size(), 1); // what has begun is not asked for again
}

void TestChatService::errorInTheStreamIsFailedAndKeepsTheText()
{
    const ChatDatabase chats;
    TestUpstream upstream;
    upstream.stepsForAll(
        R"([{"reply":"one two three four","fault":"error_event","at_event":5},{"reply":"ok"}])");
    ChatFixture fixture(chats.database(), upstream.baseUrl(), u"p"_s);
    TurnRecord record(fixture.service().start(fixture.question(u"Q"_s)));
    QVERIFY(record.waitForEnd());
    const Message stored = chats.message(record.answer.head.id);
    QCOMPARE(stored.head.status, MessageStatus::Failed);
    QVERIFY(!record.text.isEmpty());
    QCOMPARE(plainText(stored.content), record.text);
    QVERIFY(!stored.error.isEmpty());
    // The person has read it and may refer to it.
    TurnRecord next(fixture.service().start(
        fixture.question(u"Go on"_s, record.conversation, record.answer.head.id)));
    QVERIFY(next.waitForEnd());
    QCOMPARE(texts(body(upstream, 1)),
             (QStringList{u"user: Q"_s, u"assistant: "_s + record.text, u"user: Go on"_s}));
}

void TestChatService::refusedBeforeAnythingCame()
{
    const ChatDatabase chats;
    TestUpstream upstream;
    upstream.stepsForAll(R"([{"status":401}])");
    ChatFixture fixture(chats.database(), upstream.baseUrl(), u"p"_s);
    TurnRecord record(fixture.service().start(fixture.question(u"Q"_s)));
    QVERIFY(record.waitForEnd());
    QCOMPARE(record.outcome.error->kind, ErrorKind::Authentication);
    const Message stored = chats.message(record.answer.head.id);
    QCOMPARE(stored.head.status, MessageStatus::Failed);
    QVERIFY(stored.content.isEmpty());
    QVERIFY(!stored.error.contains("sk-ant"_L1));
    QCOMPARE(record.ends, 1);
}

void TestChatService::retriedElsewhereWritesOneAnswer()
{
    const ChatDatabase chats;
    TestUpstream upstream;
    upstream.stepsFor("sk-ant-test-1", R"([{"status":401}])");
    upstream.stepsFor("sk-ant-test-2", R"([{"reply":"From the second."}])");
    ChatFixture fixture(chats.database(), upstream.baseUrl(), u"p"_s, 2);
    // Which one is asked first is the pool's choice: one of two turns meets the bad key.
    for (int i = 0; i < 2; ++i) {
        TurnRecord record(fixture.service().start(fixture.question(u"Q"_s)));
        QVERIFY(record.waitForEnd());
        QVERIFY(record.outcome.succeeded());
        QCOMPARE(record.text, u"From the second."_s);
        QCOMPARE(chats.message(record.answer.head.id).account, fixture.account(2).value);
    }
    QCOMPARE(chats.number(u"SELECT count(*) FROM messages"_s), 4);
}

void TestChatService::nothingToSend()
{
    const ChatDatabase chats;
    TestUpstream upstream;
    ChatFixture fixture(chats.database(), upstream.baseUrl(), u"p"_s);
    TurnRecord empty(fixture.service().start(fixture.question({})));
    QVERIFY(empty.waitForEnd());
    QVERIFY(empty.outcome.error);
    QCOMPARE(empty.ends, 1);
    TurnRecord first(fixture.service().start(fixture.question(u"Q"_s)));
    QVERIFY(first.waitForEnd());
    TurnRecord toAnswer(
        fixture.service().start(fixture.question({}, first.conversation, first.answer.head.id)));
    QVERIFY(toAnswer.waitForEnd());
    QCOMPARE(toAnswer.outcome.error->kind, ErrorKind::InvalidInput);
    QCOMPARE(chats.number(u"SELECT count(*) FROM messages"_s), 2);
    QCOMPARE(chats.number(u"SELECT count(*) FROM conversations"_s), 1);
    QCOMPARE(upstream.messages().size(), 1);
}

void TestChatService::conversationThatIsNotThere()
{
    const ChatDatabase chats;
    TestUpstream upstream;
    ChatFixture fixture(chats.database(), upstream.baseUrl(), u"p"_s);
    TurnRecord record(fixture.service().start(fixture.question(u"Q"_s, {u"none"_s})));
    QCOMPARE(record.ends, 0);
    QVERIFY(record.waitForEnd());
    QCOMPARE(record.outcome.error->kind, ErrorKind::NotFound);
    QVERIFY(fixture.service().running().isEmpty());
    // A message of another conversation is no parent.
    TurnRecord a(fixture.service().start(fixture.question(u"A"_s)));
    QVERIFY(a.waitForEnd());
    const ConversationId other = chats.addConversation(u"other"_s);
    TurnRecord mixed(fixture.service().start(fixture.question(u"B"_s, other, a.answer.head.id)));
    QVERIFY(mixed.waitForEnd());
    QCOMPARE(mixed.outcome.error->kind, ErrorKind::NotFound);
}

void TestChatService::destroyedWhileItRuns()
{
    const ChatDatabase chats;
    TestUpstream upstream;
    upstream.stepsForAll(R"([{"reply":"word ","reply_bytes":20000,"events_per_second":200}])");
    QString seen;
    MessageId answer = 0;
    {
        ChatFixture fixture(chats.database(), upstream.baseUrl(), u"gone"_s);
        TurnRecord record(fixture.service().start(fixture.question(u"Q"_s)));
        QVERIFY(record.waitForText(60));
        seen = record.text;
        answer = record.stored;
    }
    QCOMPARE(chats.message(answer).head.status, MessageStatus::Streaming);
    QCOMPARE(ChatDatabase::orAbort(ConversationStore::recover(chats.database(), chats.locksDir())),
             1);
    const Message recovered = chats.message(answer);
    QCOMPARE(recovered.head.status, MessageStatus::Interrupted);
    QCOMPARE(plainText(recovered.content), seen); // also what was not flushed yet
    QCOMPARE(chats.number(u"SELECT count(*) FROM message_parts"_s), 0);
    QCOMPARE(ChatDatabase::orAbort(ConversationStore::recover(chats.database(), chats.locksDir())),
             0);
}

void TestChatService::severalAtOnce()
{
    const ChatDatabase chats;
    TestUpstream upstream;
    upstream.stepsForAll(R"([{"reply":"word ","reply_bytes":5000}])");
    ChatFixture fixture(chats.database(), upstream.baseUrl(), u"p"_s, 2);
    std::vector<std::unique_ptr<TurnRecord>> records;
    for (int i = 0; i < 8; ++i) {
        records.push_back(std::make_unique<TurnRecord>(
            fixture.service().start(fixture.question(u"Q%1"_s.arg(i)))));
    }
    for (const auto& record : records) {
        QVERIFY(record->waitForEnd());
        QVERIFY(record->outcome.succeeded());
        QCOMPARE(plainText(chats.message(record->answer.head.id).content), record->text);
        QCOMPARE(record->text.size(), 5000);
    }
}

void TestChatService::flushesWhileItComes()
{
    const ChatDatabase chats;
    TestUpstream upstream;
    upstream.stepsForAll(
        R"([{"reply":"word ","reply_bytes":2000,"events_per_second":100,"fault":"hang","at_event":120}])");
    ChatFixture fixture(chats.database(), upstream.baseUrl(), u"p"_s);
    ChatTurn* turn = fixture.service().start(fixture.question(u"Q"_s));
    TurnRecord record(turn);
    const auto flushed = [&] {
        const auto reader = chats.reader();
        return plainText(
            ChatDatabase::orAbort(AnswerJournal::replay(*reader, record.stored)).blocks());
    };
    QVERIFY(record.waitForText(1));
    const QString first = record.text;
    // The first flush goes out with the first text, the rest follows without an end.
    QTRY_VERIFY(!flushed().isEmpty());
    QVERIFY(record.waitForText(400));
    const QString later = record.text;
    QTRY_VERIFY(flushed().size() >= later.size());
    QVERIFY(record.text.startsWith(flushed()));
    QCOMPARE(record.ends, 0);
    turn->stop();
    QVERIFY(record.waitForEnd());
}

QTEST_GUILESS_MAIN(TestChatService)
#include "tst_chatservice.moc"
