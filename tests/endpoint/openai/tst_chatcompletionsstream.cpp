// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/error.h"
#include "endpoint/openai/chatcompletionsstream.h"
#include "upstreamevents.h"

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

TranslatedRequest streamed(bool includeUsage = false, bool usesFunctions = false)
{
    TranslatedRequest request;
    request.model = u"claude-asked"_s;
    request.stream = true;
    request.includeUsage = includeUsage;
    request.usesFunctions = usesFunctions;
    return request;
}

QByteArray translated(const TranslatedRequest& request, const QByteArray& bytes)
{
    ChatCompletionsStream stream(request, 1700000000);
    return fed(stream, bytes, bytes.size());
}

// "delta finish_reason" of each chunk with a choice.
QByteArrayList choices(const QByteArray& made)
{
    QByteArrayList found;
    for (const QByteArray& data : dataOf(made)) {
        if (data == "[DONE]") {
            found.append(data);
            continue;
        }
        const QJsonObject chunk = jsonObject(data);
        const QJsonArray list = chunk.value("choices"_L1).toArray();
        if (!list.isEmpty()) {
            const QJsonObject choice = list.first().toObject();
            QByteArray line =
                QJsonDocument(choice.value("delta"_L1).toObject()).toJson(QJsonDocument::Compact);
            if (const QString reason = choice.value("finish_reason"_L1).toString();
                !reason.isEmpty())
                line += ' ' + reason.toUtf8();
            found.append(line);
        } else if (chunk.contains("error"_L1)) {
            found.append("error " +
                         chunk.value("error"_L1).toObject().value("code"_L1).toString().toUtf8());
        }
    }
    return found;
}

const QByteArray kRole = R"({"content":"","role":"assistant"})";

} // namespace

class ChatCompletionsStreamTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void translates_data();
    void translates();
    void everyChunkHasOneHead();
    void usageComesLastWhenAskedFor();
    void functionsOfOldClients();
    void failsFromThisSide();
    void saysNothingAfterTheEnd();
    void worksByTheEvent();
};

