// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/pace.h"

#include <QRandomGenerator>
#include <QTest>

#include <cmath>

using namespace Patchbay;

namespace {

constexpr qint64 kNow = 1'795'348'800'000; // 2026-11-22T12:00:00Z
constexpr qint64 kHour = 3'600'000;
constexpr qint64 kDay = 24 * kHour;

// `amount(hours ago)` for each of the last hours.
template <class Amount>
UseHistory hourly(int hours, Amount amount)
{
    UseHistory history{kNow - hours * kHour, {}};
    for (int ago = hours; ago >= 1; --ago) {
        if (const double used = amount(ago); used != 0)
            history.stretches.append({kNow - ago * kHour, kNow - (ago - 1) * kHour, used});
    }
    return history;
}

bool isNear(double value, double expected, double share = 1e-9)
{
    return std::abs(value - expected) <= std::abs(expected) * share + 1e-9;
}

} // namespace

class tst_Pace : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void steadyUseIsToldExactly();
    void tooLittleIsNoPace();
    void nothingUsedIsAPaceOfZero();
    void theLastHoursCountMost();
    void nightsCountForAMonth();
    void oneBurstIsHeldToWhatIsUsual();
    void unevenUseHasAWideBand();
    void negativeAndFutureAmountsAreLeftOut();
    void holdsForAnyHistory();
};

void tst_Pace::steadyUseIsToldExactly()
{
    for (const qint64 horizon : {kHour, 3 * kHour, 10 * kHour, kDay, 10 * kDay, 30 * kDay}) {
        const auto pace = Pace::of(hourly(24 * 30, [](int) { return 2.0; }), kNow, horizon);
        QVERIFY(pace);
        QVERIFY(isNear(pace->perHour(), 2.0));
        const Band band = pace->after(5 * kHour);
        QVERIFY(isNear(band.value, 10.0));
        QVERIFY(isNear(band.low, 10.0, 1e-6));
        QVERIFY(isNear(band.high, 10.0, 1e-6));
    }
}

void tst_Pace::tooLittleIsNoPace()
{
    const auto used = [](int) { return 1.0; };
    QVERIFY(!Pace::of({kNow, {}}, kNow, kHour));
    QVERIFY(!Pace::of({}, 0, kHour));
    // Half an hour at least, and an eighth of what lies ahead.
    const UseHistory minutes{kNow - 29 * 60'000, {{kNow - 29 * 60'000, kNow, 5.0}}};
    QVERIFY(!Pace::of(minutes, kNow, kHour));
    const UseHistory halfAnHour{kNow - 30 * 60'000, {{kNow - 30 * 60'000, kNow, 5.0}}};
    QVERIFY(Pace::of(halfAnHour, kNow, kHour));
    QVERIFY(!Pace::of(hourly(59, used), kNow, 20 * kDay));
    QVERIFY(Pace::of(hourly(60, used), kNow, 20 * kDay));
    // One evening in four weeks says nothing of the next.
    QVERIFY(
        !Pace::of(hourly(24 * 28, [](int ago) { return ago == 30 ? 9.0 : 0.0; }), kNow, 10 * kDay));
    QVERIFY(!Pace::of(hourly(24, used), kNow, 0));
    QVERIFY(!Pace::of(hourly(24, used), kNow, -kHour));
}

void tst_Pace::nothingUsedIsAPaceOfZero()
{
    const auto pace = Pace::of({kNow - 10 * kDay, {}}, kNow, kDay);
    QVERIFY(pace);
    QCOMPARE(pace->perHour(), 0.0);
    QCOMPARE(pace->after(30 * kDay), (Band{0, 0, 0}));
}

void tst_Pace::theLastHoursCountMost()
{
    const auto rising = [](int ago) { return ago <= 2 ? 10.0 : 1.0; };
    const auto soon = Pace::of(hourly(24, rising), kNow, 2 * kHour);
    const auto later = Pace::of(hourly(24, rising), kNow, 12 * kHour);
    QVERIFY(soon && later);
    QVERIFY(soon->perHour() > 7); // of ten now and one before
    QVERIFY(later->perHour() < 5);
    QVERIFY(later->perHour() > 1);
}

