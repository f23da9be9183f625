// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/transcript/messagefooter.h"
#include "desktop/transcript/rowflow.h"

namespace Patchbay {

/// One message in the column: attachments, thinking, text, notice and footer one below the other.
/// Coordinates are the message's own, from the column's left edge and the message's top. Long
/// texts are laid out only where they are looked at.
class MessageLayout
{
public:
    using Part = TranscriptModel::Part;

    /// A place that stays where it is on screen while heights above it change.
    struct Anchor
    {
        enum class Section { Head, Thinking, Answer, Tail };
        Section section = Section::Head;
        int row = 0;
        qint64 below = 0; // pixels below the start of the section's row
    };

    MessageLayout(const TranscriptMessage& message, CodeHighlighter& highlighter,
                  const TranscriptStyle& style, int width);

    /// What changed but for appended text. Texts are read again when they are others.
    void setMessage(const TranscriptMessage& message);
    void setFrame(const TranscriptStyle& style, int width);
    void append(Part part, QStringView text);
    /// Brings appended text into the rows. True when something changed.
    bool update(const TranscriptMessage& message);
    /// Grows when a text changes.
    [[nodiscard]] int revision() const { return m_revision; }
    void setThinkingOpen(bool open);
    void setThinkingSeconds(int seconds);

    /// Everything but the texts.
    [[nodiscard]] const TranscriptMessage& message() const { return m_message; }
    [[nodiscard]] bool isUser() const { return m_message.role == TranscriptMessage::Role::User; }
    [[nodiscard]] bool isThinkingOpen() const { return m_thinkingOpen; }
    [[nodiscard]] qint64 height() const;
    /// Lays out what lies between two heights. True when the message's height changed.
    bool layOut(qint64 from, qint64 to);
    void trim(qint64 from, qint64 to);
    bool colourMore(int budgetMs, bool* repaint);
    [[nodiscard]] bool coloursMissing() const;

    [[nodiscard]] Anchor anchorAt(qint64 y) const;
    [[nodiscard]] qint64 topOf(const Anchor& anchor) const;

    [[nodiscard]] RowFlow& flow(Part part) { return part == Part::Answer ? m_answer : m_thinking; }
    [[nodiscard]] const RowFlow& flow(Part part) const
    {
        return part == Part::Answer ? m_answer : m_thinking;
    }
    [[nodiscard]] bool shows(Part part) const;
    [[nodiscard]] QPointF flowOrigin(Part part) const;
    [[nodiscard]] QRectF bubbleRect() const;
    struct Chip
    {
        QString text;
        QRectF rect;
    };
    [[nodiscard]] const std::vector<Chip>& chips() const { return m_chips; }
    [[nodiscard]] QRectF thinkingHeader() const;
    [[nodiscard]] QString thinkingLabel() const;
    [[nodiscard]] QString noticeText() const;
    [[nodiscard]] QRectF noticeRect() const;
    [[nodiscard]] QPointF footerOrigin() const;
    [[nodiscard]] const MessageFooter& footer() const { return m_footer; }

    /// What can be set off between two heights, in reading order.
    [[nodiscard]] std::vector<TranscriptAction> actions(qint64 from, qint64 to);
    [[nodiscard]] std::pair<Part, qsizetype> positionAt(QPointF point, bool* inside = nullptr);
    [[nodiscard]] QRectF cursorRect(Part part, qsizetype offset);
    [[nodiscard]] bool isRunning() const;

private:
    void arrange();
    void arrangeChips();
    void arrangeBubble();
    void addFlowActions(Part part, qint64 from, qint64 to, std::vector<TranscriptAction>& actions);
    [[nodiscard]] qint64 noticeTop() const;

    TranscriptMessage m_message; // without its texts
    const TranscriptStyle* m_style;
    int m_width;
    RowFlow m_thinking;
    RowFlow m_answer;
    size_t m_answerHash = 0;
    size_t m_thinkingHash = 0;
    bool m_hashesKnown = false;
    int m_revision = 0;
    bool m_thinkingOpen = false;
    int m_thinkingSeconds = 0;
    std::vector<Chip> m_chips;
    int m_headHeight = 0; // of the chips
    int m_bubbleWidth = 0;
    int m_noticeHeight = 0;
    MessageFooter m_footer;
};

} // namespace Patchbay
