// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/mailbox.h"

#include <QElapsedTimer>
#include <QTimer>

#include <map>

namespace Patchbay {

/// Any number of deadlines on one timer. On the thread that made it.
class TimerQueue final
{
public:
    struct Id
    {
        qint64 dueMs = -1;
        quint64 number = 0;
        auto operator<=>(const Id&) const = default;
    };

    TimerQueue();

    /// Milliseconds that only grow.
    [[nodiscard]] qint64 nowMs() const { return m_clock.elapsed(); }

    /// Runs `task` from the event loop, not before `dueMs`; those of one instant in order.
    Id at(qint64 dueMs, Task task);
    /// Forgets the deadline, if it is still to come, and clears `id`.
    void cancel(Id& id);

private:
    void run();
    void arm();

    QElapsedTimer m_clock;
    QTimer m_timer;
    std::map<Id, Task> m_tasks;
    qint64 m_armedForMs = -1;
    quint64 m_lastNumber = 0;
};

} // namespace Patchbay
