// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/openai/contentparts.h"

#include "endpoint/openai/mediaparts.h"
#include "endpoint/openai/messagesbuilder.h"

#include <algorithm>
#include <array>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

using Kind = ContentPart::Kind;
using Block = Translated<ContentPart>; // empty: nothing to send

constexpr std::array<QByteArrayView, 3> kTexts{"text", "input_text", "output_text"};
constexpr std::array<QByteArrayView, 4> kRefused{"input_audio", "audio", "video_url",
                                                 "input_video"};

template <std::size_t N>
bool isAmong(const std::array<QByteArrayView, N>& names, const JsonText& type)
{
    return std::any_of(names.begin(), names.end(),
                       [&](QByteArrayView name) { return type == name; });
}

Block textOf(const JsonMembers& part, QByteArrayView name, const QString& param)
{
    const JsonText text = part.value(name);
    if (!text.isString())
        return refuse(param + u'.' + QString::fromLatin1(name), u"A string is needed here."_s);
    if (text.body().isEmpty())
        return ContentPart();
    const JsonText citations = part.value("citations");
    if (citations.isNull())
        return ContentPart{Kind::Text, textBlock(text.body(), part.value("cache_control"))};
    JsonWriter json;
    json.beginObject().member("type", "text").name("text").value(text);
    json.memberIfThere("citations", citations);
    json.memberIfThere("cache_control", part.value("cache_control")).endObject();
    return ContentPart{Kind::Text, json.take()};
}

Block other(const Translated<QByteArray>& block)
{
    if (!block)
        return Refusal(block.error());
    return ContentPart{Kind::Other, *block};
}

Block blockOf(const JsonText& json, const QString& param)
{
    if (json.isString()) {
        return json.body().isEmpty() ? ContentPart()
                                     : ContentPart{Kind::Text, textBlock(json.body())};
    }
    if (!json.isObject())
        return refuse(param, u"A content part must be an object with a type."_s);
    const JsonMembers part(json);
    const JsonText type = part.value("type");
    if (!type.isString())
        return refuse(param + u".type"_s, u"A content part needs a type."_s);
    if (isAmong(kTexts, type))
        return textOf(part, "text", param);
    if (type == "refusal")
        return textOf(part, "refusal", param);
    if (type == "image_url" || type == "input_image")
        return other(imageBlock(part, param));
    if (type == "file" || type == "input_file")
        return other(fileBlock(part, param));
    if (isAmong(kRefused, type)) {
        return refuse(param + u".type"_s,
                      u"Parts of type '%1' are not supported: the models take "
                      "text, images and PDF or text files."_s.arg(type.string()));
    }
    return ContentPart{type == "tool_result" ? Kind::ToolResult : Kind::Other,
                       json.raw().toByteArray()};
}

} // namespace

Translated<QList<ContentPart>> contentBlocks(const JsonText& content, const QString& param,
                                             const JsonText& cacheControl)
{
    QList<ContentPart> blocks;
    if (content.isNull())
        return blocks;
    if (content.isString()) {
        if (!content.body().isEmpty())
            blocks.append({Kind::Text, textBlock(content.body(), cacheControl)});
        return blocks;
    }
    if (!content.isArray())
        return refuse(param, u"The content must be a string or a list of parts."_s);
    qsizetype index = 0;
    for (const JsonText& part : content.elements()) {
        auto block = blockOf(part, u"%1[%2]"_s.arg(param).arg(index++));
        if (!block)
            return Refusal(block.error());
        if (!block->json.isEmpty())
            blocks.append(*block);
    }
    return blocks;
}

} // namespace Patchbay
