// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/usage/stackedcolumns.h"

#include <QAccessibleWidget>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

namespace Patchbay {

namespace {

QFont smallFont(QFont font)
{
    font.setPixelSize(11);
    return font;
}

/// A chart to assistive technology; its description is the column that the keys are on.
QAccessibleInterface* makeAccessible(const QString& className, QObject* object)
{
    auto* const columns = qobject_cast<StackedColumns*>(object);
    return columns && className == QLatin1String("Patchbay::StackedColumns")
               ? new QAccessibleWidget(columns, QAccessible::Chart)
               : nullptr;
}

} // namespace

StackedColumns::StackedColumns(QWidget* parent)
    : QWidget(parent)
{
    QAccessible::installFactory(makeAccessible); // once, however often it is called
    setObjectName(QStringLiteral("usageChart"));
    setAccessibleName(tr("Use over time"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize StackedColumns::sizeHint() const
{
    return {640, 240};
}

QSize StackedColumns::minimumSizeHint() const
{
    return {200, 180};
}

void StackedColumns::setChart(const ColumnChart& chart)
{
    const bool isSameTime = chart.columns.size() == m_chart.columns.size();
    m_chart = chart;
    if (!isSameTime)
        m_current = -1;
    setCurrentColumn(m_current); // tells what changed below the pointer
    update();
}

void StackedColumns::setMessage(const QString& message)
{
    m_message = message;
    update();
}

ColumnChartLayout StackedColumns::chartLayout() const
{
    // Room for the ring of the focus.
    return {m_chart, rect().adjusted(0, 2, -6, -2), smallFont(font())};
}

void StackedColumns::setCurrentColumn(qsizetype column)
{
    m_current = column < m_chart.columns.size() ? column : -1;
    const QString text = m_current < 0 ? QString() : columnText(m_current, false);
    if (text != accessibleDescription()) {
        setAccessibleDescription(text);
        QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
        QAccessible::updateAccessibility(&changed);
    }
    update();
}

QString StackedColumns::columnText(qsizetype column, bool asHtml) const
{
    QStringList lines;
    const auto add = [&](const QString& name, const QString& value, const QColor& color) {
        if (!asHtml) {
            lines.append(tr("%1: %2").arg(name, value));
            return;
        }
        const QString swatch =
            color.isValid()
                ? QStringLiteral("<span style='color:%1'>●</span>&nbsp;").arg(color.name())
                : QString();
        lines.append(QStringLiteral("<tr><td>%1%2&nbsp;&nbsp;</td><td align='right'>%3</td></tr>")
                         .arg(swatch, name.toHtmlEscaped(), value.toHtmlEscaped()));
    };
    for (qsizetype i = m_chart.series.size() - 1; i >= 0; --i) { // as they are stacked
        const ColumnChart::Series& series = m_chart.series.at(i);
        if (!series.isHidden && series.values.value(column) > 0)
            add(series.name, m_chart.valueText(series.values.value(column)), series.color);
    }
    add(tr("Total"), m_chart.valueText(m_chart.total(column)), {});
    if (m_chart.line && !m_chart.line->isHidden && m_chart.lineText) {
        const ColumnChart::Line& line = *m_chart.line;
        const qsizetype ahead = column - line.values.size();
        if (ahead < 0)
            add(line.name, m_chart.lineText(line.values.at(column)), {});
        else if (ahead < line.ahead.size())
            add(tr("At this pace"),
                tr("%1 (%2 to %3)")
                    .arg(m_chart.lineText(line.ahead.at(ahead).value),
                         m_chart.lineText(line.ahead.at(ahead).low),
                         m_chart.lineText(line.ahead.at(ahead).high)),
                {});
    }
    const QString title = m_chart.columns.at(column).title;
    if (!asHtml)
        return title + QLatin1Char('\n') + lines.join(QLatin1Char('\n'));
    return QStringLiteral("<b>%1</b><table cellspacing='0' cellpadding='1'>%2</table>")
        .arg(title.toHtmlEscaped(), lines.join(QString()));
}

void StackedColumns::showTip()
{
    if (m_current < 0) {
        QToolTip::hideText();
        return;
    }
    const QRect slot = chartLayout().slot(m_current);
    const QPoint at(slot.right() + 4, slot.top() + 8);
    // The rectangle keeps it as long as the pointer stays in the column.
    QToolTip::showText(mapToGlobal(at), columnText(m_current, true), this, slot);
}

bool StackedColumns::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip)
        return true; // shown at once, not after a rest
    return QWidget::event(event);
}

void StackedColumns::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    if (!m_message.isEmpty()) {
        painter.setPen(palette().color(QPalette::PlaceholderText));
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, m_message);
        return;
    }
    chartLayout().paint(painter, palette(), m_current);
    if (hasFocus() && m_showsFocus) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(palette().color(QPalette::Link));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    }
}

void StackedColumns::keyPressEvent(QKeyEvent* event)
{
    const qsizetype last = m_chart.columns.size() - 1;
    qsizetype column = m_current;
    switch (event->key()) {
    case Qt::Key_Left:
        column = column < 0 ? last : std::max<qsizetype>(0, column - 1);
        break;
    case Qt::Key_Right:
        column = column < 0 ? 0 : std::min(last, column + 1);
        break;
    case Qt::Key_Home:
        column = 0;
        break;
    case Qt::Key_End:
        column = last;
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_current >= 0)
            Q_EMIT columnActivated(m_current);
        return;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    if (last < 0)
        return;
    m_showsFocus = true;
    setCurrentColumn(column);
    showTip();
}

void StackedColumns::mouseMoveEvent(QMouseEvent* event)
{
    const qsizetype column = chartLayout().columnAt(event->position().toPoint().x());
    if (column == m_current)
        return;
    setCurrentColumn(column);
    showTip();
}

void StackedColumns::mousePressEvent(QMouseEvent* event)
{
    setCurrentColumn(chartLayout().columnAt(event->position().toPoint().x()));
    showTip();
}

void StackedColumns::mouseDoubleClickEvent(QMouseEvent* event)
{
    const qsizetype column = chartLayout().columnAt(event->position().toPoint().x());
    if (column >= 0)
        Q_EMIT columnActivated(column);
}

void StackedColumns::leaveEvent(QEvent* event)
{
    QWidget::leaveEvent(event);
    if (!hasFocus())
        setCurrentColumn(-1);
}

void StackedColumns::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    m_showsFocus =
        event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
}

void StackedColumns::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    setCurrentColumn(-1);
}

} // namespace Patchbay
