// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/throttle.h"

#include <algorithm>

namespace Patchbay {

Throttle::Throttle(const Limits& limits)
    : m_limits(limits)
{
}

qint64 Throttle::failed(const QByteArray& address, qint64 monotonicMs)
{
    auto found = m_counts.find(address);
    if (found == m_counts.end()) {
        makeRoom(monotonicMs);
        found = m_counts.insert(address, {monotonicMs, 0});
    } else if (monotonicMs - found->sinceMs >= m_limits.windowMs) {
        *found = {monotonicMs, 0};
    }
    // It stops counting there: a flood cannot make it wait longer and longer.
    if (found->failures < m_limits.failures) {
        ++found->failures;
        return 0;
    }
    return found->sinceMs + m_limits.windowMs - monotonicMs;
}

void Throttle::makeRoom(qint64 monotonicMs)
{
    if (m_counts.size() < m_limits.addresses)
        return;
    m_counts.removeIf([&](const std::pair<const QByteArray&, Count&>& entry) {
        return monotonicMs - entry.second.sinceMs >= m_limits.windowMs;
    });
    if (m_counts.size() < m_limits.addresses)
        return;
    const auto oldest =
        std::min_element(m_counts.begin(), m_counts.end(),
                         [](const Count& a, const Count& b) { return a.sinceMs < b.sinceMs; });
    m_counts.erase(oldest);
}

} // namespace Patchbay
