// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/messagelayout.h"

#include "desktop/transcript/transcriptstyle.h"

#include <QCoreApplication>
#include <QFontMetricsF>

#include <cmath>

namespace Patchbay {

using namespace Qt::StringLiterals;
using Section = MessageLayout::Anchor::Section;
using State = TranscriptMessage::State;

namespace {

constexpr int bubblePaddingX = 14;
constexpr int bubblePaddingY = 10;
constexpr int thinkingLine = 26;

/// A bubble of more than this is as wide as it may be without being measured.
constexpr qsizetype longestMeasuredBubble = 3000;

TranscriptMessage withoutTexts(const TranscriptMessage& message)
{
    TranscriptMessage rest = message;
    rest.markdown = QString();
    rest.thinking = QString();
    return rest;
}

} // namespace

MessageLayout::MessageLayout(const TranscriptMessage& message, CodeHighlighter& highlighter,
                             const TranscriptStyle& style, int width)
    : m_message(withoutTexts(message))
    , m_style(&style)
    , m_width(width)
    , m_thinking(RowFlow::Syntax::Markdown, highlighter)
    , m_answer(message.role == TranscriptMessage::Role::User ? RowFlow::Syntax::Plain
                                                             : RowFlow::Syntax::Markdown,
               highlighter)
{
    setFrame(style, width);
    setMessage(message);
}

void MessageLayout::setMessage(const TranscriptMessage& message)
{
    const size_t answerHash = qHash(message.markdown);
    const size_t thinkingHash = qHash(message.thinking);
    // While text is appended the hashes are those of an older text; the length tells then.
    const auto differs = [this](const RowFlow& flow, const QString& text, size_t old, size_t hash) {
        return flow.length() != text.size() || (m_hashesKnown && old != hash);
    };
    if (differs(m_answer, message.markdown, m_answerHash, answerHash))
        m_answer.setText(message.markdown);
    if (differs(m_thinking, message.thinking, m_thinkingHash, thinkingHash))
        m_thinking.setText(message.thinking);
    m_answerHash = answerHash;
    m_thinkingHash = thinkingHash;
    m_hashesKnown = true;
    m_message = withoutTexts(message);
    m_answer.update();
    m_thinking.update();
    if (!isRunning()) {
        m_answer.complete();
        m_thinking.complete();
    }
    ++m_revision;
    arrange();
}

void MessageLayout::setFrame(const TranscriptStyle& style, int width)
{
    m_style = &style;
    m_width = width;
    const int inner = isUser() ? std::min(width, style.px(style.theme().bubbleWidth)) -
                                     2 * style.px(bubblePaddingX)
                               : width;
    m_answer.setFrame(&style, inner, false);
    m_thinking.setFrame(&style, width - style.px(16), true);
    arrange();
}

void MessageLayout::append(Part part, QStringView text)
{
    flow(part).append(text);
    m_hashesKnown = false;
}

bool MessageLayout::update(const TranscriptMessage& message)
{
    // An append that was not announced, or announced twice, must not be shown for ever.
    if (m_answer.length() != message.markdown.size())
        m_answer.setText(message.markdown);
    if (m_thinking.length() != message.thinking.size())
        m_thinking.setText(message.thinking);
    const bool answer = m_answer.update();
    const bool thinking = m_thinking.update();
    if (!answer && !thinking)
        return false;
    ++m_revision;
    // The first text takes the place of the notice that it was waited for.
    if (m_noticeHeight > 0)
        arrange();
    return true;
}

void MessageLayout::setThinkingOpen(bool open)
{
    m_thinkingOpen = open;
}

void MessageLayout::setThinkingSeconds(int seconds)
{
    m_thinkingSeconds = seconds;
}

bool MessageLayout::isRunning() const
{
    return m_message.state == State::Waiting || m_message.state == State::Streaming;
}

void MessageLayout::arrange()
{
    m_footer = MessageFooter(m_message, *m_style, m_width);
    arrangeChips();
    arrangeBubble();
    m_noticeHeight = 0;
    if (!noticeText().isEmpty()) {
        const QFontMetricsF metrics(m_style->body());
        const QRectF bounds =
            metrics.boundingRect(QRectF(0, 0, m_width - m_style->px(isRunning() ? 34 : 16), 10000),
                                 Qt::TextWordWrap, noticeText());
        m_noticeHeight = static_cast<int>(std::ceil(bounds.height())) + m_style->px(8);
    }
}

void MessageLayout::arrangeChips()
{
    m_chips.clear();
    m_headHeight = 0;
    if (m_message.attachments.isEmpty())
        return;
    const QFontMetricsF metrics(m_style->small());
    const int height = m_style->px(26);
    const int gap = m_style->px(6);
    qreal x = 0;
    size_t lineStart = 0;
    int y = 0;
    const auto alignLine = [&] {
        const qreal shift = isUser() && m_chips.size() > lineStart ? m_width - (x - gap) : 0;
        for (; lineStart < m_chips.size(); ++lineStart)
            m_chips[lineStart].rect.translate(shift, 0);
    };
    for (const QString& attachment : std::as_const(m_message.attachments)) {
        const qreal most = m_width - m_style->px(24);
        const QString text = metrics.elidedText(attachment, Qt::ElideMiddle, most);
        const qreal width = std::ceil(metrics.horizontalAdvance(text)) + m_style->px(22);
        if (x > 0 && x + width > m_width) {
            alignLine();
            x = 0;
            y += height + gap;
        }
        m_chips.push_back({text, QRectF(x, y, width, height)});
        x += width + gap;
    }
    alignLine();
    m_headHeight = y + height + m_style->px(8);
}

void MessageLayout::arrangeBubble()
{
    if (!isUser())
        return;
    m_bubbleWidth = std::min(m_width, m_style->px(m_style->theme().bubbleWidth));
    if (m_answer.textLength() > longestMeasuredBubble || m_answer.rows().size() > 60)
        return;
    int widest = 0;
    for (int row = 0; row < std::ssize(m_answer.rows()); ++row) {
        if (m_answer.rows()[static_cast<size_t>(row)].text.isRightToLeft())
            return;
        widest = std::max(widest, m_answer.layoutOf(row).textWidth());
    }
    m_bubbleWidth = std::min(m_bubbleWidth, widest + 2 * m_style->px(bubblePaddingX));
}

bool MessageLayout::shows(Part part) const
{
    if (part == Part::Thinking)
        return m_thinkingOpen && !m_thinking.rows().empty();
    return !m_answer.rows().empty() && (!isUser() || m_answer.length() > 0);
}

QRectF MessageLayout::thinkingHeader() const
{
    if (m_thinking.rows().empty())
        return {};
    const QFontMetricsF metrics(m_style->small());
    const qreal width = metrics.horizontalAdvance(thinkingLabel()) + m_style->px(24);
    return QRectF(0, m_headHeight, width, m_style->px(thinkingLine - 4));
}

QString MessageLayout::thinkingLabel() const
{
    if (isRunning() && m_answer.length() == 0)
        return QCoreApplication::translate("Transcript", "Thinking…");
    if (m_thinkingSeconds > 0) {
        return QCoreApplication::translate("Transcript", "Thought for %n second(s)", nullptr,
                                           m_thinkingSeconds);
    }
    return QCoreApplication::translate("Transcript", "Thoughts");
}

QPointF MessageLayout::flowOrigin(Part part) const
{
    qreal y = m_headHeight;
    if (part == Part::Thinking)
        return {static_cast<qreal>(m_style->px(16)), y + m_style->px(thinkingLine)};
    if (!m_thinking.rows().empty()) {
        y += m_style->px(thinkingLine);
        if (m_thinkingOpen)
            y += static_cast<qreal>(m_thinking.height()) + m_style->px(12);
    }
    if (!isUser())
        return {0, y};
    return {static_cast<qreal>(m_width - m_bubbleWidth + m_style->px(bubblePaddingX)),
            y + m_style->px(bubblePaddingY)};
}

QRectF MessageLayout::bubbleRect() const
{
    if (!isUser() || !shows(Part::Answer))
        return {};
    return QRectF(m_width - m_bubbleWidth,
                  flowOrigin(Part::Answer).y() - m_style->px(bubblePaddingY), m_bubbleWidth,
                  static_cast<qreal>(m_answer.height()) + 2 * m_style->px(bubblePaddingY));
}

qint64 MessageLayout::noticeTop() const
{
    const auto origin = static_cast<qint64>(flowOrigin(Part::Answer).y());
    if (isUser())
        return shows(Part::Answer) ? static_cast<qint64>(bubbleRect().bottom()) : m_headHeight;
    return origin + m_answer.height() + (m_answer.height() > 0 ? m_style->px(8) : 0);
}

QString MessageLayout::noticeText() const
{
    if (isRunning() && m_message.notice.isEmpty() && !isUser() && m_thinking.rows().empty() &&
        m_answer.rows().empty())
        return QCoreApplication::translate("Transcript", "Waiting for the answer");
    if (!m_message.notice.isEmpty())
        return m_message.notice;
    switch (m_message.state) {
    case State::Stopped:
        return QCoreApplication::translate("Transcript", "Stopped");
    case State::Interrupted:
        return m_message.canContinue
                   ? QCoreApplication::translate("Transcript",
                                                 "Interrupted before it was finished. Continue "
                                                 "goes on from here, Retry asks again.")
                   : QCoreApplication::translate(
                         "Transcript", "Interrupted before it was finished. Retry asks again.");
    case State::Failed:
        return QCoreApplication::translate("Transcript", "No answer came. Retry asks again.");
    case State::Complete:
    case State::Waiting:
    case State::Streaming:
        break;
    }
    return {};
}

QRectF MessageLayout::noticeRect() const
{
    return m_noticeHeight ? QRectF(0, static_cast<qreal>(noticeTop()), m_width, m_noticeHeight)
                          : QRectF();
}

QPointF MessageLayout::footerOrigin() const
{
    return {0, static_cast<qreal>(noticeTop() + m_noticeHeight + m_style->px(2))};
}

qint64 MessageLayout::height() const
{
    const int below = m_style->px(isUser() ? 0 : 20);
    return static_cast<qint64>(footerOrigin().y()) + m_footer.height() + below;
}

bool MessageLayout::layOut(qint64 from, qint64 to)
{
    const qint64 before = height();
    for (const Part part : {Part::Thinking, Part::Answer}) {
        if (!shows(part))
            continue;
        RowFlow& text = flow(part);
        const auto top = static_cast<qint64>(flowOrigin(part).y());
        // Short texts are measured whole, so that scrolling meets no surprise.
        if (text.rows().size() <= 40)
            text.layOut(0, std::numeric_limits<qint64>::max());
        else
            text.layOut(from - top, to - top);
    }
    return height() != before;
}

void MessageLayout::trim(qint64 from, qint64 to)
{
    for (const Part part : {Part::Thinking, Part::Answer}) {
        const auto top = static_cast<qint64>(flowOrigin(part).y());
        flow(part).trim(flow(part).rowAt(from - top), flow(part).rowAt(to - top));
    }
}

bool MessageLayout::colourMore(int budgetMs, bool* repaint)
{
    const bool answer = m_answer.colourMore(budgetMs, repaint);
    const bool thinking = m_thinking.colourMore(budgetMs, repaint);
    return answer || thinking;
}

bool MessageLayout::coloursMissing() const
{
    return m_answer.coloursMissing() || m_thinking.coloursMissing();
}

MessageLayout::Anchor MessageLayout::anchorAt(qint64 y) const
{
    for (const Part part : {Part::Answer, Part::Thinking}) {
        const qint64 local = y - static_cast<qint64>(flowOrigin(part).y());
        const RowFlow& text = flow(part);
        if (!shows(part) || local < 0)
            continue;
        if (local < text.height()) {
            const int row = text.rowAt(local);
            return {part == Part::Answer ? Section::Answer : Section::Thinking, row,
                    local - text.top(row)};
        }
        if (part == Part::Answer)
            return {Section::Tail, 0, y - noticeTop()};
    }
    return {Section::Head, 0, y};
}

qint64 MessageLayout::topOf(const Anchor& anchor) const
{
    switch (anchor.section) {
    case Section::Head:
        return anchor.below;
    case Section::Tail:
        return noticeTop() + anchor.below;
    case Section::Thinking:
    case Section::Answer:
        break;
    }
    const Part part = anchor.section == Section::Answer ? Part::Answer : Part::Thinking;
    const RowFlow& text = flow(part);
    return static_cast<qint64>(flowOrigin(part).y()) + text.top(anchor.row) + anchor.below;
}

} // namespace Patchbay
