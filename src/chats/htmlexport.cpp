// SPDX-License-Identifier: GPL-3.0-or-later
#include "chats/htmlexport.h"

#include "chats/exporttext.h"

#include <QJsonObject>
#include <QRegularExpression>

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <cstdlib>
#include <memory>

namespace Patchbay {

namespace {

using Parser = std::unique_ptr<cmark_parser, decltype(&cmark_parser_free)>;
using Node = std::unique_ptr<cmark_node, decltype(&cmark_node_free)>;
using Iterator = std::unique_ptr<cmark_iter, decltype(&cmark_iter_free)>;

// The policy holds for what this file's own care might miss.
const char* const kHead =
    "<!doctype html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
    "img-src data:; style-src 'unsafe-inline'\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n"
    "<style>:root{color-scheme:light dark}"
    "body{max-width:46em;margin:2em auto;padding:0 1em;font:16px/1.5 sans-serif}"
    "pre{overflow:auto;padding:.8em;background:#8882}img{max-width:100%}"
    "table{border-collapse:collapse}td,th{border:1px solid #8886;padding:.3em .6em}"
    "h2{font-size:1em;color:#888}.said{white-space:pre-wrap;overflow-wrap:anywhere}"
    ".note{font-style:italic;color:#888}</style>\n";

QByteArray escaped(const QString& text)
{
    return text.toHtmlEscaped().toUtf8();
}

void replaceWith(cmark_node* old, cmark_node* made)
{
    cmark_node_replace(old, made);
    cmark_node_free(old);
}

/// Markup within Markdown becomes text, as the program shows it; a picture elsewhere becomes a link
/// to it.
void makeHarmless(cmark_node* document)
{
    QList<cmark_node*> found;
    const Iterator iterator(cmark_iter_new(document), cmark_iter_free);
    for (auto event = cmark_iter_next(iterator.get()); event != CMARK_EVENT_DONE;
         event = cmark_iter_next(iterator.get())) {
        cmark_node* const node = cmark_iter_get_node(iterator.get());
        const auto type = cmark_node_get_type(node);
        const bool isLeaf = type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE;
        if ((isLeaf && event == CMARK_EVENT_ENTER) ||
            (type == CMARK_NODE_IMAGE && event == CMARK_EVENT_EXIT))
            found.append(node);
    }
    for (cmark_node* const node : std::as_const(found)) {
        const auto type = cmark_node_get_type(node);
        if (type == CMARK_NODE_IMAGE) {
            cmark_node* const link = cmark_node_new(CMARK_NODE_LINK);
            cmark_node_set_url(link, cmark_node_get_url(node));
            while (cmark_node* const child = cmark_node_first_child(node))
                cmark_node_append_child(link, child);
            replaceWith(node, link);
            continue;
        }
        cmark_node* const text = cmark_node_new(CMARK_NODE_TEXT);
        cmark_node_set_literal(text, cmark_node_get_literal(node));
        if (type == CMARK_NODE_HTML_INLINE) {
            replaceWith(node, text);
        } else {
            cmark_node* const paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH);
            cmark_node_append_child(paragraph, text);
            replaceWith(node, paragraph);
        }
    }
}

QByteArray htmlOf(const QString& markdown)
{
    cmark_gfm_core_extensions_ensure_registered();
    const Parser parser(cmark_parser_new(CMARK_OPT_DEFAULT), cmark_parser_free);
    for (const char* name : {"table", "strikethrough", "autolink", "tasklist"}) {
        if (cmark_syntax_extension* extension = cmark_find_syntax_extension(name))
            cmark_parser_attach_syntax_extension(parser.get(), extension);
    }
    const QByteArray bytes = markdown.toUtf8();
    cmark_parser_feed(parser.get(), bytes.constData(), static_cast<std::size_t>(bytes.size()));
    const Node document(cmark_parser_finish(parser.get()), cmark_node_free);
    makeHarmless(document.get());
    // Without CMARK_OPT_UNSAFE addresses that run scripts are left out.
    const std::unique_ptr<char, decltype(&std::free)> html(
        cmark_render_html(document.get(), CMARK_OPT_DEFAULT,
                          cmark_parser_get_syntax_extensions(parser.get())),
        std::free);
    return html.get();
}

/// An attached picture as part of the page; empty for any other block.
QByteArray pictureOf(const ContentBlock& block)
{
    static const QRegularExpression type(QStringLiteral("\\Aimage/(?:png|jpeg|gif|webp)\\z"));
    static const QRegularExpression base64(QStringLiteral("\\A[A-Za-z0-9+/=]+\\z"));
    const QJsonObject source = block.json().value(QLatin1String("source")).toObject();
    const QString mediaType = source.value(QLatin1String("media_type")).toString();
    const QString data = source.value(QLatin1String("data")).toString();
    if (block.type() != QLatin1String("image") || !type.match(mediaType).hasMatch() ||
        !base64.match(data).hasMatch())
        return {};
    return "<p><img alt=\"" + escaped(ExportText::placeholder(block)) +
           "\" src=\"data:" + mediaType.toLatin1() + ";base64," + data.toLatin1() + "\"></p>\n";
}

QByteArray blockHtml(const Message& message, const ContentBlock& block)
{
    if (block.type() == QLatin1String("text")) {
        // What a person typed is shown as typed.
        return message.head.role == Role::User
                   ? "<p class=\"said\">" + escaped(block.text()) + "</p>\n"
                   : htmlOf(block.text());
    }
    if (const QByteArray picture = pictureOf(block); !picture.isEmpty())
        return picture;
    const QString placeholder = ExportText::placeholder(block);
    return placeholder.isEmpty() ? QByteArray()
                                 : "<p class=\"note\">" + escaped(placeholder) + "</p>\n";
}

} // namespace

QByteArray htmlPage(const Conversation& conversation, const QList<Message>& path)
{
    const QByteArray title = escaped(conversation.title);
    QByteArray page = kHead;
    page += "<title>" + title + "</title>\n</head>\n<body>\n<h1>" + title + "</h1>\n";
    for (const Message& message : path) {
        page += "<h2>" + escaped(ExportText::speaker(message)) + "</h2>\n";
        for (const ContentBlock& block : message.content)
            page += blockHtml(message, block);
        if (const QString notice = ExportText::notice(message); !notice.isEmpty())
            page += "<p class=\"note\">" + escaped(notice) + "</p>\n";
    }
    return page + "</body>\n</html>\n";
}

} // namespace Patchbay
