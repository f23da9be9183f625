// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/rowbuilder.h"

#include "desktop/transcript/inlinebuilder.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

namespace Patchbay {

namespace {

constexpr int deepest = 60;

QString fromUtf8(const char* text)
{
    return QString::fromUtf8(text);
}

bool isType(cmark_node* node, const char* name)
{
    return qstrcmp(cmark_node_get_type_string(node), name) == 0;
}

} // namespace

void appendCodeLine(MarkdownRows& rows, const MarkdownRow& like, const QString& line, int gap,
                    int& index)
{
    qsizetype start = 0;
    do {
        qsizetype length = std::min(longestCodeRow, line.size() - start);
        if (start + length < line.size() && line.at(start + length - 1).isHighSurrogate())
            --length;
        MarkdownRow row = like;
        row.kind = MarkdownRow::Kind::Code;
        row.gap = static_cast<quint8>(start == 0 ? gap : 0);
        row.indexInBlock = index++;
        row.text = line.sliced(start, length);
        rows.push_back(std::move(row));
        start += length;
    } while (start < line.size());
}

RowBuilder::RowBuilder(MarkdownRows& rows, QByteArrayView source, const Context& context)
    : m_rows(rows)
    , m_source(source)
    , m_context(context)
{
    m_lineStarts.push_back(0);
    for (qsizetype i = source.indexOf('\n'); i >= 0; i = source.indexOf('\n', i + 1))
        m_lineStarts.push_back(i + 1);
}

qsizetype RowBuilder::lineStart(int line) const
{
    if (line > lineCount())
        return m_source.size();
    return m_lineStarts[static_cast<size_t>(std::max(line, 1) - 1)];
}

bool RowBuilder::blankLineBefore(int line) const
{
    if (line <= m_context.hiddenLines + 1)
        return m_context.blankBefore;
    for (qsizetype i = lineStart(line - 1); i < lineStart(line); ++i) {
        const char c = m_source[i];
        if (c != ' ' && c != '\t' && c != '>' && c != '\n')
            return false;
    }
    return true;
}

MarkdownRow& RowBuilder::add(MarkdownRow::Kind kind, int gap)
{
    MarkdownRow row;
    row.kind = kind;
    const bool first = m_rows.empty() && m_context.first;
    row.gap = static_cast<quint8>(first ? 0 : (m_itemGap ? m_itemGap : gap));
    row.containers = m_containers;
    row.marker = std::exchange(m_marker, {});
    row.loose = std::exchange(m_loose, false);
    m_itemGap = 0;
    return m_rows.emplace_back(std::move(row));
}

void RowBuilder::addTopLevel(cmark_node* node)
{
    const bool tableGoesOn = m_context.tableRowsBefore > 0 && isType(node, "table");
    // A paragraph whose last line became the head of a table has no line.
    const int line = cmark_node_get_start_line(node);
    if (line == 0 || line > m_context.hiddenLines || tableGoesOn)
        addBlock(node, 0);
}

void RowBuilder::addItem(cmark_node* list, cmark_node* item, int index)
{
    m_containers.append(u'l');
    const bool continues =
        m_context.inList && cmark_node_get_start_line(list) == m_context.hiddenLines + 1;
    const int start = continues ? m_context.listStart : cmark_node_get_list_start(list);
    addListItem(list, item, start + index + (continues ? m_context.itemsBefore : 0),
                index == 0 && !continues, 1);
    m_containers.chop(1);
}

void RowBuilder::addBlock(cmark_node* node, int depth)
{
    if (depth > deepest) {
        MarkdownRow& row = add(MarkdownRow::Kind::Paragraph, 2);
        char* text = cmark_render_plaintext(node, CMARK_OPT_DEFAULT, 0);
        row.text = fromUtf8(text).trimmed();
        row.text.replace(u'\n', QChar::LineSeparator);
        cmark_get_default_mem_allocator()->free(text);
        return;
    }
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_PARAGRAPH:
        appendInlines(node, add(MarkdownRow::Kind::Paragraph, 2));
        return;
    case CMARK_NODE_HEADING: {
        MarkdownRow& row = add(MarkdownRow::Kind::Heading, 2);
        row.level = static_cast<quint8>(cmark_node_get_heading_level(node));
        appendInlines(node, row);
        return;
    }
    case CMARK_NODE_THEMATIC_BREAK:
        add(MarkdownRow::Kind::Rule, 2);
        return;
    case CMARK_NODE_CODE_BLOCK:
        addCode(fromUtf8(cmark_node_get_literal(node)), fromUtf8(cmark_node_get_fence_info(node)));
        return;
    case CMARK_NODE_HTML_BLOCK: {
        QString html = fromUtf8(cmark_node_get_literal(node));
        while (html.endsWith(u'\n'))
            html.chop(1);
        html.replace(u'\n', QChar::LineSeparator);
        html.replace(u'\t', u' ');
        add(MarkdownRow::Kind::Paragraph, 2).text = html;
        return;
    }
    case CMARK_NODE_BLOCK_QUOTE:
        m_containers.append(u'q');
        addChildren(node, depth);
        m_containers.chop(1);
        return;
    case CMARK_NODE_LIST:
        addList(node, depth);
        return;
    default:
        break;
    }
    if (isType(node, "table")) {
        beginTable(node);
        int index = 0;
        for (cmark_node* row = cmark_node_first_child(node); row; row = cmark_node_next(row)) {
            if (cmark_node_get_start_line(row) > m_context.hiddenLines)
                addTableRow(node, row, index);
            ++index;
        }
        return;
    }
    addChildren(node, depth);
}

