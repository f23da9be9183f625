// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/answerwriter.h"

#include <QTest>

using namespace Patchbay;
using Then = AnswerWriter::Then;

namespace {

constexpr qsizetype kRoom = 64 * 1024;

Answer streamOf(const QString& text, const AnswerManner& manner)
{
    SimulatedMessage message;
    message.id = "msg_1";
    message.outputTokens = 10;
    message.content = {QJsonObject{{QStringLiteral("type"), QStringLiteral("text")},
                                   {QStringLiteral("text"), text}}};
    Answer answer;
    answer.stream = message;
    answer.manner = manner;
    return answer;
}

qsizetype eventsIn(const QByteArray& bytes)
{
    return bytes.count("event: ");
}

} // namespace

/// Time as the test wants it: the writer has no clock of its own.
class AnswerWriterTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void waitsBeforeItsFirstByte();
    void sendsHeadersFirstWhenOnlyEventsAreLate();
    void keepsItsPace();
    void catchesUpButNotForEver();
    void pingsWhileNothingIsDue();
    void pingsWhileItHangs();
    void leavesOffWhenThereIsNoRoom();
    void endsWithTheConnectionWithoutChunks();
    void sendsNoBodyToAHead();
};

void AnswerWriterTest::waitsBeforeItsFirstByte()
{
    AnswerManner manner;
    manner.delayMs = 100;
    AnswerWriter writer(streamOf(QStringLiteral("a"), manner), {});
    auto output = writer.advance(1000, kRoom);
    QVERIFY(output.bytes.isEmpty());
    QCOMPARE(output.wakeMs, 1100);
    output = writer.advance(1050, kRoom);
    QVERIFY(output.bytes.isEmpty());
    output = writer.advance(1100, kRoom);
    QVERIFY(output.bytes.startsWith("HTTP/1.1 200 OK\r\n"));
    QVERIFY(output.bytes.endsWith("\r\n0\r\n\r\n"));
    QCOMPARE(output.then, Then::Done);
}

void AnswerWriterTest::sendsHeadersFirstWhenOnlyEventsAreLate()
{
    AnswerManner manner;
    manner.firstEventDelayMs = 50;
    AnswerWriter writer(streamOf(QStringLiteral("a"), manner), {});
    const auto output = writer.advance(0, kRoom);
    QVERIFY(output.bytes.endsWith("\r\n\r\n"));
    QCOMPARE(eventsIn(output.bytes), 0);
    QCOMPARE(output.wakeMs, 50);
    QCOMPARE(writer.advance(50, kRoom).then, Then::Done);
}

void AnswerWriterTest::keepsItsPace()
{
    AnswerManner manner;
    manner.eventsPerSecond = 100;
    AnswerWriter writer(streamOf(QStringLiteral("one two three"), manner), {});
    // message_start, block start, ping, three words, block stop, delta, stop.
    qsizetype events = 0;
    for (qint64 now = 0; now < 80; now += 10) {
        const auto output = writer.advance(now, kRoom);
        events += eventsIn(output.bytes);
        QCOMPARE(events, now / 10 + 1);
        QCOMPARE(output.wakeMs, now + 10);
    }
    QCOMPARE(writer.advance(80, kRoom).then, Then::Done);
}

void AnswerWriterTest::catchesUpButNotForEver()
{
    AnswerManner manner;
    manner.eventsPerSecond = 100;
    AnswerWriter writer(streamOf(QStringLiteral("a ").repeated(2000), manner), {});
    QCOMPARE(eventsIn(writer.advance(0, kRoom).bytes), 1);
    // A late call sends what was due meanwhile.
    QCOMPARE(eventsIn(writer.advance(100, kRoom).bytes), 10);
    // After a very long stop only the last second's worth.
    const qsizetype after = eventsIn(writer.advance(100'000, kRoom).bytes);
    QVERIFY2(after <= 102, qPrintable(QString::number(after)));
}

void AnswerWriterTest::pingsWhileNothingIsDue()
{
    AnswerManner manner;
    manner.firstEventDelayMs = 100;
    manner.pingMs = 40;
    AnswerWriter writer(streamOf(QStringLiteral("a"), manner), {});
    QCOMPARE(writer.advance(0, kRoom).wakeMs, 40);
    auto output = writer.advance(40, kRoom);
    QCOMPARE(output.bytes.count("event: ping"), 1);
    QCOMPARE(output.wakeMs, 80);
    output = writer.advance(80, kRoom);
    QCOMPARE(output.bytes.count("event: ping"), 1);
    QCOMPARE(output.wakeMs, 100);
    QCOMPARE(writer.advance(100, kRoom).then, Then::Done);
}

void AnswerWriterTest::pingsWhileItHangs()
{
    AnswerManner manner;
    manner.fault = ScriptFault::Hang;
    manner.atEvent = 1;
    manner.pingMs = 10;
    AnswerWriter writer(streamOf(QStringLiteral("a"), manner), {});
    auto output = writer.advance(0, kRoom);
    QCOMPARE(eventsIn(output.bytes), 1);
    for (qint64 now = 10; now < 100; now += 10) {
        output = writer.advance(now, kRoom);
        QCOMPARE(output.bytes.count("event: ping"), 1);
        QCOMPARE(output.then, Then::Wait);
    }
}

void AnswerWriterTest::leavesOffWhenThereIsNoRoom()
{
    AnswerWriter writer(streamOf(QStringLiteral("word ").repeated(1000), {}), {});
    QByteArray all;
    int calls = 0;
    for (;;) {
        const auto output = writer.advance(0, 1000);
        QVERIFY(output.bytes.size() < 2000);
        all += output.bytes;
        ++calls;
        if (output.then == Then::Done)
            break;
        QVERIFY(!output.bytes.isEmpty());
    }
    QVERIFY(calls > 100);
    QCOMPARE(eventsIn(all), 1007);
}

void AnswerWriterTest::endsWithTheConnectionWithoutChunks()
{
    AnswerWriter writer(streamOf(QStringLiteral("a"), {}), {false, false, false});
    const auto output = writer.advance(0, kRoom);
    QCOMPARE(output.then, Then::Close);
    QVERIFY(!output.bytes.contains("chunked"));
    QVERIFY(output.bytes.contains("connection: close"));
    QVERIFY(output.bytes.endsWith("{\"type\":\"message_stop\"}\n\n"));
}

void AnswerWriterTest::sendsNoBodyToAHead()
{
    AnswerWriter writer(jsonAnswer({}), {true, true, true});
    const auto output = writer.advance(0, kRoom);
    QCOMPARE(output.then, Then::Done);
    QVERIFY(output.bytes.contains("content-length: 2\r\n"));
    QVERIFY(output.bytes.endsWith("\r\n\r\n"));
}

QTEST_GUILESS_MAIN(AnswerWriterTest)
#include "tst_answerwriter.moc"
