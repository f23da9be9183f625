// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/openai/responsesrequest.h"

#include "endpoint/openai/requestsettings.h"
#include "endpoint/openai/responsesinput.h"
#include "endpoint/openai/toolsettings.h"

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

// What would need that answers are kept here.
std::optional<OpenAiError> readState(const JsonMembers& request)
{
    for (const QByteArrayView name : {"previous_response_id", "conversation"}) {
        if (!request.value(name).isNull()) {
            return OpenAiError::invalid(
                QString::fromLatin1(name),
                u"Nothing is stored here: send the earlier items in input instead of %1."_s.arg(
                    QString::fromLatin1(name)));
        }
    }
    if (request.value("background").isTrue())
        return OpenAiError::invalid(u"background"_s, u"Answers in the background cannot be had."_s);
    if (!request.value("prompt").isNull())
        return OpenAiError::invalid(
            u"prompt"_s, u"Nothing is stored here: send instructions and input themselves."_s);
    return std::nullopt;
}

std::optional<OpenAiError> checkTypes(const JsonMembers& request)
{
    for (const QByteArrayView name : {"reasoning", "text"}) {
        const JsonText value = request.value(name);
        if (!value.isNull() && !value.isObject())
            return OpenAiError::invalid(QString::fromLatin1(name), u"An object is needed here."_s);
    }
    const JsonText include = request.value("include");
    if (!include.isNull() && !include.isArray())
        return OpenAiError::invalid(u"include"_s, u"A list is needed here."_s);
    return std::nullopt;
}

QByteArray echoOf(const JsonMembers& request, const TranslatedRequest& result)
{
    const auto given = [&](QByteArrayView name, QByteArrayView otherwise) {
        const JsonText value = request.value(name);
        return value.isNull() ? otherwise : value.raw();
    };
    JsonWriter json;
    json.rawMember("instructions", given("instructions", "null"));
    json.name("max_output_tokens").integer(result.maxTokens);
    json.rawMember("metadata", given("metadata", "{}"));
    json.rawMember("parallel_tool_calls", given("parallel_tool_calls", "true"));
    json.rawMember("reasoning", given("reasoning", R"({"effort":null,"summary":null})"));
    json.rawMember("temperature", given("temperature", "null"));
    json.rawMember("text", given("text", R"({"format":{"type":"text"}})"));
    json.rawMember("tool_choice", given("tool_choice", "\"auto\""));
    json.rawMember("tools", given("tools", "[]"));
    json.rawMember("top_p", given("top_p", "null"));
    json.rawMember("user", given("user", "null"));
    return json.take();
}

RequestSettings::Form formOf(const JsonMembers& request)
{
    const JsonMembers reasoning(request.value("reasoning"));
    const JsonMembers text(request.value("text"));
    RequestSettings::Form form;
    form.maxTokens = {"max_output_tokens"};
    form.effort = reasoning.value("effort");
    form.effortParam = u"reasoning.effort"_s;
    form.format = text.value("format");
    form.formatParam = u"text.format"_s;
    form.wantsThinking = !reasoning.value("summary").isNull();
    return form;
}

} // namespace

Translated<TranslatedRequest> translateResponsesRequest(QByteArrayView body,
                                                        const TranslationRules& rules)
{
    const auto json = JsonText::parse(body);
    if (!json)
        return refuse({}, u"The request body is not valid JSON: %1."_s.arg(json.error()));
    if (!json->isObject())
        return refuse({}, u"The request body must be a JSON object."_s);
    const JsonMembers request(*json);
    TranslatedRequest result;
    if (auto wrong = readState(request))
        return Refusal(*wrong);
    if (auto wrong = checkTypes(request))
        return Refusal(*wrong);
    const auto settings = RequestSettings::read(request, formOf(request), rules, result);
    if (!settings)
        return Refusal(settings.error());
    auto tools = ToolSettings::read(request, settings->rules(), result.notes);
    if (!tools)
        return Refusal(tools.error());
    if (tools->isForced() && settings->thinks())
        tools->unforce(u"a model that thinks cannot be made to call a tool"_s, result.notes);

    MessagesBuilder builder;
    ResponsesInput input(builder, result.notes);
    const JsonText instructions = request.value("instructions");
    if (!instructions.isNull()) {
        if (auto wrong = input.add(instructions, u"instructions"_s, true))
            return Refusal(*wrong);
    }
    if (auto wrong = input.add(request.value("input"), u"input"_s))
        return Refusal(*wrong);
    if (builder.isEmpty())
        return refuse(u"input"_s, u"At least one message with content is needed."_s);
    if (!settings->instruction().isEmpty())
        builder.addSystem(textBlock(jsonEscaped(settings->instruction())));

    for (const JsonText& each : request.value("include").elements())
        result.includesReasoning =
            result.includesReasoning || each == "reasoning.encrypted_content";
    result.echo = echoOf(request, result);
    JsonWriter writer;
    writer.beginObject();
    settings->write(writer);
    tools->write(writer);
    builder.write(writer);
    if (rules.cachesConversations && builder.goesOn())
        RequestSettings::writeCache(writer, result.model);
    writer.endObject();
    result.body = writer.take();
    result.notes.removeDuplicates();
    return result;
}

} // namespace Patchbay
