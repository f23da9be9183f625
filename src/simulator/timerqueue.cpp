// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/timerqueue.h"

#include <algorithm>

namespace Patchbay {

TimerQueue::TimerQueue()
{
    m_clock.start();
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { run(); });
}

TimerQueue::Id TimerQueue::at(qint64 dueMs, Task task)
{
    const Id id{dueMs, ++m_lastNumber};
    m_tasks.emplace(id, std::move(task));
    arm();
    return id;
}

void TimerQueue::cancel(Id& id)
{
    m_tasks.erase(id);
    id = {};
}

void TimerQueue::run()
{
    m_armedForMs = -1;
    const qint64 now = nowMs();
    // What a task adds waits for the next turn of the event loop, so that sockets get theirs.
    const quint64 last = m_lastNumber;
    while (!m_tasks.empty()) {
        const auto first = m_tasks.begin();
        if (first->first.dueMs > now || first->first.number > last)
            break;
        Task task = std::move(first->second);
        m_tasks.erase(first);
        task();
    }
    arm();
}

void TimerQueue::arm()
{
    if (m_tasks.empty())
        return;
    const qint64 due = m_tasks.begin()->first.dueMs;
    // Timers that were cancelled may let it run in vain: cheaper than arming it each time.
    if (m_armedForMs >= 0 && m_armedForMs <= due)
        return;
    m_armedForMs = due;
    m_timer.start(static_cast<int>(std::clamp<qint64>(due - nowMs(), 0, 3'600'000)));
}

} // namespace Patchbay
