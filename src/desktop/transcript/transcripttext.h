// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/transcript/markdownrow.h"
#include "desktop/transcript/transcriptmodel.h"

#include <QFlags>

namespace Patchbay {

enum class FindFlag { None = 0, CaseSensitive = 1, WholeWords = 2 };
Q_DECLARE_FLAGS(FindFlags, FindFlag)
Q_DECLARE_OPERATORS_FOR_FLAGS(FindFlags)

/// A message's text as it is read, without Markdown's signs and without thinking. Offsets of
/// matches (TranscriptView::showMatch()) are counted in it.
[[nodiscard]] QString plainTextOf(const TranscriptMessage& message);

/// Where a text occurs in a plain text, in order and not overlapping.
[[nodiscard]] QList<qsizetype> findMatches(const QString& plain, const QString& text,
                                           FindFlags flags);

/// What a copy of the characters [start, end) of the rows' plain text reads: with the markers of
/// the list items that are copied from their beginning.
[[nodiscard]] QString copiedText(const MarkdownRows& rows, qsizetype start, qsizetype end);

} // namespace Patchbay
