// SPDX-License-Identifier: GPL-3.0-or-later
#include "poolfixture.h"
#include "support/testupstream.h"

#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

/// Hard budgets, with requests on real sockets. What is billed is what the simulator says.
class BudgetsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void roomForFiveSendsFive();
    void twoProcessesShareTheRoom();
    void whatIsSettledGivesItsRestBack();
    void anAccountOverItsBudgetIsPassedOver();
    void aRaisedBudgetFreesAtOnce();
    void aClientHasItsOwn();
    void aModelWithoutPriceIsRefused();
    void aSoftBudgetRefusesNothing();
    void aStoppedRequestHoldsNothing();

private:
    static Request request();
    [[nodiscard]] static qint64 greatest(const PoolFixture& fixture);
    static AccountId addAccount(PoolFixture& fixture, const QString& name,
                                const TestUpstream& upstream);
    using Crowd = std::vector<std::unique_ptr<Asked>>;
    static void ask(PoolFixture& fixture, Crowd& crowd, int count);
    static int finished(const Crowd& crowd);
};

const Budget kAll{BudgetScope::All, {}, BudgetPeriod::Day, 0, true};

Request BudgetsTest::request()
{
    Request request = PoolFixture::request();
    request.maxTokens = 1000;
    request.body.replace("[]", R"([{"role":"user","content":"Hello"}])");
    request.estimatedInputTokens = 2000;
    return request;
}

qint64 BudgetsTest::greatest(const PoolFixture& fixture)
{
    const Request asked = request();
    return fixture.prices
        .greatestCost(asked.model, asked.estimatedInputTokens, asked.maxTokens,
                      fixture.clock.nowMs())
        ->microUsd;
}

AccountId BudgetsTest::addAccount(PoolFixture& fixture, const QString& name,
                                  const TestUpstream& upstream)
{
    return fixture.addAccount(name, upstream.baseUrl(),
                              [](Account& account) { account.maxConcurrent = 100; });
}

void BudgetsTest::ask(PoolFixture& fixture, Crowd& crowd, int count)
{
    for (int i = 0; i < count; ++i)
        crowd.push_back(fixture.ask(request()));
}

int BudgetsTest::finished(const Crowd& crowd)
{
    return static_cast<int>(
        std::ranges::count_if(crowd, [](const auto& asked) { return asked->isFinished(); }));
}