void RowBuilder::addChildren(cmark_node* node, int depth)
{
    for (cmark_node* child = cmark_node_first_child(node); child; child = cmark_node_next(child))
        addBlock(child, depth + 1);
}

void RowBuilder::addList(cmark_node* list, int depth)
{
    // Only the first block can be the list that went on from before.
    const bool continues = depth == 0 && m_context.inList &&
                           cmark_node_get_start_line(list) == m_context.hiddenLines + 1;
    m_containers.append(u'l');
    int index = continues ? m_context.itemsBefore : 0;
    const int start = continues ? m_context.listStart : cmark_node_get_list_start(list);
    bool first = !continues;
    for (cmark_node* item = cmark_node_first_child(list); item; item = cmark_node_next(item)) {
        addListItem(list, item, start + index, first, depth + 1);
        first = false;
        ++index;
    }
    m_containers.chop(1);
}

void RowBuilder::addListItem(cmark_node* list, cmark_node* item, int number, bool firstOfList,
                             int depth)
{
    // An item that begins with another list gets a row of its own.
    if (!m_marker.isEmpty())
        add(MarkdownRow::Kind::Paragraph, 1);
    if (isType(item, "tasklist"))
        m_marker = QChar(cmark_gfm_extensions_get_tasklist_item_checked(item) ? 0x2611 : 0x2610);
    else if (cmark_node_get_list_type(list) == CMARK_ORDERED_LIST)
        m_marker = QString::number(number) + u'.';
    else
        m_marker = QChar(0x2022);
    const bool nested = m_containers.count(u'l') > 1;
    m_itemGap = firstOfList && !nested ? 2 : 1;
    m_loose = !firstOfList && blankLineBefore(cmark_node_get_start_line(item));
    addChildren(item, depth);
    if (!m_marker.isEmpty())
        add(MarkdownRow::Kind::Paragraph, 1);
}

void RowBuilder::addCode(const QString& text, const QString& language)
{
    if (!m_marker.isEmpty())
        add(MarkdownRow::Kind::Paragraph, 1);
    MarkdownRow like;
    like.block = ++m_context.blocks;
    like.containers = m_containers;
    like.language = language;
    m_itemGap = 0;
    int gap = m_rows.empty() && m_context.first ? 0 : 2;
    int index = 0;
    qsizetype start = 0;
    do {
        qsizetype end = text.indexOf(u'\n', start);
        if (end < 0)
            end = text.size();
        appendCodeLine(m_rows, like, text.sliced(start, end - start), gap, index);
        gap = 1;
        start = end + 1;
    } while (start < text.size());
}

void RowBuilder::beginTable(cmark_node* table)
{
    const bool continues =
        m_context.tableRowsBefore > 0 && cmark_node_get_start_line(table) <= m_context.hiddenLines;
    if (!continues)
        ++m_context.blocks;
    auto shape = std::make_shared<TableShape>();
    const int columns = cmark_gfm_extensions_get_table_columns(table);
    const quint8* alignments = cmark_gfm_extensions_get_table_alignments(table);
    for (int i = 0; i < columns; ++i) {
        shape->columns.push_back(alignments[i] == 'c'   ? TableShape::Align::Centre
                                 : alignments[i] == 'r' ? TableShape::Align::End
                                                        : TableShape::Align::Start);
    }
    m_shape = std::move(shape);
}

void RowBuilder::addTableRow(cmark_node* table, cmark_node* row, int index)
{
    if (!m_marker.isEmpty())
        add(MarkdownRow::Kind::Paragraph, 1);
    const bool continues =
        m_context.tableRowsBefore > 0 && cmark_node_get_start_line(table) <= m_context.hiddenLines;
    // The header that is parsed again for context is not counted twice.
    const int number = continues ? index + m_context.tableRowsBefore - 1 : index;
    MarkdownRow& built = add(MarkdownRow::Kind::TableRow, number == 0 ? 2 : 1);
    built.block = m_context.blocks;
    built.indexInBlock = number;
    built.header = cmark_gfm_extensions_get_table_row_is_header(row) != 0;
    built.shape = m_shape;
    for (cmark_node* cell = cmark_node_first_child(row); cell; cell = cmark_node_next(cell)) {
        if (!built.cells.empty())
            built.text += u'\t';
        built.cells.push_back(static_cast<int>(built.text.size()));
        appendInlines(cell, built);
    }
}

} // namespace Patchbay
