// SPDX-License-Identifier: GPL-3.0-or-later
#include "chats/turnrequest.h"

#include "base/json.h"
#include "chats/attachment.h"

#include <QCoreApplication>

namespace Patchbay {

namespace {

constexpr qsizetype kTitleLength = 60;
constexpr qint64 kTokensOfImage = 1600;
constexpr qint64 kBytesPerPdfToken = 16;

QList<ContentBlock> contentToSend(const Message& message)
{
    const bool isWhole =
        message.head.role == Role::User || message.head.status == MessageStatus::Complete;
    QList<ContentBlock> content;
    for (const ContentBlock& block : message.content) {
        const bool isText = block.type() == QLatin1String("text");
        if (block.isThinking() || (isText && block.text().trimmed().isEmpty()))
            continue;
        if (isText || isWhole)
            content.append(attachmentToSend(block));
    }
    return content;
}

qint64 tokensOfText(const QString& text)
{
    // Three bytes of UTF-8 a token: a little much for English, right for Chinese.
    return text.toUtf8().size() / 3 + 1;
}

qint64 tokensOfBlock(const ContentBlock& block)
{
    if (block.type() == QLatin1String("text"))
        return tokensOfText(block.text());
    if (block.type() == QLatin1String("image"))
        return kTokensOfImage;
    const QJsonObject source = block.json().value(QLatin1String("source")).toObject();
    if (source.value(QLatin1String("type")).toString() == QLatin1String("base64"))
        return attachmentBytes(block) / kBytesPerPdfToken;
    return tokensOfText(QString::fromUtf8(compactJson(block.json())));
}

} // namespace

MessagesRequest requestForAnswer(const QList<Message>& path, const QString& systemPrompt,
                                 const QString& model, qint64 maxTokens, const PriceTable& prices)
{
    MessagesRequest request;
    request.model = model;
    request.system = systemPrompt;
    const PriceTable::Model* known = prices.find(model);
    request.maxTokens = known && known->maxOutputTokens > 0
                            ? std::min(maxTokens, known->maxOutputTokens)
                            : maxTokens;
    for (const Message& message : path) {
        const QList<ContentBlock> content = contentToSend(message);
        if (content.isEmpty())
            continue;
        if (!request.messages.isEmpty() && request.messages.last().role == message.head.role)
            request.messages.last().content += content;
        else
            request.messages.append({message.head.role, content, {}});
    }
    if (estimatedTokens(request) >= kCachedFromTokens) {
        request.extra.insert(QStringLiteral("cache_control"),
                             QJsonObject{{QStringLiteral("type"), QStringLiteral("ephemeral")}});
    }
    return request;
}

qint64 estimatedTokens(const MessagesRequest& request)
{
    qint64 tokens = tokensOfText(request.system);
    for (const MessageParam& message : request.messages) {
        for (const ContentBlock& block : message.content)
            tokens += tokensOfBlock(block);
    }
    return tokens;
}

QString titleOf(const QList<ContentBlock>& content)
{
    QString text = plainText(content).trimmed();
    if (text.isEmpty()) {
        for (const ContentBlock& block : content) {
            if (const QString name = attachmentName(block); !name.isEmpty())
                return name;
        }
        return content.isEmpty() ? QString() : QCoreApplication::translate("Chats", "Picture");
    }
    text = text.section(u'\n', 0, 0).simplified();
    if (text.size() <= kTitleLength)
        return text;
    const qsizetype space = text.lastIndexOf(u' ', kTitleLength - 1);
    qsizetype end = space > kTitleLength / 2 ? space : kTitleLength - 1;
    if (text.at(end - 1).isHighSurrogate())
        --end;
    return text.left(end) + u'…';
}

} // namespace Patchbay
