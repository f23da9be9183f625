// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/transcript/transcriptplace.h"

namespace Patchbay {

class TranscriptStyle;

/// The quiet line below a message: who served it, and what can be done with it. Places are relative
/// to its top left corner.
class MessageFooter
{
public:
    MessageFooter() = default;
    MessageFooter(const TranscriptMessage& message, const TranscriptStyle& style, int width);

    [[nodiscard]] int height() const { return m_height; }
    [[nodiscard]] const QString& text() const { return m_text; }
    [[nodiscard]] const QRectF& textRect() const { return m_textRect; }
    [[nodiscard]] QPointF dot() const { return m_dot; }
    [[nodiscard]] const std::vector<TranscriptAction>& actions() const { return m_actions; }
    /// "2 / 3" between its two arrows; empty without siblings.
    [[nodiscard]] const QString& branchText() const { return m_branchText; }
    [[nodiscard]] const QRectF& branchRect() const { return m_branchRect; }

private:
    QString m_text;
    QRectF m_textRect;
    QPointF m_dot;
    QString m_branchText;
    QRectF m_branchRect;
    std::vector<TranscriptAction> m_actions;
    int m_height = 0;
};

} // namespace Patchbay
