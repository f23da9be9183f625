// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/transcriptcontents.h"

#include <QCoreApplication>
#include <QTextBoundaryFinder>

namespace Patchbay {

TextPlace TranscriptContents::placeAt(QPointF point, bool* inside)
{
    if (inside)
        *inside = false;
    const int message = messageAt(static_cast<qint64>(point.y()));
    MessageLayout* layout = layoutOf(message);
    if (!layout)
        return {message, Part::Answer, 0};
    const QPointF local = point - QPointF(0, static_cast<qreal>(topOf(message)));
    const auto [part, offset] = layout->positionAt(local, inside);
    return {message, part, offset};
}

QString TranscriptContents::noteAt(QPointF point)
{
    const int message = messageAt(static_cast<qint64>(point.y()));
    const MessageLayout* layout = layoutOf(message);
    if (!layout || !layout->message().accountRemoved)
        return {};
    const QPointF local = point - QPointF(0, static_cast<qreal>(topOf(message)));
    if (!layout->footer().textRect().translated(layout->footerOrigin()).contains(local))
        return {};
    return QCoreApplication::translate("Transcript", "The account “%1” was removed")
        .arg(layout->message().accountName);
}

QRectF TranscriptContents::cursorRect(const TextPlace& place)
{
    MessageLayout* layout = layoutOf(place.message);
    if (!layout)
        return QRectF(0, static_cast<qreal>(topOf(place.message)), 1, 20);
    const QRectF rect = layout->cursorRect(place.part, place.offset);
    return rect.translated(0, static_cast<qreal>(topOf(place.message)));
}

std::pair<TextPlace, TextPlace> TranscriptContents::rowAt(const TextPlace& place)
{
    MessageLayout* layout = layoutOf(place.message);
    if (!layout || layout->flow(place.part).rows().empty())
        return {place, place};
    const RowFlow& flow = layout->flow(place.part);
    const int row = flow.rowOfPosition(place.offset);
    TextPlace start = place;
    TextPlace end = place;
    start.offset = flow.textStart(row);
    end.offset = start.offset + flow.rows()[static_cast<size_t>(row)].text.size();
    return {start, end};
}

std::pair<TextPlace, TextPlace> TranscriptContents::wordAt(const TextPlace& place)
{
    auto [start, end] = rowAt(place);
    if (start == end)
        return {place, place};
    const RowFlow& flow = layoutOf(place.message)->flow(place.part);
    const QString& text = flow.rows()[static_cast<size_t>(flow.rowOfPosition(place.offset))].text;
    const qsizetype at = std::clamp<qsizetype>(place.offset - start.offset, 0, text.size());
    QTextBoundaryFinder finder(QTextBoundaryFinder::Word, text);
    finder.setPosition(at);
    const qsizetype rowStart = start.offset;
    start.offset =
        rowStart + (finder.isAtBoundary() && at < text.size() ? at : finder.toPreviousBoundary());
    finder.setPosition(at);
    end.offset = rowStart + (at == text.size() ? at : finder.toNextBoundary());
    return {start, end};
}

TextPlace TranscriptContents::firstPlace() const
{
    return count() > 0 ? TextPlace{0, Part::Thinking, 0} : TextPlace{};
}

TextPlace TranscriptContents::lastPlace()
{
    TextPlace place{count() - 1, Part::Answer, 0};
    // A message that is not there yet is taken to its end, wherever that will be.
    MessageLayout* layout = layoutOf(place.message);
    place.offset =
        layout ? layout->flow(Part::Answer).textLength() : std::numeric_limits<int>::max();
    return place;
}

} // namespace Patchbay
