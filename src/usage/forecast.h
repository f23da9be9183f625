// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "claude/limits.h"
#include "usage/pace.h"

#include <QList>

#include <optional>

namespace Patchbay {

/// When something that is used up (a limit window, a budget) will be: pure, times in UTC
/// milliseconds.
struct Outlook
{
    enum class Verdict {
        Unknown, // too little is known to say
        Lasts,   // at this pace until its end; `earliestMs` when it may all the same be reached
        Reached, // already
        Runs,    // out at `atMs`
    };
    Verdict verdict = Verdict::Unknown;
    qint64 atMs = 0;
    qint64 earliestMs = 0; // 0: not before the end
    qint64 latestMs = 0;   // 0: perhaps not before the end
    qint64 endMs = 0;      // of the period or the window

    bool operator==(const Outlook&) const = default;
};

/// A point of the line `at this pace`.
struct PacePoint
{
    qint64 atMs = 0;
    Band sum; // since the start of the period, in the unit of the pace

    bool operator==(const PacePoint&) const = default;
};

/// What remained of a limit window when an answer told it.
struct LimitSample
{
    qint64 atMs = 0;
    double remaining = 0;
    qint64 resetsAtMs = 0;

    bool operator==(const LimitSample&) const = default;
};

/// When `remaining` is used up, if that is before `endMs`.
[[nodiscard]] Outlook outlookOf(double remaining, const std::optional<Pace>& pace, qint64 nowMs,
                                qint64 endMs);

/// When a budget of `limit`, of which `spent` is spent since the start of its period, is reached.
[[nodiscard]] Outlook budgetOutlook(double spent, double limit, const UseHistory& history,
                                    qint64 nowMs, qint64 endMs);

/// When a limit window is used up, or that it lasts until it resets. `samples` are what answers
/// told of it earlier, in any order; those of past turns of the window are told apart. Unknown for
/// windows whose reset or size is not told, and for those of minutes, which refill all the time.
[[nodiscard]] Outlook limitOutlook(const LimitWindow& window, const QList<LimitSample>& samples,
                                   qint64 nowMs);

/// What the sum of a period will be at its end: `soFar` and what comes until then.
[[nodiscard]] std::optional<Band> totalAtEnd(double soFar, const UseHistory& history, qint64 nowMs,
                                             qint64 endMs);

/// The line from now to the end of the period, `steps` stretches long, to be drawn with its band;
/// empty when too little is known. Its last point is totalAtEnd().
[[nodiscard]] QList<PacePoint> paceLine(double soFar, const UseHistory& history, qint64 nowMs,
                                        qint64 endMs, int steps);

/// How long a limit window of that name runs from one reset to the next; 0: not known, or so short
/// that no forecast makes sense.
[[nodiscard]] qint64 limitWindowLengthMs(const QString& name);

} // namespace Patchbay
