// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/transcriptaccessible.h"

#include "desktop/transcript/transcriptview.h"

#include <QCoreApplication>
#include <QScrollBar>

namespace Patchbay {

using Part = TranscriptModel::Part;

namespace {

constexpr qsizetype mostCharacters = 200'000;
constexpr int announceEveryMs = 500;

QAccessibleInterface* makeInterface(const QString& className, QObject* object)
{
    if (className != QLatin1String("Patchbay::TranscriptView"))
        return nullptr;
    auto* view = qobject_cast<TranscriptView*>(object);
    return view ? new TranscriptAccessible(view) : nullptr;
}

QString nameOf(const TranscriptMessage& message)
{
    if (message.role == TranscriptMessage::Role::User)
        return QCoreApplication::translate("Transcript", "You:");
    if (message.accountName.isEmpty())
        return QCoreApplication::translate("Transcript", "Answer:");
    if (message.accountRemoved) {
        return QCoreApplication::translate("Transcript", "Answer of %1, a removed account:")
            .arg(message.accountName);
    }
    return QCoreApplication::translate("Transcript", "Answer of %1:").arg(message.accountName);
}

} // namespace

void installTranscriptAccessibility()
{
    QAccessible::removeFactory(makeInterface);
    QAccessible::installFactory(makeInterface);
}

AppendAnnouncer::AppendAnnouncer(std::function<void(const QString&)> tell)
    : m_tell(std::move(tell))
{
    m_timer.setSingleShot(true);
    m_timer.callOnTimeout(&m_timer, [this] { m_tell(std::exchange(m_waiting, {})); });
}

void AppendAnnouncer::append(const QString& text)
{
    m_waiting += text;
    if (!m_timer.isActive())
        m_timer.start(announceEveryMs);
}

void announceAppended(TranscriptView* view, const QString& text)
{
    if (!QAccessible::isActive())
        return;
    const QAccessibleInterface* known = QAccessible::queryAccessibleInterface(view);
    const auto* accessible = dynamic_cast<const TranscriptAccessible*>(known);
    const int end = accessible ? accessible->characterCount() : 0;
    QAccessibleTextInsertEvent event(view, std::max(end - static_cast<int>(text.size()), 0), text);
    QAccessible::updateAccessibility(&event);
}

TranscriptAccessible::TranscriptAccessible(TranscriptView* view)
    : QAccessibleWidget(view, QAccessible::Document)
{
}

TranscriptView* TranscriptAccessible::view() const
{
    return qobject_cast<TranscriptView*>(widget());
}

void* TranscriptAccessible::interface_cast(QAccessible::InterfaceType type)
{
    if (type == QAccessible::TextInterface)
        return static_cast<QAccessibleTextInterface*>(this);
    return QAccessibleWidget::interface_cast(type);
}

QString TranscriptAccessible::text(QAccessible::Text kind) const
{
    if (kind != QAccessible::Value)
        return QAccessibleWidget::text(kind);
    refresh();
    return m_text;
}

QAccessible::State TranscriptAccessible::state() const
{
    QAccessible::State state = QAccessibleWidget::state();
    state.readOnly = true;
    state.multiLine = true;
    state.selectableText = true;
    return state;
}

void TranscriptAccessible::refresh() const
{
    m_text.clear();
    m_pieces.clear();
    TranscriptContents& contents = view()->contents();
    QList<int> rows = contents.laidOutMessages();
    const double centre = view()->toContents({0, view()->viewport()->height() / 2.0}).y();
    const int middle = contents.messageAt(static_cast<qint64>(centre));
    std::ranges::stable_sort(rows, {}, [middle](int row) { return std::abs(row - middle); });
    qsizetype room = mostCharacters;
    QList<int> kept;
    for (const int row : std::as_const(rows)) {
        room -= contents.laidOut(row)->flow(Part::Answer).textLength();
        if (room < 0 && !kept.isEmpty())
            break;
        kept.append(row);
    }
    std::ranges::sort(kept);
    for (const int row : std::as_const(kept)) {
        const MessageLayout* layout = contents.laidOut(row);
        if (!m_text.isEmpty())
            m_text += u'\n';
        Piece piece;
        piece.message = row;
        piece.start = static_cast<int>(m_text.size());
        m_text += nameOf(layout->message()) + u'\n';
        piece.textStart = static_cast<int>(m_text.size());
        m_text += plainText(layout->flow(Part::Answer).rows());
        if (!layout->noticeText().isEmpty())
            m_text += u'\n' + layout->noticeText();
        piece.end = static_cast<int>(m_text.size());
        m_pieces.append(piece);
    }
}

TextPlace TranscriptAccessible::placeOf(int offset) const
{
    TextPlace place;
    for (const Piece& piece : std::as_const(m_pieces)) {
        if (piece.start <= offset || !place.isValid())
            place = {piece.message, Part::Answer, std::max(offset - piece.textStart, 0)};
    }
    return place;
}

int TranscriptAccessible::offsetOf(const TextPlace& place) const
{
    for (const Piece& piece : std::as_const(m_pieces)) {
        if (piece.message == place.message) {
            return place.part == Part::Thinking
                       ? piece.textStart
                       : std::min(piece.textStart + static_cast<int>(place.offset), piece.end);
        }
        if (piece.message > place.message)
            return piece.start;
    }
    return static_cast<int>(m_text.size());
}

int TranscriptAccessible::selectionCount() const
{
    return view()->selection().isEmpty() ? 0 : 1;
}

void TranscriptAccessible::selection(int, int* startOffset, int* endOffset) const
{
    refresh();
    const TranscriptSelection& selected = view()->selection();
    *startOffset = selected.isEmpty() ? 0 : offsetOf(selected.start());
    *endOffset = selected.isEmpty() ? 0 : offsetOf(selected.end());
}

void TranscriptAccessible::addSelection(int startOffset, int endOffset)
{
    setSelection(0, startOffset, endOffset);
}

void TranscriptAccessible::setSelection(int, int startOffset, int endOffset)
{
    refresh();
    view()->select(placeOf(startOffset), placeOf(endOffset));
}

void TranscriptAccessible::removeSelection(int)
{
    view()->clearSelection();
}

int TranscriptAccessible::cursorPosition() const
{
    refresh();
    return view()->selection().hasOrigin() ? offsetOf(view()->selection().end()) : 0;
}

void TranscriptAccessible::setCursorPosition(int position)
{
    scrollToSubstring(position, position);
}

QString TranscriptAccessible::text(int startOffset, int endOffset) const
{
    refresh();
    const int end = endOffset < 0 ? static_cast<int>(m_text.size()) : endOffset;
    return m_text.mid(startOffset, end - startOffset);
}

int TranscriptAccessible::characterCount() const
{
    refresh();
    return static_cast<int>(m_text.size());
}

QRect TranscriptAccessible::characterRect(int offset) const
{
    refresh();
    const TextPlace place = placeOf(offset);
    if (!place.isValid())
        return {};
    const QRectF rect = view()->contents().cursorRect(place);
    const QPoint corner =
        view()->viewport()->mapToGlobal(view()->toViewport(rect.topLeft()).toPoint());
    return {corner,
            QSize(std::max(rect.size().toSize().width(), 8), rect.size().toSize().height())};
}

int TranscriptAccessible::offsetAtPoint(const QPoint& point) const
{
    refresh();
    const QPointF local = view()->viewport()->mapFromGlobal(QPointF(point));
    const TextPlace place = view()->contents().placeAt(view()->toContents(local));
    return place.isValid() ? offsetOf(place) : -1;
}

void TranscriptAccessible::scrollToSubstring(int startIndex, int)
{
    refresh();
    const TextPlace place = placeOf(startIndex);
    if (!place.isValid())
        return;
    const QRectF rect = view()->contents().cursorRect(place);
    const int height = view()->viewport()->height();
    const double y = view()->toViewport(rect.topLeft()).y();
    if (y < 0 || y > height - 40) {
        QScrollBar* bar = view()->verticalScrollBar();
        bar->setValue(bar->value() + static_cast<int>(y) - height / 3);
    }
}

QString TranscriptAccessible::attributes(int, int* startOffset, int* endOffset) const
{
    *startOffset = 0;
    *endOffset = characterCount();
    return {};
}

} // namespace Patchbay
