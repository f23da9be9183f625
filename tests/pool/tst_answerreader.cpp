// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/answerreader.h"
#include "upstream.h"

#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class AnswerReaderTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAStreamCutAnywhere();
    void contentBeginsWithItsFirstBlock();
    void estimatesWhatWasNotTold();
    void countsCharactersWhateverTheirForm_data();
    void countsCharactersWhateverTheirForm();
    void countsTheInputOfTools();
    void readsAWholeMessage();
    void looksForNothingInTheContent();
    void refusesWhatIsNoMessage();
    void aLastEventWithoutItsBlankLineCounts();
    void otherAnswersAreComplete();
};

void AnswerReaderTest::readsAStreamCutAnywhere()
{
    const QByteArray events = Answers::message("Hello", 25, 15);
    for (qsizetype cut = 0; cut <= events.size(); ++cut) {
        AnswerReader reader(AnswerReader::Form::Stream);
        QVERIFY(reader.feed(events.first(cut)));
        QVERIFY(reader.feed(events.sliced(cut)));
        QVERIFY(reader.finish());
        QVERIFY(reader.isComplete());
        QCOMPARE(reader.usage().input, 25);
        QCOMPARE(reader.usage().output, 15);
        QVERIFY(!reader.isEstimated());
        QCOMPARE(reader.stopReason(), u"end_turn"_s);
    }
}

void AnswerReaderTest::contentBeginsWithItsFirstBlock()
{
    AnswerReader reader(AnswerReader::Form::Stream);
    QVERIFY(reader.feed(Answers::messageStart(25) + "event: ping\ndata: {\"type\":\"ping\"}\n\n"));
    QVERIFY(!reader.hasContent());
    QCOMPARE(reader.usage().input, 25);
    QVERIFY(reader.feed(Answers::blockStart()));
    QVERIFY(reader.hasContent());
    QVERIFY(!reader.isComplete());
}

void AnswerReaderTest::estimatesWhatWasNotTold()
{
    AnswerReader reader(AnswerReader::Form::Stream);
    QVERIFY(reader.feed(Answers::messageStart(25)));
    QVERIFY(!reader.isEstimated());
    QVERIFY(reader.feed(Answers::blockStart() + Answers::textDelta("Twelve chars") +
                        Answers::textDelta("5")));
    QVERIFY(reader.isEstimated());
    QCOMPARE(reader.usage().output, 4);
    QVERIFY(reader.feed(Answers::messageEnd(17)));
    QVERIFY(!reader.isEstimated());
    QCOMPARE(reader.usage().output, 17);
}

void AnswerReaderTest::countsCharactersWhateverTheirForm_data()
{
    QTest::addColumn<QByteArray>("delta");
    QTest::addColumn<int>("characters");
    const auto plain = [](const QByteArray& text) {
        return QByteArray("{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":"
                          "\"text_delta\",\"text\":\"") +
               text + "\"}}";
    };
    QTest::newRow("plain") << plain("abcdefgh") << 8;
    QTest::newRow("nothing") << plain("") << 0;
    QTest::newRow("two bytes") << plain("äöüß") << 4;
    QTest::newRow("three bytes") << plain("你好世界") << 4;
    QTest::newRow("four bytes are two of UTF-16") << plain("🙂🙂") << 4;
    QTest::newRow("escapes") << plain("a\\\"b\\\\c\\nd\\u00e9") << 8;
    QTest::newRow("what looks like the end") << plain("\\\"}}\\\"}}x") << 7;
    QTest::newRow("spaces") << QByteArray(
                                   "{ \"type\": \"content_block_delta\", \"index\": 0, "
                                   "\"delta\": {\"type\": \"text_delta\", \"text\": \"abcd\"} }")
                            << 4;
    QTest::newRow("other order") << QByteArray(
                                        "{\"index\":0,\"type\":\"content_block_delta\","
                                        "\"delta\":{\"text\":\"abcd\",\"type\":\"text_delta\"}}")
                                 << 4;
    QTest::newRow("more members")
        << QByteArray("{\"type\":\"content_block_delta\",\"index\":0,"
                      "\"delta\":{\"type\":\"text_delta\",\"text\":\"abcd\",\"x\":\"}}\"}}")
        << 4;
}

void AnswerReaderTest::countsCharactersWhateverTheirForm()
{
    QFETCH(QByteArray, delta);
    QFETCH(int, characters);
    AnswerReader reader(AnswerReader::Form::Stream);
    QVERIFY(reader.feed(Answers::messageStart(25) + Answers::blockStart()));
    // 4 characters a token, rounded up: many of them show each.
    QByteArray events;
    for (int i = 0; i < 40; ++i)
        events += "event: content_block_delta\ndata: " + delta + "\n\n";
    QVERIFY(reader.feed(events));
    QCOMPARE(reader.isEstimated(), characters > 0);
    QCOMPARE(reader.usage().output, std::max(1, characters * 10));
    const auto broken =
        reader.feed("event: content_block_delta\ndata: " + delta.chopped(1) + "\n\n");
    QVERIFY(!broken);
}

