// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/transcript/markdownrow.h"

struct cmark_node;

namespace Patchbay {

/// Appends the inlines below `parent` (a paragraph, heading or cell) to the row's text and formats.
/// Images become their alternative text with a link to their address, raw HTML its own text.
void appendInlines(cmark_node* parent, MarkdownRow& row);

} // namespace Patchbay
