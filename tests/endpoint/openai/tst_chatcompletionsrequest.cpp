// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/openai/chatcompletionsrequest.h"
#include "requestcase.h"

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

// What every request of this test has beside its messages.
QByteArray withMessages(const QByteArray& messages)
{
    return R"({"model":"claude-sonnet-5-5","max_tokens":10,"messages":)" + messages + '}';
}

} // namespace

class ChatCompletionsRequestTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void translatesConversations_data();
    void translatesConversations();
    void refusesClearly_data();
    void refusesClearly();
    void keepsTheOrderOfKeys();
    void keepsTextAsItWasWritten();
    void survivesWrongTypesEverywhere();
};

void ChatCompletionsRequestTest::translatesConversations_data()
{
    QTest::addColumn<QByteArray>("messages");
    QTest::addColumn<QByteArray>("expected"); // "system" and "messages" of the translation
    const auto row = [](const char* name, const QByteArray& messages, const QByteArray& expected) {
        QTest::newRow(name) << messages << expected;
    };
    row("a question", R"([{"role":"user","content":"hi"}])",
        R"({"messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}]})");
    row("system and developer",
        R"([{"role":"system","content":"a"},{"role":"user","content":"hi","name":"Bob"},
            {"role":"developer","content":[{"type":"text","text":"b"}]}])",
        R"({"system":"a\nb","messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}]})");
    row("cached system",
        R"([{"role":"system","content":[{"type":"text","text":"a","cache_control":{"type":"ephemeral","ttl":"1h"}},
            {"type":"text","text":"b"}]},{"role":"user","content":"hi"}])",
        R"({"system":[{"type":"text","text":"a","cache_control":{"type":"ephemeral","ttl":"1h"}},
            {"type":"text","text":"b"}],"messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}]})");
    row("cache_control beside a string",
        R"([{"role":"user","content":"hi","cache_control":{"type":"ephemeral"}}])",
        R"({"messages":[{"role":"user","content":[{"type":"text","text":"hi","cache_control":{"type":"ephemeral"}}]}]})");
    row("same roles in a row",
        R"([{"role":"user","content":"a"},{"role":"user","content":"b"},{"role":"assistant","content":"c"},
            {"role":"assistant","content":"d"},{"role":"user","content":"e"}])",
        R"({"messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]},
            {"role":"assistant","content":[{"type":"text","text":"c"},{"type":"text","text":"d"}]},
            {"role":"user","content":[{"type":"text","text":"e"}]}]})");
    row("empty text",
        R"([{"role":"user","content":""},{"role":"user","content":[{"type":"text","text":""},
            {"type":"text","text":"x"}]},{"role":"assistant","content":null}])",
        R"({"messages":[{"role":"user","content":[{"type":"text","text":"x"}]}]})");
    row("pictures",
        R"([{"role":"user","content":[
            {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBO","detail":"high"}},
            {"type":"image_url","image_url":"DATA:image/JPG;charset=x;base64,\/9j\/"},
            {"type":"image_url","image_url":{"url":"https://example.org/a.webp?b=1"},"cache_control":{"type":"ephemeral"}},
            {"type":"image_url","file_id":"file_011"}]}])",
        R"({"messages":[{"role":"user","content":[
            {"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBO"}},
            {"type":"image","source":{"type":"base64","media_type":"image/jpeg","data":"/9j/"}},
            {"type":"image","source":{"type":"url","url":"https://example.org/a.webp?b=1"},"cache_control":{"type":"ephemeral"}},
            {"type":"image","source":{"type":"file","file_id":"file_011"}}]}]})");
    row("files",
        R"([{"role":"user","content":[
            {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,JVBE\nRi0="}},
            {"type":"file","file":{"file_data":"JVBERi0="}},
            {"type":"file","file":{"filename":"n.txt","file_data":"data:text/plain;base64,aMOkCg=="}},
            {"type":"file","file":{"filename":"p.csv","file_data":"data:text/csv,a%2Cb"}},
            {"type":"file","file":{"file_id":"file_2"}}]}])",
        R"({"messages":[{"role":"user","content":[
            {"type":"document","title":"a.pdf","source":{"type":"base64","media_type":"application/pdf","data":"JVBERi0="}},
            {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBERi0="}},
            {"type":"document","title":"n.txt","source":{"type":"text","media_type":"text/plain","data":"hä\n"}},
            {"type":"document","title":"p.csv","source":{"type":"text","media_type":"text/plain","data":"a,b"}},
            {"type":"document","source":{"type":"file","file_id":"file_2"}}]}]})");
    row("tools in one turn",
        R"([{"role":"user","content":"w?"},
            {"role":"assistant","content":null,"tool_calls":[
              {"id":"call_1","type":"function","function":{"name":"f","arguments":"{\"b\": 1.0, \"a\": [\"\\u00e4\"]}"}},
              {"id":"call_2","type":"function","function":{"name":"g","arguments":""}}]},
            {"role":"tool","tool_call_id":"call_1","content":"one"},
            {"role":"tool","tool_call_id":"call_2","content":[{"type":"text","text":"two"}]},
            {"role":"user","content":"so?"}])",
        R"({"messages":[{"role":"user","content":[{"type":"text","text":"w?"}]},
            {"role":"assistant","content":[
              {"type":"tool_use","id":"call_1","name":"f","input":{"b":1.0,"a":["ä"]}},
              {"type":"tool_use","id":"call_2","name":"g","input":{}}]},
            {"role":"user","content":[
              {"type":"tool_result","tool_use_id":"call_1","content":"one"},
              {"type":"tool_result","tool_use_id":"call_2","content":[{"type":"text","text":"two"}]},
              {"type":"text","text":"so?"}]}]})");
    row("results come before text",
        R"([{"role":"assistant","content":"c","tool_calls":[{"id":"a.b:1","function":{"name":"f","arguments":{"x":1}}}]},
            {"role":"user","content":"hurry"},
            {"role":"tool","tool_call_id":"a.b:1","content":"","is_error":true,"cache_control":{"type":"ephemeral"}}])",
        R"({"messages":[{"role":"assistant","content":[{"type":"text","text":"c"},
              {"type":"tool_use","id":"a_b_1","name":"f","input":{"x":1}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"a_b_1","content":"","is_error":true,
              "cache_control":{"type":"ephemeral"}},{"type":"text","text":"hurry"}]}]})");
    row("arguments that are no object",
        R"([{"role":"assistant","tool_calls":[{"id":"a","function":{"name":"f","arguments":"{\"x\":"}},
            {"id":"b","function":{"name":"f","arguments":"[1]"}},{"id":"c","function":{"name":"f","arguments":null}},
            {"id":"d","function":{"name":"f"}},{"id":"e","function":{"name":"f","arguments":" {} "}}]}])",
        R"({"messages":[{"role":"assistant","content":[
            {"type":"tool_use","id":"a","name":"f","input":{"arguments":"{\"x\":"}},
            {"type":"tool_use","id":"b","name":"f","input":{"arguments":"[1]"}},
            {"type":"tool_use","id":"c","name":"f","input":{}},
            {"type":"tool_use","id":"d","name":"f","input":{}},
            {"type":"tool_use","id":"e","name":"f","input":{}}]}]})");
    row("functions of old clients",
        R"([{"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{\"a\":1}"}},
            {"role":"function","name":"f","content":"r"},
            {"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"}},
            {"role":"function","name":"f","content":"s"}])",
        R"({"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"call_1","name":"f","input":{"a":1}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"call_1","content":"r"}]},
            {"role":"assistant","content":[{"type":"tool_use","id":"call_2","name":"f","input":{}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"call_2","content":"s"}]}]})");
    row("blocks of the Messages API",
        R"([{"role":"user","content":[{"type":"text","text":"x"},
              {"type":"document","source":{"type":"url","url":"https://e.org/a.pdf"},"citations":{"enabled":true}},
              {"type":"tool_result","tool_use_id":"t","content":[],"new_field":[1]}]},
            {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"s=="},
              {"type":"redacted_thinking","data":"d"},{"type":"tool_use","id":"t","name":"f","input":{"z":1,"a":2}}]},
            {"role":"assistant","thinking_blocks":[{"type":"thinking","thinking":"x","signature":"y"}],
             "reasoning_content":"x","content":"done"}])",
        R"({"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[],"new_field":[1]},
              {"type":"text","text":"x"},
              {"type":"document","source":{"type":"url","url":"https://e.org/a.pdf"},"citations":{"enabled":true}}]},
            {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"s=="},
              {"type":"redacted_thinking","data":"d"},{"type":"tool_use","id":"t","name":"f","input":{"z":1,"a":2}},
              {"type":"thinking","thinking":"x","signature":"y"},{"type":"text","text":"done"}]}]})");
    row("refusals",
        R"([{"role":"user","content":"x"},{"role":"assistant","content":null,"refusal":"no"},{"role":"user","content":"y"},
            {"role":"assistant","content":[{"type":"refusal","refusal":"never"}]}])",
        R"({"messages":[{"role":"user","content":[{"type":"text","text":"x"}]},
            {"role":"assistant","content":[{"type":"text","text":"no"}]},
            {"role":"user","content":[{"type":"text","text":"y"}]},
            {"role":"assistant","content":[{"type":"text","text":"never"}]}]})");
}

