// SPDX-License-Identifier: GPL-3.0-or-later
#include "claude/messageaccumulator.h"
#include "simulator/messageevents.h"

#include <QJsonDocument>
#include <QTest>

using namespace Patchbay;

namespace {

QJsonObject block(const char* json)
{
    return QJsonDocument::fromJson(json).object();
}

SimulatedMessage messageOf(const QJsonArray& content)
{
    SimulatedMessage message;
    message.id = "msg_1";
    message.model = QStringLiteral("claude-sonnet-5-5");
    message.content = content;
    message.inputTokens = 25;
    message.outputTokens = 100;
    message.thinkingTokens = 7;
    message.cacheReadTokens = 3;
    message.cacheWrite5mTokens = 4;
    message.cacheWrite1hTokens = 5;
    return message;
}

QList<ServerSentEvent> eventsOf(MessageEvents events)
{
    EventStreamParser parser;
    QList<ServerSentEvent> all;
    while (!events.atEnd())
        all += parser.feed(events.next()).value();
    return all;
}

QString namesOf(const QList<ServerSentEvent>& events)
{
    QStringList names;
    for (const ServerSentEvent& event : events)
        names.append(QString::fromLatin1(event.name));
    return names.join(u' ');
}

} // namespace

class MessageEventsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsTheOrder();
    void isReadAsTheMessageItIs();
    void looksAsTheApiWritesIt();
    void hidesThinkingBehindItsSignature();
    void countsWhatItHasSaid();
    void cutsTextIntoPieces_data();
    void cutsTextIntoPieces();
    void writesAnyTextAsJson();
    void writesErrors();
};

void MessageEventsTest::followsTheOrder()
{
    const auto events =
        eventsOf(MessageEvents(messageOf({block(R"({"type":"thinking","thinking":"so"})"),
                                          block(R"({"type":"text","text":"one two"})")})));
    QCOMPARE(namesOf(events),
             QStringLiteral("message_start content_block_start ping content_block_delta "
                            "content_block_delta content_block_stop content_block_start "
                            "content_block_delta content_block_delta content_block_stop "
                            "message_delta message_stop"));
    QCOMPARE(namesOf(eventsOf(MessageEvents(messageOf({})))),
             QStringLiteral("message_start message_delta message_stop"));
    QCOMPARE(namesOf(eventsOf(MessageEvents(messageOf({block(R"({"type":"text","text":""})")})))),
             QStringLiteral("message_start content_block_start ping content_block_stop "
                            "message_delta message_stop"));
}

void MessageEventsTest::isReadAsTheMessageItIs()
{
    const QJsonArray content{
        block(R"({"type":"thinking","thinking":"Let me see.","signature":"c2ln"})"),
        block(R"({"type":"text","text":"Line \"one\"\nand \\ two 你好 🎉 \u0001end"})"),
        block(R"({"type":"tool_use","id":"toolu_1","name":"f","input":{"a":[1,2],"b":"c d e"}})"),
        block(R"({"type":"tool_use","id":"toolu_2","name":"g","input":{}})"),
        block(R"({"type":"web_search_tool_result","tool_use_id":"x","content":[]})"),
    };
    SimulatedMessage simulated = messageOf(content);
    simulated.stopReason = QStringLiteral("tool_use");
    MessageAccumulator message;
    const auto events = eventsOf(MessageEvents(simulated));
    for (const ServerSentEvent& event : events)
        QVERIFY(message.add(event));
    QVERIFY(message.isFinished());
    QCOMPARE(message.id(), QStringLiteral("msg_1"));
    QCOMPARE(message.model(), QStringLiteral("claude-sonnet-5-5"));
    QCOMPARE(message.stopReason(), QStringLiteral("tool_use"));
    TokenUsage usage;
    usage.input = 25;
    usage.output = 100;
    usage.cacheRead = 3;
    usage.cacheWrite5m = 4;
    usage.cacheWrite1h = 5;
    usage.thinking = 7;
    QCOMPARE(message.usage().toJson(), usage.toJson());
    QJsonArray read;
    const auto blocks = message.blocks();
    for (const ContentBlock& one : blocks)
        read.append(one.json());
    QCOMPARE(read, content);

    MessageAccumulator whole;
    QVERIFY(whole.addWhole(simulated.toJson()));
    QCOMPARE(whole.usage().toJson(), usage.toJson());
    QCOMPARE(whole.stopReason(), QStringLiteral("tool_use"));
}

