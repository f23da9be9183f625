// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/openai/chatcompletionsstream.h"
#include "endpoint/openai/responsesstream.h"
#include "upstreamevents.h"

#include <QDir>
#include <QFile>

using namespace Patchbay;
using namespace Qt::StringLiterals;

// Every recorded stream, with all the oddities of servers, in every split: valid events, one end.
class RecordedStreamsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void chatCompletions_data() { recorded(); }
    void chatCompletions();
    void responses_data() { recorded(); }
    void responses();
    void mutatedStreams();

private:
    static void recorded();
    template <class Stream>
    static QByteArray inEverySplit(const QByteArray& bytes);
};

void RecordedStreamsTest::recorded()
{
    QTest::addColumn<QByteArray>("bytes");
    const QDir folder(QStringLiteral(PATCHBAY_TEST_DATA "/sse"));
    for (const QString& name : folder.entryList({u"*.sse"_s})) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QTest::newRow(qPrintable(name)) << file.readAll();
    }
}

template <class Stream>
QByteArray RecordedStreamsTest::inEverySplit(const QByteArray& bytes)
{
    TranslatedRequest request;
    request.includeUsage = true;
    request.includesReasoning = true;
    request.echo = "\"tools\":[]";
    Stream first(request, 1);
    const QByteArray whole = fed(first, bytes, std::max<qsizetype>(bytes.size(), 1));
    for (const qsizetype size : {1, 2, 5, 13, 4096}) {
        Stream stream(request, 1);
        if (fed(stream, bytes, size) != whole || !stream.hasEnded())
            return "differs when it comes " + QByteArray::number(size) + " at a time";
    }
    return whole;
}

void RecordedStreamsTest::chatCompletions()
{
    QFETCH(QByteArray, bytes);
    const QByteArray made = inEverySplit<ChatCompletionsStream>(bytes);
    QList<QByteArray> data = dataOf(made);
    QVERIFY2(!data.isEmpty(), made.constData());
    const bool isDone = data.last() == "[DONE]";
    if (isDone)
        data.removeLast();
    int errors = 0;
    int ends = 0;
    for (const QByteArray& each : data) {
        const QJsonObject chunk = jsonObject(each);
        errors += chunk.contains("error"_L1) ? 1 : 0;
        for (const QJsonValue& choice : chunk.value("choices"_L1).toArray())
            ends += choice.toObject().value("finish_reason"_L1).isString() ? 1 : 0;
    }
    QCOMPARE(errors, isDone ? 0 : 1);
    QCOMPARE(ends, isDone ? 1 : 0);
    QVERIFY(made.endsWith("\n\n"));
}

void RecordedStreamsTest::responses()
{
    QFETCH(QByteArray, bytes);
    const QByteArray made = inEverySplit<ResponsesStream>(bytes);
    QMap<int, int> open; // by output index: added, done
    QByteArray last;
    for (const QByteArray& each : dataOf(made)) {
        const QJsonObject event = jsonObject(each);
        last = event.value("type"_L1).toString().toUtf8();
        const int index = event.value("output_index"_L1).toInt(-1);
        if (last == "response.output_item.added")
            QCOMPARE(++open[index], 1);
        else if (last == "response.output_item.done")
            QCOMPARE(--open[index], 0);
        else if (index >= 0)
            QCOMPARE(open.value(index), 1);
    }
    QVERIFY2(last == "response.completed" || last == "response.incomplete" || last == "error",
             made.constData());
    if (last != "error") {
        for (const int count : open)
            QCOMPARE(count, 0);
    }
}

// A byte here and there of another value: no crash, and still one end.
void RecordedStreamsTest::mutatedStreams()
{
    QFile file(QStringLiteral(PATCHBAY_TEST_DATA "/sse/tool_use.sse"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    const QByteArray replacements("\0\"{}[]\\:,\n5\xff", 12);
    int completed = 0;
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        QByteArray mutated = bytes;
        mutated[i] = replacements.at(i % replacements.size());
        ChatCompletionsStream chat({}, 1);
        const QByteArray made = fed(chat, mutated, 1000);
        QVERIFY(chat.hasEnded());
        const bool isDone = made.endsWith("data: [DONE]\n\n");
        QVERIFY(isDone != made.contains("data: {\"error\":"));
        completed += isDone ? 1 : 0;
        ResponsesStream responses({}, 1);
        for (const QByteArray& each : dataOf(fed(responses, mutated, 1000)))
            QVERIFY(JsonText::parse(each));
    }
    QVERIFY(completed > 0 && completed < bytes.size());
}

QTEST_GUILESS_MAIN(RecordedStreamsTest)
#include "tst_recordedstreams.moc"
