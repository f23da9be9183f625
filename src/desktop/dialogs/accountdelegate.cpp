// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/accountdelegate.h"

#include "accounts/account.h"
#include "desktop/accountcolors.h"
#include "desktop/dialogs/accountsmodel.h"

#include <QApplication>
#include <QPainter>

namespace Patchbay {

namespace {

constexpr int kPadding = 8;
constexpr int kDot = 8;
constexpr int kPillPadding = 8;

QFont smaller(QFont font)
{
    font.setPixelSize(QFontInfo(font).pixelSize() * 12 / 14);
    return font;
}

QColor stateColor(AccountState state, const QPalette& palette)
{
    switch (state) {
    case AccountState::Ready:
        return stateColors(palette).good;
    case AccountState::CoolingDown:
    case AccountState::OverBudget:
        return stateColors(palette).warning;
    case AccountState::NeedsSignIn:
    case AccountState::Blocked:
    case AccountState::Locked:
        return stateColors(palette).bad;
    case AccountState::Disabled:
        return palette.color(QPalette::PlaceholderText);
    }
    Q_UNREACHABLE();
}

void drawPill(QPainter& painter, const QRect& line, const QString& text, const QColor& color)
{
    const int width = painter.fontMetrics().horizontalAdvance(text) + 2 * kPillPadding;
    const QRectF pill(line.left() + 0.5, line.top() + 0.5, width, line.height() - 1);
    painter.setPen(color);
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2);
    painter.drawText(pill, Qt::AlignCenter, text);
}

} // namespace

void AccountDelegate::paint(QPainter* painter, const QStyleOptionViewItem& given,
                            const QModelIndex& index) const
{
    QStyleOptionViewItem option = given;
    initStyleOption(&option, index);
    const bool twoLines = index.column() <= AccountsModel::StateColumn;
    const QString text = option.text;
    if (twoLines)
        option.text.clear();
    const QStyle* style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);
    if (!twoLines)
        return;

    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect box = option.rect.adjusted(kPadding, 6, -kPadding, -6);
    QRect first = box;
    first.setHeight(box.height() / 2);
    QRect second = box;
    second.setTop(first.bottom() + 2);
    const QFont small = smaller(option.font);

    if (index.column() == AccountsModel::NameColumn) {
        const int color = index.data(AccountsModel::ColorRole).toInt();
        painter->setPen(Qt::NoPen);
        painter->setBrush(accountColor(color, option.palette));
        painter->drawEllipse(QRectF(first.left(), first.center().y() - kDot / 2.0 + 1, kDot, kDot));
        QFont bold = option.font;
        bold.setWeight(QFont::DemiBold);
        painter->setFont(bold);
        painter->setPen(option.palette.color(QPalette::Text));
        const QRect name = first.adjusted(kDot + 6, 0, 0, 0);
        painter->drawText(name, Qt::AlignVCenter,
                          QFontMetrics(bold).elidedText(text, Qt::ElideRight, name.width()));
    } else {
        const auto state = static_cast<AccountState>(index.data(AccountsModel::StateRole).toInt());
        painter->setFont(small);
        drawPill(*painter, first.adjusted(0, 0, 0, -1), text, stateColor(state, option.palette));
    }
    painter->setFont(small);
    painter->setPen(option.palette.color(QPalette::PlaceholderText));
    painter->drawText(
        second, Qt::AlignVCenter,
        QFontMetrics(small).elidedText(index.data(AccountsModel::SecondLineRole).toString(),
                                       Qt::ElideRight, second.width()));
    painter->restore();
}

QSize AccountDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    const int line = option.fontMetrics.height();
    size.setHeight(2 * line + 18);
    if (index.column() <= AccountsModel::StateColumn) {
        const int second = option.fontMetrics.horizontalAdvance(
            index.data(AccountsModel::SecondLineRole).toString());
        size.setWidth(std::max(size.width() + kDot, second) + 3 * kPadding);
    } else {
        size.setWidth(size.width() + 2 * kPadding);
    }
    return size;
}

} // namespace Patchbay
