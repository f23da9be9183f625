// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace Patchbay {

/// Time, so that tests can set it. Any thread.
class Clock
{
public:
    virtual ~Clock() = default;
    /// Milliseconds since 1970 in UTC; jumps when the clock of the system is set.
    [[nodiscard]] virtual qint64 nowMs() const = 0;
    /// Milliseconds that only grow, from an arbitrary start. For time-outs and durations.
    [[nodiscard]] virtual qint64 monotonicMs() const = 0;
};

class SystemClock final : public Clock
{
public:
    [[nodiscard]] qint64 nowMs() const override;
    [[nodiscard]] qint64 monotonicMs() const override;
};

} // namespace Patchbay
