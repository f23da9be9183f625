// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/connection.h"

/// The full-text index over messages. Chinese, Japanese and Korean have no spaces between words, so
/// their characters are indexed one by one and found as phrases.
namespace Patchbay::SearchIndex {

/// Indexes the text of a message that has none in the index yet; an empty text is left out.
Result<void> add(Connection& connection, qint64 message, const QString& text);
/// Takes it out again; `text` is what was indexed.
Result<void> remove(Connection& connection, qint64 message, const QString& text);
/// The words in what a person typed.
[[nodiscard]] QStringList wordsOf(const QString& text);
/// What a person typed as a query of FTS5: all of the words, the last one as a beginning; empty
/// when there is no word in it.
[[nodiscard]] QString query(const QString& words);
/// The text as the index splits it.
[[nodiscard]] QString segmented(const QString& text);
/// The surroundings of the first match, with U+0002 and U+0003 around it.
[[nodiscard]] QString snippet(const QString& text, const QString& words);

} // namespace Patchbay::SearchIndex
