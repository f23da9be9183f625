// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/messagelayout.h"
#include "desktop/transcript/transcriptstyle.h"

#include <QCoreApplication>
#include <QFontMetricsF>

namespace Patchbay {

using Kind = TranscriptAction::Kind;

std::vector<TranscriptAction> MessageLayout::actions(qint64 from, qint64 to)
{
    std::vector<TranscriptAction> found;
    if (const QRectF header = thinkingHeader(); !header.isEmpty()) {
        TranscriptAction action;
        action.kind = Kind::ToggleThinking;
        action.label = thinkingLabel();
        action.rect = header;
        found.push_back(std::move(action));
    }
    for (const Part part : {Part::Thinking, Part::Answer}) {
        if (shows(part))
            addFlowActions(part, from, to, found);
    }
    for (TranscriptAction action : m_footer.actions()) {
        action.rect.translate(footerOrigin());
        found.push_back(std::move(action));
    }
    std::erase_if(found, [from, to](const TranscriptAction& action) {
        return action.rect.bottom() < static_cast<qreal>(from) ||
               action.rect.top() > static_cast<qreal>(to);
    });
    return found;
}

void MessageLayout::addFlowActions(Part part, qint64 from, qint64 to,
                                   std::vector<TranscriptAction>& actions)
{
    RowFlow& text = flow(part);
    const QPointF origin = flowOrigin(part);
    const auto top = static_cast<qint64>(origin.y());
    int row = text.rowAt(std::max<qint64>(from - top, 0));
    for (; row >= 0 && row < std::ssize(text.rows()) && text.top(row) < to - top; ++row) {
        const MarkdownRow& r = text.rows()[static_cast<size_t>(row)];
        const bool copies = r.kind == MarkdownRow::Kind::Code && r.indexInBlock == 0;
        const bool links = std::ranges::any_of(
            r.formats, [](const InlineFormat& f) { return (f.flags & InlineFormat::Link) != 0; });
        if (!copies && !links)
            continue;
        const RowLayout& layout = text.layoutOf(row);
        const QPointF rowOrigin = origin + QPointF(0, static_cast<qreal>(text.top(row)));
        TranscriptAction action;
        action.part = part;
        action.row = row;
        if (copies) {
            action.kind = Kind::CopyCode;
            action.label = QCoreApplication::translate("Transcript", "Copy");
            const QRectF header = layout.headerRect().translated(rowOrigin);
            const qreal width =
                QFontMetricsF(m_style->small()).horizontalAdvance(action.label) + m_style->px(12);
            action.rect = QRectF(header.right() - width - m_style->px(6), header.top(), width,
                                 header.height());
            actions.push_back(action);
        }
        for (size_t i = 0; links && i < r.formats.size(); ++i) {
            const InlineFormat& format = r.formats[i];
            const bool goesOn = i > 0 && r.formats[i - 1].href == format.href &&
                                r.formats[i - 1].start + r.formats[i - 1].length == format.start;
            if (!(format.flags & InlineFormat::Link) || goesOn)
                continue;
            int end = format.start + format.length;
            for (size_t next = i + 1; next < r.formats.size(); ++next) {
                if (r.formats[next].start != end || r.formats[next].href != format.href)
                    break;
                end += r.formats[next].length;
            }
            action.kind = Kind::Link;
            action.index = static_cast<int>(i);
            action.href = format.href;
            action.label = r.text.mid(format.start, end - format.start);
            // One target per line that the link stands on; the first is the one Tab stops at.
            for (const QRectF& rect : layout.rectsOf(format.start, end)) {
                action.rect = rect.translated(rowOrigin);
                actions.push_back(action);
            }
        }
    }
}

std::pair<MessageLayout::Part, qsizetype> MessageLayout::positionAt(QPointF point, bool* inside)
{
    const bool inThinking = shows(Part::Thinking) && point.y() < flowOrigin(Part::Answer).y();
    const Part part = inThinking || !shows(Part::Answer) ? Part::Thinking : Part::Answer;
    if (inside)
        *inside = false;
    if (!shows(part))
        return {Part::Answer, 0};
    const QPointF local = point - flowOrigin(part);
    if (local.y() < 0)
        return {part, 0};
    if (local.y() >= static_cast<qreal>(flow(part).height()))
        return {part, flow(part).textLength()};
    return {part, flow(part).positionAt(local, inside)};
}

QRectF MessageLayout::cursorRect(Part part, qsizetype offset)
{
    return flow(part).cursorRect(offset).translated(flowOrigin(part));
}

} // namespace Patchbay
