// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/tablecolumns.h"

#include "desktop/transcript/markdownrow.h"
#include "desktop/transcript/transcriptstyle.h"

#include <QFontMetricsF>

#include <cmath>
#include <numeric>

namespace Patchbay {

namespace {

/// Longer cells wrap anyway.
constexpr qsizetype longestMeasured = 120;

} // namespace

int TableColumns::padding(const TranscriptStyle& style)
{
    return style.px(10);
}

bool TableColumns::add(const MarkdownRow& row, const TranscriptStyle& style)
{
    QFont font = style.rowFont(row);
    for (const InlineFormat& format : row.formats) {
        if (format.flags & InlineFormat::Bold)
            font.setBold(true);
    }
    const QFontMetricsF metrics(font);
    std::vector<int>& widths = row.indexInBlock < settledRows ? m_natural : m_late;
    const size_t columns = row.shape ? row.shape->columns.size() : row.cells.size();
    widths.resize(std::max(widths.size(), columns), 0);
    bool grown = false;
    for (size_t i = 0; i < row.cells.size() && i < columns; ++i) {
        const qsizetype start = row.cells[i];
        const qsizetype end = i + 1 < row.cells.size() ? row.cells[i + 1] - 1 : row.text.size();
        qreal width = 0;
        const QString cell = row.text.mid(start, std::min(end - start, longestMeasured));
        for (const QString& line : cell.split(QChar::LineSeparator))
            width = std::max(width, metrics.horizontalAdvance(line));
        // Pieces in the font of code are a little wider.
        for (const InlineFormat& format : row.formats) {
            if ((format.flags & InlineFormat::Code) && format.start >= start && format.start < end)
                width += format.length * metrics.averageCharWidth() * 0.25 + style.px(4);
        }
        const int needed = static_cast<int>(std::ceil(width)) + style.px(2);
        if (needed > widths[i]) {
            widths[i] = needed;
            grown = true;
        }
    }
    grown = grown && &widths == &m_natural;
    m_version += grown ? 1 : 0;
    return grown;
}

bool TableColumns::complete()
{
    bool grown = false;
    m_natural.resize(std::max(m_natural.size(), m_late.size()), 0);
    for (size_t i = 0; i < m_late.size(); ++i) {
        if (m_late[i] > m_natural[i]) {
            m_natural[i] = m_late[i];
            grown = true;
        }
    }
    m_late.clear();
    m_version += grown ? 1 : 0;
    return grown;
}

std::vector<int> TableColumns::widths(int available, const TranscriptStyle& style) const
{
    std::vector<int> widths = m_natural;
    const int room = available - 2 * padding(style) * static_cast<int>(widths.size());
    const int sum = std::accumulate(widths.begin(), widths.end(), 0);
    if (widths.empty() || sum <= room)
        return widths;
    // Narrow columns keep what they need, wide ones share the rest by the root of their need.
    const int least = std::max(style.px(40), room / static_cast<int>(widths.size()) / 2);
    qreal weights = 0;
    int left = room;
    for (const int width : widths) {
        left -= std::min(width, least);
        weights += width > least ? std::sqrt(width - least) : 0;
    }
    for (int& width : widths) {
        if (width > least) {
            const qreal share = std::sqrt(width - least) / weights * std::max(left, 0);
            width = least + static_cast<int>(share);
        }
    }
    return widths;
}

} // namespace Patchbay
