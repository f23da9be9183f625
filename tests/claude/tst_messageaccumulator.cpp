// SPDX-License-Identifier: GPL-3.0-or-later
#include "claude/messageaccumulator.h"

#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;
using Kind = MessageUpdate::Kind;

class MessageAccumulatorTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tellsEachStep()
    {
        MessageAccumulator message;
        const auto step = [&message](const char* name, const char* data) {
            const auto update = message.add({name, data});
            return update ? *update : MessageUpdate{Kind::Failed, -2, u"not taken"_s};
        };
        QVERIFY(!message.hasContent());
        QCOMPARE(step("ping", R"({"type":"ping"})").kind, Kind::None);
        QCOMPARE(
            step(
                "message_start",
                R"({"type":"message_start","message":{"id":"msg_1","model":"claude-opus-5","usage":{"input_tokens":4,"output_tokens":1}}})")
                .kind,
            Kind::Started);
        QCOMPARE(message.id(), u"msg_1"_s);
        QCOMPARE(message.model(), u"claude-opus-5"_s);
        QVERIFY(message.hasUsage());
        QVERIFY(!message.hasContent());

        MessageUpdate update =
            step("content_block_start",
                 R"({"type":"content_block_start","index":3,"content_block":{"type":"thinking"}})");
        QCOMPARE(update.kind, Kind::BlockStarted);
        QCOMPARE(update.index, 3);
        QVERIFY(message.hasContent());
        update = step(
            "content_block_delta",
            R"({"type":"content_block_delta","index":3,"delta":{"type":"thinking_delta","thinking":"hm"}})");
        QCOMPARE(update.kind, Kind::ThinkingDelta);
        QCOMPARE(update.text, u"hm"_s);
        update = step(
            "content_block_delta",
            R"({"type":"content_block_delta","index":4,"delta":{"type":"text_delta","text":"hi"}})");
        QCOMPARE(update.kind, Kind::TextDelta);
        QCOMPARE(update.index, 4);
        QCOMPARE(step("content_block_stop", R"({"type":"content_block_stop","index":3})").kind,
                 Kind::BlockFinished);
        QCOMPARE(
            step(
                "message_delta",
                R"({"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":9}})")
                .kind,
            Kind::None);
        QVERIFY(!message.isFinished());
        QCOMPARE(step("message_stop", R"({"type":"message_stop"})").kind, Kind::Finished);
        QVERIFY(message.isFinished());
        QCOMPARE(message.usage().output, 9);
        QCOMPARE(message.usage().input, 4);
        QCOMPARE(step("message_stop", R"({"type":"message_stop"})").kind, Kind::None);
        QCOMPARE(message.blocks().size(), 2);
    }

    void errorEventCarriesKindAndRequestId()
    {
        MessageAccumulator message;
        const auto update = message.add(
            {"error",
             R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_9"})"});
        QVERIFY(update.has_value());
        QCOMPARE(update->kind, Kind::Failed);
        QCOMPARE(message.error()->kind, ErrorKind::Overloaded);
        QCOMPARE(message.error()->requestId, u"req_9"_s);
        QCOMPARE(message.error()->httpStatus, 529);
        QVERIFY(!message.isFinished());
    }

    void dataThatIsNotJsonIsAnError()
    {
        MessageAccumulator message;
        const auto update = message.add({"content_block_delta", "<html>"});
        QVERIFY(!update.has_value());
        QCOMPARE(update.error().kind, ErrorKind::UnexpectedAnswer);
        QVERIFY(message.add({"something_else", "<html>"}).has_value());
    }

    void wholeAnswer()
    {
        MessageAccumulator message;
        const auto done = message.addWhole(
            R"({"id":"msg_2","type":"message","role":"assistant","model":"claude-sonnet-5-5","content":[
                {"type":"thinking","thinking":"t","signature":"s"},{"type":"text","text":"Hello"},
                {"type":"tool_use","id":"toolu_1","name":"f","input":{"a":[1]}},{"type":"new","x":1}],
                "stop_reason":"tool_use","usage":{"input_tokens":10,"output_tokens":5,"cache_creation":null,
                "cache_read_input_tokens":null}})");
        QVERIFY(done.has_value());
        QVERIFY(message.isFinished());
        QVERIFY(message.hasContent());
        QCOMPARE(message.stopReason(), u"tool_use"_s);
        QCOMPARE(message.usage().input, 10);
        QCOMPARE(message.usage().output, 5);
        const QList<ContentBlock> blocks = message.blocks();
        QCOMPARE(blocks.size(), 4);
        QCOMPARE(plainText(blocks), u"Hello"_s);
        QCOMPARE(blocks.at(2).json().value("input"_L1).toObject().value("a"_L1).toArray().size(),
                 1);
        QCOMPARE(blocks.at(3).json().value("x"_L1).toInt(), 1);
    }

    void notAWholeAnswer_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("kind");
        const int unexpected = static_cast<int>(ErrorKind::UnexpectedAnswer);
        QTest::newRow("empty") << QByteArray() << unexpected;
        QTest::newRow("portal") << QByteArray("<html><title>Sign in</title></html>") << unexpected;
        QTest::newRow("array") << QByteArray("[]") << unexpected;
        QTest::newRow("other json") << QByteArray(R"({"ok":true})") << unexpected;
        QTest::newRow("cut") << QByteArray(R"({"content":[{"type":"text")") << unexpected;
        QTest::newRow("error")
            << QByteArray(
                   R"({"type":"error","error":{"type":"authentication_error","message":"x"}})")
            << static_cast<int>(ErrorKind::Authentication);
    }
    void notAWholeAnswer()
    {
        QFETCH(QByteArray, body);
        QFETCH(int, kind);
        MessageAccumulator message;
        const auto done = message.addWhole(body);
        QVERIFY(!done.has_value());
        QCOMPARE(static_cast<int>(done.error().kind), kind);
        QVERIFY(!done.error().cause.isEmpty());
        QVERIFY(!message.isFinished());
    }

    void manyDeltasAreLinear()
    {
        // 200,000 deltas of a block: quadratic work would run into the test's time-out.
        MessageAccumulator message;
        QVERIFY(
            message
                .add(
                    {"content_block_start",
                     R"({"type":"content_block_start","index":0,"content_block":{"type":"text"}})"})
                .has_value());
        const ServerSentEvent delta{
            "content_block_delta",
            R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"0123456789"}})"};
        for (int i = 0; i < 200'000; ++i)
            QVERIFY(message.add(delta).has_value());
        QCOMPARE(message.blocks().first().text().size(), 2'000'000);
    }
};

QTEST_GUILESS_MAIN(MessageAccumulatorTest)
#include "tst_messageaccumulator.moc"
