// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"
#include "base/processlock.h"
#include "chatdatabase.h"
#include "chats/answerjournal.h"

#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class TestAnswerJournal final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void foldsToWhatTheAccumulatorMakes();
    void recordedStreamsFoldAlike_data();
    void recordedStreamsFoldAlike();
    void oneRowPerTextAndFlush();
    void givenBackPartsKeepTheirPlace();
    void recoverLeavesTheLivingAlone();
    void recoverFindsAnEndThatWasOnDisk();
    void recoveredTextIsFound();
    void recoversAnswerWithoutAnyPart();

private:
    static ServerSentEvent event(const QJsonObject& json)
    {
        return {json.value("type"_L1).toString().toUtf8(), compactJson(json)};
    }
    static ServerSentEvent delta(int index, const QJsonObject& delta)
    {
        return event(
            {{u"type"_s, u"content_block_delta"_s}, {u"index"_s, index}, {u"delta"_s, delta}});
    }
    static ServerSentEvent text(int index, const QString& words)
    {
        return delta(index, {{u"type"_s, u"text_delta"_s}, {u"text"_s, words}});
    }
    static ServerSentEvent start(int index, const QJsonObject& block)
    {
        return event({{u"type"_s, u"content_block_start"_s},
                      {u"index"_s, index},
                      {u"content_block"_s, block}});
    }
    static QList<ServerSentEvent> randomStream(QRandomGenerator& random);
    /// Feeds both, flushing at random, and compares what comes out.
    static void compareFolded(const ChatDatabase& chats, MessageId message,
                              const QList<ServerSentEvent>& events, QRandomGenerator& random);
    static MessageId streaming(const ChatDatabase& chats, const QString& process)
    {
        const ConversationId id =
            chats.addConversation(QString::number(QRandomGenerator::global()->generate64()));
        return chats.addMessage(id, Role::Assistant, {}, {}, MessageStatus::Streaming, process);
    }
    static void feed(const ChatDatabase& chats, MessageId message,
                     const QList<ServerSentEvent>& events)
    {
        AnswerJournal journal(message);
        MessageAccumulator answer;
        for (const ServerSentEvent& one : events)
            journal.add(one, ChatDatabase::orAbort(answer.add(one)));
        chats.write(journal.storing(journal.take()));
    }
};

QList<ServerSentEvent> TestAnswerJournal::randomStream(QRandomGenerator& random)
{
    const auto words = [&random] {
        static const QStringList pieces{u"a"_s,   u" b\n"_s, u"“字”"_s,    u"😀"_s, u"\\\""_s,
                                        u"\0x"_s, u"</p>"_s, u"é\u0301"_s, u""_s,   u"\r\n"_s};
        return pieces.at(random.bounded(pieces.size()));
    };
    QList<ServerSentEvent> events;
    events.append(
        event({{u"type"_s, u"message_start"_s},
               {u"message"_s, QJsonObject{{u"id"_s, u"msg_1"_s},
                                          {u"model"_s, u"claude-test"_s},
                                          {u"usage"_s, QJsonObject{{u"input_tokens"_s, 7}}}}}}));
    const int blocks = random.bounded(5);
    QList<QList<ServerSentEvent>> each;
    for (int index = 0; index < blocks; ++index) {
        QList<ServerSentEvent> block;
        const int deltas = random.bounded(12);
        switch (random.bounded(6)) {
        case 0: // begins with words, and may have citations
            block.append(start(index, {{u"type"_s, u"text"_s}, {u"text"_s, words()}}));
            for (int i = 0; i < deltas; ++i) {
                block.append(text(index, words()));
                if (random.bounded(6) == 0)
                    block.append(delta(index, {{u"type"_s, u"citations_delta"_s},
                                               {u"citation"_s, QJsonObject{{u"n"_s, i}}}}));
            }
            break;
        case 1:
            block.append(start(index, {{u"type"_s, u"thinking"_s}, {u"thinking"_s, u""_s}}));
            for (int i = 0; i < deltas; ++i)
                block.append(
                    delta(index, {{u"type"_s, u"thinking_delta"_s}, {u"thinking"_s, words()}}));
            block.append(
                delta(index, {{u"type"_s, u"signature_delta"_s}, {u"signature"_s, u"c2ln"_s}}));
            break;
        case 2: {
            block.append(start(index, {{u"type"_s, u"tool_use"_s},
                                       {u"id"_s, u"toolu_1"_s},
                                       {u"name"_s, u"look"_s},
                                       {u"input"_s, QJsonObject()}}));
            const QString json = QString::fromUtf8(
                compactJson({{u"where"_s, words()}, {u"list"_s, QJsonArray{1, 2, 3}}}));
            for (qsizetype at = 0; at < json.size(); at += 4)
                block.append(delta(index, {{u"type"_s, u"input_json_delta"_s},
                                           {u"partial_json"_s, json.mid(at, 4)}}));
            break;
        }
        case 3:
            block.append(
                start(index, {{u"type"_s, u"redacted_thinking"_s}, {u"data"_s, u"xyz"_s}}));
            break;
        case 4:
            block.append(start(index, {{u"type"_s, u"hologram"_s}, {u"depth"_s, 1.5}}));
            block.append(delta(index, {{u"type"_s, u"hologram_delta"_s}, {u"x"_s, 1}}));
            break;
        default: // a text that nobody began
            for (int i = 0; i < deltas; ++i)
                block.append(text(index, words()));
            break;
        }
        block.append(event({{u"type"_s, u"content_block_stop"_s}, {u"index"_s, index}}));
        each.append(block);
    }
    // Mostly one block after the other, sometimes interleaved.
    const bool isInterleaved = random.bounded(3) == 0;
    while (!each.isEmpty()) {
        const qsizetype from = isInterleaved ? random.bounded(each.size()) : 0;
        events.append(each[from].takeFirst());
        if (each.at(from).isEmpty())
            each.removeAt(from);
        if (random.bounded(5) == 0)
            events.append(event({{u"type"_s, u"ping"_s}}));
        if (random.bounded(9) == 0)
            events.append(event({{u"type"_s, u"content_block_hum"_s}, {u"index"_s, 0}}));
    }
    events.append(event({{u"type"_s, u"message_delta"_s},
                         {u"delta"_s, QJsonObject{{u"stop_reason"_s, u"end_turn"_s}}},
                         {u"usage"_s, QJsonObject{{u"output_tokens"_s, 99}}}}));
    events.append(event({{u"type"_s, u"message_stop"_s}}));
    if (random.bounded(2) == 0)
        events.resize(random.bounded(events.size() + 1)); // cut anywhere
    return events;
}

