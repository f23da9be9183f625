// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/budgetguard.h"
#include "usage/budgetstore.h"
#include "usage/usagedatabase.h"

using namespace Patchbay;
using namespace Qt::StringLiterals;

class TestBudgetGuard final : public QObject
{
    Q_OBJECT

private:
    static qint64 at(const QString& text)
    {
        return QDateTime::fromString(text, Qt::ISODate).toMSecsSinceEpoch();
    }
    static void put(const UsageDatabase& usage, const QString& row)
    {
        usage.run(u"INSERT OR REPLACE INTO budgets VALUES (%1)"_s.arg(row));
    }
    BudgetVerdict reserve(BudgetGuard& guard, const BudgetClaim& claim)
    {
        std::optional<Result<BudgetVerdict>> answer;
        guard.reserve(claim, m_mailbox.address(),
                      [&](Result<BudgetVerdict> verdict) { answer = std::move(verdict); });
        if (!QTest::qWaitFor([&] { return answer.has_value(); }, 20'000) || !*answer)
            qFatal("no verdict");
        return **answer;
    }
    static BudgetClaim claim(qint64 attempt, qint64 microUsd, qint64 nowMs)
    {
        BudgetClaim made;
        made.attempt = attempt;
        made.accountNumber = 1;
        made.accountId = u"a1"_s;
        made.client = u"window"_s;
        made.greatestMicroUsd = microUsd;
        made.nowMs = nowMs;
        return made;
    }
    Mailbox m_mailbox;

private Q_SLOTS:
    void eachPeriodBeginsAnew()
    {
        const UsageDatabase usage;
        // A day of 25 hours.
        BudgetGuard guard(usage.database(), u"p1"_s, QTimeZone("Europe/Berlin"));
        put(usage, u"'all', '', 'day', 100, 1"_s);
        const qint64 evening = at(u"2026-10-25T22:59:00Z"_s); // 23:59 of that day
        QVERIFY(!reserve(guard, claim(1, 80, at(u"2026-10-24T22:00:00Z"_s))).refusedBy);
        const BudgetVerdict full = reserve(guard, claim(2, 30, evening));
        QVERIFY(full.refusedBy);
        QVERIFY(!full.isUsedUp());
        QCOMPARE(full.spent.reservedMicroUsd, 80);
        QCOMPARE(full.resetsAtMs, at(u"2026-10-25T23:00:00Z"_s));
        QVERIFY(!reserve(guard, claim(3, 30, at(u"2026-10-25T23:00:00Z"_s))).refusedBy);
        // The clock goes back: the old day is as full as it was.
        QVERIFY(reserve(guard, claim(4, 30, evening)).refusedBy);
    }

    void completedRowsSettle()
    {
        const UsageDatabase usage;
        BudgetGuard guard(usage.database(), u"p1"_s, QTimeZone::utc());
        Ledger ledger(usage.database(), u"p1"_s);
        put(usage, u"'account', 'a1', 'month', 100, 1"_s);
        put(usage, u"'client', 'window', 'day', 1000, 1"_s);
        const qint64 now = at(u"2026-11-20T12:00:00Z"_s);
        QVERIFY(!reserve(guard, claim(1, 90, now)).refusedBy);
        QCOMPARE(reserve(guard, claim(2, 20, now)).refusedBy->scope, BudgetScope::Account);
        const AttemptOpening attempt = attemptOf(1, 1, now);
        ledger.open(attempt);
        ledger.complete(attempt, completionOf(10, 10, 40));
        usage.settle();
        QVERIFY(usage.rows(u"SELECT attempt FROM budget_reservations"_s, 1).isEmpty());
        QVERIFY(!reserve(guard, claim(3, 60, now)).refusedBy);
        const BudgetVerdict full = reserve(guard, claim(4, 1, now));
        QCOMPARE(full.spent.spentMicroUsd, 40);
        QCOMPARE(full.spent.reservedMicroUsd, 60);
        guard.release(3);
        QVERIFY(!reserve(guard, claim(5, 1, now)).refusedBy);
    }

    void allOrNothingIsReserved()
    {
        const UsageDatabase usage;
        BudgetGuard guard(usage.database(), u"p1"_s, QTimeZone::utc());
        put(usage, u"'all', '', 'month', 1000, 1"_s);
        put(usage, u"'client', 'window', 'day', 10, 1"_s);
        const qint64 now = at(u"2026-11-20T12:00:00Z"_s);
        QCOMPARE(reserve(guard, claim(1, 20, now)).refusedBy->scope, BudgetScope::Client);
        QVERIFY(usage.rows(u"SELECT attempt FROM budget_reservations"_s, 1).isEmpty());
        BudgetClaim unpriced = claim(2, 0, now);
        unpriced.greatestMicroUsd.reset();
        QVERIFY(reserve(guard, unpriced).isPriceUnknown);
    }

    void plansAndSoftBudgetsAreLeftAlone()
    {
        const UsageDatabase usage;
        BudgetGuard guard(usage.database(), u"p1"_s, QTimeZone::utc());
        put(usage, u"'all', '', 'month', 1, 1"_s);
        put(usage, u"'account', 'a2', 'month', 1, 0"_s);
        BudgetClaim plan = claim(1, 20, at(u"2026-11-20T12:00:00Z"_s));
        plan.isPlan = true;
        QVERIFY(!reserve(guard, plan).refusedBy);
        QVERIFY(usage.rows(u"SELECT attempt FROM budget_reservations"_s, 1).isEmpty());
        put(usage, u"'account', 'a1', 'month', 1, 1"_s);
        QVERIFY(reserve(guard, plan).refusedBy);
    }

    void whatADeadProcessHeldIsDropped()
    {
        const UsageDatabase usage;
        put(usage, u"'all', '', 'month', 100, 1"_s);
        const qint64 now = at(u"2026-11-20T12:00:00Z"_s);
        BudgetGuard dead(usage.database(), u"dead"_s, QTimeZone::utc());
        QVERIFY(!reserve(dead, claim(1, 100, now)).refusedBy);
        usage.run(u"INSERT INTO processes VALUES ('dead', 'patchbay', 1, 1)"_s);
        QVERIFY(
            Ledger::closeInterrupted(usage.database(), usage.dir(), PriceTable::builtIn(), now));
        BudgetGuard living(usage.database(), u"living"_s, QTimeZone::utc());
        QVERIFY(!reserve(living, claim(2, 100, now)).refusedBy);
    }

    void manyInOneCommitDoNotPassIt()
    {
        const UsageDatabase usage;
        put(usage, u"'all', '', 'month', 500, 1"_s);
        BudgetGuard guard(usage.database(), u"p1"_s, QTimeZone::utc());
        const qint64 now = at(u"2026-11-20T12:00:00Z"_s);
        int granted = 0;
        int refused = 0;
        for (int i = 1; i <= 2000; ++i) {
            guard.reserve(claim(i, 1, now), m_mailbox.address(),
                          [&](const Result<BudgetVerdict>& verdict) {
                              ++(verdict && !verdict->refusedBy ? granted : refused);
                          });
        }
        QTRY_COMPARE_WITH_TIMEOUT(granted + refused, 2000, 60'000);
        QCOMPARE(granted, 500);
    }
};

QTEST_GUILESS_MAIN(TestBudgetGuard)
#include "tst_budgetguard.moc"
