// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/error.h"
#include "endpoint/openai/responsesanswer.h"
#include "endpoint/openai/responsesstream.h"
#include "upstreamevents.h"

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

TranslatedRequest streamed(bool includesReasoning = false)
{
    TranslatedRequest request;
    request.model = u"claude-asked"_s;
    request.stream = true;
    request.includesReasoning = includesReasoning;
    request.echo = R"("instructions":null,"tools":[])";
    return request;
}

QByteArray translated(const TranslatedRequest& request, const QByteArray& bytes)
{
    ResponsesStream stream(request, 1700000000);
    return fed(stream, bytes, bytes.size());
}

// The events' names without "response.", with output index and the piece of text, where they have
// it.
QByteArrayList steps(const QByteArray& made)
{
    QByteArrayList found;
    for (const QByteArray& data : dataOf(made)) {
        const QJsonObject event = jsonObject(data);
        QByteArray step = event.value("type"_L1).toString().toUtf8();
        if (step.startsWith("response."))
            step = step.sliced(9);
        if (event.contains("output_index"_L1))
            step += ' ' + QByteArray::number(event.value("output_index"_L1).toInt());
        for (const QLatin1StringView name :
             {"delta"_L1, "text"_L1, "arguments"_L1, "refusal"_L1, "code"_L1}) {
            if (event.contains(name))
                step += ' ' + event.value(name).toString().toUtf8();
        }
        found.append(step);
    }
    return found;
}

QJsonObject lastResponse(const QByteArray& made)
{
    QJsonObject response;
    for (const QByteArray& data : dataOf(made)) {
        const QJsonObject event = jsonObject(data);
        if (event.contains("response"_L1))
            response = event.value("response"_L1).toObject();
    }
    return response;
}

const QByteArray kCreated = "created";
const QByteArray kProgress = "in_progress";

} // namespace

class ResponsesStreamTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void translates_data();
    void translates();
    void endsWithTheWholeResponse();
    void sealsThinkingWhenAsked();
    void tellsWhyItIsIncomplete_data();
    void tellsWhyItIsIncomplete();
    void failsFromThisSide();
    void answersWithTheSameItems();
    void refusesWhatIsNoAnswer();
};

void ResponsesStreamTest::translates_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArrayList>("expected");
    const auto row = [](const char* name, const QList<QByteArray>& events,
                        QByteArrayList expected) {
        QTest::newRow(name) << upstream(events) << expected;
    };
    const QList<QByteArray> end{messageDelta("\"end_turn\""), kMessageStop};
    row("text",
        QList{kMessageStart, kPing} + textBlockEvents(0, "\"a\"") + textBlockEvents(1, "\"b\"") +
            end,
        {kCreated, kProgress, "output_item.added 0", "content_part.added 0",
         "output_text.delta 0 a", "output_text.delta 0 b", "output_text.done 0 ab",
         "content_part.done 0", "output_item.done 0", "completed"});
    row("nothing", QList{kMessageStart} + end, {kCreated, kProgress, "completed"});
    row("tools between texts",
        QList{kMessageStart} + textBlockEvents(0, "\"a\"") +
            QList{blockStart(1, R"({"type":"tool_use","id":"t","name":"f","input":{}})"),
                  blockDelta(1, R"({"type":"input_json_delta","partial_json":"{\"x\":"})"),
                  blockDelta(1, R"({"type":"input_json_delta","partial_json":"1}"})"), blockStop(1),
                  blockStart(2, R"({"type":"tool_use","id":"u","name":"g","input":{}})"),
                  blockStop(2)} +
            textBlockEvents(3, "\"b\"") + QList{messageDelta("\"tool_use\""), kMessageStop},
        {kCreated,
         kProgress,
         "output_item.added 0",
         "content_part.added 0",
         "output_text.delta 0 a",
         "output_text.done 0 a",
         "content_part.done 0",
         "output_item.done 0",
         "output_item.added 1",
         "function_call_arguments.delta 1 {\"x\":",
         "function_call_arguments.delta 1 1}",
         "function_call_arguments.done 1 {\"x\":1}",
         "output_item.done 1",
         "output_item.added 2",
         "function_call_arguments.delta 2 {}",
         "function_call_arguments.done 2 {}",
         "output_item.done 2",
         "output_item.added 3",
         "content_part.added 3",
         "output_text.delta 3 b",
         "output_text.done 3 b",
         "content_part.done 3",
         "output_item.done 3",
         "completed"});
    row("shown thinking",
        QList{kMessageStart, blockStart(0, R"({"type":"thinking","thinking":"","signature":""})"),
              blockDelta(0, R"({"type":"thinking_delta","thinking":"h"})"),
              blockDelta(0, R"({"type":"thinking_delta","thinking":"m"})"),
              blockDelta(0, R"({"type":"signature_delta","signature":"s"})"), blockStop(0)} +
            textBlockEvents(1, "\"a\"") + end,
        {kCreated, kProgress, "output_item.added 0", "reasoning_summary_part.added 0",
         "reasoning_summary_text.delta 0 h", "reasoning_summary_text.delta 0 m",
         "reasoning_summary_text.done 0 hm", "reasoning_summary_part.done 0", "output_item.done 0",
         "output_item.added 1", "content_part.added 1", "output_text.delta 1 a",
         "output_text.done 1 a", "content_part.done 1", "output_item.done 1", "completed"});
    row("hidden thinking and server tools",
        QList{
            kMessageStart, blockStart(0, R"({"type":"thinking","thinking":"","signature":""})"),
            blockDelta(0, R"({"type":"signature_delta","signature":"s"})"), blockStop(0),
            blockStart(1, R"({"type":"server_tool_use","id":"s","name":"web_search","input":{}})"),
            blockStop(1)} +
            end,
        {kCreated, kProgress, "completed"});
    row("refusal",
        QList{kMessageStart} + textBlockEvents(0, "\"a\"") +
            QList{
                QByteArray(
                    R"({"type":"message_delta","delta":{"stop_reason":"refusal","stop_details":{"explanation":"no"}}})"),
                kMessageStop},
        {kCreated, kProgress, "output_item.added 0", "content_part.added 0",
         "output_text.delta 0 a", "output_text.done 0 a", "content_part.done 0",
         "content_part.added 0", "refusal.delta 0 no", "refusal.done 0 no", "content_part.done 0",
         "output_item.done 0", "incomplete"});
    const QByteArray overloaded =
        R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})";
    row("error at once", {overloaded}, {"error overloaded"});
    row("error in the middle",
        QList{kMessageStart} + textBlockEvents(0, "\"a\"") + QList{overloaded, kMessageStop},
        {kCreated, kProgress, "output_item.added 0", "content_part.added 0",
         "output_text.delta 0 a", "failed", "error overloaded"});
    row("cut", {kMessageStart}, {kCreated, kProgress, "failed", "error bad_gateway"});
}

