// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QBrush>
#include <QFont>
#include <QList>
#include <QPalette>
#include <QRect>
#include <QString>

#include <functional>
#include <optional>

class QPainter;

namespace Patchbay {

/// What a chart of stacked columns shows. A value.
struct ColumnChart
{
    struct Series
    {
        QString name;
        QColor color;
        bool isHatched = false; // another series has the same colour
        bool isHidden = false;
        QList<double> values; // one per column, not below zero
    };
    /// A line over the columns, on an axis of its own at the right.
    struct Line
    {
        QString name;
        QList<double> values; // one per column from the first on, perhaps not for all
        bool isHidden = false;
        /// How it goes on from its last value, if that is known: one per column that follows.
        struct Ahead
        {
            double value = 0, low = 0, high = 0;
        };
        QList<Ahead> ahead;
    };
    struct Column
    {
        QString label; // below the axis; some are left out where there is no room
        QString title; // in full, for tooltips
    };
    using Format = std::function<QString(double)>;
    /// Of a value on an axis whose steps are `step`.
    using AxisFormat = std::function<QString(double value, double step)>;

    QList<Column> columns;
    QList<Series> series; // from the bottom up
    std::optional<Line> line;
    Format valueText;    // exact, in tooltips
    AxisFormat axisText; // short
    Format lineText;
    AxisFormat lineAxisText;

    [[nodiscard]] double total(qsizetype column) const; // of the series that show
};

/// A round scale from zero: 1, 2 or 5 times a power of ten. Pure.
struct ChartScale
{
    double step = 1;
    int steps = 1;

    /// Covers `greatest` in at most `mostSteps`.
    [[nodiscard]] static ChartScale upTo(double greatest, int mostSteps);
    /// With that many steps exactly, to share the grid of another axis.
    [[nodiscard]] static ChartScale withSteps(double greatest, int steps);
    [[nodiscard]] double top() const { return step * steps; }
};

/// Where everything of a chart lies within a rectangle, and how it is painted: on the screen and
/// into files alike. GUI thread.
class ColumnChartLayout final
{
public:
    ColumnChartLayout(const ColumnChart& chart, const QRect& rect, const QFont& font);

    [[nodiscard]] QRect plot() const { return m_plot; }
    /// The slot of a column over the whole height; neighbours touch.
    [[nodiscard]] QRect slot(qsizetype column) const;
    /// Empty where the series is hidden or has nothing.
    [[nodiscard]] QRect segment(qsizetype column, qsizetype series) const;
    /// -1 beside the columns.
    [[nodiscard]] qsizetype columnAt(int x) const;
    [[nodiscard]] const ChartScale& scale() const { return m_scale; }

    /// `current`: the column that is pointed at, or -1.
    void paint(QPainter& painter, const QPalette& palette, qsizetype current) const;

private:
    [[nodiscard]] int yOf(double value, const ChartScale& scale) const;
    void paintAxes(QPainter& painter, const QPalette& palette) const;
    void paintColumns(QPainter& painter, const QPalette& palette) const;
    void paintLine(QPainter& painter, const QPalette& palette) const;

    const ColumnChart& m_chart;
    QFont m_font;
    QRect m_plot;
    ChartScale m_scale;
    ChartScale m_lineScale;
    int m_columnWidth = 1;
    bool m_hasLine = false;
};

/// The colour of a series, hatched where it is not the only one of its colour.
[[nodiscard]] QBrush seriesBrush(const QColor& color, bool isHatched);

} // namespace Patchbay