void ChatCompletionsStreamTest::translates_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArrayList>("expected");
    const auto row = [](const char* name, const QList<QByteArray>& events,
                        QByteArrayList expected) {
        QTest::newRow(name) << upstream(events) << expected;
    };
    const QList<QByteArray> hi = textBlockEvents(0, R"("h\u00e4\n\"")");
    const QByteArray said = R"({"content":"hä\n\""})";

    row("text",
        QList{kMessageStart, kPing} + hi + QList{messageDelta("\"end_turn\""), kMessageStop},
        {kRole, said, "{} stop", "[DONE]"});
    row("reasons of the end",
        QList{kMessageStart} + hi + QList{messageDelta("\"max_tokens\""), kMessageStop},
        {kRole, said, "{} length", "[DONE]"});
    row("full context",
        {kMessageStart, messageDelta("\"model_context_window_exceeded\""), kMessageStop},
        {kRole, "{} length", "[DONE]"});
    row("pause", {kMessageStart, messageDelta("\"pause_turn\""), kMessageStop},
        {kRole, "{} stop", "[DONE]"});
    row("unknown reason", {kMessageStart, messageDelta("\"newly_made\""), kMessageStop},
        {kRole, "{} stop", "[DONE]"});
    row("no reason", {kMessageStart, messageDelta("null"), kMessageStop},
        {kRole, "{} stop", "[DONE]"});
    row("refusal",
        {kMessageStart,
         R"({"type":"message_delta","delta":{"stop_reason":"refusal","stop_details":{"type":"refusal","explanation":"no\n"}}})",
         kMessageStop},
        {kRole, R"({"refusal":"no\n"})", "{} content_filter", "[DONE]"});
    row("refusal without a word", {kMessageStart, messageDelta("\"refusal\""), kMessageStop},
        {kRole, "{} content_filter", "[DONE]"});

    row("tools",
        QList{kMessageStart} + textBlockEvents(0, "\"a\"") +
            QList{
                blockStart(1, R"({"type":"tool_use","id":"toolu_1","name":"f","input":{}})"),
                blockDelta(1, R"({"type":"input_json_delta","partial_json":""})"),
                blockDelta(1, R"({"type":"input_json_delta","partial_json":"{\"a\":"})"), kPing,
                blockDelta(1, R"({"type":"input_json_delta","partial_json":" 1}"})"), blockStop(1),
                blockStart(2, R"({"type":"tool_use","id":"toolu_2","name":"g","input":{}})"),
                blockStop(2),
                blockStart(3, R"({"type":"tool_use","id":"toolu_3","name":"h","input":{"x":[1]}})"),
                blockStop(3), messageDelta("\"tool_use\""), kMessageStop},
        {kRole, R"({"content":"a"})",
         R"({"tool_calls":[{"function":{"arguments":"","name":"f"},"id":"toolu_1","index":0,"type":"function"}]})",
         R"({"tool_calls":[{"function":{"arguments":"{\"a\":"},"index":0}]})",
         R"({"tool_calls":[{"function":{"arguments":" 1}"},"index":0}]})",
         R"({"tool_calls":[{"function":{"arguments":"","name":"g"},"id":"toolu_2","index":1,"type":"function"}]})",
         R"({"tool_calls":[{"function":{"arguments":"{}"},"index":1}]})",
         R"({"tool_calls":[{"function":{"arguments":"","name":"h"},"id":"toolu_3","index":2,"type":"function"}]})",
         R"({"tool_calls":[{"function":{"arguments":"{\"x\":[1]}"},"index":2}]})", "{} tool_calls",
         "[DONE]"});
    row("a tool that is not closed",
        {kMessageStart, blockStart(0, R"({"type":"tool_use","id":"t","name":"f","input":{}})"),
         messageDelta("null"), kMessageStop},
        {kRole,
         R"({"tool_calls":[{"function":{"arguments":"","name":"f"},"id":"t","index":0,"type":"function"}]})",
         R"({"tool_calls":[{"function":{"arguments":"{}"},"index":0}]})", "{} tool_calls",
         "[DONE]"});
    row("mixed tools",
        {kMessageStart, blockStart(0, R"({"type":"tool_use","id":"t","name":"f"})"),
         blockStart(1, R"({"type":"tool_use","id":"u","name":"g"})"),
         blockDelta(0, R"({"type":"input_json_delta","partial_json":"{}"})"),
         blockDelta(1, R"({"type":"input_json_delta","partial_json":"[]"})"), blockStop(1),
         blockStop(0), messageDelta("\"tool_use\""), kMessageStop},
        {kRole,
         R"({"tool_calls":[{"function":{"arguments":"","name":"f"},"id":"t","index":0,"type":"function"}]})",
         R"({"tool_calls":[{"function":{"arguments":"","name":"g"},"id":"u","index":1,"type":"function"}]})",
         R"({"tool_calls":[{"function":{"arguments":"{}"},"index":0}]})",
         R"({"tool_calls":[{"function":{"arguments":"[]"},"index":1}]})", "{} tool_calls",
         "[DONE]"});

    row("thinking",
        QList{kMessageStart, blockStart(0, R"({"type":"thinking","thinking":"","signature":""})"),
              blockDelta(0, R"({"type":"thinking_delta","thinking":"h"})"),
              blockDelta(0, R"({"type":"thinking_delta","thinking":"m\n"})"),
              blockDelta(0, R"({"type":"signature_delta","signature":"s=="})"), blockStop(0),
              blockStart(1, R"({"type":"redacted_thinking","data":"xx"})"), blockStop(1)} +
            textBlockEvents(2, "\"a\"") + QList{messageDelta("\"end_turn\""), kMessageStop},
        {kRole, R"({"reasoning_content":"h"})", R"({"reasoning_content":"m\n"})",
         R"({"thinking_blocks":[{"signature":"s==","thinking":"hm\n","type":"thinking"}]})",
         R"({"thinking_blocks":[{"data":"xx","type":"redacted_thinking"}]})", R"({"content":"a"})",
         "{} stop", "[DONE]"});
    row("server tools and unknown things",
        QList{
            kMessageStart,
            blockStart(0, R"({"type":"server_tool_use","id":"s","name":"web_search","input":{}})"),
            blockDelta(0, R"({"type":"input_json_delta","partial_json":"{\"query\":1}"})"),
            blockStop(0), blockStart(1, R"({"type":"web_search_tool_result","content":[]})"),
            blockStop(1), QByteArray(R"({"type":"newly_made","index":0})"),
            blockStart(2, R"({"type":"newly_made"})"), blockDelta(2, R"({"type":"newly_made"})"),
            blockStop(2)} +
            textBlockEvents(3, "\"a\"") +
            QList{blockDelta(3, R"({"type":"citations_delta","citation":{}})"),
                  messageDelta("\"end_turn\""), kMessageStop},
        {kRole, R"({"content":"a"})", "{} stop", "[DONE]"});
    row("text in the start of its block",
        {kMessageStart, blockStart(0, R"({"type":"text","text":"ab"})"), blockStop(0),
         messageDelta("\"end_turn\""), kMessageStop},
        {kRole, R"({"content":"ab"})", "{} stop", "[DONE]"});

    const QByteArray overloaded =
        R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})";
    row("error at once", {overloaded}, {"error overloaded"});
    row("error in the middle", QList{kMessageStart} + hi + QList{overloaded, kMessageStop},
        {kRole, said, "error overloaded"});
    row("cut", QList{kMessageStart} + hi, {kRole, said, "error bad_gateway"});
    row("nothing", {}, {"error bad_gateway"});
    QTest::newRow("no JSON") << QByteArray("event: message_start\ndata: {\"type\":\n\n")
                             << QByteArrayList{"error bad_gateway"};
    QTest::newRow("another server's page")
        << QByteArray("<html>sign in</html>\n\n") << QByteArrayList{"error bad_gateway"};
}

