// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/processlock.h"
#include "storage/writerhold.h"
#include "usage/ledger.h"
#include "usage/usagedatabase.h"

#include <QRegularExpression>
#include <QThread>

#include <thread>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 noon = 1'795'176'000'000; // 2026-11-20T12:00:00Z
const QString hourly =
    u"SELECT hour - 498660, account, requests, errors, input_tokens, output_tokens, "
    "cache_read_tokens, cache_write_tokens, cost_micro_usd, unpriced, estimated "
    "FROM usage_hourly ORDER BY 1, 2"_s;

} // namespace

class TestLedger final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<UsageDatabase> m_usage;
    std::unique_ptr<Ledger> m_ledger;

    [[nodiscard]] QStringList sums() const { return m_usage->rows(hourly, 11); }

private Q_SLOTS:
    void init()
    {
        m_ledger.reset();
        m_usage = std::make_unique<UsageDatabase>();
        m_ledger = std::make_unique<Ledger>(m_usage->database(), u"p1"_s);
    }
    void cleanup()
    {
        m_ledger.reset();
        m_usage.reset();
    }

    void anAttemptIsOpenUntilItIsCompleted()
    {
        AttemptOpening attempt = attemptOf(m_ledger->nextId(noon), 1, noon);
        attempt.organizationId = u"org-old"_s;
        m_ledger->open(attempt);
        m_usage->settle();
        QCOMPARE(m_usage->rows(u"SELECT outcome, process, completed_at FROM attempts"_s, 3),
                 QStringList{u"open|p1|0"_s});
        QVERIFY(sums().isEmpty());

        AttemptCompletion completion = completionOf(12, 34, 345);
        completion.usage.cacheRead = 5;
        completion.usage.cacheWrite5m = 6;
        completion.usage.cacheWrite1h = 7;
        completion.usage.webSearches = 2;
        completion.cost->estimated = true;
        completion.stopReason = u"end_turn"_s;
        completion.requestId = u"req_1"_s;
        completion.organizationId = u"org-new"_s;
        completion.modelServed = u"claude-sonnet-5-5-20260928"_s;
        completion.firstByteMs = 250;
        completion.durationMs = 1000;
        completion.completedAtMs = noon + 1000;
        m_ledger->complete(attempt, completion);
        m_usage->settle();
        QCOMPARE(m_usage->rows(
                     u"SELECT outcome, process, is_last, completed_at, first_byte_ms, duration_ms, "
                     "status, stop_reason, request_id, input_tokens, output_tokens, "
                     "cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, "
                     "web_searches, cost_micro_usd, price_version, estimated, o.name, c.name, "
                     "m.name, s.name, account, request_key, attempt FROM attempts "
                     "JOIN names o ON o.number = organization JOIN names c ON c.number = client "
                     "JOIN names m ON m.number = model JOIN names s ON s.number = model_served"_s,
                     25),
                 QStringList{u"succeeded||1|%1|250|1000|200|end_turn|req_1|12|34|5|6|7|2|345|"
                             "2026-11-20|1|org-new|window|claude-sonnet-5-5|"
                             "claude-sonnet-5-5-20260928|1|%2|1"_s.arg(noon + 1000)
                                 .arg(attempt.id)});
        QCOMPARE(sums(), QStringList{u"0|1|1|0|12|34|5|13|345|0|1"_s});
        QCOMPARE(
            m_usage->rows(u"SELECT day, account, requests, cost_micro_usd FROM usage_daily"_s, 4),
            QStringList{u"20777|1|1|345"_s});
    }

    void completingTwiceCountsOnce()
    {
        const AttemptOpening attempt = attemptOf(m_ledger->nextId(noon), 1, noon);
        m_ledger->open(attempt);
        m_ledger->complete(attempt, completionOf(1, 2, 3));
        m_ledger->complete(attempt, completionOf(100, 200, 300));
        m_usage->settle();
        m_ledger->complete(attempt, completionOf(100, 200, 300));
        m_usage->settle();
        QCOMPARE(sums(), QStringList{u"0|1|1|0|1|2|0|0|3|0|0"_s});
        QCOMPARE(m_usage->rows(u"SELECT input_tokens FROM attempts"_s, 1), QStringList{u"1"_s});
    }

    void requestsAndErrorsAreOfLastAttemptsAndTokensOfAll()
    {
        const auto attempt = [&](qint64 key, int number, bool isLast, AttemptOutcome outcome) {
            AttemptOpening opening = attemptOf(m_ledger->nextId(noon), 1, noon);
            opening.requestKey = key;
            opening.attempt = number;
            m_ledger->open(opening);
            AttemptCompletion completion = completionOf(10, 1, 2);
            completion.isLast = isLast;
            completion.outcome = outcome;
            m_ledger->complete(opening, completion);
        };
        attempt(1, 1, false, AttemptOutcome::Failed);
        attempt(1, 2, true, AttemptOutcome::Succeeded);
        attempt(2, 1, false, AttemptOutcome::Failed);
        attempt(2, 2, true, AttemptOutcome::Failed);
        attempt(3, 1, true, AttemptOutcome::Cancelled); // the asker's wish, no error
        m_usage->settle();
        QCOMPARE(sums(), QStringList{u"0|1|3|1|50|5|0|0|10|0|0"_s});
    }

    void aRefusalIsARowWithoutAnAccount()
    {
        const AttemptOpening attempt = attemptOf(m_ledger->nextId(noon), 0, noon);
        AttemptCompletion completion;
        completion.outcome = AttemptOutcome::Refused;
        completion.errorKind = u"no_eligible_account"_s;
        m_ledger->complete(attempt, completion);
        m_usage->settle();
        QCOMPARE(
            m_usage->rows(u"SELECT account, outcome, process, cost_micro_usd FROM attempts"_s, 4),
            QStringList{u"NULL|refused||NULL"_s});
        // Nothing was used, so nothing lacks a price.
        QCOMPARE(sums(), QStringList{u"0|0|1|1|0|0|0|0|0|0|0"_s});
    }

    void unknownPricesAreCounted()
    {
        const AttemptOpening attempt = attemptOf(m_ledger->nextId(noon), 1, noon);
        AttemptCompletion completion = completionOf(10, 20, 0);
        completion.cost.reset();
        m_ledger->open(attempt);
        m_ledger->complete(attempt, completion);
        m_usage->settle();
        QCOMPARE(sums(), QStringList{u"0|1|1|0|10|20|0|0|0|1|0"_s});
    }

    void absurdTokensStayInBounds()
    {
        const AttemptOpening attempt = attemptOf(m_ledger->nextId(noon), 1, noon);
        m_ledger->open(attempt);
        m_ledger->complete(attempt, completionOf(std::numeric_limits<qint64>::max(), -5, 0));
        m_usage->settle();
        QCOMPARE(
            m_usage->rows(u"SELECT typeof(input_tokens), output_tokens FROM usage_hourly"_s, 2),
            QStringList{u"integer|0"_s});
    }

    void countsByTheHourItWasOpenedIn()
    {
        for (const qint64 at : {noon - 1, noon, noon + 3'599'999, noon + 3'600'000}) {
            const AttemptOpening attempt = attemptOf(m_ledger->nextId(at), 1, at);
            m_ledger->open(attempt);
            AttemptCompletion completion = completionOf(1, 0, 0);
            completion.completedAtMs = at + 7'200'000;
            m_ledger->complete(attempt, completion);
        }
        m_usage->settle();
        QCOMPARE(
            m_usage->rows(u"SELECT hour - 498660, requests FROM usage_hourly ORDER BY hour"_s, 2),
            (QStringList{u"-1|1"_s, u"0|2"_s, u"1|1"_s}));
    }

    void progressIsKeptAndWrittenSeldom()
    {
        const AttemptOpening attempt = attemptOf(m_ledger->nextId(noon), 1, noon);
        m_ledger->open(attempt);
        TokenUsage usage;
        usage.input = 11;
        m_ledger->progress(attempt, usage);
        m_usage->settle();
        QCOMPARE(m_usage->rows(u"SELECT outcome, input_tokens FROM attempts"_s, 2),
                 QStringList{u"open|11"_s});
        const qint64 before = m_usage->database().pendingWrites();
        for (int i = 0; i < 10'000; ++i)
            m_ledger->progress(attempt, usage);
        QVERIFY(m_usage->database().pendingWrites() - before < 10);

        m_ledger->complete(attempt, completionOf(20, 30, 40));
        usage.input = 12;
        const AttemptOpening other = attemptOf(m_ledger->nextId(noon), 1, noon);
        m_ledger->progress(other, usage); // of an attempt that is not there: nothing
        m_usage->settle();
        QCOMPARE(m_usage->rows(u"SELECT outcome, input_tokens FROM attempts"_s, 2),
                 QStringList{u"succeeded|20"_s});
    }

    void progressAfterTheEndChangesNothing()
    {
        const AttemptOpening attempt = attemptOf(m_ledger->nextId(noon), 1, noon);
        m_ledger->open(attempt);
        m_ledger->complete(attempt, completionOf(20, 30, 40));
        TokenUsage late;
        late.input = 1;
        m_ledger->progress(attempt, late);
        m_usage->settle();
        QCOMPARE(m_usage->rows(u"SELECT input_tokens, output_tokens FROM attempts"_s, 2),
                 QStringList{u"20|30"_s});
    }

    void openRowsOfTheDeadBecomeInterrupted()
    {
        const QString locks = m_usage->dir();
        const auto living = ProcessLock::take(locks);
        QVERIFY(living);
        Ledger dead(m_usage->database(), u"dead"_s);
        Ledger alive(m_usage->database(), living->id());
        const AttemptOpening lost = attemptOf(dead.nextId(noon), 1, noon);
        const AttemptOpening running = attemptOf(alive.nextId(noon), 2, noon);
        dead.open(lost);
        alive.open(running);
        TokenUsage known;
        known.input = 1'000'000;
        known.output = 100'000;
        dead.progress(lost, known);
        m_usage->settle();

        const PriceTable prices = PriceTable::builtIn();
        QCOMPARE(Ledger::closeInterrupted(m_usage->database(), locks, prices, noon + 5000).value(),
                 1);
        QCOMPARE(m_usage->rows(u"SELECT outcome, is_last, completed_at - opened_at, output_tokens, "
                               "cost_micro_usd, error_kind FROM attempts ORDER BY account"_s,
                               6),
                 (QStringList{u"interrupted|1|5000|100000|%1|interrupted"_s.arg(
                                  prices.cost(lost.model, known, noon)->microUsd),
                              u"open|0|%1|0|NULL|"_s.arg(-noon)}));
        QCOMPARE(
            m_usage->rows(u"SELECT account, requests, errors, input_tokens FROM usage_hourly"_s, 4),
            QStringList{u"1|1|1|1000000"_s});
        QCOMPARE(Ledger::closeInterrupted(m_usage->database(), locks, prices, noon + 6000).value(),
                 0);

        // What the dead one would still have said comes too late.
        dead.complete(lost, completionOf(1, 1, 1));
        alive.complete(running, completionOf(2, 2, 2));
        m_usage->settle();
        QCOMPARE(m_usage->rows(u"SELECT account, requests, input_tokens FROM usage_hourly"_s, 3),
                 (QStringList{u"1|1|1000000"_s, u"2|1|2"_s}));
    }

    void idsGrowAndDifferBetweenProcesses()
    {
        Ledger other(m_usage->database(), u"p2"_s);
        QSet<qint64> seen;
        qint64 last = 0;
        for (int i = 0; i < 5000; ++i) {
            const qint64 id = m_ledger->nextId(noon - i); // even when the clock is set back
            QVERIFY(id > last);
            last = id;
            seen.insert(id);
            seen.insert(other.nextId(noon));
        }
        QCOMPARE(seen.size(), 10'000);
        QVERIFY(m_ledger->nextId(4'000'000'000'000) > last); // the year 2096
    }

    void anyThreadMayWrite()
    {
        constexpr int threads = 4;
        constexpr int each = 300;
        std::vector<std::thread> workers;
        for (int t = 0; t < threads; ++t) {
            workers.emplace_back([this, t] {
                for (int i = 0; i < each; ++i) {
                    const AttemptOpening attempt =
                        attemptOf(m_ledger->nextId(noon), 1 + t % 2, noon + i);
                    m_ledger->open(attempt);
                    m_ledger->progress(attempt, {});
                    m_ledger->complete(attempt, completionOf(1, 2, 3));
                }
            });
        }
        for (std::thread& worker : workers)
            worker.join();
        m_usage->settle();
        QCOMPARE(m_usage->rows(u"SELECT count(*), count(DISTINCT id) FROM attempts"_s, 2),
                 QStringList{u"1200|1200"_s});
        QCOMPARE(m_usage->rows(u"SELECT sum(requests), sum(cost_micro_usd) FROM usage_daily"_s, 2),
                 QStringList{u"1200|3600"_s});
    }

    void aGroupThatWasRolledBackLeavesNoTraceInCaches()
    {
        const AttemptOpening lost = attemptOf(m_ledger->nextId(noon), 1, noon);
        const AttemptOpening kept = attemptOf(m_ledger->nextId(noon), 1, noon);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"were not stored"_s));
        // One group: two ledger rows with new names, and something that fails it as a whole.
        WriterHold hold(m_usage->database());
        m_ledger->open(lost);
        m_ledger->complete(lost, completionOf(1, 2, 3));
        m_usage->database().write([](Connection& connection) -> Result<void> {
            connection.beforeCommit([](Connection&) -> Result<void> {
                return fail(ErrorKind::StorageFull, u"full"_s);
            });
            return {};
        });
        hold.release();
        QTRY_COMPARE(m_usage->database().pendingWrites(), 0);
        QCOMPARE(m_usage->rows(u"SELECT count(*) FROM names"_s, 1), QStringList{u"0"_s});

        m_ledger->open(kept);
        m_ledger->complete(kept, completionOf(4, 5, 6));
        // Its opening was lost with the group: the completion makes the row.
        m_ledger->complete(lost, completionOf(1, 2, 3));
        m_usage->settle();
        QCOMPARE(sums(), QStringList{u"0|1|2|0|5|7|0|0|9|0|0"_s});
        QCOMPARE(m_usage->rows(u"SELECT count(*) FROM attempts WHERE outcome = 'succeeded'"_s, 1),
                 QStringList{u"2"_s});
    }

    void textsOfTheUpstreamArriveAsTheyAre()
    {
        const QString nasty = u"\"'\\ \n\t\x01 ]}, 你好 \U0001F600 $[0]"_s;
        AttemptOpening attempt = attemptOf(m_ledger->nextId(noon), 1, noon);
        attempt.client = nasty;
        AttemptCompletion completion = completionOf(1, 2, 3);
        completion.requestId = nasty;
        completion.stopReason = QString();
        m_ledger->open(attempt);
        m_ledger->complete(attempt, completion);
        m_usage->settle();
        QCOMPARE(m_usage->rows(u"SELECT request_id, stop_reason, name FROM attempts "
                               "JOIN names ON number = client"_s,
                               3),
                 QStringList{nasty + u"||"_s + nasty});
    }

    void oneBadRowOfAGroupFailsAlone()
    {
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"the attempt.*was not stored"_s));
        QTest::ignoreMessage(QtWarningMsg,
                             QRegularExpression(u"the end of the attempt.*was not stored"_s));
        WriterHold hold(m_usage->database());
        for (const qint64 account : {1, 99, 2}) {
            const AttemptOpening attempt = attemptOf(m_ledger->nextId(noon), account, noon);
            m_ledger->open(attempt);
            m_ledger->complete(attempt, completionOf(1, 2, 3));
        }
        hold.release();
        m_usage->settle();
        QCOMPARE(sums(), (QStringList{u"0|1|1|0|1|2|0|0|3|0|0"_s, u"0|2|1|0|1|2|0|0|3|0|0"_s}));
    }

    void aRowThatCannotBeStoredIsLogged()
    {
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"the attempt.*was not stored"_s));
        m_ledger->open(attemptOf(m_ledger->nextId(noon), 99, noon)); // no such account
        m_usage->settle();
        QCOMPARE(m_usage->rows(u"SELECT count(*) FROM attempts"_s, 1), QStringList{u"0"_s});
    }

    void tellsWhenTheDiskIsBehind()
    {
        WriterHold hold(m_usage->database());
        QVERIFY(!m_ledger->isBehind());
        for (int i = 0; i < 20'001; ++i)
            m_usage->database().write([](Connection&) -> Result<void> { return {}; },
                                      Database::Haste::Grouped);
        QVERIFY(m_ledger->isBehind());
        hold.release();
        QTRY_VERIFY_WITH_TIMEOUT(!m_ledger->isBehind(), 60'000);
    }
};

QTEST_GUILESS_MAIN(TestLedger)
#include "tst_ledger.moc"
