// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <vector>

namespace Patchbay {

/// Heights of a list and their sums (a Fenwick tree): setting one, asking where one starts and
/// which one is at a place cost the logarithm of the count. Appending and truncating are cheap too.
class HeightIndex
{
public:
    [[nodiscard]] int count() const { return static_cast<int>(m_heights.size()); }
    [[nodiscard]] qint64 total() const { return top(count()); }
    [[nodiscard]] int height(int index) const { return m_heights[static_cast<size_t>(index)]; }
    /// Sum of the heights before `index`.
    [[nodiscard]] qint64 top(int index) const;
    /// The last index that starts at or above `y`, clamped to the list; -1 when it is empty.
    [[nodiscard]] int indexAt(qint64 y) const;

    void assign(std::vector<int> heights);
    void append(int height);
    void truncate(int count);
    void set(int index, int height);
    /// Costs the whole count.
    void insert(int index, const std::vector<int>& heights);
    void remove(int index, int count);

private:
    void rebuild();

    std::vector<int> m_heights;
    std::vector<qint64> m_tree; // m_tree[i - 1] sums the heights (i - lowbit(i), i]
};

} // namespace Patchbay
