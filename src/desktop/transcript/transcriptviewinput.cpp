// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/transcriptview.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QScrollBar>
#include <QStyleHints>
#include <QWheelEvent>

namespace Patchbay {

using Kind = TranscriptAction::Kind;
using Unit = TranscriptSelection::Unit;

bool TranscriptView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave) {
        m_hovered.reset();
        m_hoveredMessage = -1;
        viewport()->update();
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void TranscriptView::keyPressEvent(QKeyEvent* event)
{
    QScrollBar* bar = verticalScrollBar();
    if (event->matches(QKeySequence::Copy)) {
        copySelection();
    } else if (event->matches(QKeySequence::SelectAll)) {
        selectAll();
    } else if (event->matches(QKeySequence::ZoomIn)) {
        Q_EMIT zoomRequested(1);
    } else if (event->matches(QKeySequence::ZoomOut)) {
        Q_EMIT zoomRequested(-1);
    } else if (event->key() == Qt::Key_Escape && !m_selection.isEmpty()) {
        clearSelection();
    } else if (m_focused && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter ||
                             event->key() == Qt::Key_Space)) {
        activate(ActionAt(*m_focused));
    } else if (event->key() == Qt::Key_Up) {
        scrollBy(-bar->singleStep());
    } else if (event->key() == Qt::Key_Down) {
        scrollBy(bar->singleStep());
    } else if (event->key() == Qt::Key_PageUp) {
        scrollBy(-bar->pageStep() * 9 / 10);
    } else if (event->key() == Qt::Key_PageDown || event->key() == Qt::Key_Space) {
        scrollBy(bar->pageStep() * 9 / 10);
    } else if (event->key() == Qt::Key_Home) {
        bar->setValue(0);
    } else if (event->key() == Qt::Key_End) {
        scrollToEnd();
    } else {
        event->ignore();
        return;
    }
    event->accept();
}

void TranscriptView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_lastPoint = event->position();
    m_focused.reset();
    if (std::optional<ActionAt> at = actionAt(event->position())) {
        m_pressed = std::move(at);
        return;
    }
    m_pressed.reset();
    const TextPlace place = m_contents.placeAt(toContents(event->position()));
    const bool triple =
        event->timestamp() - m_lastDoubleClick <
            static_cast<ulong>(QApplication::doubleClickInterval()) &&
        (event->position() - m_lastClick).manhattanLength() < QApplication::startDragDistance();
    if (!place.isValid())
        return;
    m_selecting = true;
    if (triple && m_lastDoubleClick > 0)
        m_selection.begin(place, Unit::Row);
    else if (event->modifiers() & Qt::ShiftModifier && m_selection.hasOrigin())
        m_selection.extendTo(place);
    else
        m_selection.begin(place, Unit::Character);
    viewport()->update();
}

void TranscriptView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    if (std::optional<ActionAt> at = actionAt(event->position())) {
        m_pressed = std::move(at);
        return;
    }
    m_lastDoubleClick = event->timestamp();
    m_lastClick = event->position();
    m_selecting = true;
    m_selection.begin(m_contents.placeAt(toContents(event->position())), Unit::Word);
    publishSelection();
}

void TranscriptView::mouseMoveEvent(QMouseEvent* event)
{
    m_lastPoint = event->position();
    if (m_selecting) {
        selectTo(event->position());
        const bool outside =
            event->position().y() < 0 || event->position().y() > viewport()->height();
        if (outside && !m_autoScroll.isActive())
            m_autoScroll.start(30, this);
        else if (!outside)
            m_autoScroll.stop();
        return;
    }
    updatePointer(event->position());
}

void TranscriptView::selectTo(QPointF point)
{
    const TextPlace place = m_contents.placeAt(toContents(point));
    if (!place.isValid())
        return;
    m_selection.extendTo(place);
    viewport()->update();
}

void TranscriptView::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_autoScroll.stop();
    if (std::exchange(m_selecting, false)) {
        publishSelection();
    } else if (m_pressed) {
        const std::optional<ActionAt> pressed = std::exchange(m_pressed, std::nullopt);
        const std::optional<ActionAt> at = actionAt(event->position());
        if (at && at->message == pressed->message && at->action.sameAs(pressed->action))
            activate(*at);
    }
    updatePointer(event->position());
}

