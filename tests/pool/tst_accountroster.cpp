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

AccountEffect effect(AccountState state, qint64 untilMs = 0,
                     AccountEffect::Scope scope = AccountEffect::Scope::Account)
{
    return {scope, state, u"why"_s, untilMs};
}

Account member(const QString& name, const QString& organization)
{
    Account made = account(name);
    made.organizationId = organization;
    return made;
}

LimitWindow window(const QString& name, qint64 remaining, qint64 asOfMs)
{
    LimitWindow made;
    made.window = name;
    made.limit = 100;
    made.remaining = remaining;
    made.resetsAtMs = asOfMs + 1000;
    made.asOfMs = asOfMs;
    return made;
}

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
    void aGoodAnswerClearsWhatAClockAheadFound();
    void aQuotaIsSharedByItsOrganisation();
    void whatNeedsAPersonIsNotCoveredUp();
    void limitsAreThoseOfTheNewestAnswer();
    void aModelRestsAlone();
    void modelRestsOutliveAnOlderList();
    void threeOverloadsInARowPutItLast();
    void oneProbeAtATime();
};

void AccountRosterTest::countsWhatIsInFlight()
{
    AccountRoster roster;
    roster.setAccounts({account(u"a"_s), account(u"b"_s)}, kNow);
    roster.lease(kA, false);
    roster.lease(kA, false);
    QCOMPARE(roster.find(kA)->inFlight, 2);
    QCOMPARE(roster.inFlight(), 2);
    QCOMPARE(roster.inFlightByAccount(), (QHash<AccountId, int>{{kA, 2}}));
    QVERIFY(roster.find(kA)->lastUsed > roster.find({u"b"_s})->lastUsed);
    roster.release(kA, false);
    roster.release(kA, false);
    QCOMPARE(roster.find(kA)->inFlight, 0);
    QVERIFY(roster.inFlightByAccount().isEmpty());
}

void AccountRosterTest::countsOverARemovalAndReturn()
{
    AccountRoster roster;
    roster.setAccounts({account(u"a"_s)}, kNow);
    roster.lease(kA, false);
    roster.lease(kA, false);
    roster.setAccounts({}, kNow);
    QVERIFY(!roster.find(kA));
    roster.release(kA, false);
    roster.setAccounts({account(u"a"_s)}, kNow);
    QCOMPARE(roster.find(kA)->inFlight, 1);
    roster.release(kA, false);
    QCOMPARE(roster.find(kA)->inFlight, 0);
    QCOMPARE(roster.inFlight(), 0);
}

void AccountRosterTest::whatWasFoundOutlivesAnOlderList()
{
    AccountRoster roster;
    roster.setAccounts({account(u"a"_s)}, kNow);
    (void)roster.applyEffect(kA, effect(AccountState::CoolingDown, kNow + 5000), {}, kNow);
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
        (void)roster.applyEffect(kA, effect(AccountState::NeedsSignIn), {}, kNow);
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
    (void)roster.applyEffect(kA, effect(AccountState::Locked), {}, kNow);
    roster.unlock(kA);
    QCOMPARE(roster.find(kA)->account.state, AccountState::Ready);
}

void AccountRosterTest::tellsOnlyWhatChanged()
{
    AccountRoster roster;
    roster.setAccounts({account(u"a"_s)}, kNow);
    const AccountEffect blocked = effect(AccountState::Blocked);
    QCOMPARE(roster.applyEffect(kA, blocked, {}, kNow).size(), 1);
    QVERIFY(roster.applyEffect(kA, blocked, {}, kNow + 1).isEmpty());
    QVERIFY(roster.applyEffect({u"gone"_s}, blocked, {}, kNow).isEmpty());

    AnswerHeaders headers;
    headers.organizationId = u"org"_s;
    const auto findings = roster.applyAnswer(kA, false, {}, kNow, headers, kNow);
    QCOMPARE(findings.size(), 1);
    QCOMPARE(findings[0].organizationId, u"org"_s);
    QCOMPARE(findings[0].state, AccountState::Blocked);
    QVERIFY(roster.applyAnswer(kA, false, {}, kNow, headers, kNow).isEmpty());
    headers.windows = {LimitWindow{}};
    QCOMPARE(roster.applyAnswer(kA, false, {}, kNow, headers, kNow).value(0).limits.size(), 1);
}

