// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/rowflow.h"

#include "desktop/transcript/transcriptstyle.h"

#include <algorithm>
#include <functional>

namespace Patchbay {

namespace {

constexpr int keptLayouts = 400;
constexpr int keptAround = 100;
/// What colouring may cost while a page is laid out; the rest follows in slices.
constexpr int colourBudgetMs = 4;

} // namespace

RowFlow::RowFlow(Syntax syntax, CodeHighlighter& highlighter)
    : m_syntax(syntax)
    , m_colours(highlighter)
{
}

void RowFlow::setFrame(const TranscriptStyle* style, int width, bool dim)
{
    m_style = style;
    m_width = width;
    m_dim = dim;
    m_tables.clear();
    m_tableRowsSeen = 0;
    replaceFrom(0);
}

void RowFlow::setText(QStringView text)
{
    m_length = text.size();
    m_stream = {};
    m_rows.clear();
    m_tables.clear();
    m_tableRowsSeen = 0;
    if (m_syntax == Syntax::Plain) {
        m_rows = plainRows(text);
    } else {
        m_stream.append(text);
        m_stream.update(m_rows);
    }
    m_colours.forgetFrom(0);
    replaceFrom(0);
}

void RowFlow::append(QStringView text)
{
    m_length += text.size();
    m_stream.append(text);
}

bool RowFlow::update()
{
    if (!m_stream.hasPending())
        return false;
    const int changed = m_stream.update(m_rows);
    m_colours.forgetFrom(changed);
    replaceFrom(changed);
    return true;
}

void RowFlow::complete()
{
    for (TableColumns& table : m_tables)
        table.complete();
}

void RowFlow::replaceFrom(int row)
{
    const auto from = static_cast<size_t>(row);
    m_textStarts.resize(std::min(from, m_textStarts.size()));
    for (size_t i = m_textStarts.size(); i < m_rows.size(); ++i) {
        const qsizetype before = i == 0 ? 0 : m_textStarts[i - 1] + m_rows[i - 1].text.size();
        m_textStarts.push_back(before + m_rows[i].gap);
    }
    while (std::ssize(m_layouts) > row) {
        m_laidOut -= m_layouts.back() ? 1 : 0;
        m_layouts.pop_back();
    }
    m_uncoloured.removeIf([row](int uncoloured) { return uncoloured >= row; });
    m_layouts.resize(m_rows.size());
    if (!m_style)
        return;
    // The row before may have been the last of its block.
    if (row > 0)
        forget(row - 1);
    m_tableRowsSeen = std::min(m_tableRowsSeen, row);
    m_heights.truncate(std::min(row, m_heights.count()));
    for (int i = m_heights.count(); i < std::ssize(m_rows); ++i)
        m_heights.append(estimate(i));
}

void RowFlow::forget(int row)
{
    std::unique_ptr<RowLayout>& layout = m_layouts[static_cast<size_t>(row)];
    m_laidOut -= layout ? 1 : 0;
    layout.reset();
}

int RowFlow::estimate(int row) const
{
    const MarkdownRow& r = m_rows[static_cast<size_t>(row)];
    const int lineHeight = m_style->lineHeight(r);
    const qreal perLine = std::max(m_width / (m_style->body().pixelSize() * 0.52), 10.0);
    const auto lines = static_cast<int>(static_cast<qreal>(r.text.size()) / perLine) + 1;
    const MarkdownRow* before = row > 0 ? &m_rows[static_cast<size_t>(row - 1)] : nullptr;
    return m_style->spaceAbove(before, r) + lines * lineHeight +
           (r.kind == MarkdownRow::Kind::TableRow ? m_style->px(12) + 1 : 0);
}

bool RowFlow::isLastOfBlock(int row) const
{
    const auto next = static_cast<size_t>(row) + 1;
    const MarkdownRow& r = m_rows[next - 1];
    return next >= m_rows.size() || m_rows[next].block != r.block;
}

RowFrame RowFlow::frameOf(int row)
{
    const MarkdownRow& r = m_rows[static_cast<size_t>(row)];
    RowFrame frame;
    frame.width = m_width;
    frame.spaceAbove =
        m_style->spaceAbove(row > 0 ? &m_rows[static_cast<size_t>(row) - 1] : nullptr, r);
    frame.lastOfBlock = isLastOfBlock(row);
    if (row > 0) {
        const QString& before = m_rows[static_cast<size_t>(row) - 1].containers;
        const auto common = std::ranges::mismatch(before, r.containers).in1 - before.begin();
        frame.sharedContainers = static_cast<int>(common);
    }
    frame.dim = m_dim;
    if (r.kind == MarkdownRow::Kind::TableRow) {
        const TableColumns& table = m_tables[r.block];
        frame.columns = table.widths(m_width - m_style->indent(r), *m_style);
        frame.columnsVersion = table.version();
    } else if (r.kind == MarkdownRow::Kind::Code) {
        if (m_colours.colourUpTo(m_rows, row, m_uncoloured.isEmpty() ? colourBudgetMs : 0)) {
            if (const CodeSpans* spans = m_colours.spans(row))
                frame.spans = *spans;
        } else {
            m_uncoloured.append(row);
        }
    }
    return frame;
}

bool RowFlow::isCurrent(int row)
{
    const RowLayout* layout = m_layouts[static_cast<size_t>(row)].get();
    const MarkdownRow& r = m_rows[static_cast<size_t>(row)];
    return layout && (r.kind != MarkdownRow::Kind::TableRow ||
                      layout->frame().columnsVersion == m_tables[r.block].version());
}

const RowLayout& RowFlow::layoutOf(int row)
{
    // A table's columns need its rows; each is looked at once.
    for (; m_tableRowsSeen < std::ssize(m_rows); ++m_tableRowsSeen) {
        const MarkdownRow& seen = m_rows[static_cast<size_t>(m_tableRowsSeen)];
        if (seen.kind == MarkdownRow::Kind::TableRow)
            m_tables[seen.block].add(seen, *m_style);
        if (m_tableRowsSeen == 0)
            continue;
        const MarkdownRow& before = m_rows[static_cast<size_t>(m_tableRowsSeen) - 1];
        if (before.kind == MarkdownRow::Kind::TableRow && before.block != seen.block)
            m_tables[before.block].complete();
    }
    if (!isCurrent(row)) {
        forget(row);
        m_layouts[static_cast<size_t>(row)] =
            std::make_unique<RowLayout>(m_rows[static_cast<size_t>(row)], *m_style, frameOf(row));
        ++m_laidOut;
        m_heights.set(row, m_layouts[static_cast<size_t>(row)]->height());
    }
    return *m_layouts[static_cast<size_t>(row)];
}

bool RowFlow::layOut(qint64 from, qint64 to)
{
    if (m_rows.empty() || to < from)
        return false;
    bool changed = false;
    int row = rowAt(std::max<qint64>(from, 0));
    for (qint64 y = top(row); row < std::ssize(m_rows) && y < to; ++row) {
        const int before = m_heights.height(row);
        const int height = layoutOf(row).height();
        changed = changed || height != before;
        y += height;
    }
    return changed;
}

void RowFlow::trim(int first, int last)
{
    if (m_laidOut <= keptLayouts)
        return;
    for (int row = 0; row < std::ssize(m_layouts); ++row) {
        if ((row < first - keptAround || row > last + keptAround) &&
            m_layouts[static_cast<size_t>(row)])
            forget(row);
    }
}

bool RowFlow::colourMore(int budgetMs, bool* repaint)
{
    while (!m_uncoloured.isEmpty()) {
        const int row = m_uncoloured.constFirst();
        if (!m_colours.colourUpTo(m_rows, row, budgetMs))
            return true;
        m_uncoloured.removeFirst();
        forget(row);
        *repaint = true;
    }
    return false;
}

qsizetype RowFlow::textStart(int row) const
{
    return m_textStarts[static_cast<size_t>(row)];
}

qsizetype RowFlow::textLength() const
{
    return m_rows.empty() ? 0 : m_textStarts.back() + m_rows.back().text.size();
}

int RowFlow::rowOfPosition(qsizetype position) const
{
    const auto after = std::ranges::upper_bound(m_textStarts, position);
    return std::max(static_cast<int>(after - m_textStarts.begin()) - 1, 0);
}

qsizetype RowFlow::positionAt(QPointF point, bool* inside)
{
    if (m_rows.empty())
        return 0;
    const int row = rowAt(static_cast<qint64>(std::max(point.y(), 0.0)));
    const QPointF local = point - QPointF(0, static_cast<qreal>(top(row)));
    return textStart(row) + layoutOf(row).positionAt(local, inside);
}

QRectF RowFlow::cursorRect(qsizetype position)
{
    if (m_rows.empty())
        return {};
    const int row = rowOfPosition(position);
    const auto local = static_cast<int>(std::max<qsizetype>(position - textStart(row), 0));
    const QRectF rect = layoutOf(row).cursorRect(local);
    return rect.translated(0, static_cast<qreal>(top(row)));
}

QString RowFlow::codeText(int row) const
{
    const int block = m_rows[static_cast<size_t>(row)].block;
    int first = row - m_rows[static_cast<size_t>(row)].indexInBlock;
    QString text;
    for (; first < std::ssize(m_rows) && m_rows[static_cast<size_t>(first)].block == block;
         ++first) {
        const MarkdownRow& r = m_rows[static_cast<size_t>(first)];
        if (r.indexInBlock > 0)
            text += QString(r.gap, u'\n');
        text += r.text;
    }
    return text;
}

} // namespace Patchbay
