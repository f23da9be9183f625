// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/openai/chatcompletionsrequest.h"

#include "endpoint/openai/chatconversation.h"
#include "endpoint/openai/requestsettings.h"
#include "endpoint/openai/toolsettings.h"

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

std::optional<OpenAiError> readForm(const JsonMembers& request, TranslatedRequest& result)
{
    if (const JsonText n = request.value("n"); !n.isNull() && n.integer() != 1)
        return OpenAiError::invalid(u"n"_s, u"Only one answer can be had: n must be 1."_s);
    for (const JsonText& modality : request.value("modalities").elements()) {
        if (!(modality == "text"))
            return OpenAiError::invalid(u"modalities"_s, u"The models answer in text alone."_s);
    }
    const JsonText options = request.value("stream_options");
    if (!options.isNull() && !options.isObject())
        return OpenAiError::invalid(u"stream_options"_s, u"An object is needed here."_s);
    result.includeUsage = JsonMembers(options).value("include_usage").isTrue();
    return std::nullopt;
}

} // namespace

Translated<TranslatedRequest> translateChatCompletionsRequest(QByteArrayView body,
                                                              const TranslationRules& rules)
{
    const auto json = JsonText::parse(body);
    if (!json)
        return refuse({}, u"The request body is not valid JSON: %1."_s.arg(json.error()));
    if (!json->isObject())
        return refuse({}, u"The request body must be a JSON object."_s);
    const JsonMembers request(*json);
    TranslatedRequest result;
    if (auto wrong = readForm(request, result))
        return Refusal(*wrong);

    RequestSettings::Form form;
    form.maxTokens = {"max_completion_tokens", "max_tokens"};
    form.effort = request.value("reasoning_effort");
    form.effortParam = u"reasoning_effort"_s;
    form.format = request.value("response_format");
    form.formatParam = u"response_format"_s;
    const auto settings = RequestSettings::read(request, form, rules, result);
    if (!settings)
        return Refusal(settings.error());
    auto tools = ToolSettings::read(request, settings->rules(), result.notes);
    if (!tools)
        return Refusal(tools.error());
    if (tools->isForced() && settings->thinks())
        tools->unforce(u"a model that thinks cannot be made to call a tool"_s, result.notes);
    result.usesFunctions = tools->usesFunctions();

    const JsonText messages = request.value("messages");
    if (!messages.isArray())
        return refuse(u"messages"_s, u"A list of messages is needed here."_s);
    MessagesBuilder builder;
    ChatConversation conversation(builder, result.notes);
    qsizetype index = 0;
    for (const JsonText& message : messages.elements()) {
        if (auto wrong = conversation.add(message, u"messages[%1]"_s.arg(index++)))
            return Refusal(*wrong);
    }
    if (builder.isEmpty())
        return refuse(u"messages"_s, u"At least one message with content is needed."_s);
    if (!settings->instruction().isEmpty())
        builder.addSystem(textBlock(jsonEscaped(settings->instruction())));

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