void ChatCompletionsStreamTest::translates()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArrayList, expected);
    const QByteArray whole = translated(streamed(), bytes);
    QCOMPARE(choices(whole), expected);
    for (const qsizetype size : {1, 2, 3, 7, 64, 1000}) {
        ChatCompletionsStream stream(streamed(), 1700000000);
        QCOMPARE(fed(stream, bytes, size), whole);
        QVERIFY(stream.hasEnded());
    }
}

void ChatCompletionsStreamTest::everyChunkHasOneHead()
{
    const QByteArray made =
        translated(streamed(), upstream(QList{kMessageStart, kPing} + textBlockEvents(0, "\"a\"") +
                                        QList{messageDelta("\"end_turn\""), kMessageStop}));
    QVERIFY(made.contains("\n\n: ping\n\ndata: "));
    QVERIFY(made.endsWith("\n\ndata: [DONE]\n\n"));
    QVERIFY(!made.contains("event:"));
    for (const QByteArray& data : dataOf(made)) {
        if (data == "[DONE]")
            continue;
        const QJsonObject chunk = jsonObject(data);
        QCOMPARE(chunk.value("id"_L1).toString(), u"chatcmpl-01"_s);
        QCOMPARE(chunk.value("object"_L1).toString(), u"chat.completion.chunk"_s);
        QCOMPARE(chunk.value("created"_L1).toInteger(), 1700000000);
        QCOMPARE(chunk.value("model"_L1).toString(), u"claude-m"_s);
        QVERIFY(!chunk.contains("usage"_L1));
    }
}