void AccountRosterTest::aGoodAnswerClearsOnlyWhatCameBeforeIt()
{
    AccountRoster roster;
    roster.setAccounts({account(u"a"_s)}, kNow);
    (void)roster.applyEffect(kA, effect(AccountState::NeedsSignIn), {}, kNow);
    QVERIFY(roster.applyAnswer(kA, true, {}, kNow - 10, {}, kNow + 5).isEmpty());
    QCOMPARE(roster.find(kA)->account.state, AccountState::NeedsSignIn);
    QCOMPARE(roster.applyAnswer(kA, true, {}, kNow + 1, {}, kNow + 5).value(0).state,
             AccountState::Ready);
    QCOMPARE(roster.find(kA)->account.state, AccountState::Ready);

    Account over = account(u"b"_s);
    over.state = AccountState::OverBudget;
    roster.setAccounts({over}, kNow);
    QVERIFY(roster.applyAnswer({u"b"_s}, true, {}, kNow + 1, {}, kNow + 5).isEmpty());
    QCOMPARE(roster.find({u"b"_s})->account.state, AccountState::OverBudget);
}

void AccountRosterTest::aGoodAnswerClearsWhatAClockAheadFound()
{
    AccountRoster roster;
    roster.setAccounts({account(u"a"_s)}, kNow);
    const qint64 hourMs = 3'600'000;
    (void)roster.applyEffect(kA, effect(AccountState::CoolingDown, kNow + hourMs + 5000), {},
                             kNow + hourMs);
    (void)roster.applyEffect(
        kA,
        effect(AccountState::CoolingDown, kNow + hourMs + 5000, AccountEffect::Scope::ModelFamily),
        u"opus"_s, kNow + hourMs);
    // The clock is set back: else it would rest an hour longer than it was told to.
    (void)roster.applyAnswer(kA, true, u"opus"_s, kNow, {}, kNow + 1);
    QCOMPARE(roster.find(kA)->account.state, AccountState::Ready);
    QVERIFY(roster.find(kA)->account.modelRests.isEmpty());
}

void AccountRosterTest::aQuotaIsSharedByItsOrganisation()
{
    AccountRoster roster;
    roster.setAccounts({member(u"a"_s, u"org"_s), member(u"b"_s, u"org"_s), account(u"c"_s)}, kNow);
    const auto rest =
        effect(AccountState::CoolingDown, kNow + 5000, AccountEffect::Scope::Organization);
    QCOMPARE(roster.applyEffect(kA, rest, {}, kNow).size(), 2);
    QCOMPARE(roster.find({u"b"_s})->account.state, AccountState::CoolingDown);
    QCOMPARE(roster.find({u"b"_s})->account.stateUntilMs, kNow + 5000);
    QCOMPARE(roster.find({u"c"_s})->account.state, AccountState::Ready);
    // And what one of them finds out holds for both.
    QCOMPARE(roster.applyAnswer({u"b"_s}, true, {}, kNow + 6000, {}, kNow + 6001).size(), 2);
    QCOMPARE(roster.find(kA)->account.state, AccountState::Ready);
}

void AccountRosterTest::whatNeedsAPersonIsNotCoveredUp()
{
    AccountRoster roster;
    roster.setAccounts({member(u"a"_s, u"org"_s), member(u"b"_s, u"org"_s)}, kNow);
    (void)roster.applyEffect({u"b"_s}, effect(AccountState::NeedsSignIn), {}, kNow);
    const auto rest =
        effect(AccountState::CoolingDown, kNow + 5000, AccountEffect::Scope::Organization);
    QCOMPARE(roster.applyEffect(kA, rest, {}, kNow).size(), 1);
    QCOMPARE(roster.find({u"b"_s})->account.state, AccountState::NeedsSignIn);
    (void)roster.applyAnswer(kA, true, {}, kNow + 1, {}, kNow + 1);
    QCOMPARE(roster.find({u"b"_s})->account.state, AccountState::NeedsSignIn);
}

