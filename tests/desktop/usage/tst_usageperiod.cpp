// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/usage/usageperiod.h"

#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;
using Kind = UsagePeriod::Kind;

/// The runs of days that the usage page shows.
class TestUsagePeriod final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void kindsEndToday();
    void stepsByItsOwnLength();
    void columnsAreNotTooMany();
    void daysAreLocal();
};

namespace {

const QDate kToday(2026, 3, 29); // Europe's clocks go forward

} // namespace

void TestUsagePeriod::kindsEndToday()
{
    QCOMPARE(UsagePeriod::of(Kind::Today, kToday).days(), 1);
    QCOMPARE(UsagePeriod::of(Kind::Week, kToday).first(), QDate(2026, 3, 23));
    QCOMPARE(UsagePeriod::of(Kind::ThirtyDays, kToday).days(), 30);
    QCOMPARE(UsagePeriod::of(Kind::NinetyDays, kToday).last(), kToday);
    const UsagePeriod month = UsagePeriod::of(Kind::Month, QDate(2028, 2, 10));
    QCOMPARE(month.first(), QDate(2028, 2, 1));
    QCOMPARE(month.last(), QDate(2028, 2, 29));
    QCOMPARE(UsagePeriod::custom(kToday, kToday.addDays(-3)),
             UsagePeriod::custom(kToday.addDays(-3), kToday));
}

void TestUsagePeriod::stepsByItsOwnLength()
{
    const UsagePeriod before = UsagePeriod::of(Kind::Week, kToday).stepped(-1);
    QCOMPARE(before.first(), QDate(2026, 3, 16));
    QCOMPARE(before.last(), QDate(2026, 3, 22));
    QCOMPARE(before.kind(), Kind::Custom);
    QCOMPARE(before.stepped(1).last(), kToday);
    const UsagePeriod month = UsagePeriod::of(Kind::Month, kToday).stepped(-1);
    QCOMPARE(month.kind(), Kind::Month);
    QCOMPARE(month.days(), 28);
    QVERIFY(UsagePeriod::of(Kind::Today, kToday).stepped(1).isAfter(kToday));
    QVERIFY(!UsagePeriod::of(Kind::Today, kToday).isAfter(kToday));
}

void TestUsagePeriod::columnsAreNotTooMany()
{
    const auto days = [](int count) {
        return UsagePeriod::custom(kToday.addDays(1 - count), kToday);
    };
    QCOMPARE(days(1).step(), SeriesStep::Hour);
    QCOMPARE(days(2).step(), SeriesStep::Day);
    QCOMPARE(days(90).step(), SeriesStep::Day);
    QCOMPARE(days(365).step(), SeriesStep::Week);
    QCOMPARE(days(2000).step(), SeriesStep::Month);
    for (const int count : {1, 2, 90, 120, 121, 365, 800, 801, 2000}) {
        UsageSeriesQuery query;
        query.timeZone = QTimeZone("Europe/Berlin");
        query.sinceMs = days(count).sinceMs(query.timeZone);
        query.untilMs = days(count).untilMs(query.timeZone);
        query.step = days(count).step();
        QVERIFY(seriesStarts(query).size() <= 120);
    }
}

void TestUsagePeriod::daysAreLocal()
{
    const QTimeZone berlin("Europe/Berlin");
    const UsagePeriod today = UsagePeriod::of(Kind::Today, kToday);
    QCOMPARE(today.untilMs(berlin) - today.sinceMs(berlin), 23 * 3'600'000);
    QCOMPARE(today.sinceMs(berlin),
             QDateTime(kToday.addDays(-1), QTime(23, 0), Qt::UTC).toMSecsSinceEpoch());
}

QTEST_GUILESS_MAIN(TestUsagePeriod)
#include "tst_usageperiod.moc"
