// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/openai/chatcompletionsrequest.h"
#include "requestcase.h"

using namespace Patchbay;
using namespace Qt::StringLiterals;

// All of a chat completions request beside its messages: tools, limits, sampling, effort, form.
class ChatSettingsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void translates_data();
    void translates();
    void refuses_data();
    void refuses();
    void tellsWhatIsKnown();
    void mapsTheModel();
    void asksInWordsWhereASchemaCannotBeTaken();
    void cachesWhatGoesOn_data();
    void cachesWhatGoesOn();
};

void ChatSettingsTest::translates_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QByteArray>("given");    // beside model and messages
    QTest::addColumn<QByteArray>("expected"); // the same
    QTest::addColumn<int>("notes");
    const auto row = [](const char* name, const QString& model, const QByteArray& given,
                        const QByteArray& expected, int notes = 0) {
        QTest::newRow(name) << model << given << expected << notes;
    };
    const QString sonnet = u"claude-sonnet-5-5"_s;
    const QString older = u"claude-sonnet-4-5"_s;
    const QString opus = u"claude-opus-5-5"_s;
    const QString foreign = u"other-model"_s;

    row("default limit", sonnet, "{}", R"({"max_tokens":32000})");
    row("limit of a small model", u"claude-3-5-haiku-20241022"_s, "{}", R"({"max_tokens":8192})");
    row("newer name first", sonnet, R"({"max_tokens":5,"max_completion_tokens":6})",
        R"({"max_tokens":6})");
    row("null is absent", sonnet,
        R"({"max_tokens":5,"max_completion_tokens":null,"stream":null,"n":null,
        "temperature":null,"stop":null,"tools":null,"tool_choice":null,"response_format":null,"user":null,
        "reasoning_effort":null,"stream_options":null,"parallel_tool_calls":null,"functions":null,"metadata":null})",
        R"({"max_tokens":5})");
    row("more than the model writes", older, R"({"max_tokens":1000000})", R"({"max_tokens":64000})",
        1);
    row("no limit known", foreign, R"({"max_tokens":1000000})", R"({"max_tokens":1000000})");
    row("stream", sonnet, R"({"stream":true,"stream_options":{"include_usage":true}})",
        R"({"max_tokens":32000,"stream":true})");

    row("sampling of an older model", u"claude-3-5-haiku-20241022"_s,
        R"({"max_tokens":1,"temperature":0.70,"top_p":0.9,"top_k":5})",
        R"({"max_tokens":1,"temperature":0.7,"top_p":0.9,"top_k":5})");
    row("one of two samplings", older, R"({"max_tokens":1,"temperature":0,"top_p":0.9})",
        R"({"max_tokens":1,"temperature":0})", 1);
    row("temperature is capped", older, R"({"max_tokens":1,"temperature":1.7})",
        R"({"max_tokens":1,"temperature":1})", 1);
    row("no sampling on newer models", sonnet,
        R"({"max_tokens":1,"temperature":1,"top_p":1,"top_k":3})", R"({"max_tokens":1})", 2);

    row("one stop", sonnet, R"({"max_tokens":1,"stop":"END"})",
        R"({"max_tokens":1,"stop_sequences":["END"]})");
    row("stops", sonnet, R"({"max_tokens":1,"stop":["a","\n","b"]})",
        R"({"max_tokens":1,"stop_sequences":["a","b"]})", 1);
    row("user", sonnet, R"({"max_tokens":1,"user":"u1"})",
        R"({"max_tokens":1,"metadata":{"user_id":"u1"}})");
    row("metadata", sonnet,
        R"({"max_tokens":1,"user":"u1","metadata":{"user_id":"m1","topic":"x"}})",
        R"({"max_tokens":1,"metadata":{"user_id":"m1"}})");
    row("metadata without it", sonnet,
        R"({"max_tokens":1,"safety_identifier":"s","metadata":{"topic":"x"}})",
        R"({"max_tokens":1,"metadata":{"user_id":"s"}})");

    row("effort", sonnet, R"({"max_tokens":1,"reasoning_effort":"medium"})",
        R"({"max_tokens":1,"output_config":{"effort":"medium"}})");
    row("minimal effort", sonnet, R"({"max_tokens":1,"reasoning_effort":"minimal"})",
        R"({"max_tokens":1,"output_config":{"effort":"low"}})", 1);
    row("no effort", sonnet, R"({"max_tokens":1,"reasoning_effort":"none"})",
        R"({"max_tokens":1,"thinking":{"type":"disabled"}})");
    row("no effort where thinking stays", opus, R"({"max_tokens":1,"reasoning_effort":"none"})",
        R"({"max_tokens":1,"output_config":{"effort":"low"}})", 1);
    row("xhigh", opus, R"({"max_tokens":1,"reasoning_effort":"xhigh"})",
        R"({"max_tokens":1,"output_config":{"effort":"xhigh"}})");
    row("xhigh of an older model", u"claude-opus-4-6"_s,
        R"({"max_tokens":1,"reasoning_effort":"xhigh"})",
        R"({"max_tokens":1,"output_config":{"effort":"high"}})", 1);
    row("effort unknown to the model", older, R"({"max_tokens":1,"reasoning_effort":"high"})",
        R"({"max_tokens":1})", 1);
    row("fields of the Messages API", sonnet,
        R"({"max_tokens":1,"thinking":{"type":"adaptive","new":1},"context_management":{"edits":[]},"container":"c",
            "mcp_servers":[1],"inference_geo":"us","speed":"fast","cache_control":{"type":"ephemeral"},
            "service_tier":"standard_only","output_config":{"effort":"max","task_budget":1},"reasoning_effort":"low"})",
        R"({"max_tokens":1,"thinking":{"type":"adaptive","new":1},"context_management":{"edits":[]},"container":"c",
            "mcp_servers":[1],"inference_geo":"us","speed":"fast","cache_control":{"type":"ephemeral"},
            "service_tier":"standard_only","output_config":{"effort":"max","task_budget":1}})");
    row("ignored fields", sonnet,
        R"({"max_tokens":1,"logprobs":true,"top_logprobs":3,"logit_bias":{"1":2},"seed":5,"presence_penalty":1,
            "frequency_penalty":1,"store":true,"service_tier":"auto","prediction":{},"verbosity":"low",
            "prompt_cache_key":"k","modalities":["text"],"n":1,"anything":{"new":[1]}})",
        R"({"max_tokens":1})");

    row("schema", sonnet,
        R"({"max_tokens":1,"reasoning_effort":"low","response_format":{"type":"json_schema","json_schema":
            {"name":"n","strict":true,"schema":{"type":"object","additionalProperties":false}}}})",
        R"({"max_tokens":1,"output_config":{"effort":"low","format":{"type":"json_schema","schema":
            {"type":"object","additionalProperties":false}}}})");
    row("plain text", sonnet, R"({"max_tokens":1,"response_format":{"type":"text"}})",
        R"({"max_tokens":1})");

    const QByteArray tool =
        R"("tools":[{"type":"function","function":{"name":"f","description":"d","parameters":
            {"type":"object","properties":{"a":{}}},"strict":true},"cache_control":{"type":"ephemeral"}}])";
    const QByteArray made =
        R"("tools":[{"name":"f","description":"d","input_schema":{"type":"object","properties":{"a":{}}},
            "strict":true,"cache_control":{"type":"ephemeral"}}])";
    const auto withTool = [&](const QByteArray& more) {
        return "{\"max_tokens\":1," + tool + (more.isEmpty() ? "" : ",") + more + "}";
    };
    const auto madeWith = [&](const QByteArray& more) {
        return "{\"max_tokens\":1," + made + (more.isEmpty() ? "" : ",") + more + "}";
    };
    row("tool", sonnet, withTool({}), madeWith({}));
    row("auto", sonnet, withTool(R"("tool_choice":"auto")"),
        madeWith(R"("tool_choice":{"type":"auto"})"));
    row("none", sonnet, withTool(R"("tool_choice":"none","parallel_tool_calls":false)"),
        madeWith(R"("tool_choice":{"type":"none"})"));
    row("required", sonnet, withTool(R"("tool_choice":"required")"),
        madeWith(R"("tool_choice":{"type":"any"})"));
    row("one function", sonnet,
        withTool(
            R"("tool_choice":{"type":"function","function":{"name":"f"}},"parallel_tool_calls":false)"),
        madeWith(R"("tool_choice":{"type":"tool","name":"f","disable_parallel_tool_use":true})"));
    row("one at a time", sonnet, withTool(R"("parallel_tool_calls":false)"),
        madeWith(R"("tool_choice":{"type":"auto","disable_parallel_tool_use":true})"));
    row("forced where it cannot be", opus, withTool(R"("tool_choice":"required")"),
        madeWith(R"("tool_choice":{"type":"auto"})"), 1);
    row("forced beside thinking", sonnet,
        withTool(R"("tool_choice":"required","thinking":{"type":"adaptive"})"),
        madeWith(R"("tool_choice":{"type":"auto"},"thinking":{"type":"adaptive"})"), 1);
    row("choice without tools", sonnet,
        R"({"max_tokens":1,"tool_choice":"auto","parallel_tool_calls":false})",
        R"({"max_tokens":1})");
    row("allowed tools", sonnet,
        R"({"max_tokens":1,"tools":[{"type":"function","function":{"name":"a"}},{"type":"function","function":{"name":"b"}}],
            "tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"required","tools":[{"type":"function","function":{"name":"b"}}]}}})",
        R"({"max_tokens":1,"tools":[{"name":"b","input_schema":{"type":"object","properties":{}}}],"tool_choice":{"type":"any"}})");
    row("schema without a type", sonnet,
        R"({"max_tokens":1,"tools":[{"type":"function","function":{"name":"a","parameters":{ "properties":{"x":{}} }}},
            {"type":"function","function":{"name":"b","parameters":{}}}]})",
        R"({"max_tokens":1,"tools":[{"name":"a","input_schema":{"type":"object","properties":{"x":{}}}},
            {"name":"b","input_schema":{"type":"object","properties":{}}}]})");
    row("strict unknown to the model", u"claude-sonnet-4-20250514"_s,
        R"({"max_tokens":1,"tools":[{"type":"function","function":{"name":"a","strict":true}}]})",
        R"({"max_tokens":1,"tools":[{"name":"a","input_schema":{"type":"object","properties":{}}}]})",
        1);
    row("tools of Anthropic's", sonnet,
        R"({"max_tokens":1,"tools":[{"name":"a","input_schema":{"type":"object"},"defer_loading":true},
            {"type":"bash_20250124","name":"bash"}]})",
        R"({"max_tokens":1,"tools":[{"name":"a","input_schema":{"type":"object"},"defer_loading":true},
            {"type":"bash_20250124","name":"bash"}]})");
    row("web search", sonnet,
        R"({"max_tokens":1,"web_search_options":{"search_context_size":"low","user_location":{"type":"approximate",
            "approximate":{"country":"DE","city":"Bonn"}}}})",
        R"({"max_tokens":1,"tools":[{"type":"web_search_20250305","name":"web_search","user_location":
            {"type":"approximate","country":"DE","city":"Bonn"}}]})");
    row("functions", sonnet,
        R"({"max_tokens":1,"functions":[{"name":"f","parameters":{"type":"object"}}],"function_call":{"name":"f"}})",
        R"({"max_tokens":1,"tools":[{"name":"f","input_schema":{"type":"object"}}],"tool_choice":
            {"type":"tool","name":"f","disable_parallel_tool_use":true}})");
}

