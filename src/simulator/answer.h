// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "simulator/billing.h"
#include "simulator/message.h"

#include <optional>

namespace Patchbay {

/// How fast an answer comes, and what goes wrong on its way. A value.
struct AnswerManner
{
    int delayMs = 0;
    int firstEventDelayMs = 0;
    double eventsPerSecond = 0; // 0: as fast as possible
    bool uneven = false;        // as a model's words come
    int pingMs = 0;
    ScriptFault fault = ScriptFault::None;
    int atEvent = -1;
    bool headersFirst = false;
    QString errorType = QStringLiteral("overloaded_error");
    QString errorMessage = QStringLiteral("Overloaded");
    QString errorCode;
};

/// What a request is answered. A value.
struct Answer
{
    int status = 200;
    HeaderList headers; // without those of the framing
    QByteArray body;
    /// Streamed as events in place of `body`.
    std::optional<SimulatedMessage> stream;
    AnswerManner manner;
    Billing::Bill bill;
    qint64 outputTokens = 0; // billed with `body`
};

/// Replaces what goes by that name.
void setHeader(HeaderList& headers, const QByteArray& name, const QByteArray& value);
void removeHeader(HeaderList& headers, const QByteArray& name);

/// The API's type of an error status, and words for it.
[[nodiscard]] QString errorTypeOf(int status);
[[nodiscard]] QString errorMessageOf(int status);
/// The status that goes with a type, 500 for one that is not known.
[[nodiscard]] int statusOfErrorType(const QString& type);

/// An error in the API's form (PROTOCOL 3.1).
[[nodiscard]] Answer errorAnswer(int status, const QString& type, const QString& message,
                                 const QByteArray& requestId, const QString& errorCode = {});
[[nodiscard]] Answer jsonAnswer(const QJsonObject& body);

/// "req_" or "msg_" and made-up characters.
[[nodiscard]] QByteArray madeUpId(const char* prefix);

} // namespace Patchbay
