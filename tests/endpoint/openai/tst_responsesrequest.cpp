// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/openai/responsesrequest.h"
#include "endpoint/openai/thinkingblock.h"
#include "requestcase.h"

using namespace Patchbay;
using namespace Qt::StringLiterals;

class ResponsesRequestTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void translates_data();
    void translates();
    void refusesClearly_data();
    void refusesClearly();
    void bringsThinkingBack();
    void repeatsWhatWasAsked();
    void survivesWrongTypesEverywhere();
};

void ResponsesRequestTest::translates_data()
{
    QTest::addColumn<QByteArray>("given"); // beside the model
    QTest::addColumn<QByteArray>(
        "expected"); // beside model and, where it is the default, max_tokens
    const auto row = [](const char* name, const QByteArray& given, const QByteArray& expected) {
        QTest::newRow(name) << given << expected;
    };
    const QByteArray hi = R"("messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}])";
    row("a string", R"({"input":"hi"})", "{" + hi + "}");
    row("instructions",
        R"({"input":"hi","instructions":"be brief","store":true,"truncation":"auto","include":[]})",
        R"({"system":"be brief",)" + hi + "}");
    row("messages",
        R"({"input":[{"role":"developer","content":"d"},{"type":"message","role":"system","content":[{"type":"input_text","text":"s"}]},
            {"role":"user","content":[{"type":"input_text","text":"look"},
              {"type":"input_image","image_url":"data:image/png;base64,AAAA","detail":"auto"},
              {"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,AAAA"},
              {"type":"input_file","file_url":"https://e.org/b.pdf"}]},
            {"type":"message","id":"msg_1","status":"completed","role":"assistant","content":[
              {"type":"output_text","text":"seen","annotations":[],"logprobs":[]},{"type":"refusal","refusal":"no"}]},
            {"role":"assistant","content":"plain"}]})",
        R"({"system":"d\ns","messages":[{"role":"user","content":[{"type":"text","text":"look"},
              {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}},
              {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"AAAA"},"title":"a.pdf"},
              {"type":"document","source":{"type":"url","url":"https://e.org/b.pdf"}}]},
            {"role":"assistant","content":[{"type":"text","text":"seen"},{"type":"text","text":"no"},{"type":"text","text":"plain"}]}]})");
    row("calls and results",
        R"({"input":[{"role":"user","content":"hi"},{"type":"reasoning","id":"rs_1","summary":[]},
            {"type":"message","role":"assistant","content":"let me see"},
            {"type":"function_call","id":"fc_1","call_id":"call_1","name":"f","arguments":"{\"a\":1}","status":"completed"},
            {"type":"function_call","call_id":"call_2","name":"g","arguments":""},
            {"type":"web_search_call","id":"ws_1","status":"completed"},
            {"type":"function_call_output","call_id":"call_1","output":"one"},
            {"type":"function_call_output","call_id":"call_2","output":[{"type":"input_text","text":"two"},
              {"type":"input_image","image_url":"https://e.org/a.png"}]},
            {"role":"user","content":"go on"}],
            "tools":[{"type":"function","name":"f","description":"d","parameters":{"type":"object"},"strict":false},
              {"type":"function","name":"g","parameters":null,"strict":true},{"type":"web_search_preview"}],
            "tool_choice":{"type":"function","name":"f"},"parallel_tool_calls":false})",
        R"({"messages":[{"role":"user","content":[{"type":"text","text":"hi"}]},
            {"role":"assistant","content":[{"type":"text","text":"let me see"},
              {"type":"tool_use","id":"call_1","name":"f","input":{"a":1}},{"type":"tool_use","id":"call_2","name":"g","input":{}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"call_1","content":"one"},
              {"type":"tool_result","tool_use_id":"call_2","content":[{"type":"text","text":"two"},
                {"type":"image","source":{"type":"url","url":"https://e.org/a.png"}}]},{"type":"text","text":"go on"}]}],
            "tools":[{"name":"f","description":"d","input_schema":{"type":"object"}},
              {"name":"g","input_schema":{"type":"object","properties":{}},"strict":true},
              {"type":"web_search_20250305","name":"web_search"}],
            "tool_choice":{"type":"tool","name":"f","disable_parallel_tool_use":true}})");
    row("settings",
        R"({"input":"hi","max_output_tokens":100,"stream":true,"temperature":1,"top_p":0.5,"user":"u","metadata":{"a":"b"},
            "reasoning":{"effort":"high","summary":"auto"},
            "text":{"verbosity":"low","format":{"type":"json_schema","name":"n","strict":true,"schema":{"type":"object"}}}})",
        R"({"max_tokens":100,"stream":true,"metadata":{"user_id":"u"},"thinking":{"type":"adaptive","display":"summarized"},
            "output_config":{"effort":"high","format":{"type":"json_schema","schema":{"type":"object"}}},)" +
            hi + "}");
    row("allowed tools",
        R"({"input":"hi","tools":[{"type":"function","name":"f"},{"type":"function","name":"g"}],
            "tool_choice":{"type":"allowed_tools","mode":"auto","tools":[{"type":"function","name":"g"}]}})",
        R"({"tools":[{"name":"g","input_schema":{"type":"object","properties":{}}}],"tool_choice":{"type":"auto"},)" +
            hi + "}");
    row("null is absent",
        R"({"input":"hi","instructions":null,"max_output_tokens":null,"previous_response_id":null,"conversation":null,
            "background":null,"prompt":null,"reasoning":null,"text":null,"include":null,"tools":null,"tool_choice":null})",
        "{" + hi + "}");
}

