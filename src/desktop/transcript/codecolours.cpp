// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/codecolours.h"

namespace Patchbay {

CodeColours::CodeColours(CodeHighlighter& highlighter)
    : m_highlighter(highlighter)
{
}

void CodeColours::forgetFrom(int row)
{
    if (std::ssize(m_spans) > row)
        m_spans.resize(static_cast<size_t>(row));
    m_blocks.erase(m_blocks.lower_bound(row), m_blocks.end());
    if (m_blocks.empty())
        return;
    Block& block = m_blocks.rbegin()->second;
    if (block.next <= row)
        return;
    if (block.next == row + 1) {
        block.next = row;
        block.state = block.lastState;
    } else {
        block.next = block.first;
        block.state = block.lastState = {};
    }
}

bool CodeColours::colourUpTo(const MarkdownRows& rows, int row, int budgetMs)
{
    const MarkdownRow& wanted = rows[static_cast<size_t>(row)];
    if (wanted.kind != MarkdownRow::Kind::Code || !m_highlighter.knows(wanted.language))
        return true;
    const int first = row - wanted.indexInBlock;
    auto [place, isNew] = m_blocks.try_emplace(first);
    Block& block = place->second;
    if (isNew)
        block.first = block.next = first;
    if (std::ssize(m_spans) <= row)
        m_spans.resize(static_cast<size_t>(row) + 1);
    QElapsedTimer timer;
    timer.start();
    for (; block.next <= row; ++block.next) {
        if (timer.elapsed() >= budgetMs)
            return false;
        const size_t next = static_cast<size_t>(block.next);
        block.lastState = block.state;
        m_spans[next] = std::make_unique<CodeSpans>(
            m_highlighter.highlight(wanted.language, rows[next].text, block.state));
    }
    return true;
}

const CodeSpans* CodeColours::spans(int row) const
{
    return row < std::ssize(m_spans) ? m_spans[static_cast<size_t>(row)].get() : nullptr;
}

} // namespace Patchbay
