// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/transcriptstyle.h"

#include "desktop/transcript/markdownrow.h"

namespace Patchbay {

namespace {

QFont makeFont(const QStringList& families, int pixels)
{
    QFont font;
    font.setFamilies(families);
    font.setPixelSize(std::max(pixels, 1));
    return font;
}

} // namespace

TranscriptStyle::TranscriptStyle(const TranscriptTheme& theme, int zoomPercent)
    : m_theme(theme)
    , m_zoom(zoomPercent / 100.0)
    , m_body(makeFont(theme.families, px(theme.textPixels)))
    , m_mono(makeFont(theme.monoFamilies, px(theme.codePixels)))
    , m_small(makeFont(theme.families, px(theme.smallPixels)))
{
    m_mono.setFixedPitch(true);
    m_mono.setStyleHint(QFont::Monospace);
}

QFont TranscriptStyle::heading(int level) const
{
    static constexpr qreal scale[] = {1.0, 1.43, 1.22, 1.08, 1.0, 1.0, 1.0};
    QFont font = m_body;
    font.setPixelSize(px(m_theme.textPixels * scale[std::clamp(level, 0, 6)]));
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont TranscriptStyle::rowFont(const MarkdownRow& row) const
{
    switch (row.kind) {
    case MarkdownRow::Kind::Heading:
        return heading(row.level);
    case MarkdownRow::Kind::Code:
        return m_mono;
    case MarkdownRow::Kind::TableRow: {
        QFont font = m_body;
        font.setPixelSize(px(m_theme.textPixels - 1));
        if (row.header)
            font.setWeight(QFont::Medium);
        return font;
    }
    case MarkdownRow::Kind::Paragraph:
    case MarkdownRow::Kind::Rule:
        break;
    }
    return m_body;
}

int TranscriptStyle::lineHeight(const MarkdownRow& row) const
{
    switch (row.kind) {
    case MarkdownRow::Kind::Code:
        return px(m_theme.codePixels * 1.55);
    case MarkdownRow::Kind::Heading:
        return qRound(heading(row.level).pixelSize() * 1.35);
    case MarkdownRow::Kind::TableRow:
        return px((m_theme.textPixels - 1) * 1.5);
    case MarkdownRow::Kind::Paragraph:
    case MarkdownRow::Kind::Rule:
        break;
    }
    return px(m_theme.textPixels * 1.5);
}

int TranscriptStyle::spaceAbove(const MarkdownRow* before, const MarkdownRow& row) const
{
    using Kind = MarkdownRow::Kind;
    if (!before || (row.block > 0 && row.indexInBlock > 0 && before->block == row.block))
        return 0;
    if (row.kind == Kind::Heading)
        return px(row.level <= 2 ? 20 : 16);
    if (before->kind == Kind::Heading)
        return px(6);
    if (row.kind == Kind::Rule || before->kind == Kind::Rule)
        return px(14);
    if (before->kind == Kind::Code || before->kind == Kind::TableRow)
        return px(12);
    if (!row.marker.isEmpty() && row.gap <= 1)
        return px(row.loose ? 8 : 2);
    return row.gap <= 1 ? 0 : px(10);
}

int TranscriptStyle::containerWidth(QChar container) const
{
    return px(container == u'q' ? 16 : 22);
}

int TranscriptStyle::indent(const MarkdownRow& row) const
{
    int width = 0;
    // Nesting without end must leave room for the text.
    for (const QChar container : QStringView(row.containers).left(12))
        width += containerWidth(container);
    return width;
}

QColor TranscriptStyle::color(CodeToken token) const
{
    switch (token) {
    case CodeToken::Keyword:
        return m_theme.keyword;
    case CodeToken::Type:
        return m_theme.type;
    case CodeToken::String:
        return m_theme.string;
    case CodeToken::Number:
        return m_theme.number;
    case CodeToken::Comment:
        return m_theme.comment;
    case CodeToken::Function:
        return m_theme.function;
    case CodeToken::Preprocessor:
        return m_theme.preprocessor;
    }
    return m_theme.text;
}

} // namespace Patchbay
