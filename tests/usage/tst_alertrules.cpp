// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/alertrules.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Patchbay;

namespace {

constexpr qint64 kNow = 1'795'348'800'000; // 2026-11-22T12:00:00Z
constexpr qint64 kMinute = 60'000;
constexpr qint64 kHour = 60 * kMinute;

BudgetFact budget(qint64 spent, qint64 limit = 100)
{
    BudgetFact fact;
    fact.scope = QStringLiteral("account");
    fact.subject = QStringLiteral("a1");
    fact.name = QStringLiteral("work");
    fact.period = QStringLiteral("month");
    fact.limitMicroUsd = limit;
    fact.spentMicroUsd = spent;
    fact.endsAtMs = kNow + 200 * kHour;
    return fact;
}

WindowFact window(qint64 remaining)
{
    return {QStringLiteral("a1"),
            QStringLiteral("a1"),
            QStringLiteral("work"),
            {QStringLiteral("five_hour"), 100, remaining, kNow + 2 * kHour, {}, kNow},
            {}};
}

ErrorFact errors(qint64 failed, qint64 attempts, double usual = 0,
                 const QString& subject = QStringLiteral("a1"))
{
    return {subject, subject, attempts, failed, usual};
}

Outlook runsOutIn(qint64 minutes, qint64 endMs)
{
    return {Outlook::Verdict::Runs, kNow + minutes * kMinute, kNow + minutes * kMinute / 2,
            kNow + minutes * kMinute * 2, endMs};
}

QStringList causes(const QList<Alert>& alerts)
{
    QStringList names;
    for (const Alert& alert : alerts)
        names.append(alert.cause);
    return names;
}

} // namespace

class tst_AlertRules : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_facts = {kNow, {}, {}, {}, {}, {}}; }
    void budgetsAtTheirShares_data();
    void budgetsAtTheirShares();
    void budgetOfAnotherPeriodIsAnotherTurn();
    void windowNearlySpent();
    void windowsThatDoNotCount();
    void signIn();
    void errorsAboveTheUsual_data();
    void errorsAboveTheUsual();
    void errorsOfSeveralAccountsAreOne();
    void runsOutSoon();
    void aForecastIsNoNewsWhenItIsNearlySpent();
    void kindsAreSwitchedOff();
    void nothingFlapsAtAnEdge();
    void namesOfKinds();

private:
    QStringList judge(const HeldCauses& held = {}, const AlertThresholds& thresholds = {})
    {
        return causes(judgeAlerts(m_facts, thresholds, held));
    }

    AlertFacts m_facts;
};

void tst_AlertRules::budgetsAtTheirShares_data()
{
    QTest::addColumn<qint64>("spent");
    QTest::addColumn<qint64>("limit");
    QTest::addColumn<QString>("threshold");
    QTest::newRow("little") << qint64(10) << qint64(100) << QString();
    QTest::newRow("just not") << qint64(7999) << qint64(10000) << QString();
    QTest::newRow("first warning") << qint64(80) << qint64(100) << QStringLiteral("80");
    QTest::newRow("nearly all") << qint64(9999) << qint64(10000) << QStringLiteral("80");
    QTest::newRow("all") << qint64(100) << qint64(100) << QStringLiteral("100");
    QTest::newRow("more than all") << qint64(1000) << qint64(100) << QStringLiteral("100");
    QTest::newRow("nothing allowed") << qint64(0) << qint64(0) << QStringLiteral("100");
}

void tst_AlertRules::budgetsAtTheirShares()
{
    QFETCH(qint64, spent);
    QFETCH(qint64, limit);
    QFETCH(QString, threshold);
    m_facts.budgets = {budget(spent, limit)};
    QStringList expected;
    if (!threshold.isEmpty())
        expected.append(QStringLiteral("budget/account/a1/month/") + threshold);
    QCOMPARE(judge(), expected);
}

void tst_AlertRules::budgetOfAnotherPeriodIsAnotherTurn()
{
    m_facts.budgets = {budget(85)};
    const Alert alert = judgeAlerts(m_facts, {}, {}).constFirst();
    QCOMPARE(alert.turnMs, kNow + 200 * kHour);
    QCOMPARE(alert.percent, 85);
    // What was held in the period before has no part in this one.
    m_facts.budgets = {budget(78)};
    QCOMPARE(judge({{alert.cause, alert.turnMs}}).size(), 1);
    QVERIFY(judge({{alert.cause, alert.turnMs - 720 * kHour}}).isEmpty());
    m_facts.budgets[0].endsAtMs = kNow;
    QVERIFY(judge().isEmpty());
}

