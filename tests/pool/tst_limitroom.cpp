// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/limitroom.h"

#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kNow = 1'795'348'800'000;
constexpr qint64 kHour = 3'600'000;

LimitWindow window(const QString& name, qint64 remaining, qint64 resetsInMs,
                   const QString& status = {})
{
    return {name, 100, remaining, kNow + resetsInMs, status, kNow};
}

} // namespace

class LimitRoomTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theTightestWindowCounts();
    void whatIsUnknownOrOverIsFull();
    void extrasAndOtherModelsAreLeftOut();
    void aResetIsBelievedWithinItsWindow();
    void aResetBeyondReasonDoesNotMoveOn();
    void paidUseGoesOn();
    void minuteWindowsFillUpAllTheTime();
};

void LimitRoomTest::theTightestWindowCounts()
{
    const QList<LimitWindow> windows{window(u"requests"_s, 80, 1000),
                                     window(u"input_tokens"_s, 30, 1000),
                                     window(u"five_hour"_s, 55, kHour, u"allowed"_s)};
    QCOMPARE(LimitRoom::tightest(windows, u"opus"_s, kNow), 0.3);
}

void LimitRoomTest::whatIsUnknownOrOverIsFull()
{
    QCOMPARE(LimitRoom::tightest({}, u"opus"_s, kNow), 1.0);
    QCOMPARE(LimitRoom::tightest({window(u"requests"_s, 0, 0)}, {}, kNow), 1.0);
    LimitWindow unlimited = window(u"requests"_s, 0, 1000);
    unlimited.limit = 0;
    QCOMPARE(LimitRoom::tightest({unlimited}, {}, kNow), 1.0);
}

void LimitRoomTest::extrasAndOtherModelsAreLeftOut()
{
    const QList<LimitWindow> windows{window(u"overage"_s, 0, kHour, u"rejected"_s),
                                     window(u"fast_input_tokens"_s, 0, 1000),
                                     window(u"7d_oi"_s, 0, kHour, u"rejected"_s)};
    QCOMPARE(LimitRoom::tightest(windows, u"opus"_s, kNow), 1.0);
    QCOMPARE(LimitRoom::exhausted(windows, u"opus"_s, kNow).untilMs, 0);
    QCOMPARE(LimitRoom::tightest(windows, u"fable"_s, kNow), 0.0);
    const auto fable = LimitRoom::exhausted(windows, u"fable"_s, kNow);
    QCOMPARE(fable.untilMs, kNow + kHour);
    QVERIFY(fable.isOfModelFamily);
}

void LimitRoomTest::aResetIsBelievedWithinItsWindow()
{
    const auto until = [](const QString& name, qint64 resetsInMs, const QString& status) {
        return LimitRoom::exhausted({window(name, 0, resetsInMs, status)}, {}, kNow).untilMs - kNow;
    };
    QCOMPARE(until(u"requests"_s, 40'000, {}), 40'000);
    QCOMPARE(until(u"requests"_s, 18 * 24 * kHour, {}), 63'000);
    QCOMPARE(until(u"five_hour"_s, 5 * kHour, u"rejected"_s), 5 * kHour);
    QCOMPARE(until(u"five_hour"_s, 6 * kHour, u"rejected"_s), 5 * kHour + kHour / 4);
    QCOMPARE(until(u"seven_day"_s, 18 * 24 * kHour, u"rejected"_s),
             7 * 24 * kHour + 7 * 24 * kHour / 20);
}

void LimitRoomTest::aResetBeyondReasonDoesNotMoveOn()
{
    const QList<LimitWindow> windows{window(u"five_hour"_s, 0, 18 * 24 * kHour, u"rejected"_s)};
    QVERIFY(LimitRoom::exhausted(windows, {}, kNow + 5 * kHour).untilMs > 0);
    QCOMPARE(LimitRoom::exhausted(windows, {}, kNow + 6 * kHour).untilMs, 0);
    QCOMPARE(LimitRoom::tightest(windows, {}, kNow + 6 * kHour), 1.0);
}

void LimitRoomTest::paidUseGoesOn()
{
    const QList<LimitWindow> windows{window(u"five_hour"_s, 0, kHour, u"rejected"_s),
                                     window(u"overage"_s, 60, kHour, u"allowed"_s)};
    QCOMPARE(LimitRoom::exhausted(windows, {}, kNow).untilMs, 0);
    QCOMPARE(LimitRoom::tightest(windows, {}, kNow), 0.0);
}

void LimitRoomTest::minuteWindowsFillUpAllTheTime()
{
    const QList<LimitWindow> windows{window(u"input_tokens"_s, 0, 30'000)};
    QVERIFY(LimitRoom::exhausted(windows, {}, kNow).untilMs > 0);
    QCOMPARE(LimitRoom::exhaustedSubscription(windows, {}, kNow).untilMs, 0);
}

QTEST_GUILESS_MAIN(LimitRoomTest)
#include "tst_limitroom.moc"
