// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/usage/columnchart.h"

#include <QFontMetrics>
#include <QPainter>
#include <QPainterPath>

#include <cmath>

namespace Patchbay {

namespace {

constexpr int kGridSteps = 5;
constexpr int kAxisGap = 8;
constexpr int kLeft = 6;
constexpr int kTop = 8;
constexpr int kBelow = 22;       // for the labels of columns
constexpr int kWidest = 44;      // a column
constexpr double kFilled = 0.66; // of a slot
constexpr int kRounded = 7;      // columns as wide as this have round corners

double greatestOf(const ColumnChart& chart)
{
    double greatest = 0;
    for (qsizetype i = 0; i < chart.columns.size(); ++i)
        greatest = std::max(greatest, chart.total(i));
    return greatest;
}

double greatestOf(const ColumnChart::Line& line)
{
    double greatest = 0;
    for (const double value : line.values)
        greatest = std::max(greatest, value);
    for (const ColumnChart::Line::Ahead& ahead : line.ahead)
        greatest = std::max({greatest, ahead.value, ahead.high});
    return greatest;
}

int widestText(const ChartScale& scale, const ColumnChart::AxisFormat& text,
               const QFontMetrics& metrics)
{
    int widest = 0;
    for (int i = 0; text && i <= scale.steps; ++i)
        widest = std::max(widest, metrics.horizontalAdvance(text(i * scale.step, scale.step)));
    return widest;
}

} // namespace

double ColumnChart::total(qsizetype column) const
{
    double sum = 0;
    for (const Series& one : series)
        sum += one.isHidden ? 0 : one.values.value(column);
    return sum;
}

ChartScale ChartScale::upTo(double greatest, int mostSteps)
{
    if (!(greatest > 0))
        return {1, 1};
    const double least = greatest / mostSteps;
    double step = std::pow(10, std::floor(std::log10(least)));
    for (const double factor : {2.0, 2.5, 2.0}) { // 1, 2, 5, 10
        if (step >= least * (1 - 1e-9))
            break;
        step *= factor;
    }
    return {step, std::max(1, static_cast<int>(std::ceil(greatest / step - 1e-9)))};
}

ChartScale ChartScale::withSteps(double greatest, int steps)
{
    ChartScale scale = upTo(greatest, steps);
    scale.steps = steps;
    return scale;
}

QBrush seriesBrush(const QColor& color, bool isHatched)
{
    if (!isHatched)
        return color;
    constexpr int side = 6;
    QImage tile(side, side, QImage::Format_RGB32);
    const QColor other = color.lightness() > 128 ? color.darker(155) : color.lighter(165);
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x)
            tile.setPixelColor(x, y, (x + y) % side < 2 ? other : color);
    }
    return QBrush(tile);
}

ColumnChartLayout::ColumnChartLayout(const ColumnChart& chart, const QRect& rect, const QFont& font)
    : m_chart(chart)
    , m_font(font)
    , m_scale(ChartScale::upTo(greatestOf(chart), kGridSteps))
    , m_hasLine(chart.line && !chart.line->isHidden && greatestOf(*chart.line) > 0)
{
    const QFontMetrics metrics(m_font);
    m_plot = rect.adjusted(widestText(m_scale, chart.axisText, metrics) + kAxisGap + kLeft, kTop, 0,
                           -kBelow);
    if (m_hasLine) {
        m_lineScale = ChartScale::withSteps(greatestOf(*chart.line), m_scale.steps);
        m_plot.adjust(0, 0, -widestText(m_lineScale, chart.lineAxisText, metrics) - kAxisGap, 0);
    }
    const auto count = std::max<qsizetype>(1, chart.columns.size());
    const double slotWidth = static_cast<double>(m_plot.width()) / static_cast<double>(count);
    m_columnWidth = std::clamp(static_cast<int>(std::lround(slotWidth * kFilled)), 1, kWidest);
}

