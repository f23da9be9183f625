// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/transcript/markdownrow.h"

#include <QByteArrayView>

struct cmark_node;

namespace Patchbay {

/// Turns blocks of a syntax tree into rows. What came before the tree (the text is parsed in
/// pieces) is told by RowContext.
class RowBuilder
{
public:
    struct Context
    {
        bool first = true;        // no row before these
        bool inList = false;      // the last row before belongs to the list that goes on
        bool blankBefore = false; // a blank line stands before the tree's first line
        int blocks = 0;           // code blocks and tables so far
        int itemsBefore = 0;      // items of the list that the tree's first list continues
        int listStart = 1;        // the number of that list's first item
        int tableRowsBefore = 0;  // rows of the table that the tree's first table continues
        int hiddenLines = 0;      // lines at the start that give context and no rows
    };

    /// `source` is the text that the tree was parsed from.
    RowBuilder(MarkdownRows& rows, QByteArrayView source, const Context& context);

    /// Adds the rows of one top-level block.
    void addTopLevel(cmark_node* node);
    /// One item of a top-level list, or one row of a top-level table; `index` from 0 in the tree.
    void addItem(cmark_node* list, cmark_node* item, int index);
    void addTableRow(cmark_node* table, cmark_node* row, int index);
    void beginTable(cmark_node* table);

    [[nodiscard]] int blocks() const { return m_context.blocks; }
    /// Where a line (from 1) starts in the source.
    [[nodiscard]] qsizetype lineStart(int line) const;
    [[nodiscard]] int lineCount() const { return static_cast<int>(m_lineStarts.size()); }

private:
    void addBlock(cmark_node* node, int depth);
    void addChildren(cmark_node* node, int depth);
    void addList(cmark_node* list, int depth);
    void addListItem(cmark_node* list, cmark_node* item, int number, bool firstOfList, int depth);
    void addCode(const QString& text, const QString& language);
    MarkdownRow& add(MarkdownRow::Kind kind, int gap);
    [[nodiscard]] bool blankLineBefore(int line) const;

    MarkdownRows& m_rows;
    QByteArrayView m_source;
    Context m_context;
    std::vector<qsizetype> m_lineStarts;
    QString m_containers;
    QString m_marker; // waits for its item's first row
    bool m_loose = false;
    int m_itemGap = 0; // gap of the next row when it begins an item, else 0
    std::shared_ptr<const TableShape> m_shape;
};

/// Longest piece of one line of code that is one row.
inline constexpr qsizetype longestCodeRow = 2000;

/// The rows of one line of code: more than one when it is very long.
void appendCodeLine(MarkdownRows& rows, const MarkdownRow& like, const QString& line, int gap,
                    int& index);

} // namespace Patchbay
