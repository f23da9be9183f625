// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/rollups.h"
#include "usage/usagedatabase.h"

#include <QRandomGenerator>

#include <algorithm>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class TestRollups final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rebuildingGivesWhatWasAddedUp()
    {
        const UsageDatabase usage;
        usage.run(u"UPDATE accounts SET kind = 'claude_command' WHERE number = 2"_s);
        QRandomGenerator random(7);
        const QStringList models = {u"claude-opus-5-5"_s, u"claude-sonnet-5-5"_s, u"unheard-of"_s};
        const QStringList clients = {u"window"_s, u"command_line"_s, u"ci"_s};
        {
            Ledger ledger(usage.database(), u"p1"_s);
            for (int i = 0; i < 3000; ++i) {
                // Three days, in no order.
                const qint64 at = 1'795'176'000'000 + random.bounded(3 * 86'400'000);
                AttemptOpening attempt = attemptOf(ledger.nextId(at), random.bounded(4), at);
                attempt.model = models.at(random.bounded(3));
                attempt.client = clients.at(random.bounded(3));
                if (random.bounded(2) == 0)
                    attempt.conversation = u"talk %1"_s.arg(random.bounded(5));
                if (random.bounded(10) > 0)
                    ledger.open(attempt);
                if (random.bounded(20) == 0)
                    continue; // still open
                AttemptCompletion completion =
                    completionOf(random.bounded(3) * 100, random.bounded(50), random.bounded(1000));
                completion.usage.cacheRead = random.bounded(3) * 10;
                completion.usage.cacheWrite5m = random.bounded(2);
                completion.usage.cacheWrite1h = random.bounded(2);
                completion.outcome = static_cast<AttemptOutcome>(random.bounded(6));
                completion.isLast = random.bounded(4) > 0;
                if (completion.outcome != AttemptOutcome::Succeeded)
                    completion.errorKind = u"kind %1"_s.arg(random.bounded(3));
                completion.firstByteMs = random.bounded(40'000) - 1000;
                completion.cost->savedMicroUsd = random.bounded(200) - 50;
                if (random.bounded(5) == 0)
                    completion.cost.reset();
                else
                    completion.cost->estimated = random.bounded(3) == 0;
                for (int times = random.bounded(10) == 0 ? 2 : 1; times > 0; --times)
                    ledger.complete(attempt, completion);
            }
        }
        usage.settle();
        const auto all = [&] {
            QStringList rows = usage.rows(
                u"SELECT 'h', * FROM usage_hourly UNION ALL SELECT 'd', * FROM usage_daily "
                "ORDER BY 1, 2, 3, 4, 5"_s,
                15);
            rows += usage.rows(u"SELECT 'lh', *, '' FROM latency_hourly "
                               "UNION ALL SELECT 'ld', *, '' FROM latency_daily "
                               "UNION ALL SELECT 'eh', * FROM errors_hourly "
                               "UNION ALL SELECT 'ed', * FROM errors_daily ORDER BY 1, 2, 3, 4"_s,
                               5);
            rows += usage.rows(u"SELECT * FROM usage_sums ORDER BY 1, 2, 3, 4"_s, 15);
            return rows + usage.rows(u"SELECT * FROM conversation_usage ORDER BY 1, 2"_s, 5) +
                   usage.rows(u"SELECT * FROM conversation_daily ORDER BY 1, 2"_s, 5) +
                   usage.rows(u"SELECT 'total', * FROM conversation_totals ORDER BY 2"_s, 7);
        };
        const QStringList incremental = all();
        QVERIFY(incremental.size() > 100);
        for (const QString& kind :
             {u"h|"_s, u"d|"_s, u"lh|"_s, u"ld|"_s, u"eh|"_s, u"ed|"_s, u"account|15|"_s,
              u"model|360|"_s, u"plan_model|15|"_s, u"plan_client|1440|"_s, u"total|"_s})
            QVERIFY2(std::ranges::any_of(incremental,
                                         [&](const QString& row) { return row.startsWith(kind); }),
                     qPrintable(kind));
        QCOMPARE(usage.rows(u"SELECT DISTINCT conversation FROM conversation_usage"_s, 1).size(),
                 5);
        usage.run(u"UPDATE usage_hourly SET requests = 99 WHERE account = 1"_s);
        usage.run(u"DELETE FROM latency_daily"_s);
        usage.run(u"UPDATE latency_hourly SET histogram = '1:1' WHERE account = 1"_s);
        usage.run(u"UPDATE usage_sums SET cost_micro_usd = 0 WHERE dimension = 'plan_model'"_s);
        usage.run(u"UPDATE conversation_totals SET first_day = 0, tokens = 1"_s);
        usage.run(u"UPDATE usage_sums SET requests = requests + 1 WHERE key = 1"_s);
        usage.run(u"DELETE FROM usage_sums WHERE dimension = 'model' AND minutes = 60"_s);
        usage.run(u"UPDATE errors_hourly SET attempts = 0"_s);
        QVERIFY(all() != incremental);
        QVERIFY(usage.database().writeAtStart(rebuildRollups));
        QCOMPARE(all(), incremental);
    }

    void aBatchIsEmptyAfterItsFlush()
    {
        const UsageDatabase usage;
        QVERIFY(usage.database().writeAtStart([](Connection& connection) -> Result<void> {
            RollupBatch batch;
            RollupSums sums;
            sums.requests = 1;
            batch.add({3'600'000, 1, 2, 3}, sums);
            batch.add({7'199'999, 1, 2, 3}, sums);
            if (const auto first = batch.flush(connection); !first || !batch.isEmpty())
                return fail(ErrorKind::Internal, u"not flushed"_s);
            return batch.flush(connection);
        }));
        QCOMPARE(usage.rows(u"SELECT hour, requests FROM usage_hourly"_s, 2),
                 QStringList{u"1|2"_s});
        QCOMPARE(usage.rows(u"SELECT day, requests FROM usage_daily"_s, 2), QStringList{u"0|2"_s});
    }
};

QTEST_GUILESS_MAIN(TestRollups)
#include "tst_rollups.moc"
