// SPDX-License-Identifier: GPL-3.0-or-later
#include "chats/conversationexport.h"

#include "base/json.h"
#include "chats/attachment.h"
#include "chats/messagerows.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <memory>

namespace Patchbay {

namespace {

struct ExportText
{
    Q_DECLARE_TR_FUNCTIONS(ExportText)
};

QString speaker(const Message& message)
{
    return message.head.role == Role::User ? ExportText::tr("You") : ExportText::tr("Claude");
}

QString noticeOf(const Message& message)
{
    switch (message.head.status) {
    case MessageStatus::Stopped:
        return ExportText::tr("Stopped");
    case MessageStatus::Interrupted:
        return ExportText::tr("Interrupted");
    case MessageStatus::Failed:
        return message.error;
    default:
        return {};
    }
}

QString markdownOf(const Message& message)
{
    QStringList parts;
    for (const ContentBlock& block : message.content) {
        if (block.type() == QLatin1String("text"))
            parts.append(block.text());
        else if (block.type() == QLatin1String("image") ||
                 block.type() == QLatin1String("document"))
            parts.append(u'*' + attachmentText(block) + u'*');
    }
    if (const QString notice = noticeOf(message); !notice.isEmpty())
        parts.append(u'*' + notice + u'*');
    return parts.join(QStringLiteral("\n\n"));
}

QByteArray asMarkdown(const Conversation& conversation, const QList<Message>& path)
{
    QString text = QStringLiteral("# ") + conversation.title + QStringLiteral("\n\n");
    for (const Message& message : path)
        text += QStringLiteral("## ") + speaker(message) + QStringLiteral("\n\n") +
                markdownOf(message) + QStringLiteral("\n\n");
    return text.trimmed().toUtf8() + '\n';
}

QByteArray htmlOf(const QString& markdown)
{
    cmark_gfm_core_extensions_ensure_registered();
    const std::unique_ptr<cmark_parser, decltype(&cmark_parser_free)> parser(
        cmark_parser_new(CMARK_OPT_DEFAULT), cmark_parser_free);
    for (const char* name : {"table", "strikethrough", "autolink", "tasklist"}) {
        if (cmark_syntax_extension* extension = cmark_find_syntax_extension(name))
            cmark_parser_attach_syntax_extension(parser.get(), extension);
    }
    const QByteArray bytes = markdown.toUtf8();
    cmark_parser_feed(parser.get(), bytes.constData(), static_cast<std::size_t>(bytes.size()));
    const std::unique_ptr<cmark_node, decltype(&cmark_node_free)> document(
        cmark_parser_finish(parser.get()), cmark_node_free);
    // Without CMARK_OPT_UNSAFE raw HTML and script addresses of an answer are left out.
    const std::unique_ptr<char, decltype(&std::free)> html(
        cmark_render_html(document.get(), CMARK_OPT_DEFAULT,
                          cmark_parser_get_syntax_extensions(parser.get())),
        std::free);
    return html.get();
}

QByteArray asHtml(const Conversation& conversation, const QList<Message>& path)
{
    const QByteArray title = conversation.title.toHtmlEscaped().toUtf8();
    QByteArray page =
        "<!doctype html>\n<meta charset=\"utf-8\">\n<title>" + title +
        "</title>\n<style>body{max-width:46em;margin:2em auto;padding:0 1em;"
        "font:16px/1.5 sans-serif}pre{overflow:auto;padding:.8em;background:#f4f1ec}"
        "table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.3em .6em}"
        "h2{font-size:1em;color:#777}</style>\n<h1>" +
        title + "</h1>\n";
    for (const Message& message : path)
        page += "<h2>" + speaker(message).toHtmlEscaped().toUtf8() + "</h2>\n" +
                htmlOf(markdownOf(message));
    return page;
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
        return asHtml(*conversation, *messages);
    }
    Q_UNREACHABLE();
}

} // namespace Patchbay
