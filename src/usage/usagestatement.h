// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "usage/usagereport.h"
#include "usage/usagespans.h"

namespace Patchbay {

/// The SELECT of the sums of a span from its source, with the span's ends to be bound. Columns: the
/// keys among account, model, client and hour that are in `by`, in this order and as numbers; then
/// requests, errors, input, output, cache read, cache write, cost, unpriced, estimated, saved,
/// and how many rows were summed. `onlyPlans`: what subscriptions answered alone.
[[nodiscard]] QString usageStatement(UsageSpan::Source source, const QList<UsageKey>& by,
                                     bool includeDemo, bool onlyPlans = false);

} // namespace Patchbay
