// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/markdownstream.h"

#include "desktop/transcript/linkdefinitions.h"
#include "desktop/transcript/markdownparser.h"

#include <cmark-gfm.h>

#include <algorithm>

namespace Patchbay {

namespace {

bool isTable(cmark_node* node)
{
    return qstrcmp(cmark_node_get_type_string(node), "table") == 0;
}

/// The line that a block starts on. cmark gives none to a paragraph whose last line became the head
/// of a table, and that paragraph's line to the table.
int firstLine(cmark_node* node)
{
    const int line = cmark_node_get_start_line(node);
    if (isTable(node)) {
        cmark_node* head = cmark_node_first_child(node);
        cmark_node* body = head ? cmark_node_next(head) : nullptr;
        cmark_node* before = cmark_node_previous(node);
        if (before && cmark_node_get_start_line(before) == 0)
            return body ? cmark_node_get_start_line(body) - 2 : 0;
        return line;
    }
    cmark_node* next = line == 0 ? cmark_node_next(node) : nullptr;
    return next ? cmark_node_get_start_line(next) : line;
}

/// The line from which on `next` and what follows it can be parsed alone; 0 while later lines can
/// still move it.
int boundary(cmark_node* next, int lineCount)
{
    const int line = firstLine(next);
    return line + (isTable(next) ? 1 : 0) < lineCount ? line : 0;
}

} // namespace

void MarkdownStream::append(QStringView text)
{
    if (text.isEmpty())
        return;
    QString piece;
    piece.reserve(text.size() + 1);
    if (!m_highSurrogate.isNull())
        piece += std::exchange(m_highSurrogate, QChar());
    for (const QChar c : text) {
        const bool afterReturn = std::exchange(m_carriageReturn, c == u'\r');
        if (c == u'\n' && afterReturn)
            continue;
        piece += c == u'\r' ? QChar(u'\n') : c;
    }
    if (!piece.isEmpty() && piece.back().isHighSurrogate()) {
        m_highSurrogate = piece.back();
        piece.chop(1);
    }
    m_source += piece.toUtf8();
    m_pending = true;
}

int MarkdownStream::update(MarkdownRows& rows)
{
    m_pending = false;
    if (definitionsChanged())
        startAgain();
    const int base = m_settled;
    Fresh fresh;
    while (m_fence ? readFence(fresh) : readBlocks(fresh)) {
    }
    m_settled = base + fresh.settled;

    auto oldRow = rows.begin() + std::min<qsizetype>(base, std::ssize(rows));
    auto newRow = fresh.rows.begin();
    while (oldRow != rows.end() && newRow != fresh.rows.end() && *oldRow == *newRow) {
        ++oldRow;
        ++newRow;
    }
    const int changed = static_cast<int>(oldRow - rows.begin());
    rows.erase(oldRow, rows.end());
    std::move(newRow, fresh.rows.end(), std::back_inserter(rows));
    return changed;
}

bool MarkdownStream::definitionsChanged()
{
    if (m_fence || m_tailStart == 0 || !tail().contains("]:"))
        return false;
    QByteArrayList signature = m_definitions + LinkDefinitions::runs(tail());
    if (signature == m_signature)
        return false;
    m_signature = std::move(signature);
    const QByteArray before = m_source.first(m_tailStart).toLower();
    const QByteArrayList labels = LinkDefinitions::labels(tail());
    return std::ranges::any_of(labels, [&](const QByteArray& l) { return before.contains(l); });
}

void MarkdownStream::startAgain()
{
    m_tailStart = 0;
    m_settled = 0;
    m_context = {};
    m_definitions.clear();
    m_tableHead.clear();
    m_fence.reset();
}

QByteArrayView MarkdownStream::tail() const
{
    return QByteArrayView(m_source).sliced(m_tailStart);
}

bool MarkdownStream::blankBeforeTail() const
{
    if (m_tailStart < 2)
        return false;
    const qsizetype start = m_source.lastIndexOf('\n', m_tailStart - 2) + 1;
    return QByteArrayView(m_source).sliced(start, m_tailStart - start).trimmed().isEmpty();
}

bool MarkdownStream::readFence(Fresh& fresh)
{
    const auto gap = [&] {
        if (m_fenceIndex > 0)
            return 1;
        return m_settled + std::ssize(fresh.rows) == 0 ? 0 : 2;
    };
    for (;;) {
        const qsizetype end = m_source.indexOf('\n', m_tailStart);
        if (end < 0)
            break;
        const QByteArrayView line = QByteArrayView(m_source).sliced(m_tailStart, end - m_tailStart);
        m_tailStart = end + 1;
        const bool closed = m_fence->closedBy(line);
        if (!closed || m_fenceIndex == 0) {
            appendCodeLine(fresh.rows, m_fenceRow, closed ? QString() : m_fence->code(line), gap(),
                           m_fenceIndex);
        }
        fresh.settled = static_cast<int>(fresh.rows.size());
        if (closed) {
            m_fence.reset();
            return true;
        }
    }
    const bool shown = !tail().isEmpty() && !m_fence->closedBy(tail());
    if (shown || m_fenceIndex == 0) {
        int index = m_fenceIndex;
        appendCodeLine(fresh.rows, m_fenceRow, shown ? m_fence->code(tail()) : QString(), gap(),
                       index);
    }
    return false;
}

bool MarkdownStream::readBlocks(Fresh& fresh)
{
    QByteArray text;
    for (const QByteArray& run : std::as_const(m_definitions))
        text += run + "\n<!-- -->\n\n";
    text += m_tableHead;
    m_offset = m_tailStart - text.size();
    m_context.hiddenLines = static_cast<int>(text.count('\n'));
    m_context.first = m_settled + std::ssize(fresh.rows) == 0;
    m_context.blankBefore = blankBeforeTail();
    text += tail();

    const MarkdownTree tree = parseMarkdownTree(text);
    RowBuilder builder(fresh.rows, text, m_context);
    cmark_node* node = cmark_node_first_child(tree.get());
    while (node && firstLine(node) <= m_context.hiddenLines &&
           cmark_node_get_start_line(node) > 0 && !(m_context.tableRowsBefore > 0 && isTable(node)))
        node = cmark_node_next(node);

    for (; node; node = cmark_node_next(node)) {
        cmark_node* next = cmark_node_next(node);
        if (next) {
            builder.addTopLevel(node);
            if (const int line = boundary(next, builder.lineCount()); line > 0) {
                const bool verbatim = cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK;
                if (verbatim)
                    skipDefinitions(builder, node);
                settle(fresh, builder, line);
                m_context.inList = false;
                m_context.tableRowsBefore = 0;
                m_tableHead.clear();
            }
        } else if (cmark_node_get_type(node) == CMARK_NODE_LIST) {
            readLastList(fresh, builder, node);
        } else if (isTable(node)) {
            readLastTable(fresh, builder, node);
        } else if (enterFence(fresh, builder, node)) {
            return true;
        } else {
            builder.addTopLevel(node);
        }
    }
    return false;
}

void MarkdownStream::skipDefinitions(const RowBuilder& builder, cmark_node* code)
{
    const qsizetype start = builder.lineStart(cmark_node_get_start_line(code)) + m_offset;
    const qsizetype end = builder.lineStart(cmark_node_get_end_line(code) + 1) + m_offset;
    if (start > m_tailStart) {
        m_definitions += LinkDefinitions::runs(
            QByteArrayView(m_source).sliced(m_tailStart, start - m_tailStart));
    }
    m_tailStart = std::max(m_tailStart, end);
}

void MarkdownStream::settle(Fresh& fresh, const RowBuilder& builder, int nextLine)
{
    const qsizetype start = builder.lineStart(nextLine) + m_offset;
    m_definitions +=
        LinkDefinitions::runs(QByteArrayView(m_source).sliced(m_tailStart, start - m_tailStart));
    m_tailStart = start;
    m_context.blocks = builder.blocks();
    fresh.settled = static_cast<int>(fresh.rows.size());
}

void MarkdownStream::readLastList(Fresh& fresh, RowBuilder& builder, cmark_node* list)
{
    const bool continues =
        m_context.inList && cmark_node_get_start_line(list) == m_context.hiddenLines + 1;
    const int listStart = continues ? m_context.listStart : cmark_node_get_list_start(list);
    const int before = continues ? m_context.itemsBefore : 0;
    int index = 0;
    for (cmark_node* item = cmark_node_first_child(list); item; item = cmark_node_next(item)) {
        builder.addItem(list, item, index++);
        cmark_node* next = cmark_node_next(item);
        if (!next || cmark_node_get_start_line(next) >= builder.lineCount())
            continue;
        settle(fresh, builder, cmark_node_get_start_line(next));
        m_context.inList = true;
        m_context.listStart = listStart;
        m_context.itemsBefore = before + index;
        m_context.tableRowsBefore = 0;
        m_tableHead.clear();
    }
}

void MarkdownStream::readLastTable(Fresh& fresh, RowBuilder& builder, cmark_node* table)
{
    const int start = cmark_node_get_start_line(table);
    const bool continues = m_context.tableRowsBefore > 0 && start <= m_context.hiddenLines;
    const int before = continues ? m_context.tableRowsBefore - 1 : 0;
    builder.beginTable(table);
    QByteArray head = m_tableHead;
    if (!continues) {
        const int line = firstLine(table);
        const qsizetype from = builder.lineStart(line) + m_offset;
        head = m_source.sliced(from, builder.lineStart(line + 2) + m_offset - from);
    }
    const int hidden = m_context.hiddenLines;
    int index = 0;
    for (cmark_node* row = cmark_node_first_child(table); row; row = cmark_node_next(row)) {
        if (cmark_node_get_start_line(row) > hidden)
            builder.addTableRow(table, row, index);
        ++index;
        cmark_node* next = cmark_node_next(row);
        if (!next || cmark_node_get_start_line(next) >= builder.lineCount() ||
            cmark_node_get_start_line(next) <= hidden)
            continue;
        settle(fresh, builder, cmark_node_get_start_line(next));
        m_tableHead = head;
        m_context.tableRowsBefore = before + index;
        m_context.inList = false;
    }
}

bool MarkdownStream::enterFence(Fresh& fresh, RowBuilder& builder, cmark_node* code)
{
    int length = 0;
    int offset = 0;
    char mark = 0;
    if (cmark_node_get_type(code) != CMARK_NODE_CODE_BLOCK ||
        !cmark_node_get_fenced(code, &length, &offset, &mark))
        return false;
    const int line = cmark_node_get_start_line(code);
    if (line >= builder.lineCount())
        return false;
    const qsizetype from = builder.lineStart(line) + m_offset;
    const qsizetype to = builder.lineStart(line + 1) + m_offset;
    m_fence = OpenFence::fromLine(QByteArrayView(m_source).sliced(from, to - from));
    if (!m_fence)
        return false;
    settle(fresh, builder, line + 1);
    m_context.inList = false;
    m_context.tableRowsBefore = 0;
    m_tableHead.clear();
    m_fenceRow = {};
    m_fenceRow.block = ++m_context.blocks;
    m_fenceRow.language = QString::fromUtf8(cmark_node_get_fence_info(code));
    m_fenceIndex = 0;
    return true;
}

} // namespace Patchbay
