// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/usage/usagechart.h"

#include "desktop/accountcolors.h"
#include "desktop/dollartext.h"
#include "desktop/usage/usagewords.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace Patchbay {

namespace {

struct UsageChartText
{
    Q_DECLARE_TR_FUNCTIONS(UsageChartText)
};

constexpr qsizetype kMostSeries = 12;
constexpr int kGrey = 7; // of the colours of accounts

double valueOf(const UsedSums& sums, UsageMeasure measure)
{
    // A stack has no room below zero.
    return measure == UsageMeasure::Cost
               ? static_cast<double>(std::max<qint64>(0, sums.paidMicroUsd())) / 1e6
               : static_cast<double>(sums.tokens());
}

QString exactDollars(double dollars)
{
    return dollarText(std::llround(dollars * 1e6));
}

/// The lines to show, the many small ones of a long tail as one.
QList<UsageLine> shownLines(const UsageSeries& series, UsageMeasure measure, qsizetype* others)
{
    QList<UsageLine> lines;
    for (const UsageLine& line : series.lines) {
        if (valueOf(line.total, measure) > 0)
            lines.append(line);
    }
    *others = 0;
    if (lines.size() <= kMostSeries)
        return lines;
    QList<double> values;
    for (const UsageLine& line : std::as_const(lines))
        values.append(valueOf(line.total, measure));
    std::sort(values.begin(), values.end(), std::greater<>());
    const double least = values.at(kMostSeries - 2);
    UsageLine rest;
    rest.sums.resize(series.startsMs.size());
    QList<UsageLine> shown;
    for (const UsageLine& line : std::as_const(lines)) {
        if (valueOf(line.total, measure) >= least && shown.size() < kMostSeries - 1) {
            shown.append(line);
            continue;
        }
        for (qsizetype i = 0; i < rest.sums.size(); ++i)
            rest.sums[i] += line.sums.at(i);
        rest.total += line.total;
        ++*others;
    }
    rest.color = kGrey;
    shown.append(rest);
    return shown;
}

void addSeries(ColumnChart& chart, const UsageFacts& facts, UsageMeasure measure,
               const QPalette& palette)
{
    qsizetype others = 0;
    const QList<UsageLine> lines = shownLines(facts.series, measure, &others);
    QSet<QRgb> used;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const UsageLine& line = lines.at(i);
        ColumnChart::Series series;
        series.name = others > 0 && i + 1 == lines.size()
                          ? UsageChartText::tr("%n other(s)", nullptr, static_cast<int>(others))
                          : UsageWords::lineText(usageDimensionOf(facts.query.by), line);
        series.color = usageLineColor(line, palette);
        series.isHatched = used.contains(series.color.rgb());
        used.insert(series.color.rgb());
        for (const UsedSums& sums : line.sums)
            series.values.append(valueOf(sums, measure));
        chart.series.append(std::move(series));
    }
}

/// Of each step that has begun: alone, or all from the first one on.
QList<double> costLine(const UsageFacts& facts, bool isRunning)
{
    QList<double> values;
    double sum = 0;
    for (qsizetype i = 0; i < facts.series.startsMs.size(); ++i) {
        if (facts.series.startsMs.at(i) > facts.query.nowMs)
            break;
        double step = 0;
        for (const UsageLine& line : facts.series.lines)
            step += static_cast<double>(line.sums.at(i).paidMicroUsd()) / 1e6;
        sum += step;
        values.append(isRunning ? sum : step);
    }
    return values;
}

void addAhead(ColumnChart::Line& line, const UsageFacts& facts)
{
    const MonthOutlook& month = facts.month;
    if (facts.query.period.kind() != UsagePeriod::Kind::Month || !month.pace ||
        month.endMs != facts.series.untilMs)
        return;
    const auto spent = static_cast<double>(month.spentMicroUsd);
    for (auto i = line.values.size(); i < facts.series.startsMs.size(); ++i) {
        const Band more = month.pace->after(facts.series.endMs(i) - facts.query.nowMs);
        line.ahead.append(
            {(spent + more.value) / 1e6, (spent + more.low) / 1e6, (spent + more.high) / 1e6});
    }
}

} // namespace

UsageDimension usageDimensionOf(UsageBy by)
{
    return by == UsageBy::Model    ? UsageDimension::Model
           : by == UsageBy::Client ? UsageDimension::Client
                                   : UsageDimension::Account;
}

QColor usageLineColor(const UsageLine& line, const QPalette& palette)
{
    return accountColor(line.number == 0 ? kGrey : line.color, palette);
}

ColumnChart usageChart(const UsageFacts& facts, UsageMeasure measure, const QPalette& palette)
{
    ColumnChart chart;
    const UsageSeries& series = facts.series;
    const SeriesStep step = facts.query.period.step();
    for (qsizetype i = 0; i < series.startsMs.size(); ++i) {
        const qint64 start = series.startsMs.at(i);
        chart.columns.append(
            {UsageWords::stepLabel(step, start, facts.query.timeZone),
             UsageWords::stepTitle(step, start, series.endMs(i), facts.query.timeZone)});
    }
    addSeries(chart, facts, measure, palette);
    chart.lineText = exactDollars;
    chart.lineAxisText = UsageWords::axisDollars;
    ColumnChart::Line line;
    if (measure == UsageMeasure::Cost) {
        chart.valueText = exactDollars;
        chart.axisText = UsageWords::axisDollars;
        line.name = UsageChartText::tr("Running total");
        line.values = costLine(facts, true);
        addAhead(line, facts);
    } else {
        chart.valueText = [](double tokens) { return QLocale().toString(std::llround(tokens)); };
        chart.axisText = UsageWords::axisCount;
        line.name = UsageChartText::tr("Cost");
        line.values = costLine(facts, false);
    }
    if (series.total.paidMicroUsd() > 0)
        chart.line = std::move(line);
    return chart;
}

} // namespace Patchbay