void TranscriptView::updatePointer(QPointF point)
{
    if (!viewport()->rect().contains(point.toPoint()) || m_selecting)
        return;
    std::optional<ActionAt> at = actionAt(point);
    bool text = false;
    const TextPlace place = m_contents.placeAt(toContents(point), &text);
    const bool enabled = at && at->action.enabled;
    viewport()->setCursor(enabled ? Qt::PointingHandCursor
                          : text  ? Qt::IBeamCursor
                                  : Qt::ArrowCursor);
    const bool same =
        at.has_value() == m_hovered.has_value() &&
        (!at || (at->message == m_hovered->message && at->action.sameAs(m_hovered->action)));
    viewport()->setToolTip(at && at->action.kind == Kind::Link
                               ? at->action.href
                               : m_contents.noteAt(toContents(point)));
    m_hovered = std::move(at);
    if (!same || m_hoveredMessage != place.message) {
        m_hoveredMessage = place.message;
        viewport()->update();
    }
}

void TranscriptView::wheelEvent(QWheelEvent* event)
{
    if (event->modifiers() & Qt::ControlModifier) {
        if (const int steps = event->angleDelta().y() / 120; steps != 0)
            Q_EMIT zoomRequested(steps);
        event->accept();
        return;
    }
    QAbstractScrollArea::wheelEvent(event);
}

void TranscriptView::timerEvent(QTimerEvent* event)
{
    if (event->timerId() == m_animation.timerId()) {
        m_phase = (m_phase + 1) % 12;
        for (const int row : m_contents.laidOutMessages()) {
            const MessageLayout* layout = m_contents.laidOut(row);
            if (!layout->isRunning())
                continue;
            const QPointF top(0, static_cast<qreal>(m_contents.topOf(row)));
            const QPointF corner = toViewport(layout->noticeRect().topLeft() + top);
            viewport()->update(QRectF(corner, layout->noticeRect().size()).toAlignedRect());
        }
    } else if (event->timerId() == m_autoScroll.timerId()) {
        const qreal y = m_lastPoint.y();
        const qreal beyond = y < 0 ? y : std::max(y - viewport()->height(), 0.0);
        scrollBy(static_cast<int>(std::clamp(beyond, -120.0, 120.0)));
        selectTo(m_lastPoint);
    } else if (event->timerId() == m_doneTimer.timerId()) {
        m_doneTimer.stop();
        m_done.reset();
        viewport()->update();
    } else {
        QAbstractScrollArea::timerEvent(event);
    }
}

int TranscriptView::pointedMessage() const
{
    if (m_focused)
        return m_focused->message;
    return m_selection.isEmpty() ? m_contents.messageAt(m_top + viewport()->height() / 2)
                                 : m_selection.end().message;
}

void TranscriptView::contextMenuEvent(QContextMenuEvent* event)
{
    const bool byMouse = event->reason() == QContextMenuEvent::Mouse;
    const int message =
        byMouse ? m_contents.messageAt(static_cast<qint64>(toContents(event->pos()).y()))
                : pointedMessage();
    showMenu(byMouse ? event->globalPos() : viewport()->mapToGlobal(viewport()->rect().center()),
             message);
    event->accept();
}

void TranscriptView::showMenu(QPoint point, int message)
{
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("transcriptMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction* copy = menu->addAction(tr("Copy"), this, &TranscriptView::copySelection);
    copy->setEnabled(!m_selection.isEmpty());
    if (const MessageLayout* layout = m_contents.layoutOf(message)) {
        const qint64 id = layout->message().id;
        menu->addAction(tr("Copy message"), this, [this, id] { copyMessage(id); });
        menu->addAction(tr("Select all"), this, &TranscriptView::selectAll);
        menu->addSeparator();
        if (layout->isUser())
            menu->addAction(tr("Edit"), this, [this, id] { Q_EMIT editRequested(id); });
        if (layout->message().canContinue)
            menu->addAction(tr("Continue"), this, [this, id] { Q_EMIT continueRequested(id); });
        if (!layout->isUser() && !layout->isRunning())
            menu->addAction(tr("Retry"), this, [this, id] { Q_EMIT regenerateRequested(id); });
    }
    menu->popup(point);
}

void TranscriptView::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    m_focused.reset();
    const bool byTab =
        event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    if (byTab) {
        const auto actions = visibleActions();
        if (!actions.empty()) {
            const bool forward = event->reason() == Qt::TabFocusReason;
            const auto& [row, action] = forward ? actions.front() : actions.back();
            m_focused = ActionAt{row, action};
        }
    }
    viewport()->update();
}

void TranscriptView::focusOutEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace Patchbay
