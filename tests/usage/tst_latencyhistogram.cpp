// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/latencybuckets.h"
#include "usage/latencyhistogram.h"

#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class TestLatencyHistogram final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEmptyOneIsAnEmptyText()
    {
        const LatencyHistogram none;
        QCOMPARE(none.text(), QString());
        QCOMPARE(none.attempts(), 0);
        QVERIFY(!none.percentile(0.5));
        LatencyHistogram read;
        read.addText(u"");
        QVERIFY(read == none);
    }

    void aTextBecomesTheSameAgain()
    {
        LatencyHistogram histogram;
        for (const qint64 ms : {0, 15, 16, 300, 300, 4000, 1 << 24, 1 << 30})
            histogram.add(ms);
        const QString text = histogram.text();
        QCOMPARE(text, u"0:1,15:1,16:1,%1:2,%2:1,336:2"_s.arg(LatencyBuckets::bucketOf(300))
                           .arg(LatencyBuckets::bucketOf(4000)));
        LatencyHistogram read;
        read.addText(text);
        QCOMPARE(read.text(), text);
        QVERIFY(read == histogram);
        QCOMPARE(read.attempts(), 8);
    }

    void oneIsAddedToAnother()
    {
        LatencyHistogram histogram;
        histogram.addText(u"136:5,12:1"); // in any order
        histogram.addText(u"12:2,40:1000000000000");
        QCOMPARE(histogram.text(), u"12:3,40:1000000000000,136:5"_s);
        LatencyHistogram other;
        other += histogram;
        other += histogram;
        QCOMPARE(other.text(), u"12:6,40:2000000000000,136:10"_s);
        QVERIFY(!(other == histogram));
    }

    void whatCannotBeReadIsLeftOut()
    {
        LatencyHistogram histogram;
        histogram.addText(u"5,7:1, :,9999:4,nonsense,8:2");
        QCOMPARE(histogram.text(), u"7:1,8:2"_s);
        histogram.addToBucket(-1, 3);
        histogram.addToBucket(LatencyBuckets::count(), 3);
        QCOMPARE(histogram.attempts(), 3);
    }

    void percentilesAreThoseOfTheBuckets()
    {
        LatencyHistogram histogram;
        for (int i = 1; i <= 100; ++i)
            histogram.add(i * 10);
        QVERIFY(qAbs(*histogram.percentile(0.5) - 505) <= 32);
        QVERIFY(qAbs(*histogram.percentile(0.95) - 955) <= 64);
    }
};

QTEST_GUILESS_MAIN(TestLatencyHistogram)
#include "tst_latencyhistogram.moc"