void ChatSettingsTest::translates()
{
    QFETCH(QString, model);
    QFETCH(QByteArray, given);
    QFETCH(QByteArray, expected);
    QFETCH(int, notes);
    const QJsonObject body = joined(
        jsonObject(given),
        {{u"model"_s, model},
         {u"messages"_s, QJsonArray{QJsonObject{{u"role"_s, u"user"_s}, {u"content"_s, u"x"_s}}}}});
    const auto request = translateChatCompletionsRequest(pretty(body), testRules());
    QVERIFY2(request, request ? "" : request.error().toJson().constData());
    QJsonObject made = jsonObject(request->body);
    QCOMPARE(made.take("model"_L1).toString(), model);
    QCOMPARE(made.take("messages"_L1).toArray().size(), 1);
    QCOMPARE(pretty(made), pretty(jsonObject(expected)));
    QVERIFY2(request->notes.size() == notes, qPrintable(request->notes.join(u'\n')));
}

void ChatSettingsTest::refuses_data()
{
    QTest::addColumn<QString>("param");
    const auto row = [](const char* members, const QString& param) {
        QTest::newRow(members) << param;
    };
    row(R"("model":"")", u"model"_s);
    row(R"("model":5)", u"model"_s);
    row(R"("stream":"yes")", u"stream"_s);
    row(R"("stream_options":true)", u"stream_options"_s);
    row(R"("n":2)", u"n"_s);
    row(R"("n":"1")", u"n"_s);
    row(R"("max_tokens":0)", u"max_tokens"_s);
    row(R"("max_tokens":1.5)", u"max_tokens"_s);
    row(R"("max_tokens":1e300)", u"max_tokens"_s);
    row(R"("max_completion_tokens":"5")", u"max_completion_tokens"_s);
    row(R"("temperature":"hot")", u"temperature"_s);
    row(R"("temperature":2.1)", u"temperature"_s);
    row(R"("temperature":-1)", u"temperature"_s);
    row(R"("top_p":1.1)", u"top_p"_s);
    row(R"("stop":5)", u"stop"_s);
    row(R"("stop":{})", u"stop"_s);
    row(R"("stop":["a",1])", u"stop"_s);
    row(R"("reasoning_effort":"huge")", u"reasoning_effort"_s);
    row(R"("reasoning_effort":3)", u"reasoning_effort"_s);
    row(R"("modalities":["text","audio"])", u"modalities"_s);
    row(R"("response_format":{"type":"xml"})", u"response_format.type"_s);
    row(R"("response_format":"json")", u"response_format.type"_s);
    row(R"("response_format":{"type":"json_schema","json_schema":{"name":"x"}})",
        u"response_format.json_schema.schema"_s);
    row(R"("tools":{})", u"tools"_s);
    row(R"("tools":[5])", u"tools[0]"_s);
    row(R"("tools":[{"type":"function"}])", u"tools[0].function"_s);
    row(R"("tools":[{"type":"function","function":{}}])", u"tools[0].function.name"_s);
    row(R"("tools":[{"type":"function","function":{"name":"f","parameters":[]}}])",
        u"tools[0].function.parameters"_s);
    row(R"("tools":[{"type":"function","function":{"name":"f","description":1}}])",
        u"tools[0].function.description"_s);
    row(R"("tools":[{"type":"function","function":{"name":"f","strict":1}}])",
        u"tools[0].function.strict"_s);
    row(R"("tools":[{"type":"function","function":{"name":"f"}},{"type":"code_interpreter"}])",
        u"tools[1].type"_s);
    row(R"("functions":5)", u"functions"_s);
    row(R"("functions":[{}])", u"functions[0].name"_s);
    row(R"("tool_choice":"must")", u"tool_choice"_s);
    row(R"("tool_choice":5)", u"tool_choice"_s);
    row(R"("tool_choice":{"type":"function","function":{"name":"g"}})", u"tool_choice"_s);
    row(R"("parallel_tool_calls":1)", u"parallel_tool_calls"_s);
}

