// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <memory>
#include <vector>

namespace Patchbay {

/// How a piece of a row's text looks. A value.
struct InlineFormat
{
    enum Flag : quint8 { Bold = 1, Italic = 2, Strike = 4, Code = 8, Link = 16 };

    int start = 0;
    int length = 0;
    quint8 flags = 0;
    QString href; // of a link, as it was written

    bool operator==(const InlineFormat&) const = default;
};

/// The columns of one table, shared by its rows.
struct TableShape
{
    enum class Align : quint8 { Start, Centre, End };
    std::vector<Align> columns;

    bool operator==(const TableShape&) const = default;
};

/// One line of the flat list that a Markdown text becomes: what is laid out, painted and measured
/// on its own. Its blocks' nesting is kept as `containers`, outermost first.
struct MarkdownRow
{
    enum class Kind : quint8 { Paragraph, Heading, Code, TableRow, Rule };

    Kind kind = Kind::Paragraph;
    quint8 level = 0;     // of a heading, 1 to 6
    quint8 gap = 0;       // line ends between the row before and this one in the plain text
    bool loose = false;   // a list item that a blank line parts from the one before
    bool header = false;  // of a table
    int block = 0;        // the code block or table it belongs to, counted from 1
    int indexInBlock = 0; // line of the code, row of the table
    QString containers;   // 'q' per quote, 'l' per list level
    QString marker;       // "•", "1.", "☐", "☑" on the first row of a list item
    QString text;         // cells are parted by tabs
    std::vector<InlineFormat> formats;
    std::vector<int> cells; // where each cell of a table row starts in `text`
    QString language;       // of a code block, as its fence says
    std::shared_ptr<const TableShape> shape;

    [[nodiscard]] bool operator==(const MarkdownRow& other) const;
};

using MarkdownRows = std::vector<MarkdownRow>;

/// The text of the rows with their gaps: what find and selection count characters in.
[[nodiscard]] QString plainText(const MarkdownRows& rows);

/// The text of one row as it counts in the plain text: forced line breaks are line feeds there.
[[nodiscard]] QString plainRowText(const MarkdownRow& row);

/// A text as it was typed: one row per line, very long lines cut at a space.
[[nodiscard]] MarkdownRows plainRows(QStringView text);

} // namespace Patchbay
