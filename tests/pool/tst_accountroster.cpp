// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/accountroster.h"

#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kNow = 1'795'348'800'000;

Account account(const QString& name)
{
    Account made;
    made.id = {name};
    made.name = name;
    return made;
}

const AccountId kA{u"a"_s};

} // namespace

class AccountRosterTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsWhatIsInFlight();
    void countsOverARemovalAndReturn();
    void whatWasFoundOutlivesAnOlderList();
    void aNewKeyOrAddressForgetsWhatWasFound();
    void aLockOfAnotherRunIsForgotten();
    void tellsOnlyWhatChanged();
    void aGoodAnswerClearsOnlyWhatCameBeforeIt();
};

void AccountRosterTest::countsWhatIsInFlight()
{
    AccountRoster roster;
    roster.setAccounts({account(u"a"_s), account(u"b"_s)}, kNow);
    roster.lease(kA);
    roster.lease(kA);
    QCOMPARE(roster.find(kA)->inFlight, 2);
    QCOMPARE(roster.inFlight(), 2);
    QCOMPARE(roster.inFlightByAccount(), (QHash<AccountId, int>{{kA, 2}}));
    QVERIFY(roster.find(kA)->lastUsed > roster.find({u"b"_s})->lastUsed);
    roster.release(kA);
    roster.release(kA);
    QCOMPARE(roster.find(kA)->inFlight, 0);
    QVERIFY(roster.inFlightByAccount().isEmpty());
}

void AccountRosterTest::countsOverARemovalAndReturn()
{
    AccountRoster roster;
    roster.setAccounts({account(u"a"_s)}, kNow);
    roster.lease(kA);
    roster.lease(kA);
    roster.setAccounts({}, kNow);
    QVERIFY(!roster.find(kA));
    roster.release(kA);
    roster.setAccounts({account(u"a"_s)}, kNow);
    QCOMPARE(roster.find(kA)->inFlight, 1);
    roster.release(kA);
    QCOMPARE(roster.find(kA)->inFlight, 0);
    QCOMPARE(roster.inFlight(), 0);
}

void AccountRosterTest::whatWasFoundOutlivesAnOlderList()
{
    AccountRoster roster;
    roster.setAccounts({account(u"a"_s)}, kNow);
    (void)roster.applyEffect(kA, {AccountState::CoolingDown, u"limit"_s, kNow + 5000}, kNow);
    roster.setAccounts({account(u"a"_s)}, kNow + 1);
    QCOMPARE(roster.find(kA)->account.state, AccountState::CoolingDown);
    QCOMPARE(roster.find(kA)->account.stateUntilMs, kNow + 5000);
    // A newer one wins: somebody cleared it.
    Account cleared = account(u"a"_s);
    cleared.stateSinceMs = kNow + 2;
    roster.setAccounts({cleared}, kNow + 3);
    QCOMPARE(roster.find(kA)->account.state, AccountState::Ready);
}

void AccountRosterTest::aNewKeyOrAddressForgetsWhatWasFound()
{
    for (const bool isKey : {true, false}) {
        AccountRoster roster;
        roster.setAccounts({account(u"a"_s)}, kNow);
        (void)roster.applyEffect(kA, {AccountState::NeedsSignIn, u"401"_s, 0}, kNow);
        Account other = account(u"a"_s);
        if (isKey)
            other.secretChangedAtMs = kNow;
        else
            other.baseUrl = QUrl(u"https://other.test"_s);
        roster.setAccounts({other}, kNow + 1);
        QCOMPARE(roster.find(kA)->account.state, AccountState::Ready);
    }
}

void AccountRosterTest::aLockOfAnotherRunIsForgotten()
{
    AccountRoster roster;
    Account locked = account(u"a"_s);
    locked.state = AccountState::Locked;
    roster.setAccounts({locked}, kNow);
    QCOMPARE(roster.find(kA)->account.state, AccountState::Ready);
    (void)roster.applyEffect(kA, {AccountState::Locked, u"locked"_s, 0}, kNow);
    roster.unlock(kA);
    QCOMPARE(roster.find(kA)->account.state, AccountState::Ready);
}

void AccountRosterTest::tellsOnlyWhatChanged()
{
    AccountRoster roster;
    roster.setAccounts({account(u"a"_s)}, kNow);
    const AccountEffect effect{AccountState::Blocked, u"why"_s, 0};
    QVERIFY(roster.applyEffect(kA, effect, kNow).has_value());
    QVERIFY(!roster.applyEffect(kA, effect, kNow + 1).has_value());
    QVERIFY(!roster.applyEffect({u"gone"_s}, effect, kNow).has_value());

    AnswerHeaders headers;
    headers.organizationId = u"org"_s;
    const auto finding = roster.applyAnswer(kA, false, kNow, headers, kNow);
    QVERIFY(finding);
    QCOMPARE(finding->organizationId, u"org"_s);
    QCOMPARE(finding->state, AccountState::Blocked);
    QVERIFY(!roster.applyAnswer(kA, false, kNow, headers, kNow).has_value());
    headers.windows = {LimitWindow{}};
    QCOMPARE(roster.applyAnswer(kA, false, kNow, headers, kNow)->limits.size(), 1);
}

void AccountRosterTest::aGoodAnswerClearsOnlyWhatCameBeforeIt()
{
    AccountRoster roster;
    roster.setAccounts({account(u"a"_s)}, kNow);
    (void)roster.applyEffect(kA, {AccountState::NeedsSignIn, u"401"_s, 0}, kNow);
    QVERIFY(!roster.applyAnswer(kA, true, kNow - 10, {}, kNow + 5).has_value());
    QCOMPARE(roster.find(kA)->account.state, AccountState::NeedsSignIn);
    QCOMPARE(roster.applyAnswer(kA, true, kNow + 1, {}, kNow + 5)->state, AccountState::Ready);

    Account over = account(u"b"_s);
    over.state = AccountState::OverBudget;
    roster.setAccounts({over}, kNow);
    QVERIFY(!roster.applyAnswer({u"b"_s}, true, kNow + 1, {}, kNow + 5).has_value());
    QCOMPARE(roster.find({u"b"_s})->account.state, AccountState::OverBudget);
}

QTEST_GUILESS_MAIN(AccountRosterTest)
#include "tst_accountroster.moc"