QRect ColumnChartLayout::slot(qsizetype column) const
{
    const auto count = std::max<qsizetype>(1, m_chart.columns.size());
    const auto left = m_plot.left() + static_cast<int>(column * m_plot.width() / count);
    const auto right = m_plot.left() + static_cast<int>((column + 1) * m_plot.width() / count);
    return {left, m_plot.top(), right - left, m_plot.height()};
}

qsizetype ColumnChartLayout::columnAt(int x) const
{
    if (x < m_plot.left() || x > m_plot.right() || m_chart.columns.isEmpty())
        return -1;
    const auto count = m_chart.columns.size();
    auto column = (x - m_plot.left()) * count / std::max(1, m_plot.width());
    while (column + 1 < count && x > slot(column).right())
        ++column;
    return column;
}

int ColumnChartLayout::yOf(double value, const ChartScale& scale) const
{
    // bottom() is the last row of the plot; the axis is drawn right below it.
    return m_plot.bottom() + 1 -
           static_cast<int>(std::lround(value / scale.top() * m_plot.height()));
}

QRect ColumnChartLayout::segment(qsizetype column, qsizetype series) const
{
    double below = 0;
    for (qsizetype i = 0; i < series; ++i)
        below += m_chart.series.at(i).isHidden ? 0 : m_chart.series.at(i).values.value(column);
    const ColumnChart::Series& one = m_chart.series.at(series);
    const double value = one.isHidden ? 0 : one.values.value(column);
    if (value <= 0)
        return {};
    const int top = yOf(below + value, m_scale);
    const int bottom = yOf(below, m_scale);
    const QRect all = slot(column);
    return {all.left() + (all.width() - m_columnWidth) / 2, top, m_columnWidth, bottom - top};
}

void ColumnChartLayout::paintAxes(QPainter& painter, const QPalette& palette) const
{
    const QColor text = palette.color(QPalette::PlaceholderText);
    const QColor grid = palette.color(QPalette::Mid);
    const QFontMetrics metrics(m_font);
    painter.setFont(m_font);
    for (int i = 0; i <= m_scale.steps; ++i) {
        const int y = yOf(i * m_scale.step, m_scale);
        painter.fillRect(m_plot.left(), y, m_plot.width(), 1, grid);
        painter.setPen(text);
        const int top = y - metrics.height() / 2;
        if (m_chart.axisText)
            painter.drawText(QRect(0, top, m_plot.left() - kAxisGap + 1, metrics.height()),
                             Qt::AlignRight | Qt::AlignVCenter,
                             m_chart.axisText(i * m_scale.step, m_scale.step));
        if (m_hasLine && m_chart.lineAxisText)
            painter.drawText(QRect(m_plot.right() + kAxisGap, top, 200, metrics.height()),
                             Qt::AlignLeft | Qt::AlignVCenter,
                             m_chart.lineAxisText(i * m_lineScale.step, m_lineScale.step));
    }
    int widest = 1;
    for (const ColumnChart::Column& column : m_chart.columns)
        widest = std::max(widest, metrics.horizontalAdvance(column.label));
    const double slotWidth = static_cast<double>(m_plot.width()) /
                             static_cast<double>(std::max<qsizetype>(1, m_chart.columns.size()));
    auto every = std::max(1, static_cast<int>(std::ceil((widest + 16) / slotWidth)));
    for (const int nice : {1, 2, 3, 5, 7, 10, 14, 15, 30}) {
        if (nice >= every) {
            every = nice;
            break;
        }
    }
    for (qsizetype i = 0; i < m_chart.columns.size(); i += every) {
        const QString& label = m_chart.columns.at(i).label;
        const int width = metrics.horizontalAdvance(label) + 2;
        int left = slot(i).center().x() - width / 2;
        left = std::clamp(left, m_plot.left(), std::max(m_plot.left(), m_plot.right() - width + 1));
        painter.drawText(QRect(left, m_plot.bottom() + 6, width, metrics.height()), Qt::AlignCenter,
                         label);
    }
}

