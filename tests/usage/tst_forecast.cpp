// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/forecast.h"

#include <QDateTime>
#include <QRandomGenerator>
#include <QTest>
#include <QTimeZone>

#include <cmath>

using namespace Patchbay;

namespace {

using Verdict = Outlook::Verdict;

constexpr qint64 kNow = 1'795'348'800'000; // 2026-11-22T12:00:00Z
constexpr qint64 kMinute = 60'000;
constexpr qint64 kHour = 60 * kMinute;
constexpr qint64 kDay = 24 * kHour;

UseHistory steady(int hours, double perHour, qint64 nowMs = kNow)
{
    return {nowMs - hours * kHour, {{nowMs - hours * kHour, nowMs, perHour * hours}}};
}

LimitWindow fiveHours(qint64 remaining, qint64 resetsInMs, qint64 asOfMs = kNow)
{
    return {QStringLiteral("five_hour"), 100, remaining, kNow + resetsInMs, {}, asOfMs};
}

bool isNear(qint64 ms, qint64 expected)
{
    return std::abs(ms - expected) <= 1000;
}

} // namespace

class tst_Forecast : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void budgetIsReachedWhenThePaceSays();
    void budgetLasts();
    void budgetThatIsSpentIsReached();
    void unevenUseReachesWithinABand();
    void mayBeReachedThoughItLasts();
    void totalIsWhatIsSpentAndWhatComes();
    void lineEndsAtTheTotal();
    void longestLocalDayHasAnHourMore();
    void windowRunsOut();
    void windowLastsUntilReset();
    void windowToldOnceIsJudgedFromItsStart();
    void pastTurnsAreToldApart();
    void windowsThatSayNothing_data();
    void windowsThatSayNothing();
    void idleAfterABurst();
    void holdsForAnySamples();
};

void tst_Forecast::budgetIsReachedWhenThePaceSays()
{
    // 40 left, ten an hour: in four hours.
    const Outlook outlook = budgetOutlook(60, 100, steady(24, 10), kNow, kNow + 12 * kHour);
    QCOMPARE(outlook.verdict, Verdict::Runs);
    QVERIFY(isNear(outlook.atMs, kNow + 4 * kHour));
    QVERIFY(isNear(outlook.earliestMs, outlook.atMs));
    QVERIFY(isNear(outlook.latestMs, outlook.atMs));
    QCOMPARE(outlook.endMs, kNow + 12 * kHour);
}

void tst_Forecast::budgetLasts()
{
    const Outlook outlook = budgetOutlook(60, 100, steady(24, 3), kNow, kNow + 12 * kHour);
    QCOMPARE(outlook.verdict, Verdict::Lasts);
    QCOMPARE(outlook.atMs, 0);
    QCOMPARE(outlook.earliestMs, 0);
    // Nothing used lasts for ever; nothing known says nothing.
    QCOMPARE(budgetOutlook(0, 100, {kNow - kDay, {}}, kNow, kNow + kDay).verdict, Verdict::Lasts);
    QCOMPARE(budgetOutlook(0, 100, {kNow, {}}, kNow, kNow + kDay).verdict, Verdict::Unknown);
    QCOMPARE(budgetOutlook(0, 100, steady(24, 3), kNow, kNow).verdict, Verdict::Unknown);
    QCOMPARE(budgetOutlook(0, 100, steady(24, 3), kNow, kNow - kDay).verdict, Verdict::Unknown);
}

void tst_Forecast::budgetThatIsSpentIsReached()
{
    for (const double spent : {100.0, 250.0}) {
        const Outlook outlook = budgetOutlook(spent, 100, {kNow, {}}, kNow, kNow + kDay);
        QCOMPARE(outlook.verdict, Verdict::Reached);
        QCOMPARE(outlook.atMs, kNow);
    }
    QCOMPARE(budgetOutlook(0, 0, {kNow, {}}, kNow, kNow + kDay).verdict, Verdict::Reached);
}

void tst_Forecast::unevenUseReachesWithinABand()
{
    UseHistory history{kNow - kDay, {}};
    for (int ago = 24; ago >= 1; --ago)
        history.stretches.append(
            {kNow - ago * kHour, kNow - (ago - 1) * kHour, ago % 2 == 0 ? 8.0 : 2.0});
    const Outlook outlook = budgetOutlook(0, 40, history, kNow, kNow + 20 * kHour);
    QCOMPARE(outlook.verdict, Verdict::Runs);
    QVERIFY(outlook.earliestMs > kNow + 3 * kHour);
    QVERIFY(outlook.earliestMs < outlook.atMs);
    QVERIFY(std::abs(outlook.atMs - (kNow + 8 * kHour)) < kHour);
    QVERIFY(outlook.latestMs > outlook.atMs);
    QVERIFY(outlook.latestMs < kNow + 20 * kHour);
}