void MessageEventsTest::looksAsTheApiWritesIt()
{
    MessageEvents events(messageOf({block(R"({"type":"text","text":"Hello"})")}));
    QCOMPARE(events.next(),
             QByteArray("event: message_start\ndata: "
                        R"({"type":"message_start","message":{"id":"msg_1","type":"message",)"
                        R"("role":"assistant","model":"claude-sonnet-5-5","content":[],)"
                        R"("stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":25,)"
                        R"("cache_creation_input_tokens":9,"cache_read_input_tokens":3,)"
                        R"("cache_creation":{"ephemeral_5m_input_tokens":4,)"
                        R"("ephemeral_1h_input_tokens":5},"output_tokens":1,)"
                        R"("service_tier":"standard"}}})"
                        "\n\n"));
    QCOMPARE(events.next(),
             QByteArray("event: content_block_start\ndata: {\"type\":\"content_block_start\","
                        "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"));
    QCOMPARE(events.next(), QByteArray("event: ping\ndata: {\"type\":\"ping\"}\n\n"));
    QCOMPARE(events.next(),
             QByteArray("event: content_block_delta\ndata: {\"type\":\"content_block_delta\","
                        "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hello\"}}\n\n"));
}

void MessageEventsTest::hidesThinkingBehindItsSignature()
{
    const auto events = eventsOf(
        MessageEvents(messageOf({block(R"({"type":"thinking","thinking":"","signature":"s"})")})));
    QCOMPARE(namesOf(events),
             QStringLiteral("message_start content_block_start ping content_block_delta "
                            "content_block_stop message_delta message_stop"));
    QVERIFY(events.at(3).data.contains("signature_delta"));
}

void MessageEventsTest::countsWhatItHasSaid()
{
    MessageEvents events(messageOf({block(R"({"type":"text","text":"1234 6789"})")}));
    QList<qint64> tokens{events.outputTokens()};
    while (!events.atEnd()) {
        std::ignore = events.next();
        tokens.append(events.outputTokens());
    }
    // 4 and 5 of 9 letters, 100 tokens.
    QCOMPARE(tokens, QList<qint64>({0, 1, 1, 1, 44, 100, 100, 100, 100}));
}

void MessageEventsTest::cutsTextIntoPieces_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("characters");
    QTest::addColumn<QStringList>("pieces");
    QTest::newRow("words") << QStringLiteral("one two,  three\n") << 0
                           << QStringList{QStringLiteral("one"), QStringLiteral(" two,"),
                                          QStringLiteral("  three"), QStringLiteral("\n")};
    QTest::newRow("a long word") << QString(30, u'a') << 0
                                 << QStringList{QString(12, u'a'), QString(12, u'a'),
                                                QString(6, u'a')};
    QTest::newRow("Chinese") << QStringLiteral("你好世界x") << 0
                             << QStringList{QStringLiteral("你好"), QStringLiteral("世界"),
                                            QStringLiteral("x")};
    QTest::newRow("three") << QStringLiteral("abcdefg") << 3
                           << QStringList{QStringLiteral("abc"), QStringLiteral("def"),
                                          QStringLiteral("g")};
    QTest::newRow("never within a character")
        << QStringLiteral("🎉🎉") << 1 << QStringList{QStringLiteral("🎉"), QStringLiteral("🎉")};
}

void MessageEventsTest::cutsTextIntoPieces()
{
    QFETCH(QString, text);
    QFETCH(int, characters);
    QStringList pieces;
    for (qsizetype at = 0; at < text.size();) {
        const qsizetype end = pieceEnd(text, at, characters);
        QVERIFY(end > at);
        pieces.append(text.mid(at, end - at));
        at = end;
    }
    QTEST(pieces, "pieces");
}

void MessageEventsTest::writesAnyTextAsJson()
{
    QString text;
    for (char16_t c = 0; c < 0x180; ++c)
        text += QChar(c);
    text += QStringLiteral("你🎉");
    const auto read = QJsonDocument::fromJson('[' + jsonText(text) + ']');
    QCOMPARE(read.array().at(0).toString(), text);
}

void MessageEventsTest::writesErrors()
{
    QCOMPARE(errorEvent(QStringLiteral("overloaded_error"), QStringLiteral("Overloaded")),
             QByteArray("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":"
                        "\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n"));
    QVERIFY(errorEvent(QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c"))
                .contains(R"("details":{"error_code":"c"})"));
}

QTEST_GUILESS_MAIN(MessageEventsTest)
#include "tst_messageevents.moc"
