// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/usage/chartlegend.h"

#include "desktop/flowlayout.h"

#include <QPainter>
#include <QToolButton>

namespace Patchbay {

namespace {

QIcon swatch(const QBrush& brush, bool isLine)
{
    constexpr int side = 16;
    QIcon icon;
    for (const int scale : {1, 2}) {
        QPixmap pixmap(side * scale, side * scale);
        pixmap.setDevicePixelRatio(scale);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        if (isLine) {
            painter.setPen(QPen(brush.color(), 2, Qt::SolidLine, Qt::RoundCap));
            painter.drawLine(QPointF(2, 8), QPointF(14, 8));
        } else {
            painter.setPen(Qt::NoPen);
            painter.setBrush(brush);
            painter.drawRoundedRect(QRectF(3, 3, 10, 10), 3, 3);
        }
        painter.end();
        icon.addPixmap(pixmap);
    }
    return icon;
}

} // namespace

ChartLegend::ChartLegend(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("usageLegend"));
    auto* flow = new FlowLayout(this);
    flow->setSpacing(4);
}

void ChartLegend::addButton(const QString& name, const QIcon& icon, bool isShown)
{
    auto* button = new QToolButton;
    button->setText(fontMetrics().elidedText(name, Qt::ElideRight, 220));
    button->setAccessibleName(name);
    button->setToolTip(tr("Show or hide %1").arg(name));
    button->setIcon(icon);
    button->setIconSize({16, 16});
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setCheckable(true);
    button->setChecked(isShown);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setProperty("legend", true);
    connect(button, &QToolButton::toggled, this, [this, name](bool shows) {
        if (shows)
            m_hidden.remove(name);
        else
            m_hidden.insert(name);
        Q_EMIT toggled();
    });
    layout()->addWidget(button);
    button->show();
}

void ChartLegend::apply(ColumnChart& chart)
{
    for (ColumnChart::Series& series : chart.series)
        series.isHidden = m_hidden.contains(series.name);
    if (chart.line)
        chart.line->isHidden = m_hidden.contains(chart.line->name);
    QStringList wanted;
    for (const ColumnChart::Series& series : std::as_const(chart.series))
        wanted.append(series.name + series.color.name() +
                      (series.isHatched ? QLatin1Char('#') : QLatin1Char(' ')));
    if (chart.line)
        wanted.append(chart.line->name + palette().color(QPalette::Text).name());
    if (wanted == m_shown)
        return;
    m_shown = wanted;
    while (QLayoutItem* item = layout()->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater(); // it may be the one whose click led here
        delete item;
    }
    for (const ColumnChart::Series& series : std::as_const(chart.series))
        addButton(series.name, swatch(seriesBrush(series.color, series.isHatched), false),
                  !series.isHidden);
    if (chart.line)
        addButton(chart.line->name, swatch(palette().color(QPalette::Text), true),
                  !chart.line->isHidden);
    updateGeometry();
}

} // namespace Patchbay
