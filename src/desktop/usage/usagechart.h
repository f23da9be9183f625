// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/usage/columnchart.h"
#include "desktop/usage/usagefacts.h"

namespace Patchbay {

/// The chart of what was used: stacks of accounts, models or clients; of money those that cost
/// some. Over money goes its running total, with how the month goes on; over tokens what they cost.
/// Values are dollars or tokens.
[[nodiscard]] ColumnChart usageChart(const UsageFacts& facts, UsageMeasure measure,
                                     const QPalette& palette);

/// The colour of an account, model or client, the same in chart, legend and table.
[[nodiscard]] QColor usageLineColor(const UsageLine& line, const QPalette& palette);

/// What the stacks are by.
[[nodiscard]] UsageDimension usageDimensionOf(UsageBy by);

} // namespace Patchbay
