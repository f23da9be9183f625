// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QJsonObject>

namespace Patchbay {

struct AnswerHeaders;

/// An error answer of the Messages API (PROTOCOL 3.1): decide on status, type and code, never on
/// the message's words. A value.
struct ApiError
{
    int status = 0; // 0 for an error event within a stream
    QString type;   // "rate_limit_error", …; empty when the body was not the API's form
    QString message;
    QString errorCode; // error.details.error_code, or "out_of_credits" from the headers of a 429
    QString requestId;

    /// Reads a body that may be JSON of the API, JSON of another form, HTML of a portal or empty.
    [[nodiscard]] static ApiError fromAnswer(int status, QByteArrayView body,
                                             const AnswerHeaders& headers);
    /// Reads the data of an `error` event.
    [[nodiscard]] static ApiError fromEvent(QByteArrayView data);

    /// The status that this error has or, within a stream, would have had.
    [[nodiscard]] int effectiveStatus() const;

    /// A spend limit of the provider's or the person's own: the account is used up until its
    /// period ends (DESIGN 2.3).
    [[nodiscard]] bool isSpendLimit() const;

    /// In words for a person, with what to do; the provider's own message is part of it for
    /// invalid requests, else it is the detail.
    [[nodiscard]] Error toError() const;

    /// {"type":"error","error":{"type","message"},"request_id"}
    [[nodiscard]] QJsonObject toJson() const;
};

/// The API's error form for a failure of our own (a last line of `chat --json`).
[[nodiscard]] QJsonObject errorToJson(const Error& error);

} // namespace Patchbay
