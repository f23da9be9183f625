// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/usage/usagefacts.h"

/// How the usage page says things. GUI thread.
namespace Patchbay::UsageWords {

/// The name of an account, model or client as people know it.
[[nodiscard]] QString lineText(UsageDimension by, const UsageLine& line);
/// "window" → "Window"; a client of the endpoint by its own name.
[[nodiscard]] QString clientText(const QString& name);
/// "rate_limited" → "Rate limit".
[[nodiscard]] QString errorText(const QString& kind);
/// "$12.40", "≈ $12.40", "plan", "price unknown".
[[nodiscard]] QString costText(const UsedSums& sums, bool isPlan = false);
/// What is not in that: worth of plans, tokens without a price. Empty when nothing is left out.
[[nodiscard]] QString costHint(const UsedSums& sums);
/// "0.8 s", "12 s".
[[nodiscard]] QString latencyText(const std::optional<qint64>& ms);
/// "24 Oct", "14:00"; `title` in full: "Tuesday, 24 October 2026".
[[nodiscard]] QString stepLabel(SeriesStep step, qint64 startMs, const QTimeZone& timeZone);
[[nodiscard]] QString stepTitle(SeriesStep step, qint64 startMs, qint64 endMs,
                                const QTimeZone& timeZone);
/// "$4", "$0.50": for an axis, of dollars; with the decimals that its steps need.
[[nodiscard]] QString axisDollars(double dollars, double step);
/// "40k", "1.5 M".
[[nodiscard]] QString axisCount(double count, double step);

} // namespace Patchbay::UsageWords
