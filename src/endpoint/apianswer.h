// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "claude/limits.h"
#include "endpoint/router.h"
#include "pool/request.h"

namespace Patchbay {

/// A whole answer of ours, without what belongs to the connection. A value.
struct EndpointAnswer
{
    int status = 200;
    QByteArray contentType = "application/json";
    QByteArray body;
    HeaderList headers = {};
};

/// An answer of the form that the API has for errors (PROTOCOL 3.1, 7.1). `words` are shown to
/// people; `requestId` goes into header and body.
[[nodiscard]] EndpointAnswer errorAnswer(ErrorForm form, int status, const QString& words,
                                         const QByteArray& requestId = {});
/// "rate_limit_error" for 429, as the Messages API names them.
[[nodiscard]] const char* apiErrorType(int status);
/// In whole seconds, at least 1, at most what clients should ever sleep.
void addRetryAfter(EndpointAnswer& answer, qint64 ms);

/// What a request that the pool could not fulfil is answered: the upstream's own error as it was,
/// or ours in the API's form with what to do. Nothing of the answer has gone out.
[[nodiscard]] EndpointAnswer answerOfFailure(const Outcome& outcome, ErrorForm form,
                                             const QByteArray& requestId, qint64 nowMs);
/// The `error` event that ends a stream of the Messages API which cannot go on.
[[nodiscard]] QByteArray errorEvent(const Error& error, const QByteArray& requestId);

/// Of an upstream's headers those that clients read: limits, retry-after, request-id, …
[[nodiscard]] HeaderList passedOnHeaders(const HeaderList& upstream);

} // namespace Patchbay
