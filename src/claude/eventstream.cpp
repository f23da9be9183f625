// SPDX-License-Identifier: GPL-3.0-or-later
#include "claude/eventstream.h"

#include <QCoreApplication>

#include <algorithm>

namespace Patchbay {

namespace {

struct EventStreamText
{
    Q_DECLARE_TR_FUNCTIONS(EventStreamText)
};

} // namespace

EventStreamParser::EventStreamParser(qsizetype maxEventBytes)
    : m_maxEventBytes(maxEventBytes)
{
}

Result<QList<ServerSentEvent>> EventStreamParser::feed(QByteArrayView bytes)
{
    QList<ServerSentEvent> events;
    if (m_skipLineFeed && !bytes.isEmpty()) {
        m_skipLineFeed = false;
        if (bytes.front() == '\n')
            bytes = bytes.sliced(1);
    }
    while (!m_failed && !bytes.isEmpty()) {
        const auto end =
            std::find_if(bytes.begin(), bytes.end(), [](char c) { return c == '\n' || c == '\r'; });
        const qsizetype length = end - bytes.begin();
        m_failed = m_line.size() + m_name.size() + m_data.size() + length > m_maxEventBytes;
        if (m_failed)
            break;
        if (end == bytes.end()) {
            m_line.append(bytes.data(), length);
            break;
        }
        if (m_line.isEmpty()) {
            takeLine(bytes.first(length), events);
        } else {
            m_line.append(bytes.data(), length);
            takeLine(m_line, events);
            m_line.clear();
        }
        qsizetype taken = length + 1;
        if (*end == '\r') {
            m_skipLineFeed = taken == bytes.size();
            if (!m_skipLineFeed && bytes[taken] == '\n')
                ++taken;
        }
        bytes = bytes.sliced(taken);
    }
    // What was complete before the oversized event comes first, however the bytes were cut.
    if (m_failed && events.isEmpty()) {
        return fail(ErrorKind::UnexpectedAnswer,
                    EventStreamText::tr("The server sent an event too large to take"),
                    EventStreamText::tr("Send it again; if it stays, check the account's base URL"),
                    QStringLiteral("an event of more than %1 bytes").arg(m_maxEventBytes));
    }
    return events;
}

QList<ServerSentEvent> EventStreamParser::finish()
{
    QList<ServerSentEvent> events;
    if (!m_failed) {
        if (!m_line.isEmpty())
            takeLine(std::exchange(m_line, {}), events);
        dispatch(events);
    }
    *this = EventStreamParser(m_maxEventBytes);
    return events;
}

void EventStreamParser::takeLine(QByteArrayView line, QList<ServerSentEvent>& events)
{
    if (std::exchange(m_atStart, false) && line.startsWith("\xEF\xBB\xBF"))
        line = line.sliced(3);
    if (line.isEmpty()) {
        dispatch(events);
        return;
    }
    const qsizetype colon = line.indexOf(':');
    const QByteArrayView field = colon < 0 ? line : line.first(colon);
    QByteArrayView value = colon < 0 ? QByteArrayView() : line.sliced(colon + 1);
    if (value.startsWith(' '))
        value = value.sliced(1);

    if (field == QByteArrayView("data")) {
        if (m_hasData)
            m_data.append('\n');
        m_data.append(value.data(), value.size());
        m_hasData = true;
    } else if (field == QByteArrayView("event")) {
        m_name = value.toByteArray();
    }
}

void EventStreamParser::dispatch(QList<ServerSentEvent>& events)
{
    if (m_hasData)
        events.append({m_name.isEmpty() ? QByteArrayLiteral("message") : m_name, m_data});
    m_name.clear();
    m_data.clear();
    m_hasData = false;
}

} // namespace Patchbay
