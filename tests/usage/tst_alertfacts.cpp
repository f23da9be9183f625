// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/alertfacts.h"
#include "usage/rollups.h"
#include "usagedatabase.h"

using namespace Patchbay;

namespace {

constexpr qint64 kNow = 1'795'350'600'000; // 2026-11-22T12:30:00Z, a Sunday
constexpr qint64 kMinute = 60'000;
constexpr qint64 kHour = 60 * kMinute;
constexpr qint64 kDay = 24 * kHour;

} // namespace

class tst_AlertFacts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void budgetsOfEveryScope();
    void budgetsOfALocalDay();
    void forecastOfABudget();
    void windowsOfOneOrganisationAreOne();
    void windowWithItsPace();
    void accountsThatNeedAPerson();
    void accountsOfOtherProcessesAreUnknown();
    void errorsAgainstTheirUsual();
    void emptyDatabaseHasNoFacts();

private:
    void use(qint64 agoMs, qint64 account, qint64 microUsd,
             const QString& client = QStringLiteral("window"),
             AttemptOutcome outcome = AttemptOutcome::Succeeded);
    AlertFacts facts(const QSet<QString>& environment = {},
                     const QTimeZone& zone = QTimeZone::utc());

    std::unique_ptr<UsageDatabase> m_database;
    std::unique_ptr<Ledger> m_ledger;
    qint64 m_id = 0;
};

void tst_AlertFacts::init()
{
    m_ledger.reset();
    m_database = std::make_unique<UsageDatabase>();
    m_ledger = std::make_unique<Ledger>(m_database->database(), QStringLiteral("test"));
}

void tst_AlertFacts::use(qint64 agoMs, qint64 account, qint64 microUsd, const QString& client,
                         AttemptOutcome outcome)
{
    AttemptOpening attempt = attemptOf(++m_id, account, kNow - agoMs);
    attempt.client = client;
    AttemptCompletion completion = completionOf(1, 1, microUsd);
    completion.outcome = outcome;
    m_ledger->open(attempt);
    m_ledger->complete(attempt, completion);
}

AlertFacts tst_AlertFacts::facts(const QSet<QString>& environment, const QTimeZone& zone)
{
    m_database->settle();
    const auto reader = m_database->database().reader();
    const auto found = alertFacts(**reader, {kNow, zone, environment});
    if (!found)
        qFatal("%s", qPrintable(found.error().detail));
    return *found;
}

