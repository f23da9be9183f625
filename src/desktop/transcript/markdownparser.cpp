// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/markdownparser.h"

#include "desktop/transcript/markdownstream.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

namespace Patchbay {

void MarkdownTreeDeleter::operator()(cmark_node* node) const
{
    cmark_node_free(node);
}

MarkdownTree parseMarkdownTree(QByteArrayView utf8)
{
    cmark_gfm_core_extensions_ensure_registered();
    const std::unique_ptr<cmark_parser, decltype(&cmark_parser_free)> parser(
        cmark_parser_new(CMARK_OPT_DEFAULT | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE),
        &cmark_parser_free);
    for (const char* name : {"table", "strikethrough", "autolink", "tasklist"}) {
        if (cmark_syntax_extension* extension = cmark_find_syntax_extension(name))
            cmark_parser_attach_syntax_extension(parser.get(), extension);
    }
    cmark_parser_feed(parser.get(), utf8.data(), static_cast<size_t>(utf8.size()));
    return MarkdownTree(cmark_parser_finish(parser.get()));
}

MarkdownRows parseMarkdown(QStringView text)
{
    MarkdownRows rows;
    MarkdownStream stream;
    stream.append(text);
    stream.update(rows);
    return rows;
}

} // namespace Patchbay
