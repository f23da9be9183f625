// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/transcript/codehighlighter.h"
#include "desktop/transcript/markdownrow.h"

#include <QElapsedTimer>

#include <map>

namespace Patchbay {

/// The colours of a text's lines of code. Each line is coloured once, in the order of its block,
/// going on from the line before; a long block that was opened at its end is coloured in slices.
class CodeColours
{
public:
    explicit CodeColours(CodeHighlighter& highlighter);

    /// Rows from there on are new.
    void forgetFrom(int row);
    /// Colours the block of `row` up to it, for `budgetMs` at most. False when time ran out.
    bool colourUpTo(const MarkdownRows& rows, int row, int budgetMs);
    /// The colours of a row, null when it has none yet.
    [[nodiscard]] const CodeSpans* spans(int row) const;

private:
    struct Block
    {
        int first = 0;       // row
        int next = 0;        // the next row to colour
        CodeState state;     // before `next`
        CodeState lastState; // before the row before it
    };

    CodeHighlighter& m_highlighter;
    std::map<int, Block> m_blocks; // by their first row
    std::vector<std::unique_ptr<CodeSpans>> m_spans;
};

} // namespace Patchbay