void ChatCompletionsRequestTest::translatesConversations()
{
    QFETCH(QByteArray, messages);
    QFETCH(QByteArray, expected);
    const auto request = translateChatCompletionsRequest(withMessages(messages), testRules());
    QVERIFY2(request, request ? "" : request.error().toJson().constData());
    const QJsonObject whole =
        joined(jsonObject(expected), {{u"model"_s, u"claude-sonnet-5-5"_s}, {u"max_tokens"_s, 10}});
    QCOMPARE(pretty(jsonObject(request->body)), pretty(whole));
}

void ChatCompletionsRequestTest::refusesClearly_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("param");
    const auto row = [](const QByteArray& messages, const QString& param) {
        QTest::addRow("%s", messages.left(90).constData()) << withMessages(messages) << param;
    };
    row("null", u"messages"_s);
    row("{}", u"messages"_s);
    row("[]", u"messages"_s);
    row(R"([{"role":"system","content":"a"}])", u"messages"_s);
    row(R"([{"role":"user","content":""}])", u"messages"_s);
    row(R"(["hi"])", u"messages[0]"_s);
    row(R"([{"content":"x"}])", u"messages[0].role"_s);
    row(R"([{"role":"user","content":"x"},{"role":"bot","content":"x"}])", u"messages[1].role"_s);
    row(R"([{"role":"user","content":5}])", u"messages[0].content"_s);
    row(R"([{"role":"user","content":{"type":"text","text":"x"}}])", u"messages[0].content"_s);
    row(R"([{"role":"user","content":[5]}])", u"messages[0].content[0]"_s);
    row(R"([{"role":"user","content":[{"text":"x"}]}])", u"messages[0].content[0].type"_s);
    row(R"([{"role":"user","content":[{"type":"text"}]}])", u"messages[0].content[0].text"_s);
    row(R"([{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"","format":"wav"}}]}])",
        u"messages[0].content[0].type"_s);
    row(R"([{"role":"user","content":[{"type":"image_url"}]}])",
        u"messages[0].content[0].image_url"_s);
    row(R"([{"role":"user","content":[{"type":"image_url","image_url":{"url":"ftp://a/b.png"}}]}])",
        u"messages[0].content[0].image_url.url"_s);
    row(R"([{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,"}}]}])",
        u"messages[0].content[0].image_url.url"_s);
    row(R"([{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,%%%"}}]}])",
        u"messages[0].content[0].image_url.url"_s);
    row(R"([{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/tiff;base64,AAAA"}}]}])",
        u"messages[0].content[0].image_url.url"_s);
    row(R"([{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:"}}]}])",
        u"messages[0].content[0].image_url.url"_s);
    row(R"([{"role":"user","content":[{"type":"file","file":{}}]}])",
        u"messages[0].content[0].file"_s);
    row(R"([{"role":"user","content":[{"type":"file","file":{"file_id":"file-abc"}}]}])",
        u"messages[0].content[0].file.file_id"_s);
    row(R"([{"role":"user","content":[{"type":"file","file":{"file_data":"data:video/mp4;base64,AAAA"}}]}])",
        u"messages[0].content[0].file.file_data"_s);
    row(R"([{"role":"user","content":[{"type":"file","file":{"file_data":"data:text/plain;base64,\/w=="}}]}])",
        u"messages[0].content[0].file.file_data"_s);
    row(R"([{"role":"system","content":[{"type":"image_url","image_url":"https://e.org/a.png"}]}])",
        u"messages[0].content"_s);
    row(R"([{"role":"assistant","tool_calls":5}])", u"messages[0].tool_calls"_s);
    row(R"([{"role":"assistant","tool_calls":[{"function":{"name":"f"}}]}])",
        u"messages[0].tool_calls[0].id"_s);
    row(R"([{"role":"assistant","tool_calls":[{"id":"a","type":"custom","custom":{"name":"f"}}]}])",
        u"messages[0].tool_calls[0].function.name"_s);
    row(R"([{"role":"tool","content":"x"}])", u"messages[0].tool_call_id"_s);
    row(R"([{"role":"function","content":"x"}])", u"messages[0].tool_call_id"_s);
    QTest::newRow("no JSON") << QByteArray("{\"model\":") << QString();
    QTest::newRow("no object") << QByteArray("[1]") << QString();
    QTest::newRow("empty") << QByteArray() << QString();
    QTest::newRow("deep") << QByteArray(1'000'000, '[') << QString();
}

