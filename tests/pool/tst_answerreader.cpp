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
    void countsTheInputOfTools();
    void readsAWholeMessage();
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
