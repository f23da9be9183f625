// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/modeltable.h"
#include "simulator/requestcheck.h"
#include "simulator/tokenestimate.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Patchbay;

namespace {

const QByteArray kOld = "2023-06-01";
const QByteArray kNew = "2026-10-21";

QJsonObject json(const QByteArray& text)
{
    return QJsonDocument::fromJson(text).object();
}

} // namespace

class RequestCheckTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsBothVersions();
    void judgesBodies_data();
    void judgesBodies();
    void countsWithoutMaxTokens();
    void refusesPromptsBeyondTheModel();
    void estimatesTokens();
    void everyModelIsFoundAndShown();
};

void RequestCheckTest::knowsBothVersions()
{
    QVERIFY(!checkVersion(kOld));
    QVERIFY(!checkVersion(kNew));
    QVERIFY(checkVersion({})->message.contains(QStringLiteral("required")));
    QVERIFY(checkVersion("2024-01-01")->message.contains(QStringLiteral("2024-01-01")));
}

void RequestCheckTest::judgesBodies_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QByteArray>("version");
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QString>("fault"); // empty: taken
    const auto row = [](const char* name, const char* model, const QByteArray& version,
                        const QByteArray& fields, const char* fault) {
        QTest::newRow(name) << QString::fromLatin1(model) << version << fields
                            << QString::fromLatin1(fault);
    };
    const QByteArray hello = R"("messages":[{"role":"user","content":"hi"}])";
    const QByteArray plain = R"("max_tokens":10,)" + hello;
    const char* sonnet = "claude-sonnet-5-5";
    row("plain", sonnet, kOld, plain, "");
    row("new version", sonnet, kNew, plain, "");
    row("unknown fields", sonnet, kOld, plain + R"(,"brand_new":{"a":1})", "");
    row("no max_tokens", sonnet, kOld, hello, "max_tokens: Field required");
    row("text max_tokens", sonnet, kOld, R"("max_tokens":"1",)" + hello, "max_tokens");
    row("half max_tokens", sonnet, kOld, R"("max_tokens":1.5,)" + hello, "max_tokens");
    row("huge max_tokens", sonnet, kOld, R"("max_tokens":128001,)" + hello, "128001 > 128000");
    row("pre-warming", sonnet, kOld, R"("max_tokens":0,)" + hello, "");
    row("no messages", sonnet, kOld, R"("max_tokens":10)", "messages: Field required");
    row("empty messages", sonnet, kOld, R"("max_tokens":10,"messages":[])", "at least one");
    row("messages text", sonnet, kOld, R"("max_tokens":10,"messages":"hi")", "messages");
    row("role", sonnet, kOld, R"("max_tokens":10,"messages":[{"role":"bot","content":"hi"}])",
        "messages.0.role");
    row("no content", sonnet, kOld, R"("max_tokens":10,"messages":[{"role":"user"}])",
        "messages.0.content");
    row("empty content", sonnet, kOld,
        R"("max_tokens":10,"messages":[{"role":"user","content":""}])", "non-empty");
    row("empty text", sonnet, kOld,
        R"("max_tokens":10,"messages":[{"role":"user","content":[{"type":"text","text":""}]}])",
        "non-empty");
    row("block without type", sonnet, kOld,
        R"("max_tokens":10,"messages":[{"role":"user","content":[{"text":"a"}]}])",
        "messages.0.content.0.type");
    row("unknown block", sonnet, kOld,
        R"("max_tokens":10,"messages":[{"role":"user","content":[{"type":"hologram"}]}])", "");
    row("bad base64", sonnet, kOld,
        R"("max_tokens":10,"messages":[{"role":"user","content":[{"type":"image","source":
            {"type":"base64","media_type":"image/png","data":"?"}}]}])",
        "base64");
    row("stream text", sonnet, kOld, plain + R"(,"stream":"yes")", "stream");
    row("temperature, new model", sonnet, kOld, plain + R"(,"temperature":0.5)", "temperature");
    row("default temperature, new model", sonnet, kOld, plain + R"(,"temperature":1)", "");
    row("default temperature, new version", sonnet, kNew, plain + R"(,"temperature":1)",
        "Extra inputs");
    row("temperature, older model", "claude-opus-4-6", kOld, plain + R"(,"temperature":0.5)", "");
    row("temperature out of range", "claude-opus-4-6", kOld, plain + R"(,"temperature":2)",
        "range");
    row("top_k, new model", "claude-opus-4-7", kOld, plain + R"(,"top_k":5)", "top_k");
    row("adaptive", sonnet, kOld, plain + R"(,"thinking":{"type":"adaptive"})", "");
    row("adaptive, 4.5", "claude-haiku-4-5", kOld, plain + R"(,"thinking":{"type":"adaptive"})",
        "adaptive");
    row("budget, new model", sonnet, kOld,
        plain + R"(,"thinking":{"type":"enabled","budget_tokens":2000})", "enabled");
    row("small budget", "claude-haiku-4-5", kOld,
        plain + R"(,"thinking":{"type":"enabled","budget_tokens":5})", "1024");
    row("budget beyond max_tokens", "claude-haiku-4-5", kOld,
        plain + R"(,"thinking":{"type":"enabled","budget_tokens":2000})", "max_tokens");
    row("disabled", sonnet, kOld, plain + R"(,"thinking":{"type":"disabled"})", "");
    row("disabled, Opus 5.5", "claude-opus-5-5", kOld, plain + R"(,"thinking":{"type":"disabled"})",
        "disabled");
    row("thinking of another kind", sonnet, kOld, plain + R"(,"thinking":{"type":"hard"})",
        "thinking.type");
    row("forced tool", "claude-opus-5-5", kOld, plain + R"(,"tool_choice":{"type":"any"})",
        "tool_choice");
    row("forced tool elsewhere", sonnet, kOld, plain + R"(,"tool_choice":{"type":"any"})", "");
    const QByteArray prefill =
        R"("max_tokens":10,"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}])";
    row("prefill", sonnet, kOld, prefill, "prefill");
    row("prefill, 4.5", "claude-haiku-4-5", kOld, prefill, "");
    const QByteArray document =
        R"("max_tokens":10,"messages":[{"role":"user","content":"a"},{"role":"assistant","content":
            [{"type":"document","source":{"type":"text","data":"x"}}]},{"role":"user","content":"b"}])";
    row("document of the assistant", sonnet, kOld, document, "");
    row("document of the assistant, new", sonnet, kNew, document, "document");
    const QByteArray mark = R"({"type":"text","text":"a","cache_control":{"type":"ephemeral"}})";
    row("five breakpoints", sonnet, kOld,
        R"("max_tokens":10,"system":[)" + mark + ',' + mark +
            R"(],"messages":[{"role":"user","content":[)" + mark + ',' + mark + ',' + mark + "]}]",
        "Found 5");
}

