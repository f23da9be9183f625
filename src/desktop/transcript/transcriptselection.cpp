// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/transcriptselection.h"

#include "desktop/transcript/markdownparser.h"
#include "desktop/transcript/transcriptcontents.h"
#include "desktop/transcript/transcripttext.h"

namespace Patchbay {

using Part = TranscriptModel::Part;

TranscriptSelection::TranscriptSelection(TranscriptContents& contents)
    : m_contents(contents)
{
}

void TranscriptSelection::clear()
{
    m_originStart = m_originEnd = m_start = m_end = {};
}

void TranscriptSelection::begin(const TextPlace& place, Unit unit)
{
    m_unit = unit;
    m_originStart = m_originEnd = place;
    if (unit == Unit::Word)
        std::tie(m_originStart, m_originEnd) = m_contents.wordAt(place);
    else if (unit == Unit::Row)
        std::tie(m_originStart, m_originEnd) = m_contents.rowAt(place);
    m_start = m_originStart;
    m_end = m_originEnd;
}

void TranscriptSelection::extendTo(const TextPlace& place)
{
    TextPlace from = place;
    TextPlace to = place;
    if (m_unit == Unit::Word)
        std::tie(from, to) = m_contents.wordAt(place);
    else if (m_unit == Unit::Row)
        std::tie(from, to) = m_contents.rowAt(place);
    m_start = std::min(from, m_originStart);
    m_end = std::max(to, m_originEnd);
}

void TranscriptSelection::select(const TextPlace& from, const TextPlace& to)
{
    m_unit = Unit::Character;
    m_originStart = m_originEnd = m_start = from;
    m_end = to;
}

void TranscriptSelection::selectAll()
{
    select(m_contents.firstPlace(), m_contents.lastPlace());
}

void TranscriptSelection::move(int from, int by)
{
    for (TextPlace* place : {&m_originStart, &m_originEnd, &m_start, &m_end}) {
        if (place->message < from)
            continue;
        if (by < 0 && place->message < from - by) {
            clear();
            return;
        }
        place->message += by;
    }
}

std::pair<qsizetype, qsizetype> TranscriptSelection::range(int message, Part part) const
{
    if (isEmpty() || message < m_start.message || message > m_end.message)
        return {0, 0};
    const TextPlace partStart{message, part, 0};
    const TextPlace partEnd{message, part, std::numeric_limits<int>::max()};
    const TextPlace from = std::max(m_start, partStart);
    const TextPlace to = std::min(m_end, partEnd);
    return from < to ? std::pair(from.offset, to.offset) : std::pair<qsizetype, qsizetype>(0, 0);
}

QString TranscriptSelection::text() const
{
    QStringList pieces;
    for (int row = m_start.message; !isEmpty() && row <= m_end.message; ++row) {
        const MessageLayout* layout = m_contents.laidOut(row);
        for (const Part part : {Part::Thinking, Part::Answer}) {
            const auto [from, to] = range(row, part);
            if (from >= to)
                continue;
            QString piece;
            if (layout) {
                if (layout->shows(part))
                    piece = copiedText(layout->flow(part).rows(), from, to);
            } else if (part == Part::Answer) {
                const TranscriptMessage* message = m_contents.model()->message(row);
                if (!message)
                    continue;
                piece = copiedText(message->role == TranscriptMessage::Role::User
                                       ? plainRows(message->markdown)
                                       : parseMarkdown(message->markdown),
                                   from, to);
            }
            if (!piece.isEmpty())
                pieces << piece;
        }
    }
    return pieces.join(QStringLiteral("\n\n"));
}

} // namespace Patchbay
