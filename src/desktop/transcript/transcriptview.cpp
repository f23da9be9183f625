// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/transcriptview.h"

#include "desktop/transcript/messagepainter.h"
#include "desktop/transcript/transcriptaccessible.h"

#include <QElapsedTimer>
#include <QEvent>
#include <QPainter>
#include <QPaintEvent>
#include <QScrollBar>
#include <QStyle>
#include <QToolButton>

#include <algorithm>

namespace Patchbay {

namespace {

constexpr int frameMs = 16;
/// Laid out beyond the viewport, so that a small scroll meets what is ready.
constexpr int margin = 200;

} // namespace

TranscriptView::TranscriptView(QWidget* parent)
    : QAbstractScrollArea(parent)
    , m_theme(TranscriptTheme::light())
    , m_style(std::make_unique<TranscriptStyle>(m_theme, m_zoomPercent))
{
    // Qt asks for the interface, and keeps it, as soon as the name is set.
    installTranscriptAccessibility();
    setObjectName(QStringLiteral("transcript"));
    setAccessibleName(tr("Transcript"));
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    setAttribute(Qt::WA_InputMethodEnabled, false);
    m_announcer = std::make_unique<AppendAnnouncer>(
        [this](const QString& text) { announceAppended(this, text); });

    m_jump = new QToolButton(viewport());
    m_jump->setObjectName(QStringLiteral("jumpToEnd"));
    m_jump->setAccessibleName(tr("Jump to the end"));
    m_jump->setToolTip(tr("Jump to the end"));
    m_jump->setText(QStringLiteral("↓"));
    m_jump->setCursor(Qt::PointingHandCursor);
    m_jump->setFocusPolicy(Qt::NoFocus);
    m_jump->hide();
    connect(m_jump, &QToolButton::clicked, this, &TranscriptView::scrollToEnd);

    m_flushTimer.setSingleShot(true);
    connect(&m_flushTimer, &QTimer::timeout, this, &TranscriptView::flush);
    connect(&m_contents, &TranscriptContents::changed, this, &TranscriptView::scheduleFlush);
    connect(&m_contents, &TranscriptContents::moved, this, &TranscriptView::messagesMoved);
    connect(&m_contents, &TranscriptContents::emptied, this, &TranscriptView::emptied);
    connect(&m_contents, &TranscriptContents::textAppended, this,
            [this](const QString& text) { m_announcer->append(text); });
    applyStyle();
}

TranscriptView::~TranscriptView() = default;

void TranscriptView::setModel(TranscriptModel* model)
{
    m_contents.setModel(model);
}

void TranscriptView::setTheme(const TranscriptTheme& theme)
{
    m_theme = theme;
    applyStyle();
}

void TranscriptView::setZoomPercent(int percent)
{
    m_zoomPercent = std::clamp(percent, 50, 300);
    applyStyle();
}

void TranscriptView::applyStyle()
{
    auto style = std::make_unique<TranscriptStyle>(m_theme, m_zoomPercent);
    m_style.swap(style);
    QPalette colours = palette();
    colours.setColor(QPalette::Base, m_theme.background);
    colours.setColor(QPalette::Window, m_theme.background);
    colours.setColor(QPalette::Text, m_theme.text);
    setPalette(colours);
    const int side = m_style->px(32);
    m_jump->setFixedSize(side, side);
    m_jump->setStyleSheet(
        QStringLiteral("QToolButton { background: %1; color: %2; border: 1px solid %3;"
                       " border-radius: %4px; font-size: %5px; padding: 0 }"
                       "QToolButton:hover { border-color: %2 }")
            .arg(m_theme.background.name(), m_theme.accent.name(), m_theme.line.name())
            .arg(side / 2)
            .arg(m_style->px(16)));
    verticalScrollBar()->setStyleSheet(
        QStringLiteral("QScrollBar { background: %1; width: %2px; margin: 0 }"
                       "QScrollBar::handle { background: %3; border-radius: %4px; min-height: 32px;"
                       " margin: 2px }"
                       "QScrollBar::handle:hover { background: %5 }"
                       "QScrollBar::add-line, QScrollBar::sub-line { height: 0 }"
                       "QScrollBar::add-page, QScrollBar::sub-page { background: none }")
            .arg(m_theme.background.name())
            .arg(kScrollBarWidth)
            .arg(m_theme.line.name())
            .arg(4)
            .arg(m_theme.dim.name()));
    setFrame();
    // The old style lives until every layout has the new one.
    style.reset();
}

int TranscriptView::room() const
{
    return width() - kScrollBarWidth;
}

int TranscriptView::columnWidth() const
{
    const int most = room() - 2 * m_style->px(24);
    return std::max(std::min(most, m_style->px(m_theme.columnWidth)), 60);
}

int TranscriptView::columnLeft() const
{
    return std::max((room() - columnWidth()) / 2, 0);
}

QPointF TranscriptView::toContents(QPointF point) const
{
    return point + QPointF(-columnLeft(), static_cast<qreal>(m_top));
}

QPointF TranscriptView::toViewport(QPointF point) const
{
    return point - QPointF(-columnLeft(), static_cast<qreal>(m_top));
}

void TranscriptView::setFrame()
{
    m_contents.setFrame(m_style.get(), columnWidth());
    m_anchor = m_contents.count() ? m_anchor : TranscriptContents::Anchor{};
    reflow();
}

void TranscriptView::scheduleFlush()
{
    // Under load a frame may take as long again as it cost, so that events get their turn.
    if (!m_flushTimer.isActive())
        m_flushTimer.start(std::clamp(2 * m_frameMs, frameMs, 250));
}

void TranscriptView::flush()
{
    QElapsedTimer timer;
    timer.start();
    m_flushTimer.stop();
    m_contents.update();
    if (m_matchPending)
        showCurrentMatch();
    reflow();
    updateAnimation();
    bool missing = false;
    for (const int row : m_contents.laidOutMessages()) {
        bool repaint = false;
        MessageLayout* layout = m_contents.laidOut(row);
        if (layout->coloursMissing())
            missing = layout->colourMore(8, &repaint) || missing;
        if (repaint)
            viewport()->update();
    }
    m_frameMs = static_cast<int>(timer.elapsed());
    if (missing)
        scheduleFlush();
}

void TranscriptView::reflow()
{
    const qint64 height = viewport()->height();
    const auto target = [&] {
        const qint64 last = std::max<qint64>(m_contents.height() - height, 0);
        return m_follow ? last : std::clamp<qint64>(m_contents.topOf(m_anchor), 0, last);
    };
    // Measuring changes heights, which changes what is in view; it settles after a few rounds.
    for (int round = 0; round < 12; ++round) {
        const qint64 top = target();
        if (!m_contents.layOut(top - margin, top + height + margin))
            break;
    }
    setTop(target());
    m_contents.trim(m_top - margin, m_top + height + margin);
}

void TranscriptView::setTop(qint64 top)
{
    m_top = top;
    const qint64 most = std::numeric_limits<int>::max() / 2;
    const qint64 last = std::max<qint64>(m_contents.height() - viewport()->height(), 0);
    m_settingScroll = true;
    verticalScrollBar()->setRange(0, static_cast<int>(std::min(last, most)));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(m_style->px(42));
    verticalScrollBar()->setValue(static_cast<int>(std::min(top, most)));
    m_settingScroll = false;
    if (m_contents.count() > 0)
        m_anchor = m_contents.anchorAt(top);
    updateJumpButton();
    viewport()->update();
}

void TranscriptView::scrollContentsBy(int, int)
{
    if (m_settingScroll)
        return;
    const int value = verticalScrollBar()->value();
    m_follow = value >= verticalScrollBar()->maximum();
    const qint64 height = viewport()->height();
    if (!m_follow && std::abs(value - m_top) < 2 * height && m_contents.count() > 0) {
        // What was at the top stays in its place on the way: what comes in above it is measured
        // before it is decided where the top is now.
        const qint64 shift = value - m_top;
        const TranscriptContents::Anchor anchor = m_anchor;
        for (int round = 0; round < 12; ++round) {
            const qint64 top = m_contents.topOf(anchor) + shift;
            if (!m_contents.layOut(top - margin, top + height + margin))
                break;
        }
        const qint64 last = std::max<qint64>(m_contents.height() - height, 0);
        const qint64 top = std::clamp<qint64>(m_contents.topOf(anchor) + shift, 0, last);
        m_anchor = m_contents.anchorAt(top);
    } else if (!m_follow && m_contents.count() > 0) {
        m_anchor = m_contents.anchorAt(value);
    }
    reflow();
    updateAnimation();
    updatePointer(m_lastPoint);
}

void TranscriptView::scrollToEnd()
{
    m_follow = true;
    reflow();
}

void TranscriptView::updateJumpButton()
{
    const qint64 below = m_contents.height() - m_top - viewport()->height();
    const bool away = !m_follow && below > m_style->px(60);
    m_jump->setVisible(away);
    m_jump->move((viewport()->width() - m_jump->width()) / 2,
                 viewport()->height() - m_jump->height() - m_style->px(12));
}

void TranscriptView::messagesMoved(int from, int by)
{
    m_selection.move(from, by);
    m_matches.clear();
    if (m_anchor.message >= from)
        m_anchor.message = std::max(m_anchor.message + by, 0);
    for (std::optional<ActionAt>* at : {&m_focused, &m_hovered, &m_done, &m_pressed}) {
        if (*at && (*at)->message >= from)
            (*at)->message += by;
    }
    m_hoveredMessage = -1;
}

void TranscriptView::emptied()
{
    m_selection.clear();
    m_matches.clear();
    m_focused = m_hovered = m_done = m_pressed = {};
    m_hoveredMessage = -1;
    m_anchor = {};
    m_follow = true;
}

void TranscriptView::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    setFrame();
}

