// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/openai/thinkingblock.h"

#include "endpoint/openai/jsonwriter.h"

namespace Patchbay {

namespace {

constexpr QByteArrayView kMark = "claude.thinking.1.";

} // namespace

QByteArray thinkingBlock(QByteArrayView text, QByteArrayView proof, bool isRedacted)
{
    JsonWriter json;
    json.beginObject();
    if (isRedacted) {
        json.member("type", "redacted_thinking").name("data").escaped(proof);
    } else {
        json.member("type", "thinking").name("thinking").escaped(text);
        json.name("signature").escaped(proof);
    }
    return json.endObject().take();
}

QByteArray sealedThinking(const QByteArray& block)
{
    return kMark.toByteArray() + block.toBase64();
}

QByteArray unsealedThinking(const JsonText& encryptedContent)
{
    const QByteArray text = encryptedContent.utf8();
    if (!text.startsWith(kMark))
        return {};
    const QByteArray block = QByteArray::fromBase64(text.sliced(kMark.size()));
    const auto json = JsonText::parse(block);
    return json && json->isObject() ? block : QByteArray();
}

} // namespace Patchbay