void ColumnChartLayout::paintColumns(QPainter& painter, const QPalette& palette) const
{
    const bool isRounded = m_columnWidth >= kRounded;
    painter.setPen(Qt::NoPen);
    painter.setRenderHint(QPainter::Antialiasing, isRounded);
    QList<QBrush> brushes;
    for (const ColumnChart::Series& series : m_chart.series)
        brushes.append(seriesBrush(series.color, series.isHatched));
    Q_UNUSED(palette)
    const QRect all = slot(0);
    for (qsizetype column = 0; column < m_chart.columns.size(); ++column) {
        const QRect around = m_chart.columns.size() == 1 ? all : slot(column);
        const int left = around.left() + (around.width() - m_columnWidth) / 2;
        double below = 0;
        int bottom = yOf(0, m_scale);
        for (qsizetype i = 0; i < m_chart.series.size(); ++i) {
            const ColumnChart::Series& series = m_chart.series.at(i);
            const double value = series.isHidden ? 0 : series.values.value(column);
            if (value <= 0)
                continue;
            below += value;
            const int top = yOf(below, m_scale);
            // A row of the background parts it from the one below, where there is room.
            const int gap = bottom != yOf(0, m_scale) && bottom - top > 2 ? 1 : 0;
            const QRect rect(left, top, m_columnWidth, bottom - top - gap);
            if (isRounded && rect.height() > 3) {
                painter.setBrush(brushes.at(i));
                painter.drawRoundedRect(rect, 2, 2);
            } else if (rect.height() > 0) {
                painter.fillRect(rect, brushes.at(i));
            }
            bottom = top;
        }
    }
}

void ColumnChartLayout::paintLine(QPainter& painter, const QPalette& palette) const
{
    if (!m_chart.line)
        return;
    const ColumnChart::Line& line = *m_chart.line;
    const auto point = [&](qsizetype column, double value) {
        return QPointF(slot(column).center().x() + 0.5, yOf(value, m_lineScale));
    };
    QPainterPath path;
    for (qsizetype i = 0; i < line.values.size(); ++i) {
        if (i == 0)
            path.moveTo(point(i, line.values.at(i)));
        else
            path.lineTo(point(i, line.values.at(i)));
    }
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor color = palette.color(QPalette::Text);
    const auto last = line.values.size() - 1;
    if (last >= 0 && !line.ahead.isEmpty()) {
        QPolygonF band{point(last, line.values.last())};
        QPainterPath ahead(band.first());
        for (qsizetype i = 0; i < line.ahead.size(); ++i) {
            band.append(point(last + 1 + i, line.ahead.at(i).high));
            ahead.lineTo(point(last + 1 + i, line.ahead.at(i).value));
        }
        for (qsizetype i = line.ahead.size() - 1; i >= 0; --i)
            band.append(point(last + 1 + i, line.ahead.at(i).low));
        QColor soft = color;
        soft.setAlphaF(0.10F);
        painter.setPen(Qt::NoPen);
        painter.setBrush(soft);
        painter.drawPolygon(band);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(color, 1.5, Qt::DashLine, Qt::RoundCap));
        painter.drawPath(ahead);
    }
    painter.setBrush(Qt::NoBrush);
    // A halo of the background keeps it readable over the columns.
    painter.setPen(
        QPen(palette.color(QPalette::Base), 4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(path);
    painter.setPen(QPen(color, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(path);
}

void ColumnChartLayout::paint(QPainter& painter, const QPalette& palette, qsizetype current) const
{
    painter.setRenderHint(QPainter::Antialiasing, false);
    if (current >= 0 && current < m_chart.columns.size())
        painter.fillRect(slot(current), palette.color(QPalette::AlternateBase));
    paintAxes(painter, palette);
    paintColumns(painter, palette);
    if (m_hasLine)
        paintLine(painter, palette);
}

} // namespace Patchbay
