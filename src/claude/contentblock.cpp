// SPDX-License-Identifier: GPL-3.0-or-later
#include "claude/contentblock.h"

#include <QStringList>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

QJsonObject base64Source(const QString& mediaType, const QByteArray& bytes)
{
    return {{u"type"_s, u"base64"_s},
            {u"media_type"_s, mediaType},
            {u"data"_s, QString::fromLatin1(bytes.toBase64())}};
}

QJsonObject document(const QString& title, const QJsonObject& source)
{
    QJsonObject json{{u"type"_s, u"document"_s}, {u"source"_s, source}};
    if (!title.isEmpty())
        json.insert(u"title"_s, title);
    return json;
}

} // namespace

ContentBlock ContentBlock::text(const QString& text)
{
    return ContentBlock(QJsonObject{{u"type"_s, u"text"_s}, {u"text"_s, text}});
}

ContentBlock ContentBlock::image(const QString& mediaType, const QByteArray& bytes)
{
    return ContentBlock(
        QJsonObject{{u"type"_s, u"image"_s}, {u"source"_s, base64Source(mediaType, bytes)}});
}

ContentBlock ContentBlock::pdf(const QString& title, const QByteArray& bytes)
{
    return ContentBlock(document(title, base64Source(u"application/pdf"_s, bytes)));
}

ContentBlock ContentBlock::textDocument(const QString& title, const QString& text)
{
    return ContentBlock(document(
        title, {{u"type"_s, u"text"_s}, {u"media_type"_s, u"text/plain"_s}, {u"data"_s, text}}));
}

QString ContentBlock::type() const
{
    return m_json.value("type"_L1).toString();
}

QString ContentBlock::text() const
{
    const QString is = type();
    if (is == "text"_L1)
        return m_json.value("text"_L1).toString();
    if (is == "thinking"_L1)
        return m_json.value("thinking"_L1).toString();
    return {};
}

QString ContentBlock::title() const
{
    return type() == "document"_L1 ? m_json.value("title"_L1).toString() : QString();
}

bool ContentBlock::isThinking() const
{
    const QString is = type();
    return is == "thinking"_L1 || is == "redacted_thinking"_L1;
}

QJsonArray toJson(const QList<ContentBlock>& blocks)
{
    QJsonArray array;
    for (const ContentBlock& block : blocks)
        array.append(block.json());
    return array;
}

QList<ContentBlock> contentFromJson(const QJsonValue& content)
{
    if (content.isString()) {
        const QString text = content.toString();
        return text.isEmpty() ? QList<ContentBlock>() : QList{ContentBlock::text(text)};
    }
    QList<ContentBlock> blocks;
    const QJsonArray array = content.toArray();
    blocks.reserve(array.size());
    for (const QJsonValue& value : array) {
        if (value.isObject())
            blocks.append(ContentBlock(value.toObject()));
    }
    return blocks;
}

QString plainText(const QList<ContentBlock>& blocks)
{
    QStringList texts;
    for (const ContentBlock& block : blocks) {
        if (block.type() == "text"_L1 && !block.text().isEmpty())
            texts.append(block.text());
    }
    return texts.join("\n\n"_L1);
}

} // namespace Patchbay
