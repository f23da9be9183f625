// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/heightindex.h"

#include <algorithm>

namespace Patchbay {

namespace {

size_t lowBit(size_t i)
{
    return i & (~i + 1);
}

} // namespace

qint64 HeightIndex::top(int index) const
{
    qint64 sum = 0;
    for (size_t i = static_cast<size_t>(std::clamp(index, 0, count())); i > 0; i -= lowBit(i))
        sum += m_tree[i - 1];
    return sum;
}

int HeightIndex::indexAt(qint64 y) const
{
    if (m_heights.empty())
        return -1;
    size_t step = 1;
    while (step * 2 <= m_tree.size())
        step *= 2;
    size_t before = 0;
    qint64 left = y;
    for (; step > 0; step /= 2) {
        const size_t next = before + step;
        if (next <= m_tree.size() && m_tree[next - 1] <= left) {
            before = next;
            left -= m_tree[next - 1];
        }
    }
    return static_cast<int>(std::min(before, m_heights.size() - 1));
}

void HeightIndex::assign(std::vector<int> heights)
{
    m_heights = std::move(heights);
    rebuild();
}

void HeightIndex::append(int height)
{
    m_heights.push_back(height);
    const size_t i = m_heights.size();
    qint64 sum = height;
    for (size_t below = i - 1; below > i - lowBit(i); below -= lowBit(below))
        sum += m_tree[below - 1];
    m_tree.push_back(sum);
}

void HeightIndex::truncate(int count)
{
    m_heights.resize(static_cast<size_t>(count));
    m_tree.resize(static_cast<size_t>(count));
}

void HeightIndex::set(int index, int height)
{
    const int change = height - std::exchange(m_heights[static_cast<size_t>(index)], height);
    if (change == 0)
        return;
    for (size_t i = static_cast<size_t>(index) + 1; i <= m_tree.size(); i += lowBit(i))
        m_tree[i - 1] += change;
}

void HeightIndex::insert(int index, const std::vector<int>& heights)
{
    if (index == count()) {
        for (const int height : heights)
            append(height);
        return;
    }
    m_heights.insert(m_heights.begin() + index, heights.begin(), heights.end());
    rebuild();
}

void HeightIndex::remove(int index, int count)
{
    m_heights.erase(m_heights.begin() + index, m_heights.begin() + index + count);
    rebuild();
}

void HeightIndex::rebuild()
{
    m_tree.assign(m_heights.begin(), m_heights.end());
    for (size_t i = 1; i <= m_tree.size(); ++i) {
        const size_t parent = i + lowBit(i);
        if (parent <= m_tree.size())
            m_tree[parent - 1] += m_tree[i - 1];
    }
}

} // namespace Patchbay