void ChatCompletionsRequestTest::refusesClearly()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, param);
    const auto request = translateChatCompletionsRequest(body, testRules());
    QVERIFY(!request);
    QCOMPARE(request.error().status, 400);
    QCOMPARE(request.error().type, u"invalid_request_error"_s);
    QCOMPARE(request.error().param, param);
    QVERIFY(!request.error().message.isEmpty());
    const QJsonObject error = jsonObject(request.error().toJson()).value("error"_L1).toObject();
    QCOMPARE(error.value("param"_L1), param.isEmpty() ? QJsonValue() : QJsonValue(param));
    QVERIFY(error.contains("code"_L1) && error.value("code"_L1).isNull());
}

// A schema's order is the order in which the model answers.
void ChatCompletionsRequestTest::keepsTheOrderOfKeys()
{
    const QByteArray schema =
        R"({"type":"object","properties":{"thoughts":{"type":"string"},"answer":{"maximum":1.0e2,"type":"number"}}})";
    const QByteArray body =
        R"({"messages":[{"role":"user","content":"x"}],"model":"claude-sonnet-5-5","response_format":
            {"type":"json_schema","json_schema":{"name":"n","schema":)" +
        schema + R"(}},"tools":[{"type":"function","function":{"name":"f","parameters":)" + schema +
        "}}]}";
    const auto request = translateChatCompletionsRequest(body, testRules());
    QVERIFY(request);
    QCOMPARE(request->body.count(schema), 2);
}

void ChatCompletionsRequestTest::keepsTextAsItWasWritten()
{
    const QByteArray text = R"("\u00e4 \ud83d\ude00 \/ \\\" 日本 \ud800")";
    const auto request = translateChatCompletionsRequest(
        withMessages(R"([{"role":"user","content":)" + text + "}]"), testRules());
    QVERIFY(request);
    QVERIFY(request->body.contains(text));
}

