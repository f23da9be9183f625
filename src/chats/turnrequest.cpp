// SPDX-License-Identifier: GPL-3.0-or-later
#include "chats/turnrequest.h"

#include <QCoreApplication>

namespace Patchbay {

namespace {

constexpr qsizetype kTitleLength = 60;
// Below about a thousand tokens the provider caches nothing; writing costs a quarter more than
// reading plainly, so the conversation should be long enough that the next turn saves it.
constexpr qsizetype kCacheFromCharacters = 16'000;

// Thinking is bound to the account and model that made it (PROTOCOL 1.6) and the pool may choose
// another for the next answer; without tools nothing needs it.
QList<ContentBlock> contentToSend(const Message& message)
{
    QList<ContentBlock> content;
    for (const ContentBlock& block : message.content) {
        const bool emptyText =
            block.type() == QLatin1String("text") && block.text().trimmed().isEmpty();
        if (!block.isThinking() && !emptyText)
            content.append(block);
    }
    return content;
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
    qsizetype characters = systemPrompt.size();
    for (const Message& message : path) {
        const QList<ContentBlock> content = contentToSend(message);
        if (content.isEmpty())
            continue;
        characters += message.head.textLength;
        if (!request.messages.isEmpty() && request.messages.last().role == message.head.role)
            request.messages.last().content += content;
        else
            request.messages.append({message.head.role, content, {}});
    }
    if (characters >= kCacheFromCharacters) {
        request.extra.insert(QStringLiteral("cache_control"),
                             QJsonObject{{QStringLiteral("type"), QStringLiteral("ephemeral")}});
    }
    return request;
}

QString titleOf(const QList<ContentBlock>& content)
{
    QString text = plainText(content).trimmed();
    if (text.isEmpty()) {
        for (const ContentBlock& block : content) {
            if (!block.title().isEmpty())
                return block.title();
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
