// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/transcript/codehighlighter.h"
#include "desktop/transcript/markdownrow.h"

#include <QRectF>
#include <QTextLayout>

#include <span>

class QPainter;

namespace Patchbay {

class TranscriptStyle;

/// What a row's layout depends on besides the row.
struct RowFrame
{
    int width = 0;
    int spaceAbove = 0;
    int sharedContainers = 0; // with the row before, outermost first
    bool lastOfBlock = false; // of a code block or table
    bool dim = false;         // thinking is quieter than the answer
    std::vector<int> columns; // of a table
    int columnsVersion = 0;
    CodeSpans spans; // of a line of code
};

/// A range of a row's text to be painted behind it.
struct RowMark
{
    int start = 0;
    int end = 0;
    QColor color;
};

/// One laid out row: paints itself and tells where its characters are. Its place is (0, 0).
class RowLayout
{
public:
    RowLayout(const MarkdownRow& row, const TranscriptStyle& style, RowFrame frame);

    [[nodiscard]] int height() const { return m_height; }
    [[nodiscard]] const RowFrame& frame() const { return m_frame; }
    /// How wide the text is at most, without what is left of it.
    [[nodiscard]] int textWidth() const;
    /// Below the space that parts it from the row before.
    [[nodiscard]] QRectF contentRect() const;

    void paint(QPainter& painter, const MarkdownRow& row, const TranscriptStyle& style,
               QPointF origin, std::span<const RowMark> marks) const;

    /// The place in the text that is nearest to a point; `inside` says if the point is on text.
    [[nodiscard]] int positionAt(QPointF point, bool* inside = nullptr) const;
    /// The rectangles that a range of the text covers, line by line.
    [[nodiscard]] std::vector<QRectF> rectsOf(int start, int end) const;
    [[nodiscard]] QRectF cursorRect(int position) const;
    /// The bar above a code block's first line.
    [[nodiscard]] QRectF headerRect() const { return m_header; }

private:
    struct Cell
    {
        std::unique_ptr<QTextLayout> layout;
        QPointF place;
        int start = 0;
    };

    void layOutText(const MarkdownRow& row, const TranscriptStyle& style);
    void layOutTable(const MarkdownRow& row, const TranscriptStyle& style);
    Cell makeCell(const MarkdownRow& row, const TranscriptStyle& style, int start, int end,
                  Qt::Alignment alignment) const;
    static qreal layOutLines(QTextLayout& layout, qreal width, qreal hanging, int lineHeight);
    void paintBackground(QPainter& painter, const MarkdownRow& row, const TranscriptStyle& style,
                         QPointF origin) const;
    [[nodiscard]] const Cell* cellAt(int position) const;

    std::vector<Cell> m_cells;
    QRectF m_header;
    RowFrame m_frame;
    int m_indent = 0;
    int m_height = 0;
};

} // namespace Patchbay