void tst_AlertRules::windowNearlySpent()
{
    m_facts.windows = {window(11)};
    QVERIFY(judge().isEmpty());
    m_facts.windows = {window(10)};
    QCOMPARE(judge(), QStringList(QStringLiteral("window/a1/five_hour")));
    m_facts.windows = {window(0)};
    QCOMPARE(judge(), QStringList(QStringLiteral("window/a1/five_hour")));
    QCOMPARE(judgeAlerts(m_facts, {}, {}).constFirst().percent, 100);
}

void tst_AlertRules::windowsThatDoNotCount()
{
    WindowFact minutes = window(0);
    minutes.window.window = QStringLiteral("tokens");
    WindowFact over = window(0);
    over.window.resetsAtMs = kNow;
    WindowFact sizeless = window(0);
    sizeless.window.limit = 0;
    m_facts.windows = {minutes, over, sizeless};
    QVERIFY(judge().isEmpty());
}

void tst_AlertRules::signIn()
{
    m_facts.signIns = {{QStringLiteral("a1"), QStringLiteral("work"), true, 77}};
    const QList<Alert> alerts = judgeAlerts(m_facts, {}, {});
    QCOMPARE(causes(alerts), QStringList(QStringLiteral("sign_in/a1")));
    QVERIFY(alerts.constFirst().isKey);
    QCOMPARE(alerts.constFirst().turnMs, 77);
}

void tst_AlertRules::errorsAboveTheUsual_data()
{
    QTest::addColumn<qint64>("failed");
    QTest::addColumn<qint64>("attempts");
    QTest::addColumn<double>("usual");
    QTest::addColumn<bool>("isAlert");
    QTest::newRow("none") << qint64(0) << qint64(100) << 0.0 << false;
    QTest::newRow("no requests") << qint64(0) << qint64(0) << 0.0 << false;
    QTest::newRow("too few to say") << qint64(9) << qint64(9) << 0.0 << false;
    QTest::newRow("two are no rate") << qint64(2) << qint64(10) << 0.0 << false;
    QTest::newRow("a fifth") << qint64(3) << qint64(15) << 0.0 << true;
    QTest::newRow("as usual") << qint64(30) << qint64(100) << 0.3 << false;
    QTest::newRow("a little more than usual") << qint64(45) << qint64(100) << 0.3 << false;
    QTest::newRow("more than usual") << qint64(50) << qint64(100) << 0.3 << true;
    QTest::newRow("all") << qint64(10) << qint64(10) << 0.1 << true;
}

void tst_AlertRules::errorsAboveTheUsual()
{
    QFETCH(qint64, failed);
    QFETCH(qint64, attempts);
    QFETCH(double, usual);
    QFETCH(bool, isAlert);
    m_facts.errors = {errors(failed, attempts, usual)};
    QCOMPARE(judge(), isAlert ? QStringList(QStringLiteral("errors/a1")) : QStringList());
}

void tst_AlertRules::errorsOfSeveralAccountsAreOne()
{
    m_facts.errors = {errors(10, 10), errors(6, 10, 0, QStringLiteral("a2")),
                      errors(0, 10, 0, QStringLiteral("a3"))};
    const QList<Alert> alerts = judgeAlerts(m_facts, {}, {});
    QCOMPARE(causes(alerts), QStringList(QStringLiteral("errors/all")));
    QCOMPARE(alerts.constFirst().failed, 16);
    QCOMPARE(alerts.constFirst().attempts, 20);
    QCOMPARE(alerts.constFirst().percent, 80);
    // The last of them to recover is not told anew.
    m_facts.errors = {errors(10, 10)};
    QCOMPARE(judge({{QStringLiteral("errors/all"), 0}}), QStringList(QStringLiteral("errors/all")));
    QCOMPARE(judge(), QStringList(QStringLiteral("errors/a1")));
    m_facts.errors = {errors(0, 10)};
    QVERIFY(judge({{QStringLiteral("errors/all"), 0}}).isEmpty());
}

