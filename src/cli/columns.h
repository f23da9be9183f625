// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace Patchbay {

/// How wide a page of text is; terminals are at least that.
constexpr qsizetype pageColumns = 80;

/// How many columns of a terminal it takes: Chinese and other wide characters take two.
[[nodiscard]] qsizetype columnsOf(const QString& text);
[[nodiscard]] QString padded(const QString& text, qsizetype width, bool right = false);
/// Cut to so many columns, with … in place of the rest.
[[nodiscard]] QString shortened(const QString& text, qsizetype width);

/// The text behind `start`, broken at spaces (or between wide characters) into lines of a page;
/// the lines after the first begin with `indent` spaces.
[[nodiscard]] QStringList wrapped(const QString& text, const QString& start, qsizetype indent);

/// The header, then the rows, in columns as wide as their longest cell; those named in `numeric`
/// are aligned right.
[[nodiscard]] QStringList tableLines(const QStringList& header, const QList<QStringList>& rows,
                                     const QList<int>& numeric = {});

} // namespace Patchbay