void AnswerReaderTest::countsTheInputOfTools()
{
    AnswerReader reader(AnswerReader::Form::Stream);
    QVERIFY(reader.feed(
        Answers::messageStart(25) +
        "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,"
        "\"content_block\":{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"n\",\"input\":{}}}\n\n"
        "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
        "\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"" +
        QByteArray(400, 'x') + "\"}}\n\n"));
    QVERIFY(reader.isEstimated());
    QVERIFY2(reader.usage().output >= 95 && reader.usage().output <= 110,
             qPrintable(QString::number(reader.usage().output)));
}

void AnswerReaderTest::readsAWholeMessage()
{
    AnswerReader reader(AnswerReader::Form::Whole);
    QVERIFY(reader.feed(R"({"type":"message","model":"claude-opus-5-5","content":[],)"));
    QVERIFY(!reader.isComplete());
    QVERIFY(
        reader.feed(R"("stop_reason":"end_turn","usage":{"input_tokens":7,"output_tokens":3}})"));
    QVERIFY(reader.finish());
    QVERIFY(reader.isComplete());
    QCOMPARE(reader.model(), u"claude-opus-5-5"_s);
    QCOMPARE(reader.usage().input, 7);
}

void AnswerReaderTest::looksForNothingInTheContent()
{
    AnswerReader reader(AnswerReader::Form::Whole);
    QVERIFY(reader.feed(
        "{\"type\":\"message\",\"id\":\"\\\\\",\"content\":[{\"type\":\"text\",\"text\":\"]}\\\" "
        "\\\\\\\" [{\"},"
        "{\"type\":\"tool_use\",\"input\":{\"content\":[1,[2]],\"usage\":{\"input_tokens\":99}}}],"
        "\"model\":\"claude-opus-5-5\",\"usage\":{\"input_tokens\":7,\"output_tokens\":3},"
        "\"stop_reason\":\"tool_use\"}"));
    QVERIFY(reader.finish());
    QCOMPARE(reader.model(), u"claude-opus-5-5"_s);
    QCOMPARE(reader.stopReason(), u"tool_use"_s);
    QCOMPARE(reader.usage().input, 7);
    QCOMPARE(reader.usage().output, 3);
    for (const char* cut : {"{\"content\":[{\"type\":\"text\"", "{\"content\":[],\"usage\":{",
                            "{\"content\":[\"abc", "{\"content\":{},\"model\":\"m\"}"}) {
        AnswerReader whole(AnswerReader::Form::Whole);
        QVERIFY(whole.feed(cut));
        QVERIFY(!whole.finish());
    }
}

void AnswerReaderTest::refusesWhatIsNoMessage()
{
    AnswerReader whole(AnswerReader::Form::Whole);
    QVERIFY(whole.feed("<html>"));
    const auto finished = whole.finish();
    QVERIFY(!finished);
    QCOMPARE(finished.error().kind, ErrorKind::UnexpectedAnswer);
    AnswerReader stream(AnswerReader::Form::Stream);
    const auto fed = stream.feed("event: message_start\ndata: <html>\n\n");
    QVERIFY(!fed);
    QCOMPARE(fed.error().kind, ErrorKind::UnexpectedAnswer);
}

void AnswerReaderTest::aLastEventWithoutItsBlankLineCounts()
{
    QByteArray events = Answers::message("Hello", 25, 15);
    events.chop(2);
    AnswerReader reader(AnswerReader::Form::Stream);
    QVERIFY(reader.feed(events));
    QVERIFY(!reader.isComplete());
    QVERIFY(reader.finish());
    QVERIFY(reader.isComplete());
    // Half of an event is no fault of its own.
    events.chop(10);
    AnswerReader cut(AnswerReader::Form::Stream);
    QVERIFY(cut.feed(events));
    QVERIFY(cut.finish());
    QVERIFY(!cut.isComplete());
}

void AnswerReaderTest::otherAnswersAreComplete()
{
    AnswerReader reader(AnswerReader::Form::Other);
    QVERIFY(reader.feed("anything"));
    QVERIFY(reader.finish());
    QVERIFY(reader.isComplete());
    QCOMPARE(reader.usage(), TokenUsage());
}

QTEST_GUILESS_MAIN(AnswerReaderTest)
#include "tst_answerreader.moc"