void tst_AlertRules::runsOutSoon()
{
    const QString cause = QStringLiteral("runs_out/window/a1/five_hour");
    m_facts.windows = {window(40)};
    m_facts.windows[0].outlook = runsOutIn(60, m_facts.windows[0].window.resetsAtMs);
    const QList<Alert> alerts = judgeAlerts(m_facts, {}, {});
    QCOMPARE(causes(alerts), QStringList(cause));
    QCOMPARE(alerts.constFirst().kind, AlertKind::RunsOut);
    QCOMPARE(alerts.constFirst().atMs, kNow + kHour);
    m_facts.windows[0].outlook = runsOutIn(61, m_facts.windows[0].window.resetsAtMs);
    QVERIFY(judge().isEmpty());
    AlertThresholds later;
    later.forecastMinutes = 90;
    QCOMPARE(judge({}, later), QStringList(cause));

    m_facts.windows.clear();
    m_facts.budgets = {budget(50)};
    m_facts.budgets[0].outlook = runsOutIn(30, m_facts.budgets[0].endsAtMs);
    QCOMPARE(judge(), QStringList(QStringLiteral("runs_out/budget/account/a1/month")));
    m_facts.budgets[0].outlook = {Outlook::Verdict::Lasts, 0, kNow + kMinute, 0, 0};
    QVERIFY(judge().isEmpty());
}

void tst_AlertRules::aForecastIsNoNewsWhenItIsNearlySpent()
{
    m_facts.windows = {window(5)};
    m_facts.windows[0].outlook = runsOutIn(10, m_facts.windows[0].window.resetsAtMs);
    const QString nearly = QStringLiteral("window/a1/five_hour");
    const QString soon = QStringLiteral("runs_out/window/a1/five_hour");
    QCOMPARE(judge(), QStringList(nearly));
    // One that was told goes on until it is over.
    QCOMPARE(judge({{soon, m_facts.windows[0].window.resetsAtMs}}), QStringList({nearly, soon}));
    // A budget at 80 percent and one that ends within the hour are two things to know.
    m_facts.windows.clear();
    m_facts.budgets = {budget(90)};
    m_facts.budgets[0].outlook = runsOutIn(10, m_facts.budgets[0].endsAtMs);
    QCOMPARE(judge().size(), 2);
    m_facts.budgets[0].spentMicroUsd = 100;
    QCOMPARE(judge().size(), 1);
}

void tst_AlertRules::kindsAreSwitchedOff()
{
    m_facts.budgets = {budget(100)};
    m_facts.windows = {window(0)};
    m_facts.signIns = {{QStringLiteral("a1"), QStringLiteral("work"), true, 77}};
    m_facts.errors = {errors(10, 10)};
    WindowFact other = window(50);
    other.owner = QStringLiteral("a2");
    other.outlook = runsOutIn(10, other.window.resetsAtMs);
    m_facts.windows.append(other);
    QCOMPARE(judge().size(), 5);
    for (const AlertKind off : AlertThresholds().kinds) {
        AlertThresholds thresholds;
        thresholds.kinds.remove(off);
        const QList<Alert> alerts = judgeAlerts(m_facts, thresholds, {});
        QCOMPARE(alerts.size(), 4);
        for (const Alert& alert : alerts)
            QVERIFY(alert.kind != off);
    }
}

void tst_AlertRules::nothingFlapsAtAnEdge()
{
    // Each value goes to and fro over its threshold; what was raised stays.
    QRandomGenerator random(7);
    HeldCauses held;
    int changes = 0;
    for (int round = 0; round < 500; ++round) {
        m_facts.budgets = {budget(78 + random.bounded(5))};
        m_facts.windows = {window(9 + random.bounded(4))};
        m_facts.windows[0].window.resetsAtMs += random.bounded(-60'000, 60'000); // as told
        m_facts.errors = {errors(15 + random.bounded(10), 100)};
        WindowFact soon = window(60);
        soon.owner = QStringLiteral("a2");
        soon.outlook = runsOutIn(55 + random.bounded(30), soon.window.resetsAtMs);
        m_facts.windows.append(soon);
        HeldCauses now;
        for (const Alert& alert : judgeAlerts(m_facts, {}, held))
            now.insert(alert.cause, held.value(alert.cause, alert.turnMs));
        for (auto it = held.cbegin(); it != held.cend(); ++it)
            QVERIFY2(now.contains(it.key()), qPrintable(it.key()));
        changes += now.size() != held.size() ? 1 : 0;
        held = now;
    }
    QCOMPARE(held.size(), 4);
    QVERIFY(changes <= 4);
    // And goes when it is clearly over.
    m_facts.budgets = {budget(70)};
    m_facts.windows = {window(20)};
    m_facts.errors = {errors(5, 100)};
    QVERIFY(judge(held).isEmpty());
}

void tst_AlertRules::namesOfKinds()
{
    for (const AlertKind kind : AlertThresholds().kinds)
        QCOMPARE(alertKindOf(alertKindName(kind)), kind);
    QVERIFY(!alertKindOf(QStringLiteral("storm")));
}

QTEST_GUILESS_MAIN(tst_AlertRules)
#include "tst_alertrules.moc"