void TranscriptView::changeEvent(QEvent* event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        setAccessibleName(tr("Transcript"));
        m_jump->setAccessibleName(tr("Jump to the end"));
        m_jump->setToolTip(tr("Jump to the end"));
        applyStyle();
    }
}

void TranscriptView::showEvent(QShowEvent* event)
{
    QAbstractScrollArea::showEvent(event);
    updateAnimation();
}

void TranscriptView::hideEvent(QHideEvent* event)
{
    QAbstractScrollArea::hideEvent(event);
    m_animation.stop();
}

void TranscriptView::updateAnimation()
{
    bool waiting = false;
    int row = std::max(m_contents.messageAt(m_top), 0);
    for (; row < m_contents.count() && m_contents.topOf(row) < m_top + viewport()->height();
         ++row) {
        const MessageLayout* layout = m_contents.laidOut(row);
        waiting = waiting || (layout && layout->isRunning() && !layout->noticeText().isEmpty());
    }
    const bool wanted =
        waiting && isVisible() && style()->styleHint(QStyle::SH_Widget_Animation_Duration) > 0;
    if (wanted && !m_animation.isActive())
        m_animation.start(110, this);
    else if (!wanted)
        m_animation.stop();
}

void TranscriptView::paintEvent(QPaintEvent* event)
{
    QPainter painter(viewport());
    painter.fillRect(event->rect(), m_theme.background);
    const qint64 bottom = m_top + event->rect().bottom() + 1;
    int row = std::max(m_contents.messageAt(m_top + event->rect().top()), 0);
    for (; row < m_contents.count() && m_contents.topOf(row) < bottom; ++row) {
        if (MessageLayout* layout = m_contents.layoutOf(row))
            paintMessage(painter, row, *layout, event->rect());
    }
}

