// SPDX-License-Identifier: GPL-3.0-or-later
#include "chats/conversationexport.h"

#include "base/json.h"
#include "chats/exporttext.h"
#include "chats/htmlexport.h"
#include "chats/messagerows.h"

#include <QJsonDocument>

namespace Patchbay {

namespace {

QString markdownOf(const Message& message)
{
    QStringList parts;
    for (const ContentBlock& block : message.content) {
        if (block.type() == QLatin1String("text"))
            parts.append(block.text());
        else if (const QString placeholder = ExportText::placeholder(block); !placeholder.isEmpty())
            parts.append(u'*' + placeholder + u'*');
    }
    if (const QString notice = ExportText::notice(message); !notice.isEmpty())
        parts.append(u'*' + notice + u'*');
    return parts.join(QStringLiteral("\n\n"));
}

QByteArray asMarkdown(const Conversation& conversation, const QList<Message>& path)
{
    QString text = QStringLiteral("# ") + conversation.title + QStringLiteral("\n\n");
    for (const Message& message : path)
        text += QStringLiteral("## ") + ExportText::speaker(message) + QStringLiteral("\n\n") +
                markdownOf(message) + QStringLiteral("\n\n");
    return text.trimmed().toUtf8() + '\n';
}

QJsonObject messageJson(const Message& message)
{
    QJsonObject json{
        {QStringLiteral("id"), message.head.id},
        {QStringLiteral("parent_id"),
         message.head.parent == 0 ? QJsonValue() : QJsonValue(message.head.parent)},
        {QStringLiteral("role"), roleName(message.head.role)},
        {QStringLiteral("status"), messageStatusName(message.head.status)},
        {QStringLiteral("content"), toJson(message.content)},
        {QStringLiteral("created_at"), jsonTime(message.createdAtMs)},
    };
    if (message.head.role == Role::Assistant) {
        json.insert(QStringLiteral("model"), message.model);
        json.insert(QStringLiteral("account_id"), message.account);
        json.insert(QStringLiteral("account"),
                    message.accountName.isEmpty() ? QJsonValue() : QJsonValue(message.accountName));
        json.insert(QStringLiteral("error"),
                    message.error.isEmpty() ? QJsonValue() : QJsonValue(message.error));
        json.insert(QStringLiteral("stop_reason"), message.stopReason);
        json.insert(QStringLiteral("usage"), message.usage.toJson());
        json.insert(QStringLiteral("cost_usd"),
                    message.cost ? QJsonValue(static_cast<double>(message.cost->microUsd) / 1e6)
                                 : QJsonValue());
    }
    return json;
}

QByteArray asJson(const Conversation& conversation, const QList<Message>& messages)
{
    QJsonArray list;
    for (const Message& message : messages)
        list.append(messageJson(message));
    const QJsonObject json{
        {QStringLiteral("id"), conversation.id.value},
        {QStringLiteral("title"), conversation.title},
        {QStringLiteral("system"), conversation.systemPrompt},
        {QStringLiteral("model"), conversation.model},
        {QStringLiteral("leaf_id"), conversation.leaf},
        {QStringLiteral("created_at"), jsonTime(conversation.createdAtMs)},
        {QStringLiteral("updated_at"), jsonTime(conversation.updatedAtMs)},
        {QStringLiteral("messages"), list},
    };
    return QJsonDocument(json).toJson();
}

Result<QList<MessageId>> idsToExport(Connection& connection, const Conversation& conversation,
                                     bool wholeTree)
{
    QList<MessageId> ids;
    if (wholeTree) {
        auto rows = connection.select(
            QStringLiteral("SELECT id FROM messages WHERE conversation = ? ORDER BY id"),
            {conversation.id.value});
        if (!rows)
            return Failure(rows.error());
        while (rows->next())
            ids.append(rows->number(0));
        if (const auto error = rows->error())
            return Failure(*error);
        return ids;
    }
    const auto heads = MessageRows::path(connection, conversation.leaf, 0);
    if (!heads)
        return Failure(heads.error());
    for (const MessageHead& head : *heads)
        ids.append(head.id);
    return ids;
}

} // namespace

std::optional<ExportFormat> exportFormatFromName(const QString& name)
{
    if (name == QLatin1String("md"))
        return ExportFormat::Markdown;
    if (name == QLatin1String("json"))
        return ExportFormat::Json;
    if (name == QLatin1String("html"))
        return ExportFormat::Html;
    return std::nullopt;
}

Result<QByteArray> exportedConversation(Connection& connection, const ConversationId& id,
                                        ExportFormat format)
{
    const auto conversation = MessageRows::conversation(connection, id);
    if (!conversation)
        return Failure(conversation.error());
    const auto ids = idsToExport(connection, *conversation, format == ExportFormat::Json);
    if (!ids)
        return Failure(ids.error());
    const auto messages = MessageRows::messages(connection, *ids);
    if (!messages)
        return Failure(messages.error());
    switch (format) {
    case ExportFormat::Markdown:
        return asMarkdown(*conversation, *messages);
    case ExportFormat::Json:
        return asJson(*conversation, *messages);
    case ExportFormat::Html:
        return htmlPage(*conversation, *messages);
    }
    Q_UNREACHABLE();
}

} // namespace Patchbay