void tst_Forecast::mayBeReachedThoughItLasts()
{
    UseHistory history{kNow - kDay, {}};
    for (int ago = 24; ago >= 1; ago -= 5)
        history.stretches.append({kNow - ago * kHour, kNow - (ago - 1) * kHour, 10.0});
    const Outlook outlook = budgetOutlook(0, 14, history, kNow, kNow + 6 * kHour);
    QCOMPARE(outlook.verdict, Verdict::Lasts);
    QVERIFY(outlook.earliestMs > kNow);
    QVERIFY(outlook.earliestMs < outlook.endMs);
    QCOMPARE(outlook.latestMs, 0);
}

void tst_Forecast::totalIsWhatIsSpentAndWhatComes()
{
    // 100 so far and half a dollar an hour for six days more.
    const auto total = totalAtEnd(100, steady(24 * 20, 0.5), kNow, kNow + 6 * kDay);
    QVERIFY(total);
    QVERIFY(std::abs(total->value - 172) < 1e-6);
    QVERIFY(std::abs(total->low - 172) < 1e-3);
    QVERIFY(std::abs(total->high - 172) < 1e-3);
    QVERIFY(!totalAtEnd(100, {kNow - kHour, {}}, kNow, kNow + 6 * kDay));
    QVERIFY(!totalAtEnd(100, steady(24, 1), kNow, kNow));
}

void tst_Forecast::lineEndsAtTheTotal()
{
    const UseHistory history = steady(48, 2);
    const QList<PacePoint> line = paceLine(10, history, kNow, kNow + 10 * kHour, 5);
    QCOMPARE(line.size(), 6);
    QCOMPARE(line.first(), (PacePoint{kNow, {10, 10, 10}}));
    QCOMPARE(line.at(1).atMs, kNow + 2 * kHour);
    QVERIFY(std::abs(line.at(1).sum.value - 14) < 1e-6);
    QCOMPARE(line.last().atMs, kNow + 10 * kHour);
    QCOMPARE(line.last().sum, *totalAtEnd(10, history, kNow, kNow + 10 * kHour));
    QVERIFY(paceLine(10, {kNow, {}}, kNow, kNow + kDay, 5).isEmpty());
    QVERIFY(paceLine(10, history, kNow, kNow + kDay, 0).isEmpty());
}

void tst_Forecast::longestLocalDayHasAnHourMore()
{
    // 2026-10-25 in Berlin ends its summer time: from its midnight to the next 25 hours pass.
    const QTimeZone berlin("Europe/Berlin");
    const qint64 begin = QDateTime(QDate(2026, 10, 25), QTime(0, 0), berlin).toMSecsSinceEpoch();
    const qint64 end = QDateTime(QDate(2026, 10, 26), QTime(0, 0), berlin).toMSecsSinceEpoch();
    const auto total = totalAtEnd(0, steady(48, 1, begin), begin, end);
    QVERIFY(total);
    QVERIFY(std::abs(total->value - 25) < 1e-6);
}

void tst_Forecast::windowRunsOut()
{
    // 20 percent in each of the last two hours, 60 left: in three hours, before the reset in 3:10.
    const LimitWindow window = fiveHours(60, 3 * kHour + 10 * kMinute);
    QList<LimitSample> samples;
    for (int ago = 110; ago >= 0; ago -= 10)
        samples.append({kNow - ago * kMinute, 60 + ago / 3.0, window.resetsAtMs});
    const Outlook outlook = limitOutlook(window, samples, kNow);
    QCOMPARE(outlook.verdict, Verdict::Runs);
    QVERIFY2(std::abs(outlook.atMs - (kNow + 3 * kHour)) < 10 * kMinute,
             qPrintable(QString::number((outlook.atMs - kNow) / kMinute)));
    QVERIFY(outlook.earliestMs <= outlook.atMs);
    // The same told in another order, with the jitter that resets have.
    for (LimitSample& sample : samples)
        sample.resetsAtMs += (sample.atMs / kMinute) % 2 == 0 ? 900 : -900;
    std::reverse(samples.begin(), samples.end());
    const Outlook again = limitOutlook(window, samples, kNow);
    QCOMPARE(again.verdict, Verdict::Runs);
    QVERIFY(std::abs(again.atMs - outlook.atMs) < kMinute);
}

void tst_Forecast::windowLastsUntilReset()
{
    const Outlook outlook = limitOutlook(fiveHours(90, kHour), {}, kNow); // ten in four hours
    QCOMPARE(outlook.verdict, Verdict::Lasts);
    QCOMPARE(outlook.endMs, kNow + kHour);
    QCOMPARE(outlook.earliestMs, 0);
}

