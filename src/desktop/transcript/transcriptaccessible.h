// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/transcript/transcriptplace.h"

#include <QAccessibleWidget>
#include <QTimer>

#include <functional>

namespace Patchbay {

class TranscriptView;

/// The transcript for assistive technology: a document whose text is that of the fetched messages
/// nearest to the viewport, each after the name of who wrote it. Bounded, whatever the history is.
class TranscriptAccessible final : public QAccessibleWidget, public QAccessibleTextInterface
{
public:
    explicit TranscriptAccessible(TranscriptView* view);

    void* interface_cast(QAccessible::InterfaceType type) override;
    QString text(QAccessible::Text kind) const override;
    QAccessible::State state() const override;

    void selection(int selectionIndex, int* startOffset, int* endOffset) const override;
    int selectionCount() const override;
    void addSelection(int startOffset, int endOffset) override;
    void removeSelection(int selectionIndex) override;
    void setSelection(int selectionIndex, int startOffset, int endOffset) override;
    int cursorPosition() const override;
    void setCursorPosition(int position) override;
    QString text(int startOffset, int endOffset) const override;
    int characterCount() const override;
    QRect characterRect(int offset) const override;
    int offsetAtPoint(const QPoint& point) const override;
    void scrollToSubstring(int startIndex, int endIndex) override;
    QString attributes(int offset, int* startOffset, int* endOffset) const override;

private:
    /// A message's piece of the text.
    struct Piece
    {
        int message = 0;
        int start = 0;     // of the name
        int textStart = 0; // of the message's own text
        int end = 0;
    };

    [[nodiscard]] TranscriptView* view() const;
    void refresh() const;
    [[nodiscard]] TextPlace placeOf(int offset) const;
    [[nodiscard]] int offsetOf(const TextPlace& place) const;

    mutable QString m_text;
    mutable QList<Piece> m_pieces;
};

/// Makes QAccessible ask for the interface above. Any number of times.
void installTranscriptAccessibility();

/// Gathers what is appended and tells it on, twice a second at most.
class AppendAnnouncer
{
public:
    explicit AppendAnnouncer(std::function<void(const QString&)> tell);
    void append(const QString& text);

private:
    std::function<void(const QString&)> m_tell;
    QString m_waiting;
    QTimer m_timer;
};

/// Tells assistive technology, if any listens, that the last answer grew.
void announceAppended(TranscriptView* view, const QString& text);

} // namespace Patchbay
