// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace Patchbay {

class TranscriptStyle;
struct MarkdownRow;

/// The widths of one table's columns. A table that grows past `settledRows` keeps its widths until
/// it is complete: a row then costs the same however long the table is.
class TableColumns
{
public:
    static constexpr int settledRows = 200;

    /// Takes a row into account; true when the columns need other widths.
    bool add(const MarkdownRow& row, const TranscriptStyle& style);
    /// The table ended: the rows past the limit count too. True when the widths change.
    bool complete();
    /// What each column gets of `available`, its padding left out.
    [[nodiscard]] std::vector<int> widths(int available, const TranscriptStyle& style) const;
    /// Grows when laid out rows of the table are out of date.
    [[nodiscard]] int version() const { return m_version; }

    [[nodiscard]] static int padding(const TranscriptStyle& style);

private:
    std::vector<int> m_natural;
    std::vector<int> m_late; // of rows past the limit
    int m_version = 0;
};

} // namespace Patchbay
