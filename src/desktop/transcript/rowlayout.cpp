// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/rowlayout.h"

#include "desktop/transcript/tablecolumns.h"
#include "desktop/transcript/transcriptstyle.h"

#include <QFontMetricsF>
#include <QTextOption>

#include <cmath>

namespace Patchbay {

namespace {

QList<QTextLayout::FormatRange> formatsOf(const MarkdownRow& row, const TranscriptStyle& style,
                                          const RowFrame& frame, int start, int end)
{
    QList<QTextLayout::FormatRange> ranges;
    const auto add = [&](int from, int length, const QTextCharFormat& format) {
        const int first = std::max(from, start);
        const int last = std::min(from + length, end);
        if (last > first)
            ranges.append({first - start, last - first, format});
    };
    for (const InlineFormat& piece : row.formats) {
        QTextCharFormat format;
        if (piece.flags & InlineFormat::Code) {
            QFont font = style.mono();
            if (row.kind == MarkdownRow::Kind::Heading)
                font.setPixelSize(style.rowFont(row).pixelSize() - style.px(1));
            format.setFont(font, QTextCharFormat::FontPropertiesSpecifiedOnly);
        }
        if (piece.flags & InlineFormat::Bold)
            format.setFontWeight(QFont::Bold);
        if (piece.flags & InlineFormat::Italic)
            format.setFontItalic(true);
        if (piece.flags & InlineFormat::Strike)
            format.setFontStrikeOut(true);
        if (piece.flags & InlineFormat::Link)
            format.setForeground(style.theme().accent);
        add(piece.start, piece.length, format);
        if (piece.flags & InlineFormat::Code) {
            // Room for the box around it, on both sides.
            QTextCharFormat room;
            room.setFontLetterSpacingType(QFont::AbsoluteSpacing);
            room.setFontLetterSpacing(style.px(3));
            if (piece.start > start)
                add(piece.start - 1, 1, room);
            add(piece.start + piece.length - 1, 1, room);
        }
    }
    for (const CodeSpan& span : frame.spans) {
        QTextCharFormat format;
        format.setForeground(style.color(span.token));
        add(span.start, span.length, format);
    }
    return ranges;
}

} // namespace

RowLayout::RowLayout(const MarkdownRow& row, const TranscriptStyle& style, RowFrame frame)
    : m_frame(std::move(frame))
    , m_indent(style.indent(row))
{
    if (row.kind == MarkdownRow::Kind::TableRow)
        layOutTable(row, style);
    else
        layOutText(row, style);
}

qreal RowLayout::layOutLines(QTextLayout& layout, qreal width, qreal hanging, int lineHeight)
{
    qreal y = 0;
    layout.beginLayout();
    for (int i = 0;; ++i) {
        QTextLine line = layout.createLine();
        if (!line.isValid())
            break;
        const qreal x = i == 0 ? 0 : hanging;
        line.setLineWidth(std::max(width - x, 10.0));
        const qreal height = std::max<qreal>(lineHeight, std::ceil(line.height()));
        line.setPosition({x, y + std::floor((height - line.height()) / 2)});
        y += height;
    }
    layout.endLayout();
    return std::max<qreal>(y, lineHeight);
}

RowLayout::Cell RowLayout::makeCell(const MarkdownRow& row, const TranscriptStyle& style, int start,
                                    int end, Qt::Alignment alignment) const
{
    Cell cell;
    cell.start = start;
    const QString text = row.text.mid(start, end - start);
    cell.layout = std::make_unique<QTextLayout>(text, style.rowFont(row));
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setAlignment(alignment);
    if (row.kind == MarkdownRow::Kind::Code) {
        option.setTextDirection(Qt::LeftToRight);
        option.setTabStopDistance(4 * QFontMetricsF(style.mono()).horizontalAdvance(u' '));
    } else {
        option.setTextDirection(text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
    }
    cell.layout->setTextOption(option);
    cell.layout->setFormats(formatsOf(row, style, m_frame, start, end));
    return cell;
}

void RowLayout::layOutText(const MarkdownRow& row, const TranscriptStyle& style)
{
    int y = m_frame.spaceAbove;
    if (row.kind == MarkdownRow::Kind::Rule) {
        m_height = y + style.px(1);
        return;
    }
    const bool code = row.kind == MarkdownRow::Kind::Code;
    int inset = 0;
    qreal hanging = 0;
    if (code) {
        inset = style.px(12);
        if (row.indexInBlock == 0) {
            m_header = QRectF(m_indent, y, m_frame.width - m_indent, style.px(27));
            y += style.px(27 + 9);
        }
        qsizetype spaces = 0;
        while (spaces < row.text.size() && row.text.at(spaces) == u' ')
            ++spaces;
        const qreal space = QFontMetricsF(style.mono()).horizontalAdvance(u' ');
        hanging = std::min((static_cast<qreal>(spaces) + 2) * space, m_frame.width / 3.0);
    }
    const qreal width = std::max(m_frame.width - m_indent - 2 * inset, style.px(30));
    Cell cell = makeCell(row, style, 0, static_cast<int>(row.text.size()), Qt::AlignLeft);
    cell.place = QPointF(m_indent + inset, y);
    y += static_cast<int>(layOutLines(*cell.layout, width, hanging, style.lineHeight(row)));
    m_cells.push_back(std::move(cell));
    m_height = y + (code && m_frame.lastOfBlock ? style.px(10) : 0);
}

void RowLayout::layOutTable(const MarkdownRow& row, const TranscriptStyle& style)
{
    const int top = m_frame.spaceAbove + style.px(6);
    const int padding = TableColumns::padding(style);
    int x = m_indent;
    qreal tallest = style.lineHeight(row);
    for (size_t i = 0; i < row.cells.size(); ++i) {
        const int start = row.cells[i];
        const int end =
            i + 1 < row.cells.size() ? row.cells[i + 1] - 1 : static_cast<int>(row.text.size());
        Qt::Alignment alignment = Qt::AlignLeft;
        if (row.shape && i < row.shape->columns.size()) {
            if (row.shape->columns[i] == TableShape::Align::End)
                alignment = Qt::AlignRight;
            else if (row.shape->columns[i] == TableShape::Align::Centre)
                alignment = Qt::AlignHCenter;
        }
        const int width = i < m_frame.columns.size() ? m_frame.columns[i] : style.px(40);
        Cell cell = makeCell(row, style, start, end, alignment);
        cell.place = QPointF(x + padding, top);
        tallest = std::max(tallest, layOutLines(*cell.layout, width, 0, style.lineHeight(row)));
        m_cells.push_back(std::move(cell));
        x += width + 2 * padding;
    }
    m_height = top + static_cast<int>(tallest) + style.px(6) + 1;
}

int RowLayout::textWidth() const
{
    qreal width = 0;
    for (const Cell& cell : m_cells) {
        for (int i = 0; i < cell.layout->lineCount(); ++i)
            width = std::max(width, cell.layout->lineAt(i).naturalTextWidth());
    }
    return static_cast<int>(std::ceil(width));
}

QRectF RowLayout::contentRect() const
{
    return QRectF(m_indent, m_frame.spaceAbove, m_frame.width - m_indent,
                  m_height - m_frame.spaceAbove);
}

const RowLayout::Cell* RowLayout::cellAt(int position) const
{
    const Cell* found = m_cells.empty() ? nullptr : &m_cells.front();
    for (const Cell& cell : m_cells) {
        if (cell.start <= position)
            found = &cell;
    }
    return found;
}

int RowLayout::positionAt(QPointF point, bool* inside) const
{
    if (inside)
        *inside = false;
    const Cell* cell = m_cells.empty() ? nullptr : &m_cells.front();
    if (!cell)
        return 0;
    for (const Cell& candidate : m_cells) {
        if (candidate.place.x() <= point.x())
            cell = &candidate;
    }
    const QPointF local = point - cell->place;
    const QTextLayout& layout = *cell->layout;
    if (local.y() < 0 && m_cells.size() == 1)
        return cell->start;
    for (int i = 0; i < layout.lineCount(); ++i) {
        const QTextLine line = layout.lineAt(i);
        const bool last = i + 1 == layout.lineCount();
        const qreal bottom = last ? line.y() + line.height() : layout.lineAt(i + 1).y();
        if (local.y() >= bottom && !last)
            continue;
        if (local.y() > bottom + 4 && m_cells.size() == 1)
            break;
        const QRectF text = line.naturalTextRect();
        if (inside)
            *inside = local.x() >= text.left() && local.x() <= text.right();
        return cell->start + line.xToCursor(local.x());
    }
    return cell->start + static_cast<int>(layout.text().size());
}

std::vector<QRectF> RowLayout::rectsOf(int start, int end) const
{
    std::vector<QRectF> rects;
    for (const Cell& cell : m_cells) {
        const int length = static_cast<int>(cell.layout->text().size());
        const int first = std::max(start - cell.start, 0);
        const int last = std::min(end - cell.start, length);
        if (last <= first)
            continue;
        for (int i = 0; i < cell.layout->lineCount(); ++i) {
            const QTextLine line = cell.layout->lineAt(i);
            const int from = std::max(first, line.textStart());
            const int to = std::min(last, line.textStart() + line.textLength());
            if (to <= from)
                continue;
            const qreal a = line.cursorToX(from);
            const qreal b = to == line.textStart() + line.textLength() && !line.naturalTextWidth()
                                ? a
                                : line.cursorToX(to);
            rects.emplace_back(cell.place.x() + std::min(a, b), cell.place.y() + line.y(),
                               std::abs(b - a), line.height());
        }
    }
    return rects;
}

QRectF RowLayout::cursorRect(int position) const
{
    const Cell* cell = cellAt(position);
    if (!cell)
        return contentRect();
    const int local =
        std::clamp(position - cell->start, 0, static_cast<int>(cell->layout->text().size()));
    const QTextLine line = cell->layout->lineForTextPosition(local);
    if (!line.isValid())
        return QRectF(cell->place, QSizeF(1, m_height - cell->place.y()));
    return QRectF(cell->place.x() + line.cursorToX(local), cell->place.y() + line.y(), 1,
                  line.height());
}

} // namespace Patchbay