void ResponsesRequestTest::translates()
{
    QFETCH(QByteArray, given);
    QFETCH(QByteArray, expected);
    const QJsonObject body = joined(jsonObject(given), {{u"model"_s, u"claude-sonnet-5-5"_s}});
    const auto request = translateResponsesRequest(pretty(body), testRules());
    QVERIFY2(request, request ? "" : request.error().toJson().constData());
    const QJsonObject whole = joined(
        {{u"model"_s, u"claude-sonnet-5-5"_s}, {u"max_tokens"_s, 32000}}, jsonObject(expected));
    QCOMPARE(pretty(jsonObject(request->body)), pretty(whole));
}

void ResponsesRequestTest::refusesClearly_data()
{
    QTest::addColumn<QString>("param");
    const auto row = [](const char* members, const QString& param) {
        QTest::newRow(members) << param;
    };
    row(R"("stream":true)", u"input"_s);
    row(R"("input":5)", u"input"_s);
    row(R"("input":"")", u"input"_s);
    row(R"("input":[])", u"input"_s);
    row(R"("input":["x"])", u"input[0]"_s);
    row(R"("input":[{}])", u"input[0].type"_s);
    row(R"("input":[{"role":"bot","content":"x"}])", u"input[0].role"_s);
    row(R"("input":[{"role":"user","content":[{"type":"input_audio"}]}])",
        u"input[0].content[0].type"_s);
    row(R"("input":[{"type":"function_call","name":"f"}])", u"input[0].call_id"_s);
    row(R"("input":[{"type":"function_call","call_id":"c"}])", u"input[0].name"_s);
    row(R"("input":[{"type":"function_call_output","output":"x"}])", u"input[0].call_id"_s);
    row(R"("input":[{"type":"function_call_output","call_id":"c","output":5}])",
        u"input[0].output"_s);
    row(R"("input":[{"type":"item_reference","id":"x"}])", u"input[0].type"_s);
    row(R"("input":[{"type":"computer_call"}])", u"input[0].type"_s);
    row(R"("input":"x","instructions":5)", u"instructions"_s);
    row(R"("input":"x","previous_response_id":"resp_1")", u"previous_response_id"_s);
    row(R"("input":"x","conversation":"conv_1")", u"conversation"_s);
    row(R"("input":"x","background":true)", u"background"_s);
    row(R"("input":"x","prompt":{"id":"p"})", u"prompt"_s);
    row(R"("input":"x","reasoning":"high")", u"reasoning"_s);
    row(R"("input":"x","reasoning":{"effort":"huge"})", u"reasoning.effort"_s);
    row(R"("input":"x","text":5)", u"text"_s);
    row(R"("input":"x","text":{"format":{"type":"json_schema"}})", u"text.format.schema"_s);
    row(R"("input":"x","include":"y")", u"include"_s);
    row(R"("input":"x","max_output_tokens":0)", u"max_output_tokens"_s);
    row(R"("input":"x","tools":[{"type":"function"}])", u"tools[0].function"_s);
    row(R"("input":"x","tools":[{"type":"file_search"}])", u"tools[0].type"_s);
    row(R"("input":"x","tools":[{"type":"custom","name":"apply_patch"}])", u"tools[0].type"_s);
}

