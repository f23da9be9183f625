// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/clientuse.h"
#include "usage/usagedatabase.h"

using namespace Patchbay;
using namespace Qt::StringLiterals;

class TestClientUse final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Local days: what was at half past midnight in Berlin was yesterday in UTC.
    void daysAreLocal()
    {
        const UsageDatabase usage;
        const QTimeZone berlin("Europe/Berlin");
        const auto at = [](const QString& text) {
            return QDateTime::fromString(text, Qt::ISODate).toMSecsSinceEpoch();
        };
        const auto use = [&](qint64 id, const QString& client, const QString& when) {
            Ledger ledger(usage.database(), u"p1"_s);
            AttemptOpening opening = attemptOf(id, 1, at(when));
            opening.client = client;
            ledger.open(opening);
            ledger.complete(opening, completionOf(10, 5, 100));
            usage.settle();
        };
        use(1, u"ci"_s, u"2026-11-22T23:30:00Z"_s); // today in Berlin
        use(2, u"ci"_s, u"2026-11-22T22:30:00Z"_s); // yesterday
        use(3, u"ci"_s, u"2026-10-24T22:30:00Z"_s); // the first of the thirty days
        use(4, u"ci"_s, u"2026-10-24T21:30:00Z"_s); // the day before
        use(5, u"other"_s, u"2026-11-20T12:00:00Z"_s);
        const auto reader = usage.database().reader();
        const auto found = clientUse(**reader, at(u"2026-11-23T12:00:00Z"_s), berlin);
        QVERIFY(found);
        QCOMPARE(found->size(), 2);
        QCOMPARE(found->value(u"ci"_s).today.requests, 1);
        QCOMPARE(found->value(u"ci"_s).days30.requests, 3);
        QCOMPARE(found->value(u"ci"_s).days30.costMicroUsd, 300);
        QCOMPARE(found->value(u"other"_s).today.requests, 0);
        QCOMPARE(found->value(u"other"_s).days30.input, 10);
    }
};

QTEST_GUILESS_MAIN(TestClientUse)
#include "tst_clientuse.moc"
