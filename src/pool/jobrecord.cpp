// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/jobrecord.h"

namespace Patchbay::JobRecord {

namespace {

AttemptOutcome ofError(const Error& error)
{
    switch (error.kind) {
    case ErrorKind::Cancelled:
        return AttemptOutcome::Cancelled;
    case ErrorKind::Interrupted:
        return AttemptOutcome::Interrupted;
    default:
        return AttemptOutcome::Refused;
    }
}

std::optional<Cost> costOf(const AttemptOpening& opening, const AttemptReport& report,
                           const PriceTable& prices, qint64 nowMs)
{
    // Nothing used costs nothing, whatever the model.
    if (report.usage.total() == 0)
        return Cost{0, false, prices.version()};
    const QString model = report.modelServed.isEmpty() ? opening.model : report.modelServed;
    std::optional<Cost> cost = prices.cost(model, report.usage, nowMs);
    if (cost && report.isEstimated)
        cost->estimated = true;
    return cost;
}

} // namespace

AttemptCompletion completionOf(const AttemptOpening& opening, const AttemptReport& report,
                               bool isInterrupted, const PriceTable& prices, qint64 nowMs)
{
    AttemptCompletion completion;
    if (report.failure) {
        completion.outcome = AttemptOutcome::Failed;
        completion.errorKind = errorKindName(report.failure->error.kind);
    } else if (report.wasCancelled) {
        completion.outcome =
            isInterrupted ? AttemptOutcome::Interrupted : AttemptOutcome::Cancelled;
        completion.errorKind =
            errorKindName(isInterrupted ? ErrorKind::Interrupted : ErrorKind::Cancelled);
    }
    completion.status = report.head.status;
    completion.stopReason = report.stopReason;
    completion.requestId = report.headers.requestId;
    completion.organizationId = report.headers.organizationId;
    completion.modelServed = report.modelServed;
    completion.usage = report.usage;
    completion.cost = costOf(opening, report, prices, opening.openedAtMs);
    completion.firstByteMs = report.firstByteMs;
    completion.durationMs = report.durationMs;
    completion.completedAtMs = nowMs;
    return completion;
}

AttemptCompletion refusalOf(const Job& job, const Error& error, qint64 nowMs, qint64 monotonicMs)
{
    AttemptCompletion completion;
    completion.outcome = ofError(error);
    completion.errorKind = errorKindName(error.kind);
    completion.durationMs = monotonicMs - job.cameAtMs;
    completion.completedAtMs = nowMs;
    return completion;
}

AttemptCompletion cachedOf(const CachedRequest& request, const PriceTable& prices, qint64 nowMs)
{
    AttemptCompletion completion;
    completion.outcome = AttemptOutcome::Cached;
    completion.status = 200;
    completion.stopReason = request.stopReason;
    completion.requestId = request.requestId;
    completion.modelServed = request.modelServed;
    completion.cost = Cost{0, false, prices.version()};
    completion.durationMs = request.durationMs;
    completion.completedAtMs = nowMs;
    return completion;
}

Outcome outcomeOf(const Job& job, std::optional<Error> error, qint64 monotonicMs)
{
    Outcome outcome;
    outcome.error = std::move(error);
    outcome.durationMs = monotonicMs - job.cameAtMs;
    if (job.hasCost)
        outcome.cost = Cost{job.costMicroUsd, job.costIsEstimated, job.priceVersion};
    if (!job.ended)
        return outcome;
    const AttemptReport& report = job.ended->report;
    outcome.errorBody = report.errorBody;
    outcome.head = report.head;
    outcome.lease = job.ended->lease;
    outcome.modelServed = report.modelServed;
    outcome.stopReason = report.stopReason;
    outcome.requestId = report.headers.requestId;
    if (outcome.requestId.isEmpty() && outcome.error)
        outcome.requestId = outcome.error->requestId;
    outcome.usage = report.usage;
    outcome.firstByteMs = report.firstByteMs;
    return outcome;
}

} // namespace Patchbay::JobRecord
