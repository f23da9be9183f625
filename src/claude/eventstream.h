// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QList>

namespace Patchbay {

/// One event of a text/event-stream: its name ("message" when none was given) and its data, lines
/// joined by '\n'.
struct ServerSentEvent
{
    QByteArray name;
    QByteArray data;

    bool operator==(const ServerSentEvent&) const = default;
};

/// Incremental parser of text/event-stream (WHATWG HTML, "Server-sent events"): any split, CR, LF
/// and CRLF, a leading BOM, comments, several data lines. Linear in the bytes fed.
class EventStreamParser final
{
public:
    static constexpr qsizetype kDefaultMaxEventBytes = 16 * 1024 * 1024;

    explicit EventStreamParser(qsizetype maxEventBytes = kDefaultMaxEventBytes);

    /// The events completed by these bytes, in order. An event beyond the limit is an
    /// UnexpectedAnswer, and the parser takes nothing more; events that were complete before it
    /// come first, and the error with the next call.
    [[nodiscard]] Result<QList<ServerSentEvent>> feed(QByteArrayView bytes);

    /// At the end of the stream: the last event, when it was not closed by a blank line. Where the
    /// connection was cut its data may be half. The parser is as new afterwards.
    [[nodiscard]] QList<ServerSentEvent> finish();

    /// Whether an event went beyond the limit.
    [[nodiscard]] bool hasFailed() const { return m_failed; }

private:
    void takeLine(QByteArrayView line, QList<ServerSentEvent>& events);
    void dispatch(QList<ServerSentEvent>& events);

    qsizetype m_maxEventBytes;
    QByteArray m_line; // the unfinished line
    QByteArray m_name;
    QByteArray m_data;
    bool m_hasData = false;
    bool m_skipLineFeed = false; // the last byte was CR: an LF now belongs to it
    bool m_atStart = true;
    bool m_failed = false;
};

} // namespace Patchbay
