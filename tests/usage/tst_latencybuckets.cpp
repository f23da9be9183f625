// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/latencybuckets.h"
#include "usage/usagedatabase.h"

using namespace Patchbay;
using namespace Qt::StringLiterals;

class TestLatencyBuckets final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aBucketHoldsWhatIsBetweenItsBounds()
    {
        for (qint64 ms = 0; ms < 70'000; ++ms) {
            const qint64 bucket = LatencyBuckets::bucketOf(ms);
            QVERIFY(LatencyBuckets::lowerBound(bucket) <= ms);
            QVERIFY(LatencyBuckets::upperBound(bucket) > ms);
            const qint64 width =
                LatencyBuckets::upperBound(bucket) - LatencyBuckets::lowerBound(bucket);
            QVERIFY(width == 1 || width * 16 <= ms);
            QVERIFY(LatencyBuckets::bucketOf(ms + 1) - bucket <= 1);
        }
        QCOMPARE(LatencyBuckets::bucketOf(-5), 0);
        QCOMPARE(LatencyBuckets::bucketOf(1LL << 24), LatencyBuckets::bucketOf(1LL << 60));
    }

    void theDatabaseCountsTheSame()
    {
        const UsageDatabase usage;
        const QString sql =
            u"WITH RECURSIVE n (ms) AS (SELECT -3 UNION ALL SELECT ms * 21 / 20 + 1 FROM n "
            "WHERE ms < 40000000) SELECT ms, %1 FROM n"_s.arg(LatencyBuckets::sqlOf(u"ms"_s));
        const QStringList rows = usage.rows(sql, 2);
        QVERIFY(rows.size() > 200);
        for (const QString& row : rows) {
            const QStringList columns = row.split(u'|');
            QCOMPARE(columns.at(1).toLongLong(),
                     LatencyBuckets::bucketOf(columns.at(0).toLongLong()));
        }
    }

    void percentilesAreWithinABucket()
    {
        QVERIFY(!LatencyBuckets::percentile({}, 0.5));
        QMap<qint64, qint64> counts;
        for (qint64 ms = 1; ms <= 10'000; ++ms)
            ++counts[LatencyBuckets::bucketOf(ms)];
        for (const double share : {0.01, 0.5, 0.95, 1.0}) {
            const auto found = LatencyBuckets::percentile(counts, share);
            QVERIFY(found);
            const auto exact = static_cast<qint64>(share * 10'000);
            QVERIFY2(std::abs(*found - exact) * 16 <= exact, qPrintable(QString::number(*found)));
        }
        QCOMPARE(LatencyBuckets::percentile({{7, 1}}, 0.5), 7);
    }
};

QTEST_GUILESS_MAIN(TestLatencyBuckets)
#include "tst_latencybuckets.moc"