void tst_Forecast::windowToldOnceIsJudgedFromItsStart()
{
    // Half gone in the first two hours: gone in two more, one hour before the reset.
    const Outlook outlook = limitOutlook(fiveHours(50, 3 * kHour), {}, kNow);
    QCOMPARE(outlook.verdict, Verdict::Runs);
    QVERIFY(isNear(outlook.atMs, kNow + 2 * kHour));
    // Ten minutes after it began is too soon to tell.
    QCOMPARE(limitOutlook(fiveHours(80, 5 * kHour - 10 * kMinute), {}, kNow).verdict,
             Verdict::Unknown);
    QCOMPARE(limitOutlook(fiveHours(0, kHour), {}, kNow).verdict, Verdict::Reached);
}

void tst_Forecast::pastTurnsAreToldApart()
{
    // The turn before this one was nearly spent; that it is full again is no use of minus 90.
    const LimitWindow window = fiveHours(80, 4 * kHour);
    const QList<LimitSample> samples = {{kNow - 2 * kHour, 10, kNow - kHour},
                                        {kNow - 50 * kMinute, 98, window.resetsAtMs}};
    const Outlook outlook = limitOutlook(window, samples, kNow);
    QVERIFY(outlook.verdict == Verdict::Runs || outlook.earliestMs > 0); // it was fast before
    const Outlook alone = limitOutlook(window, {samples.last()}, kNow);
    QVERIFY(alone.verdict == Verdict::Lasts || alone.atMs > outlook.atMs);
}

void tst_Forecast::windowsThatSayNothing_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<qint64>("limit");
    QTest::addColumn<qint64>("resetsInMs");
    QTest::newRow("of a minute") << QStringLiteral("tokens") << qint64(1000) << qint64(30'000);
    QTest::newRow("unknown name") << QStringLiteral("overage") << qint64(100) << kHour;
    QTest::newRow("no size") << QStringLiteral("five_hour") << qint64(0) << kHour;
    QTest::newRow("over") << QStringLiteral("five_hour") << qint64(100) << -kHour;
    QTest::newRow("reset not told") << QStringLiteral("five_hour") << qint64(100) << -kNow;
}

void tst_Forecast::windowsThatSayNothing()
{
    QFETCH(QString, name);
    QFETCH(qint64, limit);
    QFETCH(qint64, resetsInMs);
    const LimitWindow window{name, limit, 10, kNow + resetsInMs, {}, kNow - kMinute};
    QCOMPARE(limitOutlook(window, {}, kNow).verdict, Verdict::Unknown);
}

void tst_Forecast::idleAfterABurst()
{
    // 60 percent within twenty minutes, then three idle hours: a burst, not a pace.
    const qint64 resetsAt = kNow + 90 * kMinute;
    const LimitWindow window{QStringLiteral("five_hour"), 100, 40, resetsAt, {}, kNow};
    const QList<LimitSample> samples = {{kNow - 200 * kMinute, 100, resetsAt},
                                        {kNow - 180 * kMinute, 40, resetsAt}};
    const Outlook outlook = limitOutlook(window, samples, kNow);
    QVERIFY(outlook.verdict != Verdict::Runs);
}

void tst_Forecast::holdsForAnySamples()
{
    QRandomGenerator random(4);
    int runs = 0;
    for (int round = 0; round < 3000; ++round) {
        const qint64 resetsAt = kNow + random.bounded(-20, 320) * kMinute;
        QList<LimitSample> samples;
        for (int i = random.bounded(30); i > 0; --i) {
            samples.append({kNow - random.bounded(-30, 600) * kMinute,
                            static_cast<double>(random.bounded(-5, 120)),
                            resetsAt - random.bounded(3) * 5 * kHour});
        }
        const LimitWindow window{QStringLiteral("five_hour"),
                                 100,
                                 random.bounded(-5, 101),
                                 resetsAt,
                                 {},
                                 kNow - random.bounded(-10, 60) * kMinute};
        const Outlook outlook = limitOutlook(window, samples, kNow);
        switch (outlook.verdict) {
        case Verdict::Unknown:
            QCOMPARE(outlook.atMs, 0);
            break;
        case Verdict::Lasts:
            QCOMPARE(outlook.atMs, 0);
            QCOMPARE(outlook.latestMs, 0);
            QVERIFY(outlook.earliestMs == 0 ||
                    (outlook.earliestMs > kNow && outlook.earliestMs <= resetsAt));
            break;
        case Verdict::Reached:
            QVERIFY(window.remaining <= 0);
            break;
        case Verdict::Runs:
            ++runs;
            QVERIFY(outlook.earliestMs > kNow && outlook.earliestMs <= outlook.atMs);
            QVERIFY(outlook.atMs <= resetsAt);
            QVERIFY(outlook.latestMs == 0 || outlook.latestMs >= outlook.atMs);
            break;
        }
    }
    QVERIFY(runs > 300);
}

QTEST_GUILESS_MAIN(tst_Forecast)
#include "tst_forecast.moc"