void ResponsesStreamTest::translates()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArrayList, expected);
    const QByteArray whole = translated(streamed(), bytes);
    QCOMPARE(steps(whole), expected);
    for (const qsizetype size : {1, 2, 3, 7, 64, 1000}) {
        ResponsesStream stream(streamed(), 1700000000);
        QCOMPARE(fed(stream, bytes, size), whole);
        QVERIFY(stream.hasEnded());
    }
    qint64 sequence = 0;
    for (const QByteArray& data : dataOf(whole))
        QCOMPARE(jsonObject(data).value("sequence_number"_L1).toInteger(), sequence++);
    QVERIFY(!whole.contains("[DONE]"));
    QCOMPARE(whole.count("event: "), whole.count("data: "));
}

void ResponsesStreamTest::endsWithTheWholeResponse()
{
    const QByteArray made = translated(
        streamed(),
        upstream(
            QList{kMessageStart} + textBlockEvents(0, R"("\u00e4\n")") +
            QList{blockStart(1, R"({"type":"tool_use","id":"toolu_1","name":"f","input":{}})"),
                  blockDelta(1, R"({"type":"input_json_delta","partial_json":"{\"x\":\"\\n\"}"})"),
                  blockStop(1), messageDelta("\"tool_use\""), kMessageStop}));
    QCOMPARE(
        pretty(lastResponse(made)),
        pretty(jsonObject(
            R"({"id":"resp_01","object":"response","created_at":1700000000,"status":"completed","background":false,"error":null,
            "incomplete_details":null,"instructions":null,"tools":[],"model":"claude-m","previous_response_id":null,
            "store":false,"truncation":"disabled","output":[
              {"id":"msg_01_0","type":"message","status":"completed","role":"assistant","content":[
                {"type":"output_text","text":"ä\n","annotations":[],"logprobs":[]}]},
              {"id":"fc_01_1","type":"function_call","status":"completed","call_id":"toolu_1","name":"f",
               "arguments":"{\"x\":\"\\n\"}"}],
            "usage":{"input_tokens":3210,"output_tokens":42,"total_tokens":3252,
              "input_tokens_details":{"cached_tokens":3000,"cache_write_tokens":200},
              "output_tokens_details":{"reasoning_tokens":7}}})")));
}

void ResponsesStreamTest::sealsThinkingWhenAsked()
{
    const QByteArray made = translated(
        streamed(true),
        upstream({kMessageStart,
                  blockStart(0, R"({"type":"thinking","thinking":"","signature":""})"),
                  blockDelta(0, R"({"type":"signature_delta","signature":"s"})"), blockStop(0),
                  blockStart(1, R"({"type":"redacted_thinking","data":"d"})"), blockStop(1),
                  messageDelta("\"end_turn\""), kMessageStop}));
    QCOMPARE(steps(made),
             (QByteArrayList{kCreated, kProgress, "output_item.added 0", "output_item.done 0",
                             "output_item.added 1", "output_item.done 1", "completed"}));
    const QJsonArray output = lastResponse(made).value("output"_L1).toArray();
    QByteArrayList blocks;
    for (const QJsonValue& item : output) {
        QCOMPARE(item.toObject().value("type"_L1).toString(), u"reasoning"_s);
        const QByteArray sealed = item.toObject().value("encrypted_content"_L1).toString().toUtf8();
        blocks.append(QByteArray::fromBase64(sealed.sliced(sealed.lastIndexOf('.') + 1)));
    }
    QCOMPARE(blocks, (QByteArrayList{R"({"type":"thinking","thinking":"","signature":"s"})",
                                     R"({"type":"redacted_thinking","data":"d"})"}));
}

void ResponsesStreamTest::tellsWhyItIsIncomplete_data()
{
    QTest::addColumn<QByteArray>("stopReason");
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("reason");
    QTest::newRow("limit") << QByteArray("\"max_tokens\"") << u"incomplete"_s
                           << u"max_output_tokens"_s;
    QTest::newRow("window") << QByteArray("\"model_context_window_exceeded\"") << u"incomplete"_s
                            << u"max_output_tokens"_s;
    QTest::newRow("refusal") << QByteArray("\"refusal\"") << u"incomplete"_s << u"content_filter"_s;
    QTest::newRow("end") << QByteArray("\"end_turn\"") << u"completed"_s << QString();
    QTest::newRow("tools") << QByteArray("\"tool_use\"") << u"completed"_s << QString();
    QTest::newRow("none") << QByteArray("null") << u"completed"_s << QString();
}

void ResponsesStreamTest::tellsWhyItIsIncomplete()
{
    QFETCH(QByteArray, stopReason);
    QFETCH(QString, status);
    QFETCH(QString, reason);
    const QByteArray made =
        translated(streamed(), upstream({kMessageStart, messageDelta(stopReason), kMessageStop}));
    const QJsonObject response = lastResponse(made);
    QCOMPARE(response.value("status"_L1).toString(), status);
    QCOMPARE(response.value("incomplete_details"_L1).toObject().value("reason"_L1).toString(),
             reason);
    QCOMPARE(response.value("usage"_L1).toObject().value("output_tokens"_L1).toInt(), 42);
}

void ResponsesStreamTest::failsFromThisSide()
{
    ResponsesStream stream(streamed(), 0);
    QByteArray made = stream.feed(upstream(QList{kMessageStart} + textBlockEvents(0, "\"a\"")));
    made += stream.fail(Error{ErrorKind::RateLimited, u"All accounts are busy"_s, {}, {}, {}, 429});
    const QJsonObject response = lastResponse(made);
    QCOMPARE(response.value("status"_L1).toString(), u"failed"_s);
    QCOMPARE(response.value("error"_L1).toObject().value("code"_L1).toString(),
             u"rate_limit_exceeded"_s);
    QVERIFY(stream.hasEnded());
    QVERIFY(stream.finish().isEmpty());
}

void ResponsesStreamTest::answersWithTheSameItems()
{
    const auto whole = translateResponsesAnswer(
        R"({"id":"msg_01","type":"message","model":"claude-m","content":[
            {"type":"thinking","thinking":"hm","signature":"s"},{"type":"text","text":"a"},{"type":"text","text":"b"},
            {"type":"tool_use","id":"t","name":"f","input":{"z":1,"a":2}}],"stop_reason":"tool_use",
            "usage":{"input_tokens":10,"cache_creation_input_tokens":200,"cache_read_input_tokens":3000,"output_tokens":42,
            "output_tokens_details":{"thinking_tokens":7}}})",
        streamed(true), 1700000000);
    QVERIFY(whole);
    const QByteArray made = translated(
        streamed(true),
        upstream(
            QList{kMessageStart, blockStart(0, R"({"type":"thinking","thinking":""})"),
                  blockDelta(0, R"({"type":"thinking_delta","thinking":"hm"})"),
                  blockDelta(0, R"({"type":"signature_delta","signature":"s"})"), blockStop(0)} +
            textBlockEvents(1, "\"a\"") + textBlockEvents(2, "\"b\"") +
            QList{
                blockStart(3, R"({"type":"tool_use","id":"t","name":"f","input":{}})"),
                blockDelta(3, R"({"type":"input_json_delta","partial_json":"{\"z\":1,\"a\":2}"})"),
                blockStop(3), messageDelta("\"tool_use\""), kMessageStop}));
    QCOMPARE(pretty(jsonObject(*whole)), pretty(lastResponse(made)));
    QVERIFY(whole->contains(R"("arguments":"{\"z\":1,\"a\":2}")"));
}

void ResponsesStreamTest::refusesWhatIsNoAnswer()
{
    for (const char* body : {"", "[]", "{}", "{\"content\":5}", "<html>"}) {
        const auto made = translateResponsesAnswer(QByteArrayView(body), {}, 0);
        QVERIFY(!made);
        QCOMPARE(made.error().status, 502);
    }
}

QTEST_GUILESS_MAIN(ResponsesStreamTest)
#include "tst_responsesstream.moc"
