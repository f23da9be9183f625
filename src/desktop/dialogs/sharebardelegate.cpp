// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/sharebardelegate.h"

#include "desktop/accountcolors.h"

#include <QApplication>
#include <QPainter>

namespace Patchbay {

namespace {

constexpr int kBarWidth = 72;
constexpr int kBarHeight = 6;
constexpr int kMargin = 8;
constexpr int kNarrow = 80; // percent
constexpr int kUsedUp = 100;

} // namespace

ShareBarDelegate::ShareBarDelegate(int role, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_role(role)
{
}

QSize ShareBarDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const QSize text = QStyledItemDelegate::sizeHint(option, index);
    return {kBarWidth + kMargin + option.fontMetrics.horizontalAdvance(QStringLiteral("9999 %")) +
                2 * kMargin,
            text.height()};
}

void ShareBarDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const
{
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const QString text = std::exchange(cell.text, QString());
    const QStyle* style = cell.widget ? cell.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);

    const int percent = index.data(m_role).toInt();
    QRectF bar(option.rect.x() + kMargin, option.rect.center().y() - kBarHeight / 2.0 + 0.5,
               kBarWidth, kBarHeight);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(option.palette.color(QPalette::Mid));
    painter->drawRoundedRect(bar, kBarHeight / 2.0, kBarHeight / 2.0);
    const StateColors colors = stateColors(option.palette);
    if (percent > 0) {
        painter->setBrush(percent >= kUsedUp   ? colors.bad
                          : percent >= kNarrow ? colors.warning
                                               : colors.good);
        bar.setWidth(std::max<double>(kBarHeight, kBarWidth * std::min(percent, 100) / 100.0));
        painter->drawRoundedRect(bar, kBarHeight / 2.0, kBarHeight / 2.0);
    }
    painter->setPen(option.palette.color(QPalette::Text));
    painter->drawText(option.rect.adjusted(kMargin + kBarWidth + kMargin, 0, 0, 0),
                      Qt::AlignVCenter | Qt::AlignLeft, text);
    painter->restore();
}

} // namespace Patchbay
