// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"

#include <QTimer>

#include <functional>
#include <map>

namespace Patchbay {

/// Times at which to look at something again: one timer for all. On the thread that made it.
class Alarms final
{
public:
    /// `ring` is called from the event loop with what was set, and may set others.
    Alarms(const Clock& clock, std::function<void(quint64)> ring);

    void set(qint64 monotonicMs, quint64 what);
    /// The same at a time of day; one that is set for that moment already is enough.
    void setUtc(qint64 utcMs, quint64 what);
    /// Nothing rings from here on.
    void stop();

private:
    void ring();
    void arm();

    const Clock& m_clock;
    const std::function<void(quint64)> m_ring;
    std::multimap<qint64, quint64> m_times;
    QTimer m_timer;
    bool m_isStopped = false;
};

} // namespace Patchbay
