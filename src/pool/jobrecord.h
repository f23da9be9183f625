// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pool/job.h"

/// What the ledger and the one who asked are told of a job. Pure.
namespace Patchbay::JobRecord {

/// `isInterrupted`: this program ends, nobody stopped the request.
[[nodiscard]] AttemptCompletion completionOf(const AttemptOpening& opening,
                                             const AttemptReport& report, bool isInterrupted,
                                             const PriceTable& prices, qint64 nowMs);
/// Of a job that ended before any attempt.
[[nodiscard]] AttemptCompletion refusalOf(const Job& job, const Error& error, qint64 nowMs,
                                          qint64 monotonicMs);
[[nodiscard]] AttemptCompletion cachedOf(const CachedRequest& request, const PriceTable& prices,
                                         qint64 nowMs);
[[nodiscard]] Outcome outcomeOf(const Job& job, std::optional<Error> error, qint64 monotonicMs);

} // namespace Patchbay::JobRecord