void BudgetsTest::roomForFiveSendsFive()
{
    TestUpstream upstream;
    upstream.stepsForAll(
        R"([{"reply":"Hello","input_tokens":2000,"output_tokens":900,"fault":"hang","at_event":3}])");
    PoolFixture fixture;
    addAccount(fixture, u"a"_s, upstream);
    addAccount(fixture, u"b"_s, upstream);
    fixture.startPool();
    Budget budget = kAll;
    budget.limitMicroUsd = 6 * greatest(fixture) - 1;
    fixture.setBudgets({budget});
    Crowd crowd;
    ask(fixture, crowd, 20);
    QTRY_COMPARE_WITH_TIMEOUT(finished(crowd), 15, 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(upstream.messages().size(), 5, 30'000);
    for (const auto& asked : crowd) {
        if (!asked->isFinished())
            continue;
        QCOMPARE(asked->errorKind(), ErrorKind::NoEligibleAccount);
        QVERIFY2(asked->outcome().error->cause.contains(u"budget"_s),
                 qPrintable(asked->outcome().error->cause));
        QVERIFY(!asked->outcome().error->nextStep.isEmpty());
    }
    QCOMPARE(fixture.spent(budget).reservedMicroUsd, 5 * greatest(fixture));
    for (const auto& asked : crowd)
        asked->handle.cancel();
    QTRY_COMPARE_WITH_TIMEOUT(finished(crowd), 20, 30'000);
    const BudgetSpent spent = fixture.spent(budget);
    QCOMPARE(spent.reservedMicroUsd, 0);
    QVERIFY(spent.spentMicroUsd > 0);
    QVERIFY(spent.spentMicroUsd <= budget.limitMicroUsd);
    QCOMPARE(upstream.messages().size(), 5);
    int refused = 0;
    for (const AttemptRow& row : fixture.attempts())
        refused += row.outcome == u"refused"_s && row.account.isEmpty() ? 1 : 0;
    QCOMPARE(refused, 15);
}

void BudgetsTest::twoProcessesShareTheRoom()
{
    TestUpstream upstream;
    upstream.stepsForAll(R"([{"reply":"Hello","fault":"hang","at_event":3}])");
    PoolFixture fixture;
    addAccount(fixture, u"a"_s, upstream);
    PoolFixture other(fixture);
    fixture.startPool();
    other.startPool();
    Budget budget = kAll;
    budget.limitMicroUsd = 5 * greatest(fixture);
    fixture.setBudgets({budget});
    other.setBudgets({budget});
    Crowd crowd;
    for (int i = 0; i < 10; ++i) {
        ask(fixture, crowd, 1);
        ask(other, crowd, 1);
    }
    QTRY_COMPARE_WITH_TIMEOUT(finished(crowd), 15, 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(upstream.messages().size(), 5, 30'000);
    for (const auto& asked : crowd)
        asked->handle.cancel();
    QTRY_COMPARE_WITH_TIMEOUT(finished(crowd), 20, 30'000);
}

void BudgetsTest::whatIsSettledGivesItsRestBack()
{
    TestUpstream upstream;
    upstream.stepsForAll(R"([{"reply":"Hello","input_tokens":10,"output_tokens":5}])");
    PoolFixture fixture;
    addAccount(fixture, u"a"_s, upstream);
    fixture.startPool();
    Budget budget = kAll;
    budget.limitMicroUsd = greatest(fixture) * 3 / 2;
    fixture.setBudgets({budget});
    for (int i = 0; i < 8; ++i) {
        const auto asked = fixture.ask(request());
        QTRY_VERIFY_WITH_TIMEOUT(asked->isFinished(), 30'000);
        QVERIFY(asked->outcome().succeeded());
        QTRY_COMPARE_WITH_TIMEOUT(fixture.spent(budget).reservedMicroUsd, 0, 30'000);
    }
    const qint64 each =
        fixture.prices.cost(request().model, {.input = 10, .output = 5}, fixture.clock.nowMs())
            ->microUsd;
    QCOMPARE(fixture.spent(budget).spentMicroUsd, 8 * each);
}

void BudgetsTest::anAccountOverItsBudgetIsPassedOver()
{
    TestUpstream upstream;
    upstream.stepsForAll(R"([{"reply":"Hello","input_tokens":2000,"output_tokens":1000}])");
    PoolFixture fixture;
    const AccountId first = addAccount(fixture, u"a"_s, upstream);
    addAccount(fixture, u"b"_s, upstream);
    fixture.accounts().last().priority = 2;
    fixture.startPool();
    const Budget budget{BudgetScope::Account, first.value, BudgetPeriod::Month, 1, true};
    const auto served = [&fixture] {
        const auto asked = fixture.ask(request());
        return QTest::qWaitFor([&] { return asked->isFinished(); }, 30'000) &&
                       asked->outcome().succeeded()
                   ? asked->outcome().lease->accountName
                   : QString();
    };
    QCOMPARE(served(), u"a"_s);
    (void)fixture.spent(budget); // its row is stored
    fixture.setBudgets({budget});
    QCOMPARE(served(), u"b"_s);
    const auto found = [&] {
        return std::ranges::find(fixture.findings, AccountState::OverBudget,
                                 &AccountFinding::state);
    };
    QTRY_VERIFY(found() != fixture.findings.end());
    QCOMPARE(found()->account, first);
    QVERIFY(found()->reason.contains(u"budget"_s));
    QVERIFY(found()->untilMs > fixture.clock.nowMs());

    Request named = request();
    named.account = first;
    const auto refused = fixture.ask(named);
    QTRY_VERIFY_WITH_TIMEOUT(refused->isFinished(), 30'000);
    QCOMPARE(refused->errorKind(), ErrorKind::NoEligibleAccount);
}

void BudgetsTest::aRaisedBudgetFreesAtOnce()
{
    TestUpstream upstream;
    upstream.stepsForAll(R"([{"reply":"Hello","input_tokens":2000,"output_tokens":1000}])");
    PoolFixture fixture;
    const AccountId account = addAccount(fixture, u"a"_s, upstream);
    fixture.startPool();
    Budget budget{BudgetScope::Account, account.value, BudgetPeriod::Day, greatest(fixture), true};
    fixture.setBudgets({budget});
    const auto outcome = [&fixture] {
        const auto asked = fixture.ask(request());
        return QTest::qWaitFor([&] { return asked->isFinished(); }, 30'000) ? asked->outcome()
                                                                            : Outcome();
    };
    QVERIFY(outcome().succeeded());
    QTRY_COMPARE_WITH_TIMEOUT(fixture.spent(budget).reservedMicroUsd, 0, 30'000);
    budget.limitMicroUsd = 1;
    fixture.setBudgets({budget});
    QVERIFY(!outcome().succeeded());
    QTRY_VERIFY(!fixture.findings.isEmpty() &&
                fixture.findings.last().state == AccountState::OverBudget);
    budget.limitMicroUsd = 10 * greatest(fixture);
    fixture.setBudgets({budget});
    QVERIFY(outcome().succeeded());
    QTRY_COMPARE(fixture.findings.last().state, AccountState::Ready);
}

void BudgetsTest::aClientHasItsOwn()
{
    TestUpstream upstream;
    upstream.stepsForAll(R"([{"reply":"Hello"}])");
    PoolFixture fixture;
    addAccount(fixture, u"a"_s, upstream);
    fixture.startPool();
    fixture.setBudgets({{BudgetScope::Client, u"command_line"_s, BudgetPeriod::Month, 1, true}});
    const auto refused = fixture.ask(request());
    Request other = request();
    other.client.kind = Client::Kind::Window;
    const auto served = fixture.ask(other);
    QTRY_VERIFY_WITH_TIMEOUT(refused->isFinished() && served->isFinished(), 30'000);
    QCOMPARE(refused->errorKind(), ErrorKind::NoEligibleAccount);
    QVERIFY(served->outcome().succeeded());
}

void BudgetsTest::aModelWithoutPriceIsRefused()
{
    TestUpstream upstream;
    PoolFixture fixture;
    addAccount(fixture, u"a"_s, upstream);
    fixture.startPool();
    Budget budget = kAll;
    budget.limitMicroUsd = 1'000'000'000;
    fixture.setBudgets({budget});
    Request unknown = request();
    unknown.model = u"unheard-of"_s;
    const auto asked = fixture.ask(unknown);
    QTRY_VERIFY_WITH_TIMEOUT(asked->isFinished(), 30'000);
    QCOMPARE(asked->errorKind(), ErrorKind::NoEligibleAccount);
    QVERIFY(asked->outcome().error->cause.contains(u"rice unknown"_s));
    QCOMPARE(upstream.messages().size(), 0);
}

void BudgetsTest::aSoftBudgetRefusesNothing()
{
    TestUpstream upstream;
    upstream.stepsForAll(R"([{"reply":"Hello"}])");
    PoolFixture fixture;
    addAccount(fixture, u"a"_s, upstream);
    fixture.startPool();
    Budget budget = kAll;
    budget.limitMicroUsd = 1;
    budget.isHard = false;
    fixture.setBudgets({budget});
    const auto asked = fixture.ask(request());
    QTRY_VERIFY_WITH_TIMEOUT(asked->isFinished(), 30'000);
    QVERIFY(asked->outcome().succeeded());
}

void BudgetsTest::aStoppedRequestHoldsNothing()
{
    TestUpstream upstream;
    upstream.stepsForAll(R"([{"reply":"Hello","fault":"hang","at_event":1}])");
    PoolFixture fixture;
    addAccount(fixture, u"a"_s, upstream);
    fixture.startPool();
    Budget budget = kAll;
    budget.limitMicroUsd = 100 * greatest(fixture);
    fixture.setBudgets({budget});
    // At whatever instant: while its part is set aside, and while it runs.
    for (int i = 0; i < 20; ++i) {
        const auto asked = fixture.ask(request());
        if (i % 2 == 0)
            QTRY_VERIFY_WITH_TIMEOUT(!asked->leases.isEmpty(), 30'000);
        asked->handle.cancel();
        QTRY_VERIFY_WITH_TIMEOUT(asked->isFinished(), 30'000);
        QCOMPARE(asked->errorKind(), ErrorKind::Cancelled);
        QTRY_COMPARE_WITH_TIMEOUT(fixture.spent(budget).reservedMicroUsd, 0, 30'000);
    }
}

QTEST_GUILESS_MAIN(BudgetsTest)
#include "tst_budgets.moc"