void AccountRosterTest::limitsAreThoseOfTheNewestAnswer()
{
    AccountRoster roster;
    roster.setAccounts({member(u"a"_s, u"org"_s), member(u"b"_s, u"org"_s)}, kNow);
    AnswerHeaders headers;
    headers.windows = {window(u"requests"_s, 40, kNow)};
    (void)roster.applyAnswer(kA, true, {}, kNow, headers, kNow);
    QCOMPARE(roster.find({u"b"_s})->limits.value(0).remaining, 40);
    roster.setLimits({{kA, {window(u"requests"_s, 90, kNow - 1), window(u"tokens"_s, 7, kNow)}}});
    QCOMPARE(roster.find(kA)->limits.size(), 2);
    QCOMPARE(roster.find(kA)->limits.value(0).remaining, 40);
    QCOMPARE(roster.find({u"b"_s})->limits.value(1).remaining, 7);
    // Another key may be of another organisation.
    Account other = account(u"a"_s);
    other.secretChangedAtMs = kNow;
    roster.setAccounts({other}, kNow + 1);
    QVERIFY(roster.find(kA)->limits.isEmpty());
}

void AccountRosterTest::aModelRestsAlone()
{
    AccountRoster roster;
    roster.setAccounts({account(u"a"_s)}, kNow);
    const auto rest =
        effect(AccountState::CoolingDown, kNow + 5000, AccountEffect::Scope::ModelFamily);
    QCOMPARE(roster.applyEffect(kA, rest, u"opus"_s, kNow).value(0).modelRests.size(), 1);
    QCOMPARE(roster.find(kA)->account.state, AccountState::Ready);
    (void)roster.applyAnswer(kA, true, u"sonnet"_s, kNow + 1, {}, kNow + 1);
    QCOMPARE(roster.find(kA)->account.modelRests.size(), 1);
    (void)roster.applyAnswer(kA, true, u"opus"_s, kNow - 1, {}, kNow + 1);
    QCOMPARE(roster.find(kA)->account.modelRests.size(), 1); // sent before
    QCOMPARE(roster.applyAnswer(kA, true, u"opus"_s, kNow + 1, {}, kNow + 1).size(), 1);
    QVERIFY(roster.find(kA)->account.modelRests.isEmpty());
}

void AccountRosterTest::modelRestsOutliveAnOlderList()
{
    AccountRoster roster;
    roster.setAccounts({account(u"a"_s)}, kNow);
    const auto rest =
        effect(AccountState::CoolingDown, kNow + 5000, AccountEffect::Scope::ModelFamily);
    (void)roster.applyEffect(kA, rest, u"opus"_s, kNow);
    roster.setAccounts({account(u"a"_s)}, kNow + 1);
    QCOMPARE(roster.find(kA)->account.modelRests.size(), 1);
    Account cleared = account(u"a"_s);
    cleared.stateSinceMs = kNow + 2;
    roster.setAccounts({cleared}, kNow + 3);
    QVERIFY(roster.find(kA)->account.modelRests.isEmpty());
}

void AccountRosterTest::threeOverloadsInARowPutItLast()
{
    AccountRoster roster;
    roster.setAccounts({account(u"a"_s)}, kNow);
    roster.noteOverload(kA, kNow);
    roster.noteOverload(kA, kNow);
    (void)roster.applyAnswer(kA, true, {}, kNow, {}, kNow);
    roster.noteOverload(kA, kNow);
    roster.noteOverload(kA, kNow);
    QCOMPARE(roster.find(kA)->avoidUntilMs, 0);
    roster.noteOverload(kA, kNow);
    QCOMPARE(roster.find(kA)->avoidUntilMs, kNow + AccountRoster::kAvoidMs);
    (void)roster.applyAnswer(kA, true, {}, kNow, {}, kNow);
    QCOMPARE(roster.find(kA)->avoidUntilMs, 0);
}

void AccountRosterTest::oneProbeAtATime()
{
    AccountRoster roster;
    roster.setAccounts({account(u"a"_s)}, kNow);
    roster.lease(kA, true);
    QVERIFY(roster.find(kA)->isProbing);
    roster.lease(kA, false);
    roster.release(kA, false);
    QVERIFY(roster.find(kA)->isProbing);
    roster.release(kA, true);
    QVERIFY(!roster.find(kA)->isProbing);
    roster.lease(kA, true);
    roster.endProbe(kA);
    QVERIFY(!roster.find(kA)->isProbing);
    QCOMPARE(roster.find(kA)->inFlight, 1);
}

QTEST_GUILESS_MAIN(AccountRosterTest)
#include "tst_accountroster.moc"