void RequestCheckTest::judgesBodies()
{
    QFETCH(QString, model);
    QFETCH(QByteArray, version);
    QFETCH(QByteArray, fields);
    QFETCH(QString, fault);
    const QJsonObject body = json('{' + fields + '}');
    QVERIFY(!body.isEmpty());
    QVERIFY(findModel(model));
    const auto refusal = checkMessages(body, findModel(model), version, false);
    if (fault.isEmpty()) {
        QVERIFY2(!refusal, qPrintable(refusal ? refusal->message : QString()));
        return;
    }
    QVERIFY(refusal);
    QCOMPARE(refusal->status, 400);
    QVERIFY2(refusal->message.contains(fault), qPrintable(refusal->message));
}

void RequestCheckTest::countsWithoutMaxTokens()
{
    QVERIFY(!checkMessages(json(R"({"messages":[{"role":"user","content":"hi"}]})"), nullptr, kOld,
                           true));
}

void RequestCheckTest::refusesPromptsBeyondTheModel()
{
    QJsonObject body = json(R"({"max_tokens":10})");
    body.insert(QStringLiteral("messages"),
                QJsonArray{QJsonObject{{QStringLiteral("role"), QStringLiteral("user")},
                                       {QStringLiteral("content"), QString(900'000, u'a')}}});
    const auto refusal =
        checkMessages(body, findModel(QStringLiteral("claude-haiku-4-5")), kOld, false);
    QVERIFY(refusal);
    QVERIFY(refusal->message.contains(QStringLiteral("prompt is too long")));
    QVERIFY(!checkMessages(body, findModel(QStringLiteral("claude-sonnet-5-5")), kOld, false));
}

void RequestCheckTest::estimatesTokens()
{
    QCOMPARE(estimateTokens(u""), 0);
    QCOMPARE(estimateTokens(u"abcd"), 1);
    QCOMPARE(estimateTokens(u"abcde"), 2);
    QCOMPARE(estimateTokens(u"你好"), 2);
    const qint64 hello = estimatePrompt(json(R"({"messages":[{"role":"user","content":"hi"}]})"));
    QCOMPARE(hello,
             estimatePrompt(json(
                 R"({"messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}]})")));
    QVERIFY(hello < estimatePrompt(json(
                        R"({"system":"Be brief.","messages":[{"role":"user","content":"hi"}]})")));
}

void RequestCheckTest::everyModelIsFoundAndShown()
{
    QVERIFY(modelTable().size() > 15);
    for (const ModelRow& model : modelTable()) {
        QCOMPARE(findModel(model.idText()), &model);
        QCOMPARE(findModel(model.idText() + QStringLiteral("-20251001")), &model);
        const QJsonObject info = model.toJson();
        for (const char* field :
             {"id", "type", "display_name", "created_at", "lifecycle", "line", "max_input_tokens",
              "max_tokens", "capabilities", "deprecated_at", "retires_at"})
            QVERIFY2(info.contains(QLatin1String(field)), field);
        QCOMPARE(info.value(u"capabilities").toObject().size(), 10);
    }
    QVERIFY(!findModel(QStringLiteral("claude-sonnet-9")));
    QVERIFY(!findModel(QStringLiteral("claude-3-5-haiku")));
}

QTEST_GUILESS_MAIN(RequestCheckTest)
#include "tst_requestcheck.moc"