void ResponsesRequestTest::refusesClearly()
{
    QFETCH(QString, param);
    const auto request = translateResponsesRequest(R"({"model":"claude-sonnet-5-5",)" +
                                                       QByteArray(QTest::currentDataTag()) + '}',
                                                   testRules());
    QVERIFY(!request);
    QCOMPARE(request.error().status, 400);
    QCOMPARE(request.error().param, param);
    QVERIFY(request.error().message.endsWith(u'.'));
}

void ResponsesRequestTest::bringsThinkingBack()
{
    const QByteArray block = thinkingBlock(R"(h\u00e4m\n)", "s==", false);
    const QByteArray hidden = thinkingBlock({}, "data", true);
    const QByteArray body =
        R"({"model":"claude-sonnet-5-5","include":["reasoning.encrypted_content"],"input":[
        {"role":"user","content":"x"},
        {"type":"reasoning","summary":[{"type":"summary_text","text":"other"}],"encrypted_content":")" +
        sealedThinking(block) + R"("},{"type":"reasoning","summary":[],"encrypted_content":")" +
        sealedThinking(hidden) +
        R"("},{"type":"reasoning","summary":[],"encrypted_content":"gAAAA of another"},
        {"type":"reasoning","summary":[],"encrypted_content":"claude.thinking.1.%%%"},
        {"type":"function_call","call_id":"c","name":"f","arguments":"{}"},
        {"type":"function_call_output","call_id":"c","output":"r"}]})";
    const auto request = translateResponsesRequest(body, testRules());
    QVERIFY(request);
    QVERIFY(request->includesReasoning);
    QCOMPARE(request->notes.size(), 1); // each once
    QVERIFY(request->body.contains(R"("role":"assistant","content":[)" + block + ',' + hidden +
                                   R"(,{"type":"tool_use","id":"c","name":"f","input":{}}])"));
}

void ResponsesRequestTest::repeatsWhatWasAsked()
{
    const auto request = translateResponsesRequest(
        R"({"model":"claude-sonnet-5-5","input":"x","instructions":"i","max_output_tokens":20,"metadata":{"z":"1","a":"2"},
            "tools":[{"type":"function","name":"f","strict":true}],"temperature":0.30})",
        testRules());
    QVERIFY(request);
    QCOMPARE(
        request->echo,
        R"("instructions":"i","max_output_tokens":20,"metadata":{"z":"1","a":"2"},"parallel_tool_calls":true,)"
        R"("reasoning":{"effort":null,"summary":null},"temperature":0.30,"text":{"format":{"type":"text"}},)"
        R"("tool_choice":"auto","tools":[{"type":"function","name":"f","strict":true}],"top_p":null,"user":null)");
}

// Values of all kinds in the place of each member that a request may have.
void ResponsesRequestTest::survivesWrongTypesEverywhere()
{
    const QByteArrayList names{
        "model",     "input",    "instructions", "tools",  "tool_choice",
        "reasoning", "text",     "include",      "stream", "metadata",
        "user",      "store",    "background",   "prompt", "max_output_tokens",
        "functions", "thinking", "temperature",  "top_k",  "parallel_tool_calls"};
    const QByteArrayList values{
        "null",
        "true",
        "-1",
        "1.5e300",
        "\"\"",
        "\"\\ud800\"",
        "[]",
        "{}",
        "[null]",
        "[{}]",
        "[[[[]]]]",
        R"([{"type":5,"role":[],"content":{}}])",
        R"([{"type":"message","role":"user","content":[{"type":"input_text","text":[]}]}])",
        R"([{"type":"reasoning","encrypted_content":{}}])",
        R"([{"type":"function","name":{},"parameters":[]}])",
        R"({"type":"allowed_tools","tools":{}})",
        R"({"format":[],"effort":{}})"};
    int translated = 0;
    int refused = 0;
    for (const QByteArray& name : names) {
        for (const QByteArray& value : values) {
            const QByteArray body =
                R"({"model":"claude-opus-5-5","input":"x",")" + name + "\":" + value + '}';
            const auto request = translateResponsesRequest(body, testRules());
            if (request) {
                ++translated;
                jsonObject(request->body);
                jsonObject('{' + request->echo + '}');
            } else {
                ++refused;
                QCOMPARE(request.error().status, 400);
                QVERIFY2(!request.error().param.isEmpty(), body.constData());
            }
        }
    }
    QVERIFY(translated > 50);
    QVERIFY(refused > 50);
}

QTEST_GUILESS_MAIN(ResponsesRequestTest)
#include "tst_responsesrequest.moc"
