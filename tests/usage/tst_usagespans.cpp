// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/rollups.h"
#include "usage/usagespans.h"

#include <QDateTime>
#include <QRandomGenerator>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;
using enum UsageSpan::Source;

class TestUsageSpans final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wholeDaysAndHoursComeFirst()
    {
        const qint64 from = 23 * msPerHour + 1;
        const qint64 to = 73 * msPerHour + 5;
        const QList<UsageSpan> expected = {{Ledger, from, msPerDay},
                                           {Daily, 1, 3},
                                           {Hourly, 72, 73},
                                           {Ledger, 73 * msPerHour, to}};
        QCOMPARE(spansOf(from, to, true), expected);
        const QList<UsageSpan> hours = {
            {Ledger, from, msPerDay}, {Hourly, 24, 73}, {Ledger, 73 * msPerHour, to}};
        QCOMPARE(spansOf(from, to, false), hours);
    }

    void withinOneHourOnlyTheLedgerKnows()
    {
        const QList<UsageSpan> expected = {{Ledger, 10, 20}};
        QCOMPARE(spansOf(10, 20, true), expected);
        QCOMPARE(spansOf(20, 20, true), QList<UsageSpan>());
    }

    void coverTheTimeOnceAndInOrder()
    {
        QRandomGenerator random(5);
        for (int i = 0; i < 2000; ++i) {
            const qint64 from = random.bounded(5 * 86'400) * 1000LL + random.bounded(2) * 500;
            const qint64 to = from + random.bounded(5 * 86'400) * 1000LL;
            qint64 at = from;
            for (const UsageSpan& span : spansOf(from, to, i % 2 == 0)) {
                const qint64 unit = span.source == Daily    ? msPerDay
                                    : span.source == Hourly ? msPerHour
                                                            : 1;
                QCOMPARE(span.from * unit, at);
                QVERIFY(span.to > span.from);
                if (span.source == Ledger)
                    QVERIFY(span.to - span.from < 2 * msPerHour);
                at = span.to * unit;
            }
            QCOMPARE(at, to);
        }
    }

    void localDaysFollowTheZone_data()
    {
        QTest::addColumn<QByteArray>("zone");
        QTest::addColumn<QDate>("date");
        QTest::addColumn<qint64>("hours");
        QTest::newRow("plain") << QByteArray("UTC") << QDate(2026, 11, 20) << 24LL;
        QTest::newRow("half an hour") << QByteArray("Asia/Kolkata") << QDate(2026, 11, 20) << 24LL;
        QTest::newRow("spring forward")
            << QByteArray("Europe/Berlin") << QDate(2026, 3, 29) << 23LL;
        QTest::newRow("fall back") << QByteArray("Europe/Berlin") << QDate(2026, 10, 25) << 25LL;
        QTest::newRow("no midnight")
            << QByteArray("America/Asuncion") << QDate(2023, 10, 1) << 23LL;
    }

    void localDaysFollowTheZone()
    {
        QFETCH(const QByteArray, zone);
        QFETCH(const QDate, date);
        QFETCH(const qint64, hours);
        const QTimeZone timeZone(zone);
        QVERIFY(timeZone.isValid());
        const qint64 from = date.addDays(-1).startOfDay(timeZone).toMSecsSinceEpoch();
        const qint64 to = date.addDays(2).startOfDay(timeZone).toMSecsSinceEpoch();
        const QList<LocalDay> days = localDays(from + 1, to - 1, timeZone);
        QCOMPARE(days.size(), 3);
        QCOMPARE(days.first().fromMs, from + 1);
        QCOMPARE(days.last().toMs, to - 1);
        QCOMPARE(days.at(1).date, date);
        QCOMPARE(days.at(1).toMs - days.at(1).fromMs, hours * msPerHour);
        QCOMPARE(days.at(0).toMs, days.at(1).fromMs);
        QCOMPARE(days.at(1).toMs, days.at(2).fromMs);
    }

    void aDayThatNeverWas()
    {
        // Samoa went over the date line: no 30 December 2011.
        const QTimeZone samoa("Pacific/Apia");
        const qint64 from = QDate(2011, 12, 29).startOfDay(samoa).toMSecsSinceEpoch();
        const qint64 to = QDate(2012, 1, 1).startOfDay(samoa).toMSecsSinceEpoch();
        QList<QDate> dates;
        qint64 at = from;
        for (const LocalDay& day : localDays(from, to, samoa)) {
            QCOMPARE(day.fromMs, at);
            at = day.toMs;
            dates.append(day.date);
        }
        QCOMPARE(at, to);
        QCOMPARE(dates, (QList{QDate(2011, 12, 29), QDate(2011, 12, 31)}));
    }
};

QTEST_GUILESS_MAIN(TestUsageSpans)
#include "tst_usagespans.moc"
