// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/transcript/codecolours.h"
#include "desktop/transcript/heightindex.h"
#include "desktop/transcript/markdownstream.h"
#include "desktop/transcript/rowlayout.h"
#include "desktop/transcript/tablecolumns.h"

#include <QHash>

namespace Patchbay {

/// One text in a column: its rows, of which only those that were looked at are laid out; the
/// heights of the others are estimates. GUI thread.
class RowFlow
{
public:
    enum class Syntax { Plain, Markdown };

    RowFlow(Syntax syntax, CodeHighlighter& highlighter);

    /// Layouts are made anew where they are needed. `style` outlives the flow or the next call.
    void setFrame(const TranscriptStyle* style, int width, bool dim);
    void setText(QStringView text);
    /// Cheap; update() brings the rows up to date.
    void append(QStringView text);
    /// True when rows changed.
    bool update();
    /// No more text comes: tables get their final columns.
    void complete();
    /// Characters taken so far.
    [[nodiscard]] qsizetype length() const { return m_length; }

    [[nodiscard]] const MarkdownRows& rows() const { return m_rows; }
    [[nodiscard]] qint64 height() const { return m_heights.total(); }
    [[nodiscard]] qint64 top(int row) const { return m_heights.top(row); }
    [[nodiscard]] int rowAt(qint64 y) const { return m_heights.indexAt(y); }
    /// Lays out what lies between two heights. True when a height was not as estimated.
    bool layOut(qint64 from, qint64 to);
    /// The row's layout, made if it is missing.
    const RowLayout& layoutOf(int row);
    /// Drops layouts far from these rows when there are many.
    void trim(int first, int last);
    [[nodiscard]] int laidOutCount() const { return m_laidOut; }
    /// Colours code whose colours were missing when it was laid out. True while some still are;
    /// `repaint` says if anything changed.
    bool colourMore(int budgetMs, bool* repaint);
    [[nodiscard]] bool coloursMissing() const { return !m_uncoloured.isEmpty(); }

    /// Places are counted in plainText(rows()).
    [[nodiscard]] qsizetype textStart(int row) const;
    [[nodiscard]] qsizetype textLength() const;
    [[nodiscard]] int rowOfPosition(qsizetype position) const;
    [[nodiscard]] qsizetype positionAt(QPointF point, bool* inside = nullptr);
    [[nodiscard]] QRectF cursorRect(qsizetype position);
    /// A code block's text by any of its rows.
    [[nodiscard]] QString codeText(int row) const;

private:
    void replaceFrom(int row);
    [[nodiscard]] int estimate(int row) const;
    [[nodiscard]] RowFrame frameOf(int row);
    [[nodiscard]] bool isLastOfBlock(int row) const;
    [[nodiscard]] bool isCurrent(int row);
    void forget(int row);

    Syntax m_syntax;
    const TranscriptStyle* m_style = nullptr;
    int m_width = 0;
    bool m_dim = false;
    qsizetype m_length = 0;
    MarkdownStream m_stream;
    MarkdownRows m_rows;
    std::vector<qsizetype> m_textStarts;
    HeightIndex m_heights;
    std::vector<std::unique_ptr<RowLayout>> m_layouts;
    int m_laidOut = 0;
    QHash<int, TableColumns> m_tables; // by block
    int m_tableRowsSeen = 0;           // rows whose cells the columns know
    CodeColours m_colours;
    QList<int> m_uncoloured;
};

} // namespace Patchbay
