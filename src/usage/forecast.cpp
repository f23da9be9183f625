// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/forecast.h"

#include <algorithm>
#include <cmath>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kMinuteMs = 60'000;
constexpr qint64 kHourMs = 60 * kMinuteMs;
// Two answers of one turn of a window name its reset by a minute or so apart.
constexpr qint64 kSameResetMs = 5 * kMinuteMs;

// The first instant in (0, `untilMs`] from which on `isReached` holds; 0 when there is none.
template <class Predicate>
qint64 firstReached(qint64 untilMs, Predicate isReached)
{
    if (untilMs <= 0 || !isReached(untilMs))
        return 0;
    qint64 before = 0;
    qint64 reached = untilMs;
    while (reached - before > 1) {
        const qint64 middle = before + (reached - before) / 2;
        (isReached(middle) ? reached : before) = middle;
    }
    return reached;
}

// Sampled turns as use: each begins full, and what is gone between two answers was used between.
UseHistory historyOf(QList<LimitSample> samples, double limit, qint64 lengthMs)
{
    std::sort(samples.begin(), samples.end(),
              [](const LimitSample& a, const LimitSample& b) { return a.atMs < b.atMs; });
    UseHistory history;
    LimitSample last;
    for (const LimitSample& sample : samples) {
        if (last.atMs == 0 || std::abs(sample.resetsAtMs - last.resetsAtMs) > kSameResetMs) {
            const qint64 startMs = std::max(sample.resetsAtMs - lengthMs, last.atMs);
            if (last.atMs == 0)
                history.sinceMs = std::min(startMs, sample.atMs);
            last = {startMs, limit, sample.resetsAtMs};
        }
        if (sample.remaining < last.remaining && sample.atMs > last.atMs)
            history.stretches.append({last.atMs, sample.atMs, last.remaining - sample.remaining});
        last = sample;
    }
    return history;
}

} // namespace

Outlook outlookOf(double remaining, const std::optional<Pace>& pace, qint64 nowMs, qint64 endMs)
{
    Outlook outlook;
    outlook.endMs = endMs;
    if (remaining <= 0) {
        outlook.verdict = Outlook::Verdict::Reached;
        outlook.atMs = outlook.earliestMs = outlook.latestMs = nowMs;
        return outlook;
    }
    if (!pace || endMs <= nowMs)
        return outlook;
    const auto when = [&](double Band::* edge) {
        const qint64 ms = firstReached(
            endMs - nowMs, [&](qint64 after) { return pace->after(after).*edge >= remaining; });
        return ms > 0 ? nowMs + ms : 0;
    };
    outlook.atMs = when(&Band::value);
    outlook.earliestMs = when(&Band::high);
    outlook.latestMs = when(&Band::low);
    outlook.verdict = outlook.atMs > 0 ? Outlook::Verdict::Runs : Outlook::Verdict::Lasts;
    return outlook;
}

Outlook budgetOutlook(double spent, double limit, const UseHistory& history, qint64 nowMs,
                      qint64 endMs)
{
    return outlookOf(limit - spent, Pace::of(history, nowMs, endMs - nowMs), nowMs, endMs);
}

Outlook limitOutlook(const LimitWindow& window, const QList<LimitSample>& samples, qint64 nowMs)
{
    const qint64 lengthMs = limitWindowLengthMs(window.window);
    Outlook unknown;
    unknown.endMs = window.resetsAtMs;
    if (lengthMs == 0 || window.limit <= 0 || window.resetsAtMs <= nowMs)
        return unknown;
    QList<LimitSample> told = samples;
    const qint64 toldAtMs = window.asOfMs > 0 ? std::min(window.asOfMs, nowMs) : nowMs;
    told.append({toldAtMs, static_cast<double>(window.remaining), window.resetsAtMs});
    told.removeIf([&](const LimitSample& sample) {
        return sample.resetsAtMs <= 0 || sample.atMs <= 0 || sample.atMs > toldAtMs;
    });
    const UseHistory history = historyOf(told, static_cast<double>(window.limit), lengthMs);
    return outlookOf(static_cast<double>(window.remaining),
                     Pace::of(history, nowMs, window.resetsAtMs - nowMs), nowMs, window.resetsAtMs);
}

std::optional<Band> totalAtEnd(double soFar, const UseHistory& history, qint64 nowMs, qint64 endMs)
{
    const QList<PacePoint> line = paceLine(soFar, history, nowMs, endMs, 1);
    return line.isEmpty() ? std::nullopt : std::optional(line.constLast().sum);
}

QList<PacePoint> paceLine(double soFar, const UseHistory& history, qint64 nowMs, qint64 endMs,
                          int steps)
{
    const std::optional<Pace> pace = Pace::of(history, nowMs, endMs - nowMs);
    if (!pace || steps < 1)
        return {};
    QList<PacePoint> line;
    for (int i = 0; i <= steps; ++i) {
        const qint64 ms = (endMs - nowMs) * i / steps;
        const Band more = pace->after(ms);
        line.append(
            PacePoint{nowMs + ms, {soFar + more.value, soFar + more.low, soFar + more.high}});
    }
    return line;
}

qint64 limitWindowLengthMs(const QString& name)
{
    if (name == "five_hour"_L1)
        return 5 * kHourMs;
    if (name.startsWith("seven_day"_L1) || name.startsWith("7d"_L1))
        return 7 * 24 * kHourMs;
    return 0;
}

} // namespace Patchbay
