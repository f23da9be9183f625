// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/messagepainter.h"

#include "desktop/transcript/transcriptstyle.h"

#include <QCoreApplication>
#include <QPainter>

#include <array>

namespace Patchbay {

using Kind = TranscriptAction::Kind;
using Part = TranscriptModel::Part;

MessagePainter::MessagePainter(QPainter& painter, const TranscriptStyle& style)
    : m_painter(painter)
    , m_style(style)
{
    m_painter.setRenderHint(QPainter::Antialiasing);
}

void MessagePainter::paint(MessageLayout& message, const MessagePaint& how)
{
    if (const QRectF bubble = message.bubbleRect(); !bubble.isEmpty()) {
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(m_style.theme().userBubble);
        m_painter.drawRoundedRect(bubble.translated(how.origin), m_style.px(10), m_style.px(10));
    }
    paintChips(message, how);
    paintThinkingHeader(message, how);
    if (message.shows(Part::Thinking)) {
        const QPointF top = message.flowOrigin(Part::Thinking) + how.origin;
        m_painter.fillRect(QRectF(how.origin.x() + m_style.px(5), top.y(), m_style.px(2),
                                  static_cast<qreal>(message.flow(Part::Thinking).height())),
                           m_style.theme().line);
        paintFlow(message, Part::Thinking, how);
    }
    if (message.shows(Part::Answer))
        paintFlow(message, Part::Answer, how);
    paintNotice(message, how);
    paintFooter(message, how);
    paintActions(message, how);
}

void MessagePainter::paintFlow(MessageLayout& message, Part part, const MessagePaint& how)
{
    RowFlow& flow = message.flow(part);
    const QPointF origin = message.flowOrigin(part);
    const auto from = static_cast<qint64>(how.from - origin.y());
    const auto to = static_cast<qint64>(how.to - origin.y());
    int row = flow.rowAt(std::max<qint64>(from, 0));
    for (; row >= 0 && row < std::ssize(flow.rows()) && flow.top(row) < to; ++row) {
        const MarkdownRow& r = flow.rows()[static_cast<size_t>(row)];
        const qsizetype start = flow.textStart(row);
        std::vector<RowMark> marks;
        for (const MessagePaint::Mark& mark : how.marks) {
            const qsizetype first = std::max<qsizetype>(mark.start - start, 0);
            const qsizetype last = std::min<qsizetype>(mark.end - start, r.text.size() + 1);
            if (mark.part == part && first < last)
                marks.push_back({static_cast<int>(first), static_cast<int>(last), mark.color});
        }
        const RowLayout& layout = flow.layoutOf(row);
        const QPointF place = how.origin + origin + QPointF(0, static_cast<qreal>(flow.top(row)));
        layout.paint(m_painter, r, m_style, place, marks);
    }
    const bool writing = message.message().state == TranscriptMessage::State::Streaming;
    if (writing && row == std::ssize(flow.rows()) && row > 0 &&
        (part == Part::Answer || message.flow(Part::Answer).length() == 0)) {
        const QRectF cursor = flow.cursorRect(flow.textLength()).translated(how.origin + origin);
        const qreal height = m_style.px(14);
        m_painter.fillRect(
            QRectF(cursor.left() + 2, cursor.center().y() - height / 2, m_style.px(6), height),
            part == Part::Answer ? m_style.theme().text : m_style.theme().dim);
    }
}

void MessagePainter::paintChips(const MessageLayout& message, const MessagePaint& how)
{
    m_painter.setFont(m_style.small());
    for (const MessageLayout::Chip& chip : message.chips()) {
        const QRectF rect = chip.rect.translated(how.origin);
        m_painter.setPen(m_style.theme().line);
        m_painter.setBrush(m_style.theme().background);
        m_painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), m_style.px(7),
                                  m_style.px(7));
        m_painter.setPen(m_style.theme().dim);
        m_painter.drawText(rect, Qt::AlignCenter, chip.text);
    }
}

void MessagePainter::paintThinkingHeader(const MessageLayout& message, const MessagePaint& how)
{
    const QRectF rect = message.thinkingHeader().translated(how.origin);
    if (message.thinkingHeader().isEmpty())
        return;
    const bool hovered = how.hovered && how.hovered->kind == Kind::ToggleThinking;
    const QColor color = hovered ? m_style.theme().text : m_style.theme().dim;
    const qreal size = m_style.px(4);
    const QPointF centre(rect.left() + m_style.px(6), rect.center().y());
    m_painter.setPen(QPen(color, m_style.px(15) / 10.0, Qt::SolidLine, Qt::RoundCap));
    m_painter.setBrush(Qt::NoBrush);
    std::array<QPointF, 3> arrow;
    if (message.isThinkingOpen()) {
        arrow = {centre + QPointF(-size, -size / 2), centre + QPointF(0, size / 2),
                 centre + QPointF(size, -size / 2)};
    } else {
        arrow = {centre + QPointF(-size / 2, -size), centre + QPointF(size / 2, 0),
                 centre + QPointF(-size / 2, size)};
    }
    m_painter.drawPolyline(arrow.data(), static_cast<int>(arrow.size()));
    m_painter.setPen(color);
    m_painter.setFont(m_style.small());
    m_painter.drawText(rect.adjusted(m_style.px(16), 0, m_style.px(8), 0),
                       Qt::AlignVCenter | Qt::AlignLeft, message.thinkingLabel());
}