void TranscriptView::paintMessage(QPainter& painter, int row, MessageLayout& layout,
                                  const QRect& clip)
{
    MessagePaint how;
    how.origin = toViewport(QPointF(0, static_cast<qreal>(m_contents.topOf(row))));
    how.from = clip.top() - how.origin.y();
    how.to = clip.bottom() + 1 - how.origin.y();
    const auto in = [row](const std::optional<ActionAt>& at) {
        return at && at->message == row ? &at->action : nullptr;
    };
    how.focused = hasFocus() ? in(m_focused) : nullptr;
    how.hovered = in(m_hovered);
    how.done = in(m_done);
    how.pointed = row == m_hoveredMessage || how.focused || how.done;
    how.phase = m_phase;
    how.animated = m_animation.isActive();
    addMarks(row, layout, how);
    MessagePainter(painter, *m_style).paint(layout, how);
}

void TranscriptView::addMarks(int row, MessageLayout& layout, MessagePaint& how)
{
    using Part = TranscriptModel::Part;
    if (!m_findText.isEmpty()) {
        for (const qsizetype at : matchesOf(row, layout))
            how.marks.push_back({Part::Answer, at, at + m_findText.size(), m_theme.match});
    }
    if (m_match && m_match->id == layout.message().id) {
        how.marks.push_back({Part::Answer, m_match->offset, m_match->offset + m_match->length,
                             m_theme.currentMatch});
    }
    for (const Part part : {Part::Thinking, Part::Answer}) {
        const auto [from, to] = m_selection.range(row, part);
        if (from < to)
            how.marks.push_back({part, from, to, m_theme.selection});
    }
}

} // namespace Patchbay
