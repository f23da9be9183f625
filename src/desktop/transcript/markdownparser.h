// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/transcript/markdownrow.h"

#include <QByteArrayView>

#include <memory>

struct cmark_node;

namespace Patchbay {

struct MarkdownTreeDeleter
{
    void operator()(cmark_node* node) const;
};
using MarkdownTree = std::unique_ptr<cmark_node, MarkdownTreeDeleter>;

/// The syntax tree of UTF-8 Markdown with tables, strikethrough, autolinks and task lists.
[[nodiscard]] MarkdownTree parseMarkdownTree(QByteArrayView utf8);

/// Rows of a whole text. Costs its length; what grows is for MarkdownStream.
[[nodiscard]] MarkdownRows parseMarkdown(QStringView text);

} // namespace Patchbay
