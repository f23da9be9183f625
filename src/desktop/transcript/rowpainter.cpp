// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/rowlayout.h"
#include "desktop/transcript/transcriptstyle.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>

namespace Patchbay {

namespace {

/// A code block's piece of frame: sides always, rounded ends on its first and last line.
QPainterPath framePath(const QRectF& rect, bool first, bool last, qreal radius)
{
    QPainterPath path;
    const qreal top = first ? radius : 0;
    const qreal bottom = last ? radius : 0;
    path.moveTo(rect.left(), rect.bottom() - bottom);
    path.lineTo(rect.left(), rect.top() + top);
    if (first)
        path.quadTo(rect.topLeft(), {rect.left() + radius, rect.top()});
    else
        path.moveTo(rect.topRight());
    if (first) {
        path.lineTo(rect.right() - radius, rect.top());
        path.quadTo(rect.topRight(), {rect.right(), rect.top() + radius});
    }
    path.lineTo(rect.right(), rect.bottom() - bottom);
    if (last) {
        path.quadTo(rect.bottomRight(), {rect.right() - radius, rect.bottom()});
        path.lineTo(rect.left() + radius, rect.bottom());
        path.quadTo(rect.bottomLeft(), {rect.left(), rect.bottom() - radius});
    }
    return path;
}

void paintCheckBox(QPainter& painter, const TranscriptStyle& style, QRectF place, bool checked)
{
    const qreal side = style.px(13);
    const QRectF box(std::round(place.center().x() - side / 2) + 0.5,
                     std::round(place.center().y() - side / 2) + 0.5, side, side);
    painter.setPen(QPen(checked ? style.theme().accent : style.theme().dim, 1));
    painter.setBrush(checked ? QBrush(style.theme().accent) : QBrush(Qt::NoBrush));
    painter.drawRoundedRect(box, style.px(3), style.px(3));
    if (!checked)
        return;
    painter.setPen(QPen(style.theme().onAccent, side / 7, Qt::SolidLine, Qt::RoundCap));
    const QPointF tick[] = {box.topLeft() + QPointF(side * 0.22, side * 0.52),
                            box.topLeft() + QPointF(side * 0.42, side * 0.72),
                            box.topLeft() + QPointF(side * 0.78, side * 0.3)};
    painter.drawPolyline(tick, 3);
}

} // namespace

void RowLayout::paintBackground(QPainter& painter, const MarkdownRow& row,
                                const TranscriptStyle& style, QPointF origin) const
{
    const TranscriptTheme& theme = style.theme();
    qreal x = origin.x();
    int depth = 0;
    for (const QChar container : QStringView(row.containers).left(12)) {
        // A quote's bar goes on through the space between its rows, and begins with its first.
        const int above = depth++ < m_frame.sharedContainers ? 0 : m_frame.spaceAbove;
        if (container == u'q') {
            painter.fillRect(
                QRectF(x + style.px(2), origin.y() + above, style.px(3), m_height - above),
                theme.line);
        }
        x += style.containerWidth(container);
    }
    const QRectF content = contentRect().translated(origin);
    if (row.kind == MarkdownRow::Kind::Rule) {
        painter.fillRect(content, theme.line);
    } else if (row.kind == MarkdownRow::Kind::TableRow) {
        int width = 0;
        if (!m_cells.empty() && !m_frame.columns.empty()) {
            width = static_cast<int>(m_cells.back().place.x()) - m_indent +
                    m_frame.columns[std::min(m_cells.size(), m_frame.columns.size()) - 1] +
                    style.px(10);
        }
        painter.fillRect(QRectF(content.left(), content.bottom() - 1, width, 1), theme.line);
    } else if (row.kind == MarkdownRow::Kind::Code) {
        const bool first = row.indexInBlock == 0;
        const QRectF box =
            content.adjusted(0.5, first ? 0.5 : 0, -0.5, m_frame.lastOfBlock ? -0.5 : 0);
        const QPainterPath path = framePath(box, first, m_frame.lastOfBlock, style.px(8));
        painter.setRenderHint(QPainter::Antialiasing, first || m_frame.lastOfBlock);
        if (first || m_frame.lastOfBlock)
            painter.fillPath(path, theme.codeBackground);
        if (!first && !m_frame.lastOfBlock)
            painter.fillRect(content, theme.codeBackground);
        else if (!first)
            painter.fillRect(content.adjusted(1, 0, -1, -style.px(8)), theme.codeBackground);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(theme.line);
        if (first || m_frame.lastOfBlock) {
            painter.drawPath(path);
        } else {
            painter.fillRect(QRectF(content.left(), content.top(), 1, content.height()),
                             theme.line);
            painter.fillRect(QRectF(content.right() - 1, content.top(), 1, content.height()),
                             theme.line);
        }
        painter.setRenderHint(QPainter::Antialiasing, true);
        if (first) {
            const QRectF header = m_header.translated(origin);
            painter.fillRect(QRectF(header.left() + 1, header.bottom() - 1, header.width() - 2, 1),
                             theme.line);
            painter.setFont(style.small());
            painter.setPen(theme.dim);
            QString name = row.language.section(u' ', 0, 0);
            if (name.isEmpty())
                name = QCoreApplication::translate("Transcript", "code");
            painter.drawText(header.adjusted(style.px(12), 0, -style.px(80), 0),
                             Qt::AlignVCenter | Qt::AlignLeft, name);
        }
    }
}

void RowLayout::paint(QPainter& painter, const MarkdownRow& row, const TranscriptStyle& style,
                      QPointF origin, std::span<const RowMark> marks) const
{
    paintBackground(painter, row, style, origin);
    const TranscriptTheme& theme = style.theme();
    painter.setPen(Qt::NoPen);
    if (row.kind != MarkdownRow::Kind::Code) {
        painter.setBrush(theme.codeBackground);
        for (const InlineFormat& format : row.formats) {
            if (!(format.flags & InlineFormat::Code))
                continue;
            for (const QRectF& rect : rectsOf(format.start, format.start + format.length)) {
                const qreal grow = style.px(3);
                painter.drawRoundedRect(rect.translated(origin).adjusted(-grow, 0, 0, 0),
                                        style.px(4), style.px(4));
            }
        }
    }
    for (const RowMark& mark : marks) {
        for (const QRectF& rect : rectsOf(mark.start, mark.end))
            painter.fillRect(rect.translated(origin), mark.color);
        // An empty line inside a selection shows that it is part of it.
        if (row.text.isEmpty() && mark.end > 0)
            painter.fillRect(cursorRect(0).translated(origin).adjusted(0, 0, style.px(4), 0),
                             mark.color);
    }
    painter.setPen(m_frame.dim || row.header ? theme.dim : theme.text);
    for (const Cell& cell : m_cells)
        cell.layout->draw(&painter, origin + cell.place);
    if (row.marker.isEmpty() || m_cells.empty())
        return;
    const int width = style.containerWidth(u'l');
    const QTextLine line = m_cells.front().layout->lineAt(0);
    const QRectF place(origin.x() + m_indent - width,
                       origin.y() + m_cells.front().place.y() + (line.isValid() ? line.y() : 0),
                       width, line.isValid() ? line.height() : style.px(21));
    if (row.marker.front() == QChar(0x2610) || row.marker.front() == QChar(0x2611)) {
        paintCheckBox(painter, style, place.adjusted(0, 0, -style.px(4), 0),
                      row.marker.front() == QChar(0x2611));
    } else if (row.marker == QChar(0x2022)) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_frame.dim ? theme.dim : theme.text);
        const qreal radius = style.px(5) / 2.0;
        const bool nested = row.containers.count(u'l') % 2 == 0;
        const QPointF centre(place.left() + style.px(8), place.center().y() + 0.5);
        if (nested) {
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(m_frame.dim ? theme.dim : theme.text, 1));
        }
        painter.drawEllipse(centre, radius, radius);
    } else {
        painter.setPen(theme.dim);
        painter.setFont(style.body());
        painter.drawText(place.adjusted(-style.px(40), 0, -style.px(6), 0),
                         Qt::AlignRight | Qt::AlignVCenter | Qt::TextDontClip, row.marker);
    }
}

} // namespace Patchbay
