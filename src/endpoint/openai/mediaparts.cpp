// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/openai/mediaparts.h"

#include "endpoint/openai/jsonwriter.h"

#include <algorithm>
#include <array>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

struct DataUrl
{
    QByteArray mediaType; // lower case, without parameters
    QByteArray base64;
};

constexpr std::array<bool, 256> kBase64Letters = [] {
    std::array<bool, 256> letters{};
    for (const char c : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")
        letters.at(static_cast<unsigned char>(c)) = c != 0;
    return letters;
}();

bool isBase64(QByteArrayView text)
{
    bool isAll = !text.isEmpty();
    for (const char c : text)
        isAll &= kBase64Letters[static_cast<unsigned char>(c)];
    return isAll;
}

bool isDataUrl(QByteArrayView url)
{
    return url.first(std::min<qsizetype>(url.size(), 5)).compare("data:", Qt::CaseInsensitive) == 0;
}

bool isWebUrl(const QByteArray& url)
{
    const QByteArray start = url.left(8).toLower();
    return start.startsWith("https://") || start.startsWith("http://");
}

// Nothing when it is no data URL that can be read.
std::optional<DataUrl> readDataUrl(const QByteArray& url)
{
    const qsizetype comma = url.indexOf(',');
    if (comma < 0)
        return std::nullopt;
    const QList<QByteArray> head = url.first(comma).sliced(5).split(';');
    DataUrl result;
    result.mediaType = head.first().trimmed().toLower();
    const bool isEncoded = std::any_of(head.begin() + 1, head.end(), [](const QByteArray& word) {
        return word.trimmed().compare("base64", Qt::CaseInsensitive) == 0;
    });
    const QByteArray data = url.sliced(comma + 1);
    if (!isEncoded) {
        result.base64 = QByteArray::fromPercentEncoding(data).toBase64();
        return result;
    }
    result.base64 = isBase64(data) ? data : data.simplified().replace(' ', QByteArrayView());
    if (!isBase64(result.base64))
        return std::nullopt;
    return result;
}

// A block with a source; its last member, `name`, as it stands escaped.
QByteArray blockWith(QByteArrayView block, QByteArrayView type, QByteArrayView mediaType,
                     QByteArrayView name, QByteArrayView escaped, const JsonMembers& part,
                     QByteArrayView title)
{
    JsonWriter json;
    json.beginObject().member("type", block).name("source").beginObject().member("type", type);
    if (!mediaType.isEmpty())
        json.member("media_type", mediaType);
    json.name(name).escaped(escaped).endObject();
    if (!title.isEmpty())
        json.member("title", title);
    json.memberIfThere("cache_control", part.value("cache_control")).endObject();
    return json.take();
}

QByteArray sourceOf(QByteArrayView block, QByteArrayView type, QByteArrayView name,
                    QByteArrayView value, const JsonMembers& part, QByteArrayView title = {})
{
    return blockWith(block, type, {}, name, jsonEscaped(value), part, title);
}

QByteArray base64Block(QByteArrayView block, const DataUrl& data, const JsonMembers& part,
                       QByteArrayView title = {})
{
    return blockWith(block, "base64", data.mediaType, "data", data.base64, part, title);
}

// Ids of OpenAI's own files ("file-…") mean nothing to the upstream.
Translated<QByteArray> storedFile(QByteArrayView block, const JsonText& id, const JsonMembers& part,
                                  const QString& param)
{
    const QByteArray text = id.utf8();
    if (!text.startsWith("file_"))
        return refuse(param, u"This file id is not known here; send the file's content instead."_s);
    return sourceOf(block, "file", "file_id", text, part);
}

Translated<QByteArray> imageOfUrl(const QByteArray& url, const JsonMembers& part,
                                  const QString& param)
{
    static constexpr std::array<QByteArrayView, 4> kImages{"image/jpeg", "image/png", "image/gif",
                                                           "image/webp"};
    if (!isDataUrl(url)) {
        if (!isWebUrl(url))
            return refuse(param, u"An image must be a data URL or an http or https address."_s);
        return sourceOf("image", "url", "url", url, part);
    }
    auto data = readDataUrl(url);
    if (!data)
        return refuse(param, u"This data URL cannot be read: it needs valid base64."_s);
    if (data->mediaType == "image/jpg")
        data->mediaType = "image/jpeg";
    if (std::none_of(kImages.begin(), kImages.end(),
                     [&](QByteArrayView type) { return type == data->mediaType; })) {
        return refuse(param,
                      u"Images of type '%1' are not supported: use JPEG, PNG, GIF or WebP."_s.arg(
                          QString::fromUtf8(data->mediaType.left(60))));
    }
    return base64Block("image", *data, part);
}

Translated<QByteArray> fileOfData(const QByteArray& text, const QByteArray& title,
                                  const JsonMembers& part, const QString& param)
{
    std::optional<DataUrl> data;
    if (isDataUrl(text))
        data = readDataUrl(text);
    else if (isBase64(text)) // some clients leave the head out
        data = DataUrl{title.toLower().endsWith(".txt") ? "text/plain" : "application/pdf", text};
    if (!data)
        return refuse(param, u"The file's content must be a data URL with valid base64."_s);
    if (data->mediaType == "application/pdf")
        return base64Block("document", *data, part, title);
    if (data->mediaType.startsWith("text/") || data->mediaType == "application/json") {
        const QByteArray plain = QByteArray::fromBase64(data->base64);
        if (!plain.isValidUtf8())
            return refuse(param, u"A text file must be in UTF-8."_s);
        return blockWith("document", "text", "text/plain", "data", jsonEscaped(plain), part, title);
    }
    return refuse(param, u"Files of type '%1' are not supported: use PDF or text."_s.arg(
                             QString::fromUtf8(data->mediaType.left(60))));
}

} // namespace

Translated<QByteArray> imageBlock(const JsonMembers& part, const QString& param)
{
    const JsonText image = part.value("image_url");
    if (image.isString())
        return imageOfUrl(image.utf8(), part, param + u".image_url"_s);
    if (const JsonText url = JsonMembers(image).value("url"); url.isString())
        return imageOfUrl(url.utf8(), part, param + u".image_url.url"_s);
    if (const JsonText id = part.value("file_id"); id.isString())
        return storedFile("image", id, part, param + u".file_id"_s);
    return refuse(param + u".image_url"_s, u"An image needs a URL."_s);
}

Translated<QByteArray> fileBlock(const JsonMembers& part, const QString& param)
{
    const JsonText nested = part.value("file");
    const JsonMembers file = nested.isObject() ? JsonMembers(nested) : part;
    const QString where = nested.isObject() ? param + u".file"_s : param;
    if (const JsonText data = file.value("file_data"); data.isString())
        return fileOfData(data.utf8(), file.value("filename").utf8(), part,
                          where + u".file_data"_s);
    if (const JsonText id = file.value("file_id"); id.isString())
        return storedFile("document", id, part, where + u".file_id"_s);
    if (const JsonText url = file.value("file_url"); url.isString()) {
        const QByteArray address = url.utf8();
        if (!isWebUrl(address))
            return refuse(where + u".file_url"_s, u"An http or https address is needed here."_s);
        return sourceOf("document", "url", "url", address, part, file.value("filename").utf8());
    }
    return refuse(where, u"A file needs file_data, file_url or file_id."_s);
}

} // namespace Patchbay
