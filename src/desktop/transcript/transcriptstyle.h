// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/transcript/codehighlighter.h"
#include "desktop/transcript/transcripttheme.h"

#include <QFont>

namespace Patchbay {

struct MarkdownRow;

/// A theme at a zoom: what layouts are made with. A value; made anew when either changes.
class TranscriptStyle
{
public:
    TranscriptStyle(const TranscriptTheme& theme, int zoomPercent);

    [[nodiscard]] const TranscriptTheme& theme() const { return m_theme; }
    /// Pixels at this zoom.
    [[nodiscard]] int px(qreal pixels) const { return qRound(pixels * m_zoom); }
    [[nodiscard]] const QFont& body() const { return m_body; }
    [[nodiscard]] const QFont& mono() const { return m_mono; }
    [[nodiscard]] const QFont& small() const { return m_small; }
    [[nodiscard]] QFont heading(int level) const;
    /// The font of a row's plain parts, and the least height of its lines.
    [[nodiscard]] QFont rowFont(const MarkdownRow& row) const;
    [[nodiscard]] int lineHeight(const MarkdownRow& row) const;
    /// Space between a row and the one before it (null for the first).
    [[nodiscard]] int spaceAbove(const MarkdownRow* before, const MarkdownRow& row) const;
    /// Where a row's content begins, after its quotes and lists.
    [[nodiscard]] int indent(const MarkdownRow& row) const;
    [[nodiscard]] int containerWidth(QChar container) const;
    [[nodiscard]] QColor color(CodeToken token) const;

private:
    TranscriptTheme m_theme;
    qreal m_zoom = 1;
    QFont m_body;
    QFont m_mono;
    QFont m_small;
};

} // namespace Patchbay
