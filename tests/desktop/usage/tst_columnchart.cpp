// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/accountcolors.h"
#include "desktop/usage/chartlegend.h"
#include "desktop/usage/stackedcolumns.h"

#include <QAccessible>
#include <QElapsedTimer>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

QPalette paletteOf(bool isDark)
{
    QPalette palette;
    palette.setColor(QPalette::Base, isDark ? QColor(0x1d1c1a) : QColor(0xfbfaf8));
    palette.setColor(QPalette::Window, palette.color(QPalette::Base));
    palette.setColor(QPalette::Text, isDark ? QColor(0xece8e1) : QColor(0x23211e));
    palette.setColor(QPalette::Mid, isDark ? QColor(0x35322e) : QColor(0xe3dfd8));
    palette.setColor(QPalette::AlternateBase, isDark ? QColor(0x242220) : QColor(0xf3f1ed));
    return palette;
}

ColumnChart::Series seriesOf(const QString& name, const QColor& color, QList<double> values)
{
    ColumnChart::Series series;
    series.name = name;
    series.color = color;
    series.values = std::move(values);
    return series;
}

/// Three columns of two series, the greatest 8 dollars.
ColumnChart chartOf(const QPalette& palette)
{
    ColumnChart chart;
    chart.columns = {{u"1 Nov"_s, u"1 November"_s},
                     {u"2 Nov"_s, u"2 November"_s},
                     {u"3 Nov"_s, u"3 November"_s}};
    chart.series = {seriesOf(u"work"_s, accountColor(1, palette), {2, 6, 0}),
                    seriesOf(u"home"_s, accountColor(0, palette), {1, 2, 0})};
    const auto text = [](double value) { return u"$%1"_s.arg(value); };
    const auto axisText = [text](double value, double) { return text(value); };
    chart.valueText = text;
    chart.axisText = axisText;
    chart.lineText = text;
    chart.lineAxisText = axisText;
    return chart;
}

QImage picture(const ColumnChart& chart, const QPalette& palette, QSize size,
               qsizetype current = -1)
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(palette.color(QPalette::Base));
    QPainter painter(&image);
    ColumnChartLayout(chart, QRect(QPoint(0, 0), size), QFont()).paint(painter, palette, current);
    painter.end();
    return image;
}

} // namespace

/// Stacked columns: where they lie, which pixels they paint, what they tell.
class TestColumnChart final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void scalesAreRound();
    void heightsAreProportional();
    void paintsItsColours_data();
    void paintsItsColours();
    void hiddenSeriesMakeRoom();
    void sameColoursAreHatched();
    void aLineHasItsOwnAxis();
    void aYearOfTwelveSeriesIsOneFrame();
    void keysGoOverTheColumns();
    void thePointerTellsValues();
    void legendSwitchesSeries();
};

void TestColumnChart::scalesAreRound()
{
    QCOMPARE(ChartScale::upTo(5.6, 4).step, 2.0);
    QCOMPARE(ChartScale::upTo(5.6, 4).steps, 3);
    QCOMPARE(ChartScale::upTo(8, 4).top(), 8.0);
    QCOMPARE(ChartScale::upTo(8.01, 4).top(), 10.0);
    QCOMPARE(ChartScale::upTo(0, 4).top(), 1.0);
    QCOMPARE(ChartScale::upTo(0.00034, 4).step, 0.0001);
    for (const double greatest : {0.001, 0.7, 3.0, 19.0, 101.0, 999.0, 4.2e7}) {
        const ChartScale scale = ChartScale::upTo(greatest, 4);
        QVERIFY(scale.top() >= greatest);
        QVERIFY(scale.steps <= 4);
        QVERIFY(scale.top() - scale.step < greatest);
        QVERIFY(ChartScale::withSteps(greatest, 3).top() >= greatest);
    }
}

void TestColumnChart::heightsAreProportional()
{
    const QPalette palette = paletteOf(false);
    const ColumnChart chart = chartOf(palette);
    const ColumnChartLayout layout(chart, QRect(0, 0, 400, 260), QFont());
    const double perDollar = layout.plot().height() / layout.scale().top();
    for (qsizetype column = 0; column < 2; ++column) {
        int bottom = layout.plot().bottom() + 1;
        for (qsizetype series = 0; series < 2; ++series) {
            const QRect segment = layout.segment(column, series);
            QVERIFY(qAbs(segment.height() -
                         chart.series.at(series).values.at(column) * perDollar) <= 1);
            QCOMPARE(segment.bottom() + 1, bottom); // one stands on the other
            QVERIFY(layout.slot(column).contains(segment));
            bottom = segment.top();
        }
    }
    QVERIFY(layout.segment(2, 0).isEmpty());
    QCOMPARE(layout.columnAt(layout.slot(1).center().x()), 1);
    QCOMPARE(layout.columnAt(layout.slot(2).right()), 2);
    QCOMPARE(layout.columnAt(layout.plot().left() - 3), -1);
    QCOMPARE(layout.slot(0).right() + 1, layout.slot(1).left());
}