void MessagePainter::paintNotice(const MessageLayout& message, const MessagePaint& how)
{
    QRectF rect = message.noticeRect();
    if (rect.isEmpty())
        return;
    rect.translate(how.origin);
    const bool failed = message.message().state == TranscriptMessage::State::Failed;
    const TranscriptTheme& theme = m_style.theme();
    if (message.isRunning()) {
        m_painter.setPen(Qt::NoPen);
        for (int dot = 0; dot < 3; ++dot) {
            // Each dot in turn swells and fades; standing still they are all alike.
            const int distance = (how.phase + 12 - dot * 2) % 12;
            const qreal strength = how.animated ? std::max(0.3, 1.0 - distance * 0.12) : 0.6;
            QColor color = theme.accent;
            color.setAlphaF(static_cast<float>(strength));
            m_painter.setBrush(color);
            m_painter.drawEllipse(
                QPointF(rect.left() + m_style.px(5) + dot * m_style.px(9), rect.center().y()),
                m_style.px(5) / 2.0, m_style.px(5) / 2.0);
        }
        rect.setLeft(rect.left() + m_style.px(34));
    } else if (failed) {
        m_painter.fillRect(QRectF(rect.left(), rect.top() + m_style.px(3), m_style.px(3),
                                  rect.height() - m_style.px(6)),
                           theme.bad);
        rect.setLeft(rect.left() + m_style.px(14));
    }
    m_painter.setPen(failed ? theme.bad : theme.dim);
    m_painter.setFont(m_style.body());
    m_painter.drawText(rect, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextWordWrap,
                       message.noticeText());
}

void MessagePainter::paintFooter(const MessageLayout& message, const MessagePaint& how)
{
    const MessageFooter& footer = message.footer();
    const QPointF origin = message.footerOrigin() + how.origin;
    if (!footer.text().isEmpty()) {
        const QColor account = message.message().accountColor;
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(account.isValid() ? account : m_style.theme().dim);
        m_painter.drawEllipse(origin + footer.dot(), m_style.px(4), m_style.px(4));
        m_painter.setPen(m_style.theme().dim);
        m_painter.setFont(m_style.small());
        m_painter.drawText(footer.textRect().translated(origin),
                           Qt::AlignVCenter | Qt::AlignLeft | Qt::TextWordWrap, footer.text());
    }
    if (!footer.branchText().isEmpty()) {
        m_painter.setPen(m_style.theme().dim);
        m_painter.setFont(m_style.small());
        m_painter.drawText(footer.branchRect().translated(origin), Qt::AlignCenter,
                           footer.branchText());
    }
}

void MessagePainter::paintActions(MessageLayout& message, const MessagePaint& how)
{
    const TranscriptTheme& theme = m_style.theme();
    const auto is = [](const TranscriptAction* one, const TranscriptAction& other) {
        return one && one->sameAs(other);
    };
    for (const TranscriptAction& action :
         message.actions(static_cast<qint64>(how.from), static_cast<qint64>(how.to))) {
        const QRectF rect = action.rect.translated(how.origin);
        const bool hovered = is(how.hovered, action) && action.enabled;
        const bool focused = is(how.focused, action);
        if (action.kind == Kind::Link) {
            if (hovered || focused) {
                m_painter.setPen(QPen(theme.accent, 1));
                const qreal y = std::round(rect.bottom() - m_style.px(2)) + 0.5;
                m_painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y));
            }
        } else if (action.kind != Kind::ToggleThinking) {
            const bool branch =
                action.kind == Kind::BranchBack || action.kind == Kind::BranchForward;
            // A user's own message is quiet until someone points at it.
            if (message.isUser() && !branch && !how.pointed)
                continue;
            const bool done = is(how.done, action);
            const Kind next = message.message().canContinue ? Kind::Continue : Kind::Retry;
            const auto state = message.message().state;
            const bool urgent =
                action.kind == next && (state == TranscriptMessage::State::Failed ||
                                        state == TranscriptMessage::State::Interrupted);
            QColor color = hovered ? theme.text : theme.dim;
            if (done || urgent)
                color = theme.accent;
            if (!action.enabled)
                color.setAlphaF(0.4F);
            m_painter.setPen(color);
            m_painter.setFont(branch ? m_style.body() : m_style.small());
            const QString copied = QCoreApplication::translate("Transcript", "Copied");
            const bool right = action.kind == Kind::CopyCode;
            m_painter.drawText(rect.adjusted(right ? -m_style.px(30) : 0, 0,
                                             right ? -m_style.px(6) : m_style.px(30), 0),
                               Qt::AlignVCenter | (right ? Qt::AlignRight : Qt::AlignLeft),
                               done ? copied : (branch ? QString() : action.label));
            if (branch)
                m_painter.drawText(rect, Qt::AlignCenter, action.label);
        }
        if (focused) {
            m_painter.setPen(QPen(theme.accent, m_style.px(15) / 10.0));
            m_painter.setBrush(Qt::NoBrush);
            m_painter.drawRoundedRect(rect.adjusted(-3, 0, 3, 0), m_style.px(4), m_style.px(4));
        }
    }
}

} // namespace Patchbay
