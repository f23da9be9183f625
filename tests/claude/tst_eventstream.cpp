// SPDX-License-Identifier: GPL-3.0-or-later
#include "claude/eventstream.h"
#include "claude/messageaccumulator.h"

#include <QDir>
#include <QJsonDocument>
#include <QMap>
#include <QTest>

#include <random>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

struct Stream
{
    QByteArray bytes;
    QJsonObject expected;
};

QByteArray readAll(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QDir streamsDir()
{
    return QDir(QStringLiteral(PATCHBAY_TEST_DATA "/sse"));
}

Stream stream(const QString& name)
{
    return {readAll(streamsDir().filePath(name + u".sse"_s)),
            QJsonDocument::fromJson(readAll(streamsDir().filePath(name + u".json"_s))).object()};
}

struct Parsed
{
    QList<ServerSentEvent> events;
    bool failed = false;
    int errors = 0;
};

class Replay final
{
public:
    explicit Replay(qsizetype limit)
        : m_parser(limit)
    {
    }
    void feed(QByteArrayView bytes)
    {
        auto events = m_parser.feed(bytes);
        if (events)
            m_parsed.events += *events;
        else
            ++m_parsed.errors;
    }
    Parsed finish()
    {
        m_parsed.failed = m_parser.hasFailed();
        m_parsed.events += m_parser.finish();
        return m_parsed;
    }

private:
    EventStreamParser m_parser;
    Parsed m_parsed;
};

QJsonArray asJson(const QList<ServerSentEvent>& events)
{
    QJsonArray array;
    for (const ServerSentEvent& event : events) {
        array.append(QJsonObject{{u"name"_s, QString::fromUtf8(event.name)},
                                 {u"data"_s, QString::fromUtf8(event.data)}});
    }
    return array;
}

// The message that the events build, and whether its updates told the same text.
QJsonObject messageOf(const QList<ServerSentEvent>& events, bool& updatesAgree)
{
    MessageAccumulator message;
    int bad = 0;
    QMap<int, QString> told;
    for (const ServerSentEvent& event : events) {
        const auto update = message.add(event);
        if (!update)
            ++bad;
        else if (update->index >= 0)
            told[update->index] += update->text;
    }
    QString toldText, keptText;
    for (const QString& text : told)
        toldText += text;
    for (const ContentBlock& block : message.blocks())
        keptText += block.text();
    updatesAgree = toldText == keptText;

    QJsonValue error;
    if (message.error()) {
        error = QJsonObject{{u"type"_s, message.apiError()->type},
                            {u"status"_s, message.apiError()->effectiveStatus()}};
    }
    return {{u"id"_s, message.id()},
            {u"model"_s, message.model()},
            {u"stop_reason"_s, message.stopReason()},
            {u"stop_details"_s, message.stopDetails()},
            {u"finished"_s, message.isFinished()},
            {u"has_usage"_s, message.hasUsage()},
            {u"usage"_s, message.usage().toJson()},
            {u"content"_s, toJson(message.blocks())},
            {u"error"_s, error},
            {u"bad_events"_s, bad}};
}

} // namespace

class EventStreamTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void streams_data()
    {
        QTest::addColumn<QString>("name");
        const QStringList files = streamsDir().entryList({u"*.sse"_s});
        QVERIFY(files.size() >= 40);
        for (const QString& file : files)
            QTest::newRow(qPrintable(file)) << file.chopped(4);
    }

    void streams()
    {
        QFETCH(QString, name);
        const auto [bytes, expected] = stream(name);
        QVERIFY2(!expected.isEmpty(), "no expectation beside the stream");
        const qsizetype limit = expected.value("limit"_L1).toInteger();

        Replay replay(limit);
        replay.feed(bytes);
        const Parsed whole = replay.finish();
        QCOMPARE(asJson(whole.events), expected.value("events"_L1).toArray());
        QCOMPARE(whole.failed, expected.value("fails"_L1).toBool());

        bool updatesAgree = false;
        const QJsonObject message = messageOf(whole.events, updatesAgree);
        const QJsonObject wanted = expected.value("message"_L1).toObject();
        for (auto it = wanted.begin(); it != wanted.end(); ++it) {
            QVERIFY2(message.value(it.key()) == it.value(),
                     QJsonDocument(QJsonObject{{it.key(), message.value(it.key())},
                                               {u"expected"_s, it.value()}})
                         .toJson()
                         .constData());
        }
        if (name != "interleaved_blocks"_L1)
            QVERIFY(updatesAgree);
    }

    void cutAtEveryByte_data() { streams_data(); }
    void cutAtEveryByte()
    {
        QFETCH(QString, name);
        const auto [bytes, expected] = stream(name);
        const qsizetype limit = expected.value("limit"_L1).toInteger();
        Replay reference(limit);
        reference.feed(bytes);
        const Parsed whole = reference.finish();

        for (qsizetype cut = 0; cut <= bytes.size(); ++cut) {
            Replay replay(limit);
            replay.feed(QByteArrayView(bytes).first(cut));
            replay.feed(QByteArrayView(bytes).sliced(cut));
            const Parsed parsed = replay.finish();
            if (parsed.events != whole.events || parsed.failed != whole.failed)
                QFAIL(qPrintable(u"another outcome when cut at byte %1"_s.arg(cut)));
        }

        Replay single(limit);
        for (const char byte : bytes)
            single.feed(QByteArrayView(&byte, 1));
        const Parsed parsed = single.finish();
        QCOMPARE(parsed.events, whole.events);
        QCOMPARE(parsed.failed, whole.failed);
        QCOMPARE(parsed.errors > 0, whole.failed);
    }

    void cutAtRandom_data() { streams_data(); }
    void cutAtRandom()
    {
        QFETCH(QString, name);
        const auto [bytes, expected] = stream(name);
        const qsizetype limit = expected.value("limit"_L1).toInteger();
        Replay reference(limit);
        reference.feed(bytes);
        const Parsed whole = reference.finish();

        std::mt19937 random(20261120);
        for (int round = 0; round < 200; ++round) {
            Replay replay(limit);
            std::uniform_int_distribution<qsizetype> length(0, 1 + round);
            for (qsizetype at = 0; at < bytes.size();) {
                const qsizetype size = std::min(length(random), bytes.size() - at);
                replay.feed(QByteArrayView(bytes).sliced(at, size));
                at += size;
            }
            const Parsed parsed = replay.finish();
            if (parsed.events != whole.events || parsed.failed != whole.failed)
                QFAIL(qPrintable(u"another outcome in round %1"_s.arg(round)));
        }
    }

    void oversizedEventIsAnError()
    {
        EventStreamParser parser(64);
        const QByteArray good("data: 1\n\n");
        const auto first = parser.feed(good + "data: " + QByteArray(100, 'x'));
        QVERIFY(first.has_value());
        QCOMPARE(first->size(), 1);
        const auto second = parser.feed("\n\ndata: 2\n\n");
        QVERIFY(!second.has_value());
        QCOMPARE(second.error().kind, ErrorKind::UnexpectedAnswer);
        QVERIFY(!second.error().nextStep.isEmpty());
        QVERIFY(!parser.feed("\n\n").has_value());
        QCOMPARE(parser.finish(), {});
    }

    void limitIsExact()
    {
        // "data: " and 58 more are 64 bytes of one line.
        for (const int extra : {0, 1}) {
            EventStreamParser parser(64);
            const auto events = parser.feed("data: " + QByteArray(58 + extra, 'x') + "\n\n");
            QCOMPARE(events.has_value(), extra == 0);
        }
    }

    void memoryIsBoundedByTheLimit()
    {
        EventStreamParser parser(1024);
        for (int i = 0; i < 10'000; ++i)
            QVERIFY(parser.feed(": comment after comment, never an event\n").has_value());
        QVERIFY(parser.feed("data: still well\n\n").has_value());
    }

    void canBeUsedAgainAfterFinish()
    {
        EventStreamParser parser;
        QVERIFY(parser.feed("event: a\ndata: 1").has_value());
        QCOMPARE(parser.finish(), (QList<ServerSentEvent>{{"a", "1"}}));
        QCOMPARE(parser.finish(), {});
        const auto events = parser.feed("\xEF\xBB\xBF"
                                        "data: 2\n\n");
        QVERIFY(events.has_value());
        QCOMPARE(*events, (QList<ServerSentEvent>{{"message", "2"}}));
    }
};

QTEST_GUILESS_MAIN(EventStreamTest)
#include "tst_eventstream.moc"