void tst_AlertFacts::budgetsOfEveryScope()
{
    m_database->run(QStringLiteral(
        "INSERT INTO budgets (scope, subject, period, limit_micro_usd, is_hard) VALUES "
        "('all', '', 'day', 1000, 0), ('all', '', 'month', 2000, 1), "
        "('account', 'a2', 'month', 3000, 0), ('client', 'script', 'day', 4000, 1), "
        "('account', 'gone', 'day', 5000, 0)"));
    use(kHour, 1, 1);
    use(kHour, 2, 10);
    use(kHour, 1, 100, QStringLiteral("script"));
    use(5 * kDay, 2, 1000);
    use(30 * kDay, 1, 10'000); // last month
    use(kHour, 3, 100'000);    // the demo's
    const AlertFacts found = facts();
    QCOMPARE(found.budgets.size(), 4);
    QHash<QString, BudgetFact> by;
    for (const BudgetFact& fact : found.budgets)
        by.insert(fact.scope + u'/' + fact.subject + u'/' + fact.period, fact);
    const BudgetFact day = by.value(QStringLiteral("all//day"));
    QCOMPARE(day.spentMicroUsd, 111);
    QCOMPARE(day.limitMicroUsd, 1000);
    QVERIFY(!day.isHard);
    QCOMPARE(day.endsAtMs, 1'795'392'000'000); // 2026-11-23T00:00:00Z
    const BudgetFact month = by.value(QStringLiteral("all//month"));
    QCOMPARE(month.spentMicroUsd, 1111);
    QVERIFY(month.isHard);
    QCOMPARE(month.endsAtMs, 1'796'083'200'000); // 2026-12-01T00:00:00Z
    QCOMPARE(by.value(QStringLiteral("account/a2/month")).spentMicroUsd, 1010);
    QCOMPARE(by.value(QStringLiteral("account/a2/month")).name, QStringLiteral("home"));
    QCOMPARE(by.value(QStringLiteral("client/script/day")).spentMicroUsd, 100);
    QCOMPARE(by.value(QStringLiteral("client/script/day")).name, QStringLiteral("script"));
}

void tst_AlertFacts::budgetsOfALocalDay()
{
    m_database->run(QStringLiteral("INSERT INTO budgets (scope, subject, period, limit_micro_usd) "
                                   "VALUES ('all', '', 'day', 1000)"));
    use(13 * kHour, 1, 1);                 // 2026-11-21T23:30Z: today in Shanghai and India
    use(18 * kHour + 15 * kMinute, 1, 10); // 2026-11-21T18:15Z: 23:45 of yesterday in India
    QCOMPARE(facts().budgets.constFirst().spentMicroUsd, 0);
    QCOMPARE(facts({}, QTimeZone("Asia/Shanghai")).budgets.constFirst().spentMicroUsd, 11);
    QCOMPARE(facts({}, QTimeZone("Asia/Kolkata")).budgets.constFirst().spentMicroUsd, 1);
}

void tst_AlertFacts::forecastOfABudget()
{
    m_database->run(QStringLiteral("INSERT INTO budgets (scope, subject, period, limit_micro_usd) "
                                   "VALUES ('all', '', 'day', 30)"));
    for (int hour = 0; hour < 24; ++hour)
        use(hour * kHour + kMinute, 1, 2); // 26 of today by now, and two an hour
    const BudgetFact fact = facts().budgets.constFirst();
    QCOMPARE(fact.spentMicroUsd, 26);
    QCOMPARE(fact.outlook.verdict, Outlook::Verdict::Runs);
    QVERIFY(std::abs(fact.outlook.atMs - (kNow + 2 * kHour)) < 40 * kMinute);
}

void tst_AlertFacts::windowsOfOneOrganisationAreOne()
{
    m_database->run(QStringLiteral("UPDATE accounts SET organization_id = 'org' WHERE number < 3"));
    m_database->run(
        QStringLiteral("INSERT INTO account_limits (account, window_name, max, remaining, "
                       "resets_at, as_of) VALUES (1, 'five_hour', 100, 40, %1, %2), "
                       "(2, 'five_hour', 100, 30, %1, %3), (2, 'seven_day', 100, 80, %1, %3), "
                       "(1, 'tokens', 100, 1, %1, %3), (3, 'five_hour', 100, 1, %1, %3), "
                       "(1, '7d_oi', 100, 5, %2, %2)")
            .arg(kNow + kHour)
            .arg(kNow - kMinute)
            .arg(kNow));
    const AlertFacts found = facts();
    QCOMPARE(found.windows.size(),
             2); // neither the demo's, nor by the minute, nor one that is over
    QCOMPARE(found.windows.at(0).owner, QStringLiteral("org"));
    QCOMPARE(found.windows.at(0).window.remaining, 30);
    QCOMPARE(found.windows.at(0).name, QStringLiteral("home"));
    QCOMPARE(found.windows.at(1).window.window, QStringLiteral("seven_day"));
}

void tst_AlertFacts::windowWithItsPace()
{
    const qint64 resets = kNow + 3 * kHour;
    m_database->run(
        QStringLiteral("INSERT INTO account_limits (account, window_name, max, remaining, "
                       "resets_at, as_of) VALUES (1, 'five_hour', 100, 40, %1, %2)")
            .arg(resets)
            .arg(kNow));
    QCOMPARE(facts().windows.constFirst().outlook.verdict, Outlook::Verdict::Runs);
    // All of it in the first minutes: not a pace to reckon with.
    m_database->run(
        QStringLiteral("INSERT INTO limit_samples (account, window_name, as_of, remaining, "
                       "resets_at) VALUES (1, 'five_hour', %2, 40, %1)")
            .arg(resets)
            .arg(kNow - 115 * kMinute));
    QVERIFY(facts().windows.constFirst().outlook.verdict != Outlook::Verdict::Runs);
}

void tst_AlertFacts::accountsThatNeedAPerson()
{
    m_database->run(QStringLiteral("UPDATE accounts SET state = 'needs_sign_in', "
                                   "secret_changed_at = 5"));
    m_database->run(QStringLiteral("UPDATE accounts SET kind = 'oauth' WHERE number = 2"));
    AlertFacts found = facts();
    QCOMPARE(found.signIns.size(), 2);
    QCOMPARE(found.signIns.at(0).name, QStringLiteral("work"));
    QVERIFY(found.signIns.at(0).isKey);
    QCOMPARE(found.signIns.at(0).secretChangedAtMs, 5);
    QVERIFY(!found.signIns.at(1).isKey);
    m_database->run(QStringLiteral("UPDATE accounts SET enabled = 0 WHERE number = 1"));
    m_database->run(QStringLiteral("UPDATE accounts SET removed_at = 1 WHERE number = 2"));
    QVERIFY(facts().signIns.isEmpty());
}

void tst_AlertFacts::accountsOfOtherProcessesAreUnknown()
{
    m_database->run(QStringLiteral("UPDATE accounts SET source = 'environment', "
                                   "state = 'needs_sign_in' WHERE number < 3"));
    const AlertFacts found = facts({QStringLiteral("a1")});
    QCOMPARE(found.signIns.size(), 1);
    QCOMPARE(found.signIns.constFirst().subject, QStringLiteral("a1"));
    QCOMPARE(found.unknownSubjects, QSet<QString>{QStringLiteral("a2")});
}

void tst_AlertFacts::errorsAgainstTheirUsual()
{
    for (int i = 0; i < 8; ++i)
        use(2 * kDay, 1, 1);
    for (int i = 0; i < 2; ++i)
        use(3 * kDay, 1, 0, QStringLiteral("window"), AttemptOutcome::Failed);
    use(20 * kDay, 1, 0, QStringLiteral("window"), AttemptOutcome::Failed); // long ago
    for (int i = 0; i < 3; ++i)
        use(5 * kMinute, 1, 0, QStringLiteral("window"), AttemptOutcome::Failed);
    use(4 * kMinute, 1, 1);
    use(4 * kMinute, 1, 0, QStringLiteral("window"), AttemptOutcome::Cancelled); // no failure
    use(16 * kMinute, 1, 0, QStringLiteral("window"), AttemptOutcome::Failed);   // before
    use(kMinute, 2, 1);
    use(kMinute, 3, 0, QStringLiteral("window"), AttemptOutcome::Failed); // the demo's
    const AlertFacts found = facts();
    QCOMPARE(found.errors.size(), 2);
    QCOMPARE(found.errors.at(0).subject, QStringLiteral("a1"));
    QCOMPARE(found.errors.at(0).attempts, 5);
    QCOMPARE(found.errors.at(0).failed, 3);
    QCOMPARE(found.errors.at(0).usualShare, 0.2);
    QCOMPARE(found.errors.at(1).failed, 0);
    QCOMPARE(found.errors.at(1).usualShare, 0.0);
}

void tst_AlertFacts::emptyDatabaseHasNoFacts()
{
    const AlertFacts found = facts();
    QVERIFY(found.budgets.isEmpty() && found.windows.isEmpty() && found.signIns.isEmpty() &&
            found.errors.isEmpty());
    QCOMPARE(found.nowMs, kNow);
}

QTEST_GUILESS_MAIN(tst_AlertFacts)
#include "tst_alertfacts.moc"