void TestAnswerJournal::compareFolded(const ChatDatabase& chats, MessageId message,
                                      const QList<ServerSentEvent>& events,
                                      QRandomGenerator& random)
{
    AnswerJournal journal(message);
    MessageAccumulator answer;
    chats.write([&](Connection& connection) -> Result<void> {
        const auto flush = [&]() -> Result<void> {
            auto parts = journal.take();
            if (random.bounded(4) == 0) {
                journal.giveBack(parts); // as if the disk were full
                return {};
            }
            return journal.storing(parts)(connection);
        };
        for (const ServerSentEvent& one : events) {
            const auto update = answer.add(one);
            if (update)
                journal.add(one, *update);
            if (random.bounded(3) == 0) {
                if (const auto flushed = flush(); !flushed)
                    return flushed;
            }
        }
        return journal.storing(journal.take())(connection);
    });
    const auto reader = chats.reader();
    const auto folded = ChatDatabase::orAbort(AnswerJournal::replay(*reader, message));
    QCOMPARE(toJson(folded.blocks()), toJson(answer.blocks()));
    QCOMPARE(folded.usage(), answer.usage());
    QCOMPARE(folded.model(), answer.model());
    QCOMPARE(folded.stopReason(), answer.stopReason());
    QCOMPARE(folded.isFinished(), answer.isFinished());
}

void TestAnswerJournal::foldsToWhatTheAccumulatorMakes()
{
    const ChatDatabase chats;
    QRandomGenerator random(20261123);
    for (int i = 0; i < 400; ++i) {
        compareFolded(chats, streaming(chats, u"p"_s), randomStream(random), random);
        if (QTest::currentTestFailed())
            qFatal("stream %d", i);
    }
}

void TestAnswerJournal::recordedStreamsFoldAlike_data()
{
    QTest::addColumn<QString>("file");
    const QDir folder(QStringLiteral(PATCHBAY_TEST_DATA "/sse"));
    for (const QString& name : folder.entryList({u"*.sse"_s}))
        QTest::newRow(qPrintable(name)) << folder.filePath(name);
}

void TestAnswerJournal::recordedStreamsFoldAlike()
{
    QFETCH(QString, file);
    QFile stream(file);
    QVERIFY(stream.open(QIODevice::ReadOnly));
    EventStreamParser parser(256 * 1024);
    auto events = parser.feed(stream.readAll()).value_or(QList<ServerSentEvent>());
    events += parser.finish();
    const ChatDatabase chats;
    QRandomGenerator random(7);
    compareFolded(chats, streaming(chats, u"p"_s), events, random);
}

void TestAnswerJournal::oneRowPerTextAndFlush()
{
    const ChatDatabase chats;
    const MessageId message = streaming(chats, u"p"_s);
    AnswerJournal journal(message);
    MessageAccumulator answer;
    QVERIFY(journal.isEmpty());
    const auto add = [&](const ServerSentEvent& one) {
        journal.add(one, ChatDatabase::orAbort(answer.add(one)));
    };
    for (int flush = 0; flush < 5; ++flush) {
        for (int i = 0; i < 200; ++i)
            add(text(0, u"word "_s));
        QVERIFY(!journal.isEmpty());
        chats.write(journal.storing(journal.take()));
        QVERIFY(journal.isEmpty());
    }
    QCOMPARE(chats.number(u"SELECT count(*) FROM message_parts"_s), 5);
    QCOMPARE(chats.number(u"SELECT max(length(data)) FROM message_parts"_s), 1000);
}

