// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/script.h"

#include <QJsonObject>
#include <QTest>

using namespace Patchbay;

class ScriptTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEveryField();
    void readsWhatIsShortForBlocks();
    void namesThePlaceOfAFault_data();
    void namesThePlaceOfAFault();
    void keepsRealKeysOutOfItsErrors();
    void isEmptyWithoutSteps();
};

void ScriptTest::readsEveryField()
{
    const auto script = Script::fromJson(R"({
        "keys": {"sk-ant-test-1": [
            {"status": 429, "headers": {"retry-after": 3, "x-a": "b", "date": null},
             "body": {"a": 1}, "times": 3},
            {"reply": "text", "thinking": "hm", "input_tokens": 1, "output_tokens": 20,
             "thinking_tokens": 3, "cache_read_input_tokens": 4,
             "cache_creation_5m_input_tokens": 5, "cache_creation_1h_input_tokens": 6,
             "delay_ms": 7, "first_event_delay_ms": 8, "events_per_second": 9.5,
             "piece_characters": 10, "ping_ms": 11, "fault": "error_event", "at_event": 0,
             "headers_first": true, "stop_reason": "refusal", "model": "claude-opus-5",
             "error": {"type": "api_error", "message": "m", "error_code": "c"}}]},
        "default": [{"route": "models", "status": 500}],
        "models": ["claude-x"], "organizations": {"sk-ant-test-1": "org"}})");
    QVERIFY2(script, qPrintable(script ? QString() : script.error().sentence()));
    const auto steps = script->keys.value("sk-ant-test-1");
    QCOMPARE(steps.size(), 2);
    const ScriptStep& first = steps.at(0);
    QCOMPARE(first.status, 429);
    QCOMPARE(first.times, 3);
    QCOMPARE(first.body, QByteArray(R"({"a":1})"));
    QCOMPARE(first.headers, HeaderList({{QByteArray("retry-after"), QByteArray("3")},
                                        {QByteArray("x-a"), QByteArray("b")}}));
    QCOMPARE(first.withoutHeaders, QList<QByteArray>{"date"});
    const ScriptStep& second = steps.at(1);
    QCOMPARE(second.content->size(), 2);
    QCOMPARE(second.content->at(0).toObject().value(u"thinking").toString(), QStringLiteral("hm"));
    QCOMPARE(second.inputTokens, 1);
    QCOMPARE(second.outputTokens, 20);
    QCOMPARE(second.thinkingTokens, 3);
    QCOMPARE(second.cacheReadTokens, 4);
    QCOMPARE(second.cacheWrite5mTokens, 5);
    QCOMPARE(second.cacheWrite1hTokens, 6);
    QCOMPARE(second.delayMs, 7);
    QCOMPARE(second.firstEventDelayMs, 8);
    QCOMPARE(second.eventsPerSecond, 9.5);
    QCOMPARE(second.pieceCharacters, 10);
    QCOMPARE(second.pingMs, 11);
    QCOMPARE(second.fault, ScriptFault::ErrorEvent);
    QCOMPARE(second.atEvent, 0);
    QVERIFY(second.headersFirst);
    QCOMPARE(second.stopReason, QStringLiteral("refusal"));
    QCOMPARE(second.servedModel, QStringLiteral("claude-opus-5"));
    QCOMPARE(second.errorType, QStringLiteral("api_error"));
    QCOMPARE(second.errorMessage, QStringLiteral("m"));
    QCOMPARE(second.errorCode, QStringLiteral("c"));
    QCOMPARE(script->fallback.at(0).route, QStringLiteral("models"));
    QCOMPARE(script->models, QStringList{QStringLiteral("claude-x")});
    QCOMPARE(script->organizations.value("sk-ant-test-1"), QByteArray("org"));
}

void ScriptTest::readsWhatIsShortForBlocks()
{
    const auto script = Script::fromJson(
        R"({"default":[{"reply":"ab","reply_bytes":5},{"reply":""},{},{"content":[]}]})");
    QVERIFY(script);
    const auto& steps = script->fallback;
    QCOMPARE(steps.at(0).content->at(0).toObject().value(u"text").toString(),
             QStringLiteral("ababa"));
    QCOMPARE(steps.at(1).content->size(), 1);
    QVERIFY(!steps.at(2).content);
    QVERIFY(steps.at(3).content->isEmpty());
    QCOMPARE(steps.at(3).atEvent, -1);
    QCOMPARE(steps.at(3).inputTokens, -1);
}

void ScriptTest::namesThePlaceOfAFault_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("place");
    const auto row = [](const char* json, const char* place) {
        QTest::newRow(json) << QByteArray(json) << QString::fromUtf8(place);
    };
    row("{\n\n\"keys\": {,}}", "line 3");
    row("[]", "object");
    row(R"({"key":{}})", "key");
    row(R"({"keys":[]})", "keys");
    row(R"({"keys":{"sk-ant-test-1":{}}})", "keys.sk-ant-test-1");
    row(R"({"default":[]})", "default");
    row(R"({"default":[{},7]})", "default[1]");
    row(R"({"default":[{"status":"429"}]})", "default[0].status");
    row(R"({"default":[{"status":99}]})", "default[0].status");
    row(R"({"default":[{"status":600}]})", "default[0].status");
    row(R"({"default":[{"times":0}]})", "default[0].times");
    row(R"({"default":[{"times":1.5}]})", "default[0].times");
    row(R"({"default":[{"input_tokens":-1}]})", "default[0].input_tokens");
    row(R"({"default":[{"input_token":1}]})", "default[0].input_token");
    row(R"({"default":[{"fault":"cuts"}]})", "default[0].fault");
    row(R"({"default":[{"reply":7}]})", "default[0].reply");
    row(R"({"default":[{"body":7}]})", "default[0].body");
    row(R"({"default":[{"headers":{"a":[]}}]})", "default[0].headers.a");
    row(R"({"default":[{"headers":{"a":"b\r\nc: d"}}]})", "default[0].headers.a");
    row(R"({"default":[{"error":{"typ":"x"}}]})", "default[0].error");
    row(R"({"default":[{"content":[{"text":"x"}]}]})", "default[0].content");
    row(R"({"default":[{"route":"files"}]})", "default[0].route");
    row(R"({"default":[{"delay_ms":1e12}]})", "default[0].delay_ms");
}

void ScriptTest::namesThePlaceOfAFault()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, place);
    const auto script = Script::fromJson(json);
    QVERIFY(!script);
    QCOMPARE(script.error().kind, ErrorKind::InvalidInput);
    QVERIFY2(script.error().cause.contains(place), qPrintable(script.error().sentence()));
    QVERIFY(!script.error().nextStep.isEmpty());
}

void ScriptTest::keepsRealKeysOutOfItsErrors()
{
    const auto script = Script::fromJson(R"({"keys":{"sk-ant-api03-abcdefghijklmnop":7}})");
    QVERIFY(!script);
    QVERIFY2(script.error().cause.contains(QStringLiteral("…mnop")),
             qPrintable(script.error().cause));
    QVERIFY(!script.error().sentence().contains(QStringLiteral("abcdef")));
}

void ScriptTest::isEmptyWithoutSteps()
{
    QVERIFY(Script().isEmpty());
    QVERIFY(Script::fromJson("{}")->isEmpty());
    QVERIFY(!Script::fromJson(R"({"default":[{}]})")->isEmpty());
}

QTEST_GUILESS_MAIN(ScriptTest)
#include "tst_script.moc"
