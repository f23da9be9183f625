// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <map>
#include <vector>

namespace Patchbay {

/// How long each query took, in milliseconds, in each of the time zones.
using ScaleTimes = std::vector<std::pair<QString, std::vector<double>>>;

/// Fills the database `file` with so many rows over the last year, unless it is there already, and
/// measures what the usage page asks, as far as `what` is part of its name. Nothing where there is
/// no room; an end of the program where the database cannot be used.
[[nodiscard]] ScaleTimes usageAtScale(const QString& file, qint64 rows, const QString& what);

/// The times by the number of rows, one beside the other.
void printScaleTimes(const std::map<qint64, ScaleTimes>& byRows);

} // namespace Patchbay