void tst_Pace::nightsCountForAMonth()
{
    // Eight hours a day at three an hour: 24 a day, whatever the hour it is asked at.
    for (int hourOfDay = 0; hourOfDay < 24; ++hourOfDay) {
        const auto history = hourly(24 * 28, [&](int ago) {
            const int hour = ((hourOfDay - ago) % 24 + 24) % 24;
            return hour >= 9 && hour < 17 ? 3.0 : 0.0;
        });
        const auto pace = Pace::of(history, kNow, 10 * kDay);
        QVERIFY(pace);
        const Band band = pace->after(10 * kDay);
        QVERIFY2(isNear(band.value, 240, 0.12), qPrintable(QString::number(band.value)));
        QVERIFY(band.low <= 240 && band.high >= 240);
        QVERIFY(band.high < 400);
        // For the next day the night is not taken for what always is either.
        const auto day = Pace::of(history, kNow, kDay);
        QVERIFY(day);
        QVERIFY2(isNear(day->after(kDay).value, 24, 0.4),
                 qPrintable(QString::number(day->after(kDay).value)));
    }
}

void tst_Pace::oneBurstIsHeldToWhatIsUsual()
{
    const auto usual = [](int) { return 1.0; };
    const auto burst = [](int ago) { return ago == 5 ? 500.0 : 1.0; };
    const auto without = Pace::of(hourly(24 * 7, usual), kNow, 5 * kDay);
    const auto with = Pace::of(hourly(24 * 7, burst), kNow, 5 * kDay);
    QVERIFY(without && with);
    QVERIFY(with->perHour() < without->perHour() * 1.5);
    // The band knows of it.
    QVERIFY(with->after(5 * kDay).high > 2 * without->after(5 * kDay).high);
}

void tst_Pace::unevenUseHasAWideBand()
{
    const auto pace =
        Pace::of(hourly(24, [](int ago) { return ago % 4 == 0 ? 8.0 : 0.0; }), kNow, 4 * kHour);
    QVERIFY(pace);
    const Band band = pace->after(4 * kHour);
    QVERIFY(band.low < band.value * 0.6);
    QVERIFY(band.high > band.value * 1.4);
    // The farther ahead, the wider, and less so in proportion.
    const Band far = pace->after(40 * kHour);
    QVERIFY(far.high - far.low > band.high - band.low);
    QVERIFY((far.high - far.low) / far.value < (band.high - band.low) / band.value);
}

void tst_Pace::negativeAndFutureAmountsAreLeftOut()
{
    UseHistory history = hourly(24, [](int) { return 2.0; });
    history.stretches.append({kNow - 3 * kHour, kNow - 2 * kHour, -1000.0});
    history.stretches.append({kNow + kHour, kNow + 2 * kHour, 1000.0}); // the clock was set back
    history.stretches.append({kNow - 2 * kHour, kNow - kHour, std::nan("")});
    const auto pace = Pace::of(history, kNow, 4 * kHour);
    QVERIFY(pace);
    QVERIFY(isNear(pace->perHour(), 2.0));
    // A stretch turned about, or without length, counts once at its start.
    history.stretches.append({kNow - 3 * kHour, kNow - 4 * kHour, 6.0});
    const auto more = Pace::of(history, kNow, 4 * kHour);
    QVERIFY(more);
    QVERIFY(more->perHour() > 2.0);
    // The clock was set back to before anything is known.
    QVERIFY(!Pace::of(history, kNow - 2 * kDay, 4 * kHour));
}

void tst_Pace::holdsForAnyHistory()
{
    QRandomGenerator random(20261123);
    int told = 0;
    for (int round = 0; round < 2000; ++round) {
        UseHistory history{kNow - random.bounded(1, 60) * kDay / 2, {}};
        double most = 0;
        double sum = 0;
        for (int i = random.bounded(60); i > 0; --i) {
            const qint64 from = kNow - random.bounded(60 * 24) * kHour / 2;
            const double amount = random.bounded(1000) / 10.0 - 5;
            history.stretches.append({from, from + random.bounded(1, 49) * kHour / 2, amount});
            most = std::max(most, amount);
            sum += std::max(0.0, amount);
        }
        const qint64 horizon = random.bounded(1, 24 * 40) * kHour;
        const auto pace = Pace::of(history, kNow, horizon);
        if (!pace)
            continue;
        ++told;
        double low = 0;
        double high = 0;
        double value = 0;
        for (int step = 0; step <= 10; ++step) {
            const Band band = pace->after(horizon * step / 10);
            QVERIFY(std::isfinite(band.value) && std::isfinite(band.high));
            QVERIFY(band.low >= 0 && band.low <= band.value && band.value <= band.high);
            QVERIFY(band.low >= low && band.value >= value && band.high >= high);
            low = band.low;
            value = band.value;
            high = band.high;
        }
        // Never faster than if all of it had been used within the time that is looked back on last.
        QVERIFY(pace->perHour() * 0.5 <= sum);
    }
    QVERIFY(told > 500);
}

QTEST_GUILESS_MAIN(tst_Pace)
#include "tst_pace.moc"
