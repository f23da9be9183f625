// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>

namespace Patchbay {

/// How many repetitions the pool may spend on trouble of the provider's: a fifth of the requests
/// that come, and a few to begin with. So a storm stays little more than the requests themselves.
/// On the board's thread.
class RetryBudget final
{
public:
    static constexpr double kPerRequest = 0.2;
    static constexpr double kMost = 10;

    void requestCame() { m_left = std::min(kMost, m_left + kPerRequest); }
    /// Whether one more may be spent; it is spent then.
    [[nodiscard]] bool spend()
    {
        if (m_left < 1)
            return false;
        m_left -= 1;
        return true;
    }

private:
    double m_left = kMost;
};

} // namespace Patchbay
