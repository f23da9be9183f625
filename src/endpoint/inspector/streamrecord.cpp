// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/inspector/streamrecord.h"

#include "endpoint/inspector/secretscrubber.h"

#include <QRegularExpression>

#include <algorithm>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

// As long as a credential that is spelled out may be.
constexpr qsizetype kLongestSpelled = 1024;
constexpr qint64 kEventOverhead = 64;

// The piece of an answer's text that an event of either API brings.
const QRegularExpression& wordsOfEvent()
{
    static const QRegularExpression expression(QStringLiteral(
        R"re("(?:text|partial_json|thinking|content|arguments|delta)"\s*:\s*"((?:[^"\\]|\\.)*)")re"));
    return expression;
}

qsizetype commonStart(const QString& a, const QString& b)
{
    const auto [inA, inB] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    return inA - a.begin();
}

} // namespace

StreamRecord::StreamRecord(InspectedMessage& message, const SecretScrubber& scrubber, qint64 limit)
    : m_message(message)
    , m_scrubber(scrubber)
    , m_limit(limit)
{
}

void StreamRecord::feed(QByteArrayView bytes, qint64 atMs)
{
    while (!bytes.isEmpty() && !m_message.isCut) {
        const qsizetype end = bytes.indexOf('\n');
        m_rest += end < 0 ? bytes : bytes.first(end);
        if (end < 0)
            return;
        bytes = bytes.sliced(end + 1);
        if (m_rest.endsWith('\r'))
            m_rest.chop(1);
        line(std::exchange(m_rest, {}), atMs);
    }
}

void StreamRecord::line(QByteArrayView line, qint64 atMs)
{
    if (line.isEmpty())
        return keep(atMs);
    const auto valueAfter = [line](qsizetype size) { return line.sliced(size).trimmed(); };
    if (line.startsWith("event:")) {
        m_name = valueAfter(6).toByteArray();
        return;
    }
    if (!m_data.isEmpty())
        m_data += ' ';
    m_data += line.startsWith("data:") ? valueAfter(5) : line;
}

void StreamRecord::finish(qint64 atMs)
{
    if (!m_rest.isEmpty())
        line(std::exchange(m_rest, {}), atMs);
    keep(atMs);
    m_spelled.clear();
    m_joined.clear();
}

void StreamRecord::keep(qint64 atMs)
{
    if ((m_name.isEmpty() && m_data.isEmpty()) || m_message.isCut)
        return;
    const QString raw = QString::fromUtf8(std::exchange(m_data, {}));
    InspectedEvent event{atMs, m_scrubber.text(std::exchange(m_name, {})),
                         m_scrubber.words(raw).toUtf8()};
    joinWords(event, raw);
    const qint64 room = m_limit - m_kept - event.name.size();
    if (event.data.size() > room) {
        event.data.truncate(std::max<qint64>(room, 0));
        m_message.isCut = true;
    }
    const qint64 size = event.name.size() + event.data.size();
    m_kept += size;
    m_message.keptSize += size + kEventOverhead;
    m_message.events.append(std::move(event));
}

void StreamRecord::joinWords(InspectedEvent& event, const QString& raw)
{
    const QRegularExpressionMatch match = wordsOfEvent().match(raw);
    if (!match.hasMatch() || match.capturedLength(1) == 0)
        return;
    const QString words = match.captured(1);
    const QString joined = m_joined + words;
    const QString clean = m_scrubber.words(joined);
    const bool goesOn = clean != m_scrubber.words(m_joined) + m_scrubber.words(words);
    m_spelled.push_back({m_message.events.size(), words});
    m_joined = joined;
    if (goesOn) {
        // All events whose words are part of it lose them.
        qsizetype left = joined.size() - commonStart(clean, joined);
        for (auto part = m_spelled.rbegin(); part != m_spelled.rend() && left > 0; ++part) {
            left -= part->words.size();
            const bool isThis = part->event == m_message.events.size();
            QByteArray& data = isThis ? event.data : m_message.events[part->event].data;
            QString text = QString::fromUtf8(data);
            const QRegularExpressionMatch place = wordsOfEvent().match(text);
            if (place.hasMatch())
                data =
                    text.replace(place.capturedStart(1), place.capturedLength(1), u"[redacted]"_s)
                        .toUtf8();
        }
    }
    while (m_joined.size() > kLongestSpelled && m_spelled.size() > 1) {
        m_joined.remove(0, m_spelled.front().words.size());
        m_spelled.pop_front();
    }
}

} // namespace Patchbay