// Every member of a request in turn is replaced by values of all kinds: an answer or an error in
// the right form, and what is translated is JSON.
void ChatCompletionsRequestTest::survivesWrongTypesEverywhere()
{
    const QByteArray whole =
        R"({"model":"claude-sonnet-4-5","messages":[{"role":"system","content":[{"type":"text","text":"s","cache_control":{"type":"ephemeral"}}]},
        {"role":"user","content":[{"type":"text","text":"x"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},
        {"type":"file","file":{"file_data":"data:application/pdf;base64,AAAA","filename":"a"}}]},
        {"role":"assistant","content":"c","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}],
        "function_call":{"name":"f","arguments":"{}"},"thinking_blocks":[{"type":"thinking"}],"refusal":"r"},
        {"role":"tool","tool_call_id":"a","content":"r"}],"n":1,"max_tokens":5,"max_completion_tokens":6,"temperature":0.5,"top_p":0.5,
        "stop":["a"],"stream":true,"stream_options":{"include_usage":true},"user":"u","metadata":{"user_id":"m"},
        "reasoning_effort":"low","response_format":{"type":"json_schema","json_schema":{"schema":{"type":"object"}}},
        "tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"},"strict":true}},
        {"type":"web_search","user_location":{"city":"x"},"filters":{"allowed_domains":["a"]}}],
        "functions":[{"name":"f"}],"tool_choice":{"type":"function","function":{"name":"f"}},"function_call":"auto",
        "parallel_tool_calls":true,"web_search_options":{"user_location":{"approximate":{"city":"x"}}},"modalities":["text"],
        "thinking":{"type":"enabled"},"top_k":1,"output_config":{"effort":"low"},"service_tier":"standard_only"})";
    QVERIFY(translateChatCompletionsRequest(whole, testRules()));
    const QByteArrayList values{"null",         "true",     "-1",         "1e300",  "\"\"",
                                "\"x\"",        "[]",       "[null]",     "[[[]]]", "{}",
                                "{\"type\":5}", "{\"\":0}", "\"\\ud800\""};
    int translated = 0;
    int refused = 0;
    for (qsizetype colon = whole.indexOf(':'); colon > 0; colon = whole.indexOf(':', colon + 1)) {
        if (whole.at(colon - 1) != '"')
            continue; // within a string
        qsizetype end = colon + 1;
        for (int depth = 0;
             depth > 0 || (whole.at(end) != ',' && whole.at(end) != '}' && whole.at(end) != ']');
             ++end) {
            if (whole.at(end) == '"') {
                while (whole.at(++end) != '"') {
                }
            } else if (whole.at(end) == '{' || whole.at(end) == '[') {
                ++depth;
            } else if (whole.at(end) == '}' || whole.at(end) == ']') {
                --depth;
            }
        }
        for (const QByteArray& value : values) {
            const QByteArray body = whole.first(colon + 1) + value + whole.sliced(end);
            const auto request = translateChatCompletionsRequest(body, testRules());
            if (request) {
                ++translated;
                jsonObject(request->body);
            } else {
                ++refused;
                QCOMPARE(request.error().status, 400);
                QVERIFY2(!request.error().param.isEmpty(), body.constData());
            }
        }
    }
    QVERIFY(translated > 100);
    QVERIFY(refused > 100);
}

QTEST_GUILESS_MAIN(ChatCompletionsRequestTest)
#include "tst_chatcompletionsrequest.moc"
