// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/transcript/transcriptcontents.h"
#include "desktop/transcript/transcriptselection.h"
#include "desktop/transcript/transcriptstyle.h"
#include "desktop/transcript/transcripttext.h"

#include <QAbstractScrollArea>
#include <QBasicTimer>
#include <QTimer>
#include <QUrl>

#include <optional>

class QMenu;
class QToolButton;

namespace Patchbay {

class AppendAnnouncer;
struct MessagePaint;

/// Shows the messages of a TranscriptModel in a reading column: answers as Markdown, a user's
/// messages as they were typed. Only what is near the viewport is laid out; text that streams in
/// costs the same at any length. Follows the end unless the reader scrolled up. GUI thread.
class TranscriptView : public QAbstractScrollArea
{
    Q_OBJECT
public:
    static constexpr int kScrollBarWidth = 12; // whose room is kept free at all times

    explicit TranscriptView(QWidget* parent = nullptr);
    ~TranscriptView() override;

    /// The model outlives the view or the next call; null shows nothing.
    void setModel(TranscriptModel* model);
    void setTheme(const TranscriptTheme& theme);
    [[nodiscard]] const TranscriptTheme& theme() const { return m_style->theme(); }
    /// 50 to 300.
    void setZoomPercent(int percent);
    [[nodiscard]] int zoomPercent() const { return m_zoomPercent; }

    /// Marks every occurrence in what is shown, and returns how many there are in the messages that
    /// are laid out. An empty text ends it.
    int findInView(const QString& text, FindFlags flags = {});
    /// Scrolls to a match and marks it as the current one. `offset` counts in plainTextOf(). A
    /// message that is still being fetched is scrolled to again when it is there.
    void showMatch(qint64 id, qsizetype offset, qsizetype length);
    void scrollToMessage(qint64 id);
    void scrollToEnd();
    [[nodiscard]] bool isFollowingEnd() const { return m_follow; }

    [[nodiscard]] QString selectedText() const { return m_selection.text(); }
    void selectAll();
    void clearSelection();
    /// What is selected, as it reads, to the clipboard.
    void copySelection();
    /// The Markdown of an answer, the text of a user's message.
    void copyMessage(qint64 id);

    /// Brings everything up to date now; otherwise that happens at most once a frame.
    void flush();
    /// The work behind the widget: for tests and the accessible interface.
    [[nodiscard]] TranscriptContents& contents() { return m_contents; }
    /// What can be activated in the viewport, in reading order, with rectangles in the viewport.
    [[nodiscard]] std::vector<std::pair<int, TranscriptAction>> visibleActions();
    [[nodiscard]] QPointF toContents(QPointF viewportPoint) const;
    [[nodiscard]] QPointF toViewport(QPointF contentsPoint) const;
    [[nodiscard]] const TranscriptSelection& selection() const { return m_selection; }
    void select(const TextPlace& from, const TextPlace& to);

Q_SIGNALS:
    void regenerateRequested(qint64 id);
    void continueRequested(qint64 id);
    void editRequested(qint64 id);
    /// `step` is -1 or 1.
    void branchStepRequested(qint64 id, int step);
    /// Nothing is opened: who owns the view asks the person first.
    void linkActivated(const QUrl& url);
    void copied();
    /// Ctrl and the wheel: steps of the zoom, positive for larger.
    void zoomRequested(int steps);
    void selectionChanged();

protected:
    bool viewportEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void timerEvent(QTimerEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool focusNextPrevChild(bool next) override;

private:
    struct ActionAt
    {
        int message = -1;
        TranscriptAction action;
    };
    struct Match
    {
        qint64 id = 0;
        qsizetype offset = 0;
        qsizetype length = 0;
    };
    struct MatchesOf
    {
        int revision = -1;
        qsizetype length = -1;
        QList<qsizetype> offsets;
    };

    void applyStyle();
    void setFrame();
    void scheduleFlush();
    void reflow();
    void setTop(qint64 top);
    void updateJumpButton();
    void updateAnimation();
    void messagesMoved(int from, int by);
    void emptied();
    [[nodiscard]] int columnLeft() const;
    [[nodiscard]] int room() const;
    [[nodiscard]] int columnWidth() const;
    void paintMessage(QPainter& painter, int row, MessageLayout& layout, const QRect& clip);
    void addMarks(int row, MessageLayout& layout, MessagePaint& how);
    const QList<qsizetype>& matchesOf(int row, const MessageLayout& layout);

    [[nodiscard]] std::optional<ActionAt> actionAt(QPointF point);
    void activate(const ActionAt& at);
    void copyText(const QString& text);
    void showDone(const ActionAt& at);
    void updatePointer(QPointF point);
    void selectTo(QPointF point);
    void publishSelection();
    void showMenu(QPoint point, int message);
    void showFocused();
    void scrollBy(int pixels);
    void showCurrentMatch();
    [[nodiscard]] int pointedMessage() const;

    TranscriptContents m_contents{this};
    TranscriptSelection m_selection{m_contents};
    TranscriptTheme m_theme;
    std::unique_ptr<TranscriptStyle> m_style;
    std::unique_ptr<AppendAnnouncer> m_announcer;
    int m_zoomPercent = 100;
    QToolButton* m_jump = nullptr;

    qint64 m_top = 0; // of the viewport in the contents
    TranscriptContents::Anchor m_anchor;
    bool m_follow = true;
    bool m_settingScroll = false;
    QTimer m_flushTimer;
    int m_frameMs = 0; // what the last frame cost
    QBasicTimer m_animation;
    int m_phase = 0;
    QBasicTimer m_autoScroll;
    QBasicTimer m_doneTimer;

    std::optional<ActionAt> m_focused;
    std::optional<ActionAt> m_hovered;
    std::optional<ActionAt> m_done;
    std::optional<ActionAt> m_pressed;
    int m_hoveredMessage = -1;
    bool m_selecting = false;
    QPointF m_lastPoint;
    QPointF m_lastClick;
    ulong m_lastDoubleClick = 0;

    QString m_findText;
    FindFlags m_findFlags;
    QHash<int, MatchesOf> m_matches;
    std::optional<Match> m_match;
    bool m_matchPending = false;
};

} // namespace Patchbay