void TestColumnChart::paintsItsColours_data()
{
    QTest::addColumn<bool>("isDark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void TestColumnChart::paintsItsColours()
{
    QFETCH(bool, isDark);
    const QPalette palette = paletteOf(isDark);
    const ColumnChart chart = chartOf(palette);
    const QSize size(400, 260);
    const ColumnChartLayout layout(chart, QRect(QPoint(0, 0), size), QFont());
    const QImage image = picture(chart, palette, size);
    for (qsizetype column = 0; column < 2; ++column) {
        for (qsizetype series = 0; series < 2; ++series) {
            const QPoint middle = layout.segment(column, series).center();
            QCOMPARE(image.pixelColor(middle), chart.series.at(series).color);
        }
        // Background parts the one from the other, and fills what is above and beside.
        const QRect below = layout.segment(column, 0);
        const QRect above = layout.segment(column, 1);
        QCOMPARE(image.pixelColor(below.center().x(), above.bottom()),
                 palette.color(QPalette::Base));
        QCOMPARE(image.pixelColor(layout.slot(column).left() + 1, below.center().y()),
                 palette.color(QPalette::Base));
    }
    QCOMPARE(image.pixelColor(layout.slot(2).center().x(), layout.plot().bottom() - 10),
             palette.color(QPalette::Base));
    QVERIFY(chart.series.at(0).color != chart.series.at(1).color);
    // The one that is pointed at stands out.
    const QImage pointed = picture(chart, palette, size, 2);
    QCOMPARE(pointed.pixelColor(layout.slot(2).center().x(), layout.plot().bottom() - 10),
             palette.color(QPalette::AlternateBase));
}

void TestColumnChart::hiddenSeriesMakeRoom()
{
    const QPalette palette = paletteOf(false);
    ColumnChart chart = chartOf(palette);
    chart.series[0].isHidden = true;
    QCOMPARE(chart.total(1), 2.0);
    const ColumnChartLayout layout(chart, QRect(0, 0, 400, 260), QFont());
    QVERIFY(layout.segment(1, 0).isEmpty());
    QCOMPARE(layout.segment(1, 1).bottom(), layout.plot().bottom());
    QCOMPARE(layout.scale().top(), 2.0);
    const QImage image = picture(chart, palette, {400, 260});
    QCOMPARE(image.pixelColor(layout.segment(1, 1).center()), chart.series.at(1).color);
}

void TestColumnChart::sameColoursAreHatched()
{
    const QColor color = accountColor(2, paletteOf(false));
    QCOMPARE(seriesBrush(color, false).color(), color);
    QCOMPARE(seriesBrush(color, false).style(), Qt::SolidPattern);
    const QImage tile = seriesBrush(color, true).textureImage();
    QSet<QRgb> colors;
    for (int x = 0; x < tile.width(); ++x)
        colors.insert(tile.pixel(x, 0));
    QCOMPARE(colors.size(), 2);
    QVERIFY(colors.contains(color.rgb()));
}

void TestColumnChart::aLineHasItsOwnAxis()
{
    const QPalette palette = paletteOf(false);
    ColumnChart chart = chartOf(palette);
    const int alone = ColumnChartLayout(chart, QRect(0, 0, 400, 260), QFont()).plot().right();
    chart.line = ColumnChart::Line{u"Running total"_s, {3, 11}, false, {{12, 10, 14}}};
    const ColumnChartLayout layout(chart, QRect(0, 0, 400, 260), QFont());
    QVERIFY(layout.plot().right() < alone);
    const QImage image = picture(chart, palette, {400, 260});
    // The band of what is ahead, over the column that has nothing yet.
    const int x = layout.slot(2).center().x() - 4;
    QSet<QRgb> colors;
    for (int y = layout.plot().top(); y < layout.plot().bottom(); ++y)
        colors.insert(image.pixel(x, y));
    QVERIFY(colors.size() > 2);
    chart.line->isHidden = true;
    QCOMPARE(ColumnChartLayout(chart, QRect(0, 0, 400, 260), QFont()).plot().right(), alone);
}

void TestColumnChart::aYearOfTwelveSeriesIsOneFrame()
{
    const QPalette palette = paletteOf(false);
    ColumnChart chart = chartOf(palette);
    chart.columns.clear();
    chart.series.clear();
    for (int day = 0; day < 365; ++day)
        chart.columns.append({QString::number(day), QString::number(day)});
    for (int account = 0; account < 12; ++account) {
        QList<double> values;
        for (int day = 0; day < 365; ++day)
            values.append((day * 7 + account * 13) % 40 + 1);
        chart.series.append(
            seriesOf(QString::number(account), accountColor(account, palette), values));
    }
    StackedColumns columns;
    columns.setPalette(palette);
    columns.resize(960, 240);
    QElapsedTimer clock;
    clock.start();
    columns.setChart(chart);
    const QImage image = columns.grab().toImage();
    qInfo("365 columns of 12 series: %lld ms", clock.elapsed());
    // Even where a column is a pixel or two wide its lowest series is there.
    const ColumnChartLayout layout = columns.chartLayout();
    for (const qsizetype column : {0, 100, 364}) {
        const QRect segment = layout.segment(column, 0);
        QVERIFY(segment.width() >= 1);
        if (segment.height() > 4) {
            QCOMPARE(image.pixelColor(segment.center() * image.devicePixelRatio()),
                     chart.series.at(0).color);
        }
    }
}

void TestColumnChart::keysGoOverTheColumns()
{
    StackedColumns columns;
    columns.resize(400, 240);
    columns.setChart(chartOf(paletteOf(false)));
    columns.show();
    QVERIFY(QTest::qWaitForWindowExposed(&columns));
    columns.setFocus();
    QTest::keyClick(&columns, Qt::Key_Home);
    QCOMPARE(columns.currentColumn(), 0);
    QTest::keyClick(&columns, Qt::Key_Right);
    QCOMPARE(columns.currentColumn(), 1);
    QCOMPARE(columns.accessibleDescription(), u"2 November\nhome: $2\nwork: $6\nTotal: $8"_s);
    QTest::keyClick(&columns, Qt::Key_End);
    QTest::keyClick(&columns, Qt::Key_Right);
    QCOMPARE(columns.currentColumn(), 2);
    QAccessibleInterface* const accessible = QAccessible::queryAccessibleInterface(&columns);
    QCOMPARE(accessible->role(), QAccessible::Chart);
    QVERIFY(accessible->text(QAccessible::Description).startsWith(u"3 November"_s));
    QSignalSpy activated(&columns, &StackedColumns::columnActivated);
    QTest::keyClick(&columns, Qt::Key_Return);
    QCOMPARE(activated.size(), 1);
    QCOMPARE(activated.at(0).at(0).toLongLong(), 2);
}

void TestColumnChart::thePointerTellsValues()
{
    StackedColumns columns;
    columns.resize(400, 240);
    ColumnChart chart = chartOf(paletteOf(false));
    chart.series[0].name = u"<b>work"_s;
    chart.line = ColumnChart::Line{u"Running total"_s, {3, 11}, false, {{12, 10, 14}}};
    columns.setChart(chart);
    columns.show();
    QVERIFY(QTest::qWaitForWindowExposed(&columns));
    QTest::mouseMove(&columns, columns.chartLayout().slot(0).center());
    QTRY_COMPARE(columns.currentColumn(), 0);
    const QString html = columns.columnText(0, true);
    QVERIFY(html.contains(u"&lt;b&gt;work"_s));
    QVERIFY(html.contains(u"$2"_s));
    QVERIFY(html.contains(u"$3"_s));
    QVERIFY(columns.columnText(2, false).contains(u"$12 ($10 to $14)"_s));
    QSignalSpy activated(&columns, &StackedColumns::columnActivated);
    QTest::mouseDClick(&columns, Qt::LeftButton, {}, columns.chartLayout().slot(1).center());
    QCOMPARE(activated.size(), 1);
}

void TestColumnChart::legendSwitchesSeries()
{
    ChartLegend legend;
    ColumnChart chart = chartOf(paletteOf(false));
    legend.apply(chart);
    const auto buttons = legend.findChildren<QToolButton*>();
    QCOMPARE(buttons.size(), 2);
    QCOMPARE(buttons.at(0)->accessibleName(), u"work"_s);
    QSignalSpy toggled(&legend, &ChartLegend::toggled);
    QTest::keyClick(buttons.at(0), Qt::Key_Space);
    QCOMPARE(toggled.size(), 1);
    ColumnChart again = chartOf(paletteOf(false));
    legend.apply(again); // it stays so when figures change
    QVERIFY(again.series.at(0).isHidden);
    QVERIFY(!again.series.at(1).isHidden);
    QTest::mouseClick(buttons.at(0), Qt::LeftButton);
    legend.apply(again);
    QVERIFY(!again.series.at(0).isHidden);
}

QTEST_MAIN(TestColumnChart)
#include "tst_columnchart.moc"
