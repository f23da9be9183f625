// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"

#include <atomic>

namespace Patchbay {

/// A clock that stands still until a test moves it. Any thread.
class ManualClock final : public Clock
{
public:
    /// 2026-11-22T12:00:00Z unless told otherwise.
    explicit ManualClock(qint64 nowMs = 1'795'348'800'000)
        : m_nowMs(nowMs)
    {
    }

    [[nodiscard]] qint64 nowMs() const override { return m_nowMs; }
    [[nodiscard]] qint64 monotonicMs() const override { return m_monotonicMs; }

    /// Time passes.
    void advance(qint64 ms)
    {
        m_nowMs += ms;
        m_monotonicMs += ms;
    }
    /// Somebody sets the clock of the system: what is monotonic does not notice.
    void setNow(qint64 nowMs) { m_nowMs = nowMs; }

private:
    std::atomic<qint64> m_nowMs;
    std::atomic<qint64> m_monotonicMs = 1'000'000;
};

} // namespace Patchbay
