// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/transcript/messagelayout.h"

namespace Patchbay {

/// What of the view's state shows in a message while it is painted.
struct MessagePaint
{
    struct Mark
    {
        TranscriptModel::Part part = TranscriptModel::Part::Answer;
        qsizetype start = 0;
        qsizetype end = 0;
        QColor color;
    };

    QPointF origin; // of the message, in the painter's coordinates
    qreal from = 0; // what is visible of it, in its own
    qreal to = 0;
    std::vector<Mark> marks; // matches and the selection
    const TranscriptAction* focused = nullptr;
    const TranscriptAction* hovered = nullptr;
    const TranscriptAction* done = nullptr; // "Copied", for a moment
    bool pointed = false;                   // the pointer or the focus is in the message
    int phase = 0;                          // of the waiting animation
    bool animated = true;
};

class MessagePainter
{
public:
    MessagePainter(QPainter& painter, const TranscriptStyle& style);
    void paint(MessageLayout& message, const MessagePaint& how);

private:
    void paintFlow(MessageLayout& message, TranscriptModel::Part part, const MessagePaint& how);
    void paintChips(const MessageLayout& message, const MessagePaint& how);
    void paintThinkingHeader(const MessageLayout& message, const MessagePaint& how);
    void paintNotice(const MessageLayout& message, const MessagePaint& how);
    void paintFooter(const MessageLayout& message, const MessagePaint& how);
    void paintActions(MessageLayout& message, const MessagePaint& how);

    QPainter& m_painter;
    const TranscriptStyle& m_style;
};

} // namespace Patchbay
