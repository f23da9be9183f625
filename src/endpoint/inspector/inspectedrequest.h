// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "claude/limits.h"
#include "endpoint/requestrecord.h"

#include <QList>

namespace Patchbay {

/// What may be kept of requests, in memory alone.
struct InspectorLimits
{
    int requests = 50;
    qint64 bodyBytes = 256 * 1024;         // of one body
    qint64 allBytes = 32LL * 1024 * 1024;  // of all requests; the oldest go first
    qint64 queueBytes = 8LL * 1024 * 1024; // on their way to be kept; beyond, bodies are left out
};

/// One event of a stream, on one line. A value.
struct InspectedEvent
{
    qint64 atMs = 0; // since the request came
    QByteArray name; // empty: it had none
    QByteArray data;

    bool operator==(const InspectedEvent&) const = default;
};

/// One request or answer without its secrets. A value.
struct InspectedMessage
{
    QByteArray startLine;
    HeaderList headers;
    QByteArray body; // nothing of an event stream
    QList<InspectedEvent> events;
    bool isEventStream = false;
    qint64 size = 0;     // of the body as it came, all of it
    qint64 keptSize = 0; // of head and body or events
    bool isCut = false;  // the body was longer than is kept

    [[nodiscard]] bool isEmpty() const { return startLine.isEmpty(); }
};

/// An account was asked. A value.
struct InspectedAttempt
{
    int number = 1;
    QString account;
    qint64 atMs = 0; // since the request came

    bool operator==(const InspectedAttempt&) const = default;
};

/// One line of the list. A value.
struct InspectedSummary
{
    quint64 id = 0;    // grows with time
    QByteArray target; // path and query
    RequestRecord record;
    bool isUnderWay = true;
};

/// One request with all that is kept of it. A value.
struct InspectedRequest
{
    InspectedSummary summary;
    InspectedMessage request;         // as the client sent it, unpacked
    InspectedMessage answer;          // as the client got it
    InspectedMessage upstreamRequest; // empty: it did not go there
    InspectedMessage upstreamAnswer;  // its body where it is another than the client's
    bool isBodyChanged = false;       // the upstream got another than the client sent
    QList<InspectedAttempt> attempts;
    QString waited; // why it waited for an account, last
    QString error;
};

} // namespace Patchbay
