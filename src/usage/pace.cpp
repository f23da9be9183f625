// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/pace.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace Patchbay {

namespace {

constexpr qint64 kMinuteMs = 60'000;
constexpr qint64 kHourMs = 60 * kMinuteMs;
constexpr qint64 kDayMs = 24 * kHourMs;
constexpr qint64 kLeastHistoryMs = 30 * kMinuteMs;
constexpr int kLeastActiveSteps = 3;
constexpr int kSteps = 24;
constexpr double kFourInFive = 1.2816; // standard deviations to either side

// After how long use counts half. From six hours on it grows towards a day, so that a night or a
// working day is not taken for what always is; beyond a day it follows the horizon again.
qint64 halfLifeMs(qint64 horizonMs)
{
    constexpr qint64 kShort = 6 * kHourMs;
    if (horizonMs <= kShort)
        return std::max(kHourMs, horizonMs / 2);
    if (horizonMs <= kDayMs)
        return kShort / 2 + (horizonMs - kShort) * (kDayMs - kShort / 2) / (kDayMs - kShort);
    return std::clamp(horizonMs / 2, kDayMs, 7 * kDayMs);
}

// What was used in each step, the newest first.
std::vector<double> useBySteps(const QList<UsedStretch>& stretches, qint64 nowMs, qint64 stepMs,
                               size_t count)
{
    std::vector<double> steps(count, 0.0);
    const qint64 beginMs = nowMs - static_cast<qint64>(count) * stepMs;
    for (const UsedStretch& stretch : stretches) {
        if (!(stretch.amount > 0) || !std::isfinite(stretch.amount))
            continue;
        const qint64 toMs = std::max(stretch.toMs, stretch.fromMs + 1);
        const qint64 first = std::max(stretch.fromMs, beginMs);
        const qint64 last = std::min(toMs, nowMs);
        const double length = static_cast<double>(toMs - stretch.fromMs);
        for (qint64 at = first; at < last;) {
            const auto index = static_cast<size_t>((nowMs - 1 - at) / stepMs);
            const qint64 stepEnd = nowMs - static_cast<qint64>(index) * stepMs;
            const qint64 end = std::min(last, stepEnd);
            steps.at(index) += stretch.amount * static_cast<double>(end - at) / length;
            at = end;
        }
    }
    return steps;
}

// Above this a step is a burst; 0: there is nothing usual to hold it against.
double burstAbove(const std::vector<double>& steps)
{
    std::vector<double> active;
    std::copy_if(steps.begin(), steps.end(), std::back_inserter(active),
                 [](double amount) { return amount > 0; });
    constexpr double kUsualShare = 0.9;
    const auto usual = static_cast<ptrdiff_t>(static_cast<double>(active.size()) * kUsualShare) - 1;
    if (usual < 1)
        return 0;
    std::nth_element(active.begin(), active.begin() + usual, active.end());
    constexpr double kTimesUsual = 3;
    return active.at(static_cast<size_t>(usual)) * kTimesUsual;
}

} // namespace

qint64 Pace::lookbackMs(qint64 horizonMs)
{
    return 4 * halfLifeMs(horizonMs);
}

std::optional<Pace> Pace::of(const UseHistory& history, qint64 nowMs, qint64 horizonMs)
{
    const qint64 knownMs = std::min(nowMs - history.sinceMs, lookbackMs(horizonMs));
    if (horizonMs <= 0 || knownMs < std::max(kLeastHistoryMs, std::min(horizonMs, 30 * kDayMs) / 8))
        return std::nullopt;
    const qint64 stepMs = std::clamp(knownMs / kSteps, 10 * kMinuteMs, kDayMs);
    const auto count = static_cast<size_t>(std::max<qint64>(1, knownMs / stepMs));
    const std::vector<double> steps = useBySteps(history.stretches, nowMs, stepMs, count);
    const auto active =
        std::count_if(steps.begin(), steps.end(), [](double amount) { return amount > 0; });
    Pace pace;
    pace.m_stepMs = stepMs;
    if (active == 0)
        return pace;
    if (active < kLeastActiveSteps)
        return std::nullopt;

    const double burst = burstAbove(steps);
    const double perStep = static_cast<double>(stepMs) / static_cast<double>(halfLifeMs(horizonMs));
    double weights = 0;
    double squares = 0;
    double held = 0; // bursts held to what is usual
    double full = 0;
    for (size_t i = 0; i < steps.size(); ++i) {
        const double weight = std::exp2(-perStep * static_cast<double>(i));
        weights += weight;
        squares += weight * weight;
        full += weight * steps[i];
        held += weight * (burst > 0 ? std::min(steps[i], burst) : steps[i]);
    }
    double spread = 0;
    for (size_t i = 0; i < steps.size(); ++i) {
        const double off = steps[i] - full / weights;
        spread += std::exp2(-perStep * static_cast<double>(i)) * off * off;
    }
    pace.m_samples = weights * weights / squares;
    // Bessel's correction, by what the weights leave of the number of steps.
    const double free = std::max(1.0, pace.m_samples - 1);
    pace.m_spread = spread / weights * pace.m_samples / free;
    pace.m_perMs = held / weights / static_cast<double>(stepMs);
    return pace;
}

double Pace::perHour() const
{
    return m_perMs * static_cast<double>(kHourMs);
}

Band Pace::after(qint64 ms) const
{
    const double time = static_cast<double>(std::max<qint64>(0, ms));
    const double steps = time / static_cast<double>(m_stepMs);
    const double expected = m_perMs * time;
    // How uneven the time ahead will be, and how little is known of the mean itself.
    const double variance = steps * m_spread + steps * steps * m_spread / m_samples;
    const double off = kFourInFive * std::sqrt(variance);
    return {expected, std::max(0.0, expected - off), expected + off};
}

} // namespace Patchbay
