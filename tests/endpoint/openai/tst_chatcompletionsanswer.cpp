// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/openai/chatcompletionsanswer.h"
#include "requestcase.h"

using namespace Patchbay;
using namespace Qt::StringLiterals;

class ChatCompletionsAnswerTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void translates_data();
    void translates();
    void writesTheWholeObject();
    void refusesWhatIsNoAnswer_data();
    void refusesWhatIsNoAnswer();
};

void ChatCompletionsAnswerTest::translates_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<bool>("usesFunctions");
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* name, const QByteArray& answer, const QByteArray& message,
                        const QString& reason, bool usesFunctions = false) {
        QTest::newRow(name) << answer << usesFunctions << message << reason;
    };
    row("text",
        R"({"content":[{"type":"text","text":"a\u00e4"},{"type":"text","text":"\nb"}],"stop_reason":"end_turn"})",
        R"({"role":"assistant","content":"aä\nb","refusal":null})", u"stop"_s);
    row("nothing", R"({"content":[],"stop_reason":"stop_sequence"})",
        R"({"role":"assistant","content":"","refusal":null})", u"stop"_s);
    row("cut", R"({"content":[{"type":"text","text":"a"}],"stop_reason":"max_tokens"})",
        R"({"role":"assistant","content":"a","refusal":null})", u"length"_s);
    row("tools", R"({"content":[{"type":"tool_use","id":"t","name":"f","input":{"b":1.0,"a":"\""}},
        {"type":"tool_use","id":"u","name":"g","input":{}}],"stop_reason":"tool_use"})",
        R"({"role":"assistant","content":null,"refusal":null,"tool_calls":[
            {"id":"t","type":"function","function":{"name":"f","arguments":"{\"b\":1.0,\"a\":\"\\\"\"}"}},
            {"id":"u","type":"function","function":{"name":"g","arguments":"{}"}}]})",
        u"tool_calls"_s);
    row("text and function",
        R"({"content":[{"type":"text","text":"a"},{"type":"tool_use","id":"t","name":"f","input":{}}],
        "stop_reason":"tool_use"})",
        R"({"role":"assistant","content":"a","refusal":null,"function_call":{"name":"f","arguments":"{}"}})",
        u"function_call"_s, true);
    row("thinking",
        R"({"content":[{"type":"thinking","thinking":"hm","signature":"s"},{"type":"redacted_thinking","data":"d"},
        {"type":"thinking","thinking":"","signature":"o"},{"type":"text","text":"a"}],"stop_reason":"end_turn"})",
        R"({"role":"assistant","content":"a","refusal":null,"reasoning_content":"hm","thinking_blocks":[
            {"type":"thinking","thinking":"hm","signature":"s"},{"type":"redacted_thinking","data":"d"},
            {"type":"thinking","thinking":"","signature":"o"}]})",
        u"stop"_s);
    row("refusal",
        R"({"content":[],"stop_reason":"refusal","stop_details":{"type":"refusal","explanation":"No."}})",
        R"({"role":"assistant","content":"","refusal":"No."})", u"content_filter"_s);
    row("foreign shapes",
        R"({"content":[5,null,"x",{"type":"text"},{"type":"text","text":7},{"type":7},{"type":"new"},
        {"type":"tool_use","id":5,"name":null,"input":"x"}],"stop_reason":5,"usage":[],"model":{},"id":[]})",
        R"({"role":"assistant","content":null,"refusal":null,"tool_calls":[{"id":"","type":"function",
            "function":{"name":"","arguments":"{}"}}]})",
        u"tool_calls"_s);
}

void ChatCompletionsAnswerTest::translates()
{
    QFETCH(QByteArray, answer);
    QFETCH(bool, usesFunctions);
    QFETCH(QByteArray, message);
    QFETCH(QString, reason);
    TranslatedRequest request;
    request.usesFunctions = usesFunctions;
    const auto made = translateChatCompletionsAnswer(answer, request, 5);
    QVERIFY(made);
    const QJsonObject choice = jsonObject(*made).value("choices"_L1).toArray().first().toObject();
    QCOMPARE(pretty(choice.value("message"_L1).toObject()), pretty(jsonObject(message)));
    QCOMPARE(choice.value("finish_reason"_L1).toString(), reason);
}

void ChatCompletionsAnswerTest::writesTheWholeObject()
{
    TranslatedRequest request;
    request.model = u"asked"_s;
    const auto made = translateChatCompletionsAnswer(
        R"({"id":"msg_9","type":"message","model":"served","content":[{"type":"text","text":"x"}],"stop_reason":"end_turn",
            "usage":{"input_tokens":1,"cache_creation_input_tokens":2,"cache_read_input_tokens":4,"output_tokens":8,
            "output_tokens_details":{"thinking_tokens":3}}})",
        request, 1700000000);
    QVERIFY(made);
    QCOMPARE(
        pretty(jsonObject(*made)),
        pretty(jsonObject(
            R"({"id":"chatcmpl-9","object":"chat.completion","created":1700000000,"model":"served","choices":[{"index":0,
            "message":{"role":"assistant","content":"x","refusal":null},"logprobs":null,"finish_reason":"stop"}],
            "usage":{"prompt_tokens":7,"completion_tokens":8,"total_tokens":15,
            "prompt_tokens_details":{"cached_tokens":4,"cache_write_tokens":2},
            "completion_tokens_details":{"reasoning_tokens":3}}})")));
    const auto bare = translateChatCompletionsAnswer(R"({"content":[]})", request, 0);
    QVERIFY(bare);
    QCOMPARE(jsonObject(*bare).value("model"_L1).toString(), u"asked"_s);
}

void ChatCompletionsAnswerTest::refusesWhatIsNoAnswer_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("status");
    QTest::newRow("empty") << QByteArray() << 502;
    QTest::newRow("page") << QByteArray("<html>") << 502;
    QTest::newRow("list") << QByteArray("[]") << 502;
    QTest::newRow("another object") << QByteArray("{\"choices\":[]}") << 502;
    QTest::newRow("content of a wrong type") << QByteArray("{\"content\":\"x\"}") << 502;
    QTest::newRow("deep") << QByteArray(100'000, '[') << 502;
    QTest::newRow("error")
        << QByteArray(
               R"({"type":"error","error":{"type":"rate_limit_error","message":"Slow down"}})")
        << 429;
}

void ChatCompletionsAnswerTest::refusesWhatIsNoAnswer()
{
    QFETCH(QByteArray, answer);
    QFETCH(int, status);
    const auto made = translateChatCompletionsAnswer(answer, {}, 0);
    QVERIFY(!made);
    QCOMPARE(made.error().status, status);
    QVERIFY(!made.error().message.isEmpty());
}

QTEST_GUILESS_MAIN(ChatCompletionsAnswerTest)
#include "tst_chatcompletionsanswer.moc"