void ChatSettingsTest::refuses()
{
    QFETCH(QString, param);
    const QByteArray body =
        R"({"model":"claude-sonnet-5-5","messages":[{"role":"user","content":"x"}],)" +
        QByteArray(QTest::currentDataTag()) + '}';
    const auto request = translateChatCompletionsRequest(body, testRules());
    QVERIFY(!request);
    QCOMPARE(request.error().param, param);
    QCOMPARE(request.error().status, 400);
    QVERIFY(request.error().message.endsWith(u'.'));
}

void ChatSettingsTest::tellsWhatIsKnown()
{
    const auto request = translateChatCompletionsRequest(
        R"({"model":"claude-sonnet-5-5","messages":[{"role":"user","content":"x"}],"max_tokens":7,
            "stream":true,"stream_options":{"include_usage":true},"functions":[{"name":"f"}]})",
        testRules());
    QVERIFY(request);
    QCOMPARE(request->maxTokens, 7);
    QVERIFY(request->stream && request->includeUsage && request->usesFunctions);
    QCOMPARE(request->model, u"claude-sonnet-5-5"_s);
}

void ChatSettingsTest::mapsTheModel()
{
    TranslationRules rules = testRules();
    rules.modelFor = [](const QString& named) {
        return named == "gpt-4o"_L1 ? u"claude-haiku-4-5"_s : named;
    };
    const auto request = translateChatCompletionsRequest(
        R"({"model":"gpt-4o","messages":[{"role":"user","content":"x"}],"temperature":0.5})",
        rules);
    QVERIFY(request);
    QCOMPARE(request->namedModel, u"gpt-4o"_s);
    QCOMPARE(request->model, u"claude-haiku-4-5"_s);
    const QJsonObject body = jsonObject(request->body);
    QCOMPARE(body.value("model"_L1).toString(), u"claude-haiku-4-5"_s);
    QCOMPARE(body.value("temperature"_L1).toDouble(), 0.5); // by the rules of the mapped one
}