void TestAnswerJournal::givenBackPartsKeepTheirPlace()
{
    const ChatDatabase chats;
    const MessageId message = streaming(chats, u"p"_s);
    AnswerJournal journal(message);
    MessageAccumulator answer;
    const auto add = [&](const QString& words) {
        const auto one = text(0, words);
        journal.add(one, ChatDatabase::orAbort(answer.add(one)));
    };
    add(u"one "_s);
    const auto lost = journal.take();
    add(u"two "_s);
    const auto stored = journal.take();
    chats.write(journal.storing(stored)); // was under way already
    journal.giveBack(lost);
    add(u"three"_s);
    chats.write(journal.storing(journal.take()));
    const auto reader = chats.reader();
    QCOMPARE(plainText(ChatDatabase::orAbort(AnswerJournal::replay(*reader, message)).blocks()),
             u"one two three"_s);
}

void TestAnswerJournal::recoverLeavesTheLivingAlone()
{
    const ChatDatabase chats;
    QVERIFY(QDir().mkpath(chats.locksDir()));
    const auto living = ChatDatabase::orAbort(ProcessLock::take(chats.locksDir()));
    const MessageId theirs = streaming(chats, living.id());
    const MessageId dead = streaming(chats, u"dead"_s);
    feed(chats, theirs, {text(0, u"still coming"_s)});
    feed(chats, dead, {text(0, u"half an ans"_s)});
    QCOMPARE(ChatDatabase::orAbort(AnswerJournal::recover(chats.database(), chats.locksDir())), 1);
    QCOMPARE(chats.message(theirs).head.status, MessageStatus::Streaming);
    QCOMPARE(chats.message(dead).head.status, MessageStatus::Interrupted);
    QCOMPARE(plainText(chats.message(dead).content), u"half an ans"_s);
    QCOMPARE(chats.message(dead).head.textLength, 11);
    QCOMPARE(chats.number(u"SELECT count(*) FROM message_parts"_s), 1);
    QCOMPARE(ChatDatabase::orAbort(AnswerJournal::recover(chats.database(), chats.locksDir())), 0);
}

void TestAnswerJournal::recoverFindsAnEndThatWasOnDisk()
{
    const ChatDatabase chats;
    const MessageId message = streaming(chats, u"dead"_s);
    feed(chats, message,
         {text(0, u"All of it."_s),
          event({{u"type"_s, u"message_delta"_s},
                 {u"delta"_s, QJsonObject{{u"stop_reason"_s, u"end_turn"_s}}},
                 {u"usage"_s, QJsonObject{{u"output_tokens"_s, 4}}}}),
          event({{u"type"_s, u"message_stop"_s}})});
    QCOMPARE(ChatDatabase::orAbort(AnswerJournal::recover(chats.database(), chats.locksDir())), 1);
    const Message whole = chats.message(message);
    QCOMPARE(whole.head.status, MessageStatus::Complete);
    QCOMPARE(whole.stopReason, u"end_turn"_s);
    QCOMPARE(whole.usage.output, 4);
}

void TestAnswerJournal::recoveredTextIsFound()
{
    const ChatDatabase chats;
    const MessageId message = streaming(chats, u"dead"_s);
    feed(chats, message, {text(0, u"half a walrus"_s)});
    const QString count = u"SELECT count(*) FROM message_search WHERE text MATCH 'walrus'"_s;
    QCOMPARE(chats.number(count), 0);
    QCOMPARE(ChatDatabase::orAbort(AnswerJournal::recover(chats.database(), chats.locksDir())), 1);
    QCOMPARE(chats.number(count), 1);
    // The process was not dead after all and tells how it ended: indexed once all the same.
    Message late = chats.message(message);
    late.content = {ContentBlock::text(u"a whole seal"_s)};
    late.head.status = MessageStatus::Complete;
    chats.write([late](Connection& connection) { return MessageRows::complete(connection, late); });
    QCOMPARE(chats.number(count), 0);
    QCOMPARE(chats.number(u"SELECT count(*) FROM message_search WHERE text MATCH 'seal'"_s), 1);
}

void TestAnswerJournal::recoversAnswerWithoutAnyPart()
{
    const ChatDatabase chats;
    const MessageId message = streaming(chats, {});
    QCOMPARE(ChatDatabase::orAbort(AnswerJournal::recover(chats.database(), chats.locksDir())), 1);
    QCOMPARE(chats.message(message).head.status, MessageStatus::Interrupted);
    QVERIFY(chats.message(message).content.isEmpty());
}

QTEST_GUILESS_MAIN(TestAnswerJournal)
#include "tst_answerjournal.moc"
