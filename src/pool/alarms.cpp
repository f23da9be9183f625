// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/alarms.h"

#include <algorithm>
#include <chrono>

namespace Patchbay {

namespace {

constexpr qint64 kLongestSleepMs = 3'600'000;
constexpr qint64 kSameMomentMs = 5;

} // namespace

Alarms::Alarms(const Clock& clock, std::function<void(quint64)> ring)
    : m_clock(clock)
    , m_ring(std::move(ring))
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { this->ring(); });
}

void Alarms::set(qint64 monotonicMs, quint64 what)
{
    m_times.emplace(monotonicMs, what);
    arm();
}

void Alarms::setUtc(qint64 utcMs, quint64 what)
{
    const qint64 at = m_clock.monotonicMs() + std::max<qint64>(1, utcMs - m_clock.nowMs());
    for (auto known = m_times.lower_bound(at - kSameMomentMs);
         known != m_times.end() && known->first <= at + kSameMomentMs; ++known) {
        if (known->second == what)
            return;
    }
    set(at, what);
}

void Alarms::stop()
{
    m_isStopped = true;
    m_timer.stop();
}

void Alarms::ring()
{
    const qint64 now = m_clock.monotonicMs();
    while (!m_isStopped && !m_times.empty() && m_times.begin()->first <= now) {
        const quint64 what = m_times.begin()->second;
        m_times.erase(m_times.begin());
        m_ring(what);
    }
    arm();
}

void Alarms::arm()
{
    if (m_isStopped || m_times.empty())
        return;
    const qint64 left = m_times.begin()->first - m_clock.monotonicMs();
    m_timer.start(std::chrono::milliseconds(std::clamp<qint64>(left, 0, kLongestSleepMs)));
}

} // namespace Patchbay
