// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

#include <optional>

namespace Patchbay {

/// How much was used from one instant to another (UTC milliseconds, `to` exclusive), in any unit:
/// micro-dollars, tokens, percent of a window.
struct UsedStretch
{
    qint64 fromMs = 0;
    qint64 toMs = 0;
    double amount = 0;

    bool operator==(const UsedStretch&) const = default;
};

/// What is known of the use of something. Between `sinceMs` and now, where no stretch says
/// otherwise, nothing was used.
struct UseHistory
{
    qint64 sinceMs = 0;
    QList<UsedStretch> stretches;

    bool operator==(const UseHistory&) const = default;
};

/// An estimate and how far off it may well be: four times in five the truth lies within.
struct Band
{
    double value = 0;
    double low = 0;
    double high = 0;

    bool operator==(const Band&) const = default;
};

/// How fast something is being used, and how evenly. A value; pure.
///
/// The rate is a weighted mean: what was used long ago counts less. How long is measured by how far
/// ahead one looks: for the next hours the last ones count, for a month the last weeks do, nights
/// and idle days included. One burst among many ordinary stretches is held to three times of what
/// is usual there, so that an hour's mistake does not become a month's forecast; the band knows it
/// in full.
class Pace final
{
public:
    /// Nothing when too little is known to say anything: the history is shorter than half an hour
    /// or an eighth of what is looked back on, or all that was used came at one or two moments.
    /// Nothing used in a long enough history is a pace of zero. Amounts below zero, and what lies
    /// in the future (the clock was set back), are left out.
    [[nodiscard]] static std::optional<Pace> of(const UseHistory& history, qint64 nowMs,
                                                qint64 horizonMs);

    /// How far back of() looks for such a horizon: what is older need not be in the history.
    [[nodiscard]] static qint64 lookbackMs(qint64 horizonMs);

    [[nodiscard]] double perHour() const;
    /// What will be used within so many milliseconds from now.
    [[nodiscard]] Band after(qint64 ms) const;

private:
    double m_perMs = 0;
    double m_spread = 0;  // variance of what a step of m_stepMs uses
    double m_samples = 1; // how many steps that mean is worth
    qint64 m_stepMs = 1;
};

} // namespace Patchbay
