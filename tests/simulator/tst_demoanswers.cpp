// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/demoanswers.h"
#include "simulator/modeltable.h"
#include "simulator/simulatedmodel.h"
#include "simulator/tokenestimate.h"

#include <QDir>
#include <QJsonArray>
#include <QTest>

using namespace Patchbay;

namespace {

QJsonObject bodyOf(const QString& prompt, qint64 maxTokens = 8192)
{
    return {{QStringLiteral("model"), QStringLiteral("claude-sonnet-5-5")},
            {QStringLiteral("max_tokens"), maxTokens},
            {QStringLiteral("messages"),
             QJsonArray{QJsonObject{{QStringLiteral("role"), QStringLiteral("user")},
                                    {QStringLiteral("content"), prompt}}}}};
}

} // namespace

class DemoAnswersTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fitsThePrompt_data();
    void fitsThePrompt();
    void everyAnswerSaysWhatItIs();
    void variesOverAConversation();
    void noticesAttachments();
    void thinksWhenAsked();
    void staysWithinMaxTokens();
    void stopsAtAStopSequence();
};

void DemoAnswersTest::fitsThePrompt_data()
{
    QTest::addColumn<QString>("prompt");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* prompt, const char* words) {
        QTest::newRow(prompt) << QString::fromUtf8(prompt) << QString::fromUtf8(words);
    };
    row("Hello!", "Nice to meet you");
    row("Write me some Python", "```python");
    row("a function that sorts", "```python");
    row("How do I split a string in C++?", "```cpp");
    row("Compare SQLite and PostgreSQL", "| --- |");
    row("Give me a list of ideas", "1. **");
    row("a LONG essay, please", "## ");
    row("你好", "很高兴");
    row("写一段代码", "```python");
    row("比较一下", "| --- |");
    row("今天天气怎么样？", "内置演示");
    row("What is the meaning of life?", "demo");
    row("", "demo");
}

void DemoAnswersTest::fitsThePrompt()
{
    QFETCH(QString, prompt);
    QFETCH(QString, words);
    const DemoAnswer answer = demoAnswer(bodyOf(prompt));
    QVERIFY2(answer.text.contains(words), qPrintable(answer.text.left(100)));
    QVERIFY(!answer.thinking.isEmpty());
}

void DemoAnswersTest::everyAnswerSaysWhatItIs()
{
    const auto files = QDir(QStringLiteral(":/demo")).entryInfoList();
    QVERIFY(files.size() > 12);
    for (const QFileInfo& info : files) {
        QFile file(info.filePath());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(file.readAll());
        const bool isChinese = info.fileName().startsWith(QLatin1String("zh-"));
        QVERIFY2(text.contains(isChinese ? QStringLiteral("内置演示") : QStringLiteral("demo")),
                 qPrintable(info.fileName()));
        QVERIFY2(text.contains(isChinese ? QStringLiteral("账户") : QStringLiteral("account")),
                 qPrintable(info.fileName()));
    }
}

void DemoAnswersTest::variesOverAConversation()
{
    QJsonObject body = bodyOf(QStringLiteral("Why?"));
    QStringList seen;
    for (int turn = 0; turn < 3; ++turn) {
        seen.append(demoAnswer(body).text);
        QJsonArray messages = body.value(u"messages").toArray();
        messages.append(messages.first());
        body.insert(QStringLiteral("messages"), messages);
    }
    seen.removeDuplicates();
    QCOMPARE(seen.size(), 3);
}

void DemoAnswersTest::noticesAttachments()
{
    QJsonObject body = bodyOf({});
    body.insert(QStringLiteral("messages"),
                QJsonArray{QJsonObject{
                    {QStringLiteral("role"), QStringLiteral("user")},
                    {QStringLiteral("content"),
                     QJsonArray{QJsonObject{{QStringLiteral("type"), QStringLiteral("image")}},
                                QJsonObject{{QStringLiteral("type"), QStringLiteral("text")},
                                            {QStringLiteral("text"), QStringLiteral("Hello")}}}}}});
    QVERIFY(demoAnswer(body).text.contains(QStringLiteral("attachment")));
}

void DemoAnswersTest::thinksWhenAsked()
{
    QJsonObject body = bodyOf(QStringLiteral("Hello"));
    QCOMPARE(messageOfDemo(body).content.size(), 1);
    const auto think = [&](const QJsonObject& thinking, const QString& model) {
        body.insert(QStringLiteral("thinking"), thinking);
        body.insert(QStringLiteral("model"), model);
        return messageOfDemo(body);
    };
    const QString type = QStringLiteral("type");
    const QString newest = QStringLiteral("claude-sonnet-5-5");
    const SimulatedMessage shown =
        think({{type, QStringLiteral("adaptive")},
               {QStringLiteral("display"), QStringLiteral("summarized")}},
              newest);
    QCOMPARE(shown.content.size(), 2);
    QVERIFY(!shown.content.at(0).toObject().value(u"thinking").toString().isEmpty());
    QVERIFY(!shown.content.at(0).toObject().value(u"signature").toString().isEmpty());
    QVERIFY(shown.thinkingTokens > 0 && shown.thinkingTokens < shown.outputTokens);
    // The newest models show it only when asked to.
    const SimulatedMessage hidden = think({{type, QStringLiteral("adaptive")}}, newest);
    QCOMPARE(hidden.content.size(), 2);
    QVERIFY(hidden.content.at(0).toObject().value(u"thinking").toString().isEmpty());
    const SimulatedMessage older =
        think({{type, QStringLiteral("enabled")}}, QStringLiteral("claude-haiku-4-5"));
    QVERIFY(!older.content.at(0).toObject().value(u"thinking").toString().isEmpty());
    QCOMPARE(think({{type, QStringLiteral("disabled")}}, newest).content.size(), 1);
}

void DemoAnswersTest::staysWithinMaxTokens()
{
    for (const QString& prompt : {QStringLiteral("Hello"), QStringLiteral("你好")}) {
        const SimulatedMessage message = messageOfDemo(bodyOf(prompt, 10));
        QCOMPARE(message.stopReason, QStringLiteral("max_tokens"));
        QCOMPARE(message.outputTokens, 10);
        QVERIFY(!message.content.at(0).toObject().value(u"text").toString().isEmpty());
    }
    const SimulatedMessage none = messageOfDemo(bodyOf(QStringLiteral("Hello"), 0));
    QVERIFY(none.content.isEmpty());
    QCOMPARE(none.outputTokens, 0);
    QCOMPARE(messageOfDemo(bodyOf(QStringLiteral("Hello"))).stopReason, QStringLiteral("end_turn"));
}

void DemoAnswersTest::stopsAtAStopSequence()
{
    QJsonObject body = bodyOf(QStringLiteral("Hello"));
    body.insert(QStringLiteral("stop_sequences"),
                QJsonArray{QStringLiteral("nowhere"), QStringLiteral("meet")});
    const SimulatedMessage message = messageOfDemo(body);
    QCOMPARE(message.stopReason, QStringLiteral("stop_sequence"));
    QCOMPARE(message.stopSequence, QStringLiteral("meet"));
    QVERIFY(message.content.at(0).toObject().value(u"text").toString().endsWith(
        QStringLiteral("Nice to ")));
}

QTEST_GUILESS_MAIN(DemoAnswersTest)
#include "tst_demoanswers.moc"
