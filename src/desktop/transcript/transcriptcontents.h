// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/transcript/heightindex.h"
#include "desktop/transcript/messagelayout.h"
#include "desktop/transcript/transcriptplace.h"

#include <QElapsedTimer>
#include <QHash>
#include <QObject>
#include <QPointer>
#include <QSet>

namespace Patchbay {

/// The messages of a model one below the other, of which only those near what is looked at are laid
/// out; the others' heights are estimates. Coordinates are the column's. GUI thread.
class TranscriptContents : public QObject
{
    Q_OBJECT
public:
    using Part = TranscriptModel::Part;

    /// A place that stays where it is on screen while heights above it change.
    struct Anchor
    {
        int message = 0;
        MessageLayout::Anchor inside;
    };

    explicit TranscriptContents(QObject* parent = nullptr);

    void setModel(TranscriptModel* model);
    [[nodiscard]] TranscriptModel* model() const { return m_model; }
    /// `style` outlives the contents or the next call.
    void setFrame(const TranscriptStyle* style, int width);

    [[nodiscard]] int count() const { return m_heights.count(); }
    [[nodiscard]] qint64 height() const;
    [[nodiscard]] qint64 topOf(int message) const;
    [[nodiscard]] int messageAt(qint64 y) const;
    /// Brings appended text into the layouts. True when something changed.
    bool update();
    /// Lays out what lies between two heights. True when a height was not as estimated.
    bool layOut(qint64 from, qint64 to);
    /// Frees what has not been looked at for longest.
    void trim(qint64 from, qint64 to);
    /// Null while the message is being fetched; else laid out when it was not yet.
    MessageLayout* layoutOf(int message);
    /// Null when it is not laid out.
    [[nodiscard]] MessageLayout* laidOut(int message) const;
    [[nodiscard]] int laidOutCount() const { return static_cast<int>(m_entries.size()); }
    [[nodiscard]] QList<int> laidOutMessages() const;

    [[nodiscard]] Anchor anchorAt(qint64 y) const;
    [[nodiscard]] qint64 topOf(const Anchor& anchor) const;

    [[nodiscard]] TextPlace placeAt(QPointF point, bool* inside = nullptr);
    /// What there is to say about the line below a message that is at `point`; mostly nothing.
    [[nodiscard]] QString noteAt(QPointF point);
    [[nodiscard]] QRectF cursorRect(const TextPlace& place);
    /// The word or the line of text (a row) around a place.
    [[nodiscard]] std::pair<TextPlace, TextPlace> wordAt(const TextPlace& place);
    [[nodiscard]] std::pair<TextPlace, TextPlace> rowAt(const TextPlace& place);
    [[nodiscard]] TextPlace firstPlace() const;
    [[nodiscard]] TextPlace lastPlace();

    void setThinkingOpen(int message, bool open);

Q_SIGNALS:
    /// Something is to be laid out or painted again.
    void changed();
    /// The messages moved: places count `by` more from `from` on.
    void moved(int from, int by);
    void emptied();
    void textAppended(const QString& text);

private:
    struct Entry
    {
        std::shared_ptr<MessageLayout> layout;
        quint64 used = 0;
    };

    void reset();
    void insert(int first, int inserted);
    void remove(int first, int removed);
    void change(int row);
    void append(int row, TranscriptModel::Part part, const QString& text);
    void shiftEntries(int from, int by);
    [[nodiscard]] int estimate(int row) const;
    void storeHeight(int row, const MessageLayout& layout);
    [[nodiscard]] int marginTop() const;

    QPointer<TranscriptModel> m_model;
    const TranscriptStyle* m_style = nullptr;
    int m_width = 0;
    CodeHighlighter m_highlighter;
    HeightIndex m_heights;
    QHash<int, Entry> m_entries;
    quint64 m_clock = 0;
    QSet<int> m_grown; // rows with text to bring in
    QSet<qint64> m_openThinking;
    QHash<qint64, QElapsedTimer> m_thinkingSince;
    QHash<qint64, int> m_thinkingSeconds;
};

} // namespace Patchbay