void ChatSettingsTest::asksInWordsWhereASchemaCannotBeTaken()
{
    const auto ask = [](const QByteArray& model, const QByteArray& format) {
        return translateChatCompletionsRequest(
            R"({"messages":[{"role":"system","content":"s"},{"role":"user","content":"x"}],"model":")" +
                model + R"(","response_format":)" + format + '}',
            testRules());
    };
    const auto object = ask("claude-sonnet-5-5", R"({"type":"json_object"})");
    QVERIFY(object);
    const QString words = jsonObject(object->body).value("system"_L1).toString();
    QVERIFY(words.startsWith("s\nAnswer with one valid JSON object"_L1));
    QVERIFY(!object->body.contains("output_config"));

    const auto schema =
        ask("claude-3-5-haiku-20241022",
            R"({"type":"json_schema","json_schema":{"schema":{"type":"object","x":"\n"}}})");
    QVERIFY(schema);
    QVERIFY(jsonObject(schema->body)
                .value("system"_L1)
                .toString()
                .endsWith(QLatin1String(R"({"type":"object","x":"\n"})")));
    QCOMPARE(schema->notes.size(), 1);
}

void ChatSettingsTest::cachesWhatGoesOn_data()
{
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<QByteArray>("messages");
    QTest::addColumn<bool>("isAdded");
    const QByteArray sonnet = "claude-sonnet-5-5";
    const QByteArray goesOn =
        R"([{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c"}])";
    QTest::newRow("goes on") << sonnet << goesOn << true;
    QTest::newRow("first question")
        << sonnet
        << QByteArray(R"([{"role":"system","content":"s"},{"role":"user","content":"a"}])")
        << false;
    QTest::newRow("asks itself")
        << sonnet
        << QByteArray(R"([{"role":"user","content":"a","cache_control":{"type":"ephemeral"}},
            {"role":"assistant","content":"b"},{"role":"user","content":"c"}])")
        << false;
    QTest::newRow("another's model") << QByteArray("other-model") << goesOn << false;
}

void ChatSettingsTest::cachesWhatGoesOn()
{
    QFETCH(QByteArray, model);
    QFETCH(QByteArray, messages);
    QFETCH(bool, isAdded);
    const QByteArray body = R"({"model":")" + model + R"(","messages":)" + messages + '}';
    TranslationRules rules = testRules();
    rules.cachesConversations = true;
    const auto request = translateChatCompletionsRequest(body, rules);
    QVERIFY(request);
    const QJsonObject made = jsonObject(request->body);
    QCOMPARE(made.contains("cache_control"_L1), isAdded);
    const auto plain = translateChatCompletionsRequest(body, testRules());
    QVERIFY(plain);
    QVERIFY(!jsonObject(plain->body).contains("cache_control"_L1));
}

QTEST_GUILESS_MAIN(ChatSettingsTest)
#include "tst_chatsettings.moc"
