// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/alertwords.h"

#include <QLocale>
#include <QTest>

using namespace Patchbay;

namespace {

constexpr qint64 kNow = 1'795'348'800'000; // 2026-11-22T12:00:00Z
constexpr qint64 kMinute = 60'000;
constexpr qint64 kHour = 60 * kMinute;

} // namespace

class tst_AlertWords : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }
    void words_data();
    void words();
};

void tst_AlertWords::words_data()
{
    QTest::addColumn<Alert>("alert");
    QTest::addColumn<QString>("line");

    Alert budget;
    budget.kind = AlertKind::Budget;
    budget.scope = QStringLiteral("account");
    budget.period = QStringLiteral("month");
    budget.name = QStringLiteral("work");
    budget.percent = 83;
    budget.spentMicroUsd = 20'750'000;
    budget.limitMicroUsd = 25'000'000;
    budget.endsAtMs = kNow + 9 * kHour;
    QTest::newRow("budget") << budget
                            << u"Monthly budget of “work”: $20.75 of $25.00 is spent (83 %)."_qs;
    Alert hard = budget;
    hard.scope = QStringLiteral("all");
    hard.period = QStringLiteral("day");
    hard.percent = 100;
    hard.isHard = true;
    hard.spentMicroUsd = 25'000'000;
    QTest::newRow("hard budget")
        << hard
        << u"Daily budget: $25.00 of $25.00 is spent. New requests are refused until 21:00."_qs;
    Alert client = hard;
    client.scope = QStringLiteral("client");
    client.isHard = false;
    QTest::newRow("client") << client
                            << u"Daily budget of the client “work”: $25.00 of $25.00 is spent."_qs;

    Alert window;
    window.kind = AlertKind::Window;
    window.name = QStringLiteral("work");
    window.window = QStringLiteral("five_hour");
    window.percent = 91;
    window.endsAtMs = kNow + 2 * kHour;
    QTest::newRow("window") << window
                            << u"5-hour limit of “work”: 91 % is used; it resets at 14:00."_qs;
    Alert week = window;
    week.window = QStringLiteral("seven_day");
    week.percent = 100;
    week.endsAtMs = kNow + 48 * kHour;
    QTest::newRow("week")
        << week << u"Weekly limit of “work”: It is used up; it resets at 24/11/2026 at 12:00."_qs;

    Alert runsOut = window;
    runsOut.kind = AlertKind::RunsOut;
    runsOut.atMs = kNow + 40 * kMinute;
    runsOut.earliestMs = kNow + 30 * kMinute;
    runsOut.latestMs = kNow + 55 * kMinute;
    QTest::newRow("runs out")
        << runsOut
        << u"5-hour limit of “work”: At this pace it is used up in 40 minute(s), between 12:30 and 12:55."_qs;
    runsOut.latestMs = 0;
    QTest::newRow("runs out, perhaps")
        << runsOut
        << u"5-hour limit of “work”: At this pace it is used up in 40 minute(s), at 12:40."_qs;

    Alert key;
    key.kind = AlertKind::SignIn;
    key.name = QStringLiteral("work");
    key.isKey = true;
    QTest::newRow("key") << key << u"Key of “work”: It was rejected: replace it."_qs;
    key.isKey = false;
    QTest::newRow("sign-in") << key << u"Sign-in of “work”: It has ended: sign in again."_qs;

    Alert errors;
    errors.kind = AlertKind::Errors;
    errors.failed = 7;
    errors.attempts = 20;
    QTest::newRow("errors")
        << errors
        << u"Requests of several accounts: 7 of 20 request(s) failed in the last 15 minutes, more than usual."_qs;
}

void tst_AlertWords::words()
{
    QFETCH(Alert, alert);
    QFETCH(QString, line);
    QCOMPARE(alertWords(alert, kNow, QTimeZone::utc()).line(), line);
}

QTEST_GUILESS_MAIN(tst_AlertWords)
#include "tst_alertwords.moc"