void ChatCompletionsStreamTest::usageComesLastWhenAskedFor()
{
    const QByteArray made =
        translated(streamed(true), upstream(QList{kMessageStart} + textBlockEvents(0, "\"a\"") +
                                            QList{messageDelta("\"end_turn\""), kMessageStop}));
    QList<QByteArray> data = dataOf(made);
    QCOMPARE(data.takeLast(), "[DONE]");
    const QJsonObject last = jsonObject(data.takeLast());
    QVERIFY(last.value("choices"_L1).isArray() && last.value("choices"_L1).toArray().isEmpty());
    QCOMPARE(pretty(last.value("usage"_L1).toObject()),
             pretty(jsonObject(R"({"prompt_tokens":3210,"completion_tokens":42,"total_tokens":3252,
                "prompt_tokens_details":{"cached_tokens":3000,"cache_write_tokens":200},
                "completion_tokens_details":{"reasoning_tokens":7}})")));
    for (const QByteArray& each : data) {
        const QJsonObject chunk = jsonObject(each);
        QVERIFY(chunk.contains("usage"_L1) && chunk.value("usage"_L1).isNull());
    }
}

void ChatCompletionsStreamTest::functionsOfOldClients()
{
    const QByteArray made = translated(
        streamed(false, true),
        upstream({kMessageStart, blockStart(0, R"({"type":"tool_use","id":"t","name":"f"})"),
                  blockDelta(0, R"({"type":"input_json_delta","partial_json":"{\"a\":1}"})"),
                  blockStop(0), blockStart(1, R"({"type":"tool_use","id":"u","name":"g"})"),
                  blockStop(1), messageDelta("\"tool_use\""), kMessageStop}));
    QCOMPARE(choices(made),
             (QByteArrayList{kRole, R"({"function_call":{"arguments":"","name":"f"}})",
                             R"({"function_call":{"arguments":"{\"a\":1}"}})", "{} function_call",
                             "[DONE]"}));
}

void ChatCompletionsStreamTest::failsFromThisSide()
{
    ChatCompletionsStream stream(streamed(), 0);
    QByteArray made = stream.feed(upstream({kMessageStart}));
    made += stream.fail(Error{
        ErrorKind::ConnectionLost, u"The connection was lost"_s, u"Send it again"_s, {}, {}, 0});
    QVERIFY(stream.hasEnded());
    const QJsonObject error = jsonObject(dataOf(made).last()).value("error"_L1).toObject();
    QCOMPARE(error.value("type"_L1).toString(), u"server_error"_s);
    QVERIFY(error.value("message"_L1).toString().startsWith("The connection was lost"_L1));
    QVERIFY(!made.contains("[DONE]"));
}

void ChatCompletionsStreamTest::saysNothingAfterTheEnd()
{
    const QByteArray all = upstream({kMessageStart, messageDelta("\"end_turn\""), kMessageStop});
    ChatCompletionsStream stream(streamed(), 0);
    QVERIFY(!stream.feed(all).isEmpty());
    QVERIFY(stream.hasEnded());
    QVERIFY(stream.feed(all).isEmpty());
    QVERIFY(stream.fail(Error()).isEmpty());
    QVERIFY(stream.finish().isEmpty());
}

// What one event becomes does not grow with what came before.
void ChatCompletionsStreamTest::worksByTheEvent()
{
    ChatCompletionsStream stream(streamed(), 0);
    QVERIFY(!stream.feed(upstream({kMessageStart, blockStart(0, R"({"type":"text","text":""})")}))
                 .isEmpty());
    const QByteArray delta = upstream({blockDelta(0, R"({"type":"text_delta","text":"word "})")});
    const qsizetype first = stream.feed(delta).size();
    for (int i = 0; i < 100'000; ++i)
        QVERIFY(stream.feed(delta).size() == first);
}

QTEST_GUILESS_MAIN(ChatCompletionsStreamTest)
#include "tst_chatcompletionsstream.moc"
