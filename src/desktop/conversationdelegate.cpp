// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/conversationdelegate.h"

#include "desktop/conversationlistmodel.h"

#include <QLineEdit>
#include <QPainter>
#include <QTextLayout>

namespace Patchbay {

namespace {

constexpr int kPadding = 8;
constexpr int kRowHeight = 52;
constexpr int kHeadingHeight = 32;

QFont smaller(QFont font)
{
    font.setPixelSize(12);
    return font;
}

// A snippet of a search has its match between two control characters: drawn bold.
void drawSnippet(QPainter& painter, const QRect& box, const QString& marked)
{
    QString text = marked;
    const qsizetype from = text.indexOf(QChar(2));
    const qsizetype to = text.indexOf(QChar(3)) - 1;
    text.remove(QChar(2)).remove(QChar(3));
    text.replace(u'\n', u' ');
    const QString shown = painter.fontMetrics().elidedText(text, Qt::ElideRight, box.width());
    QTextLayout layout(shown, painter.font());
    if (from >= 0 && to > from && from < shown.size()) {
        QTextLayout::FormatRange match;
        match.start = static_cast<int>(from);
        match.length = static_cast<int>(std::min(to, shown.size()) - from);
        match.format.setFontWeight(QFont::DemiBold);
        layout.setFormats({match});
    }
    layout.beginLayout();
    QTextLine line = layout.createLine();
    line.setLineWidth(2.0 * box.width());
    layout.endLayout();
    painter.save();
    painter.setClipRect(box);
    layout.draw(&painter, box.topLeft());
    painter.restore();
}

} // namespace

void ConversationDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QPalette& palette = option.palette;
    const QString text = index.data().toString();
    if (index.data(ConversationListModel::IsHeadingRole).toBool()) {
        painter->setFont(smaller(option.font));
        painter->setPen(palette.color(QPalette::PlaceholderText));
        painter->drawText(option.rect.adjusted(kPadding, 0, -kPadding, -4),
                          Qt::AlignLeft | Qt::AlignBottom, text);
        painter->restore();
        return;
    }
    const bool selected = option.state & QStyle::State_Selected;
    const bool hovered = option.state & QStyle::State_MouseOver;
    const bool focused =
        (option.state & QStyle::State_HasFocus) && (option.state & QStyle::State_Active);
    QColor accent = palette.color(QPalette::Highlight);
    if (selected || hovered) {
        accent.setAlphaF(selected ? 0.14F : 0.06F);
        painter->setBrush(accent);
        painter->setPen(focused ? QPen(palette.color(QPalette::Highlight)) : QPen(Qt::NoPen));
        painter->drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), 7, 7);
    }
    const QRect box = option.rect.adjusted(kPadding, 7, -kPadding, -7);
    const QRect first(box.left(), box.top(), box.width(), box.height() / 2);
    const QRect second(box.left(), first.bottom() + 2, box.width(), box.height() / 2);
    painter->setFont(option.font);
    painter->setPen(palette.color(QPalette::Text));
    painter->drawText(first, Qt::AlignLeft | Qt::AlignVCenter,
                      option.fontMetrics.elidedText(text, Qt::ElideRight, first.width()));
    painter->setFont(smaller(option.font));
    painter->setPen(palette.color(QPalette::PlaceholderText));
    drawSnippet(*painter, second, index.data(ConversationListModel::SnippetRole).toString());
    painter->restore();
}

QSize ConversationDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const
{
    return {100, index.data(ConversationListModel::IsHeadingRole).toBool() ? kHeadingHeight
                                                                           : kRowHeight};
}

// A row that changes while it is renamed (its answer streams) leaves what was typed.
void ConversationDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const
{
    if (const auto* title = qobject_cast<QLineEdit*>(editor); !title || !title->isModified())
        QStyledItemDelegate::setEditorData(editor, index);
}

void ConversationDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                                                const QModelIndex&) const
{
    editor->setGeometry(option.rect.adjusted(0, 8, 0, -8));
}

} // namespace Patchbay
