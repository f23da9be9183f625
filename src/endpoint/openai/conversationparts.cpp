// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/openai/conversationparts.h"

#include "endpoint/openai/contentparts.h"
#include "endpoint/openai/jsonwriter.h"

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

// The input as JSON, from a string of JSON or from JSON itself.
QByteArray inputOf(const JsonText& arguments, QStringList& notes)
{
    if (arguments.isObject())
        return arguments.raw().toByteArray();
    const QByteArray text = arguments.utf8().trimmed();
    if (arguments.isNull() || (arguments.isString() && text.isEmpty()))
        return "{}";
    if (const auto json = JsonText::parse(text); json && json->isObject())
        return json->raw().toByteArray();
    notes.append(
        u"the arguments of an earlier call are no JSON object and were passed on as text"_s);
    JsonWriter wrapped;
    wrapped.beginObject().name("arguments").value(arguments).endObject();
    return wrapped.take();
}

} // namespace

QByteArray toolUseBlock(QByteArrayView id, const JsonText& name, const JsonText& arguments,
                        QStringList& notes)
{
    JsonWriter json;
    json.beginObject().member("type", "tool_use").member("id", id).name("name").value(name);
    json.rawMember("input", inputOf(arguments, notes)).endObject();
    return json.take();
}

Translated<QByteArray> toolResultBlock(QByteArrayView id, const JsonText& content,
                                       const QString& param, const JsonMembers& message)
{
    JsonWriter json;
    json.beginObject().member("type", "tool_result").member("tool_use_id", id);
    if (content.isString()) {
        json.name("content").value(content);
    } else {
        const auto blocks = contentBlocks(content, param);
        if (!blocks)
            return Refusal(blocks.error());
        json.name("content").beginArray();
        for (const ContentPart& block : *blocks)
            json.raw(block.json);
        json.endArray();
    }
    if (const JsonText isError = message.value("is_error"); isError.isBool())
        json.name("is_error").value(isError);
    json.memberIfThere("cache_control", message.value("cache_control")).endObject();
    return json.take();
}

QByteArray toolId(const JsonText& id)
{
    QByteArray text = id.utf8();
    for (char& c : text) {
        const bool isPlain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                             (c >= '0' && c <= '9') || c == '_' || c == '-';
        if (!isPlain)
            c = '_';
    }
    return text;
}

} // namespace Patchbay
