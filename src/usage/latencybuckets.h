// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QString>

#include <optional>

/// Times in classes a sixteenth of their octave wide (at most 6 %), so that medians of any period
/// come from sums. Pure; times in milliseconds.
namespace Patchbay::LatencyBuckets {

/// Below zero counts as 0, and all from 2^24 ms (4.6 h) on as one bucket.
[[nodiscard]] qint64 bucketOf(qint64 ms);
/// How many there are.
[[nodiscard]] qint64 count();
/// The first time of a bucket.
[[nodiscard]] qint64 lowerBound(qint64 bucket);
/// The first time behind it.
[[nodiscard]] qint64 upperBound(qint64 bucket);

/// The same as an expression of SQLite over a column of milliseconds.
[[nodiscard]] QString sqlOf(const QString& column);

/// The time that `share` (0 to 1) of all were at most, to within a bucket; nothing of nothing.
/// `counts`: how many by bucket.
[[nodiscard]] std::optional<qint64> percentile(const QMap<qint64, qint64>& counts, double share);

} // namespace Patchbay::LatencyBuckets
