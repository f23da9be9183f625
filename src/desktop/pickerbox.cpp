// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/pickerbox.h"

#include "desktop/icons.h"

#include <QAbstractItemView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QStylePainter>
#include <QWheelEvent>

namespace Patchbay {

namespace {

constexpr int kPadding = 10;
constexpr int kGap = 5;
constexpr int kArrow = 12;
constexpr int kHeight = 30;
constexpr int kWidestValue = 180;

QFont smaller(QFont font)
{
    font.setPixelSize(12);
    return font;
}

class PickerDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const bool enabled = index.flags() & Qt::ItemIsEnabled;
        const QPalette& palette = option.palette;
        if (option.state & QStyle::State_Selected) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(palette.color(QPalette::Highlight)); // soft, by the style sheet
            painter->drawRoundedRect(option.rect.adjusted(3, 1, -3, -1), 5, 5);
        }
        QRect box = option.rect.adjusted(12, 5, -12, -5);
        if (const QIcon icon = index.data(Qt::DecorationRole).value<QIcon>(); !icon.isNull()) {
            icon.paint(painter, QRect(box.left() - 4, box.top(), 16, option.fontMetrics.height()));
            box.setLeft(box.left() + 18);
        }
        const QString hint = index.data(PickerBox::HintRole).toString();
        painter->setFont(option.font);
        painter->setPen(
            palette.color(enabled ? QPalette::Active : QPalette::Disabled, QPalette::Text));
        painter->drawText(
            QRect(box.left(), box.top(), box.width(), option.fontMetrics.height()),
            Qt::AlignVCenter,
            option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, box.width()));
        if (!hint.isEmpty()) {
            painter->setFont(smaller(option.font));
            painter->setPen(palette.color(QPalette::Active, QPalette::PlaceholderText));
            painter->drawText(box, Qt::AlignBottom,
                              painter->fontMetrics().elidedText(hint, Qt::ElideRight, box.width()));
        }
        painter->restore();
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override
    {
        const QString hint = index.data(PickerBox::HintRole).toString();
        const QFontMetrics small(smaller(option.font));
        const int width = std::max(option.fontMetrics.horizontalAdvance(index.data().toString()),
                                   std::min(360, small.horizontalAdvance(hint)));
        return {width + 64,
                option.fontMetrics.height() + 12 + (hint.isEmpty() ? 0 : small.height() + 1)};
    }
};

} // namespace

PickerBox::PickerBox(QString label, QWidget* parent)
    : QComboBox(parent)
    , m_label(std::move(label))
{
    setAccessibleName(m_label);
    setItemDelegate(new PickerDelegate(this));
    setSizeAdjustPolicy(QComboBox::AdjustToContents);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setMaxVisibleItems(16);
    connect(this, &QComboBox::currentIndexChanged, this, &PickerBox::updateGeometry);
    connect(this, &QComboBox::currentTextChanged, this, &PickerBox::updateGeometry);
}

QSize PickerBox::sizeHint() const
{
    const QFontMetrics metrics(font());
    const int value = std::min(kWidestValue, metrics.horizontalAdvance(currentText()));
    return {2 * kPadding + metrics.horizontalAdvance(m_label) + value + 2 * kGap + kArrow, kHeight};
}

QSize PickerBox::minimumSizeHint() const
{
    return {std::min(sizeHint().width(), 2 * kPadding + kArrow + 70), kHeight};
}

void PickerBox::showPopup()
{
    view()->setMinimumWidth(std::max(width(), view()->sizeHintForColumn(0)));
    QComboBox::showPopup();
    // A list wider than its box stays within the window.
    QWidget* const popup = view()->window();
    const int over = popup->geometry().right() - mapToGlobal(rect().topRight()).x();
    if (over > 0 && popup->geometry().right() > window()->geometry().right())
        popup->move(popup->x() - over, popup->y());
}

void PickerBox::paintEvent(QPaintEvent*)
{
    QStylePainter painter(this);
    QStyleOptionComboBox option;
    initStyleOption(&option);
    option.currentText.clear();
    option.currentIcon = {};
    option.subControls = QStyle::SC_ComboBoxFrame;
    painter.drawComplexControl(QStyle::CC_ComboBox, option);

    const QFontMetrics metrics(font());
    QRect box = rect().adjusted(kPadding, 0, -kPadding, 0);
    const QRect arrow(box.right() - kArrow + 2, (height() - kArrow) / 2, kArrow, kArrow);
    themedIcon(QStringLiteral("down")).paint(&painter, arrow);
    box.setRight(arrow.left() - kGap);
    const int label = metrics.horizontalAdvance(m_label) + kGap;
    // A narrow window keeps the value, which is what changes.
    if (box.width() >= label + std::min(60, metrics.horizontalAdvance(currentText()))) {
        painter.setPen(palette().color(QPalette::PlaceholderText));
        painter.drawText(box, Qt::AlignVCenter, m_label);
        box.setLeft(box.left() + label);
    }
    painter.setPen(palette().color(QPalette::Text));
    painter.drawText(box, Qt::AlignVCenter,
                     metrics.elidedText(currentText(), Qt::ElideRight, box.width()));
}

// The wheel over a picker is meant for what is behind it more often than for another model.
void PickerBox::wheelEvent(QWheelEvent* event)
{
    event->ignore();
}

} // namespace Patchbay
