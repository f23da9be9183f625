// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/tokenrefresher.h"
#include "signinfixture.h"

using namespace Patchbay;
using namespace Patchbay::Testing;

namespace {

const QByteArray kOld = QByteArrayLiteral("sk-ant-test-oat-old");
const QByteArray kRefresh = QByteArrayLiteral("sk-ant-test-ort-old");
constexpr qint64 kHourMs = 3'600'000;

const QByteArray kPair = QByteArrayLiteral(
    R"("tokens":[{"access_token":"sk-ant-test-oat-old","refresh_token":"sk-ant-test-ort-old","lives_ms":3600000}])");

bool isNew(const QByteArray& token)
{
    return token.startsWith("sk-ant-test-oat-") && token != kOld;
}

} // namespace

class TokenRefresherTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void goodTokenIsGivenAsItIs();
    void headersOfTheProfileComeWithIt();
    void endedTokenIsRenewedOnceForAll();
    void renewsAheadWhileTheOldOneServes();
    void nobodyGetsWhatTheVaultHasNotConfirmed();
    void whatCannotBeWrittenIsKeptAndWrittenAgain();
    void temporaryFailuresBackOff_data();
    void temporaryFailuresBackOff();
    void refusalAsksForAPersonOnceAndKeepsTheEntry();
    void refusalReadsTheVaultAgain();
    void misfittingProfileAsksForAPerson();
    void lostAnswer_data();
    void lostAnswer();
    void rejectedTokenIsRenewedUnlessTheVaultHasAnother();
    void newTokenThatIsRejectedIsNoReasonToGoOn();
    void settingTheClockChangesNothing_data();
    void settingTheClockChangesNothing();
    void anotherProcessRenewsWhileWeWait();
    void aLockThatIsNeverFreedIsTold();
    void severalProgramsRenewOnce();
    void answerMayLeaveOutTheRefreshToken();
    void entriesThatAreNoTokens_data();
    void entriesThatAreNoTokens();
    void lockedVaultIsTold();
    void signingInAnewMendsIt();
    void signInWaitsForARenewalUnderWay();
};

void TokenRefresherTest::goodTokenIsGivenAsItIs()
{
    SignInFixture fixture;
    fixture.put(kOld, kRefresh);
    const auto outcome = fixture.begin();
    QCOMPARE(outcome.calls(), 0); // never from within the call
    QVERIFY(outcome.wait());
    QVERIFY2(outcome.result(), qPrintable(outcome.sentence()));
    QCOMPARE(outcome.result()->secret.reveal().toByteArray(), kOld);
    QVERIFY(outcome.result()->form == Credential::Form::Bearer);
    QCOMPARE_GT(outcome.result()->renewAtMs, fixture.clock.nowMs());
    QCOMPARE_LT(outcome.result()->renewAtMs, fixture.clock.nowMs() + kHourMs);
    QCOMPARE(fixture.ask(), kOld);
    QCOMPARE(fixture.vault.journal.size(), 1); // later ones from memory
    QCOMPARE(fixture.upstream.oauthCounts().tokenRequests, 0);
    QVERIFY(fixture.findings.isEmpty());
}

void TokenRefresherTest::headersOfTheProfileComeWithIt()
{
    SignInFixture fixture;
    fixture.put(kOld, kRefresh);
    Account account = fixture.account();
    OAuthProfile profile = fixture.profile();
    profile.headers = {{"anthropic-beta", "oauth-2025-04-20"}};
    account.oauthProfile = profile.toJson();
    Testing::Outcome<Credential> outcome;
    fixture.refresher->credential(account, {}, outcome.completion());
    QVERIFY(outcome.wait());
    QVERIFY2(outcome.result(), qPrintable(outcome.sentence()));
    QCOMPARE(outcome.result()->headers, profile.headers);
}

void TokenRefresherTest::endedTokenIsRenewedOnceForAll()
{
    SignInFixture fixture;
    fixture.upstream.oauth('{' + kPair + '}');
    fixture.put(kOld, kRefresh);
    fixture.clock.advance(kHourMs);
    std::vector<Testing::Outcome<Credential>> all;
    for (int i = 0; i < 64; ++i)
        all.push_back(fixture.begin());
    QByteArray token;
    for (const auto& outcome : all) {
        QVERIFY(outcome.wait());
        QVERIFY2(outcome.succeeded(), qPrintable(outcome.sentence()));
        token = outcome.result()->secret.reveal().toByteArray();
        QVERIFY(isNew(token));
        QCOMPARE(outcome.result()->secret, all.front().result()->secret);
    }
    QCOMPARE(fixture.upstream.oauthCounts().tokenRequests, 1);
    QCOMPARE(fixture.renewals, 1);
    QVERIFY(fixture.kept());
    QCOMPARE(fixture.kept()->access.reveal().toByteArray(), token);
    QVERIFY(fixture.kept()->refresh != secretOf(kRefresh));
}

void TokenRefresherTest::renewsAheadWhileTheOldOneServes()
{
    SignInFixture fixture;
    fixture.upstream.oauth('{' + kPair + R"(,"steps":[{"delay_ms":100}]})");
    fixture.put(kOld, kRefresh);
    QCOMPARE(fixture.ask(), kOld);
    fixture.clock.advance(kHourMs - 60'000);
    QCOMPARE(fixture.ask(), kOld);
    QCOMPARE(fixture.ask(), kOld);
    QTRY_COMPARE_WITH_TIMEOUT(fixture.renewals, 1, 20'000);
    QVERIFY(isNew(fixture.ask()));
    QCOMPARE(fixture.upstream.oauthCounts().tokenRequests, 1);
    QVERIFY(fixture.findings.isEmpty());
}

void TokenRefresherTest::nobodyGetsWhatTheVaultHasNotConfirmed()
{
    SignInFixture fixture;
    fixture.upstream.oauth('{' + kPair + '}');
    fixture.put(kOld, kRefresh, 1'000);
    fixture.clock.advance(kHourMs);
    const auto outcome = fixture.begin();
    QTRY_VERIFY_WITH_TIMEOUT(fixture.vault.journal.size() == 2, 20'000);
    fixture.vault.holds = true; // from the write on
    QTRY_VERIFY_WITH_TIMEOUT(fixture.vault.held() > 0, 20'000);
    QVERIFY(fixture.vault.journal.last().startsWith(QLatin1String("write ")));
    QVERIFY(!QTest::qWaitFor([&] { return outcome.calls() > 0; }, 100));
    fixture.vault.release();
    QVERIFY(outcome.wait());
    QVERIFY2(outcome.succeeded(), qPrintable(outcome.sentence()));
}

void TokenRefresherTest::whatCannotBeWrittenIsKeptAndWrittenAgain()
{
    SignInFixture fixture;
    fixture.upstream.oauth('{' + kPair + '}');
    fixture.put(kOld, kRefresh);
    fixture.clock.advance(kHourMs);
    fixture.vault.writeError = Error{ErrorKind::VaultLocked,
                                     QStringLiteral("The keychain is locked"),
                                     QStringLiteral("Unlock it"),
                                     {},
                                     {},
                                     0};
    QVERIFY(fixture.ask().contains("cannot be kept: The keychain is locked"));
    QCOMPARE(fixture.states().last(), AccountState::Locked);
    // Nobody else may spend the old refresh token meanwhile.
    const auto lock = FileLock::tryTake(fixture.folder.filePath(QStringLiteral("token-a1.lock")));
    QVERIFY(lock);
    QVERIFY(!*lock);
    QVERIFY(fixture.ask().contains("cannot be kept"));
    QCOMPARE(fixture.renewals, 0);
    fixture.vault.writeError.reset();
    QTRY_COMPARE_WITH_TIMEOUT(fixture.renewals, 1, 20'000);
    QVERIFY(isNew(fixture.ask()));
    QCOMPARE(fixture.upstream.oauthCounts().tokenRequests, 1);
    QCOMPARE(fixture.ask(), fixture.kept()->access.reveal().toByteArray());
}

void TokenRefresherTest::temporaryFailuresBackOff_data()
{
    QTest::addColumn<QByteArray>("step");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("500") << QByteArray(R"({"status":500})") << QByteArray("status 500");
    QTest::newRow("429") << QByteArray(R"({"status":429})") << QByteArray("status 429");
    QTest::newRow("a wall's 403") << QByteArray(R"({"status":403})") << QByteArray("status 403");
    QTest::newRow("silence") << QByteArray(R"({"fault":"hang"})")
                             << QByteArray("cannot be reached");
    QTest::newRow("redirect") << QByteArray(R"({"status":307,"location":"/oauth/token"})")
                              << QByteArray("not followed");
}

void TokenRefresherTest::temporaryFailuresBackOff()
{
    QFETCH(QByteArray, step);
    QFETCH(QByteArray, says);
    SignInFixture fixture;
    fixture.requestTimeoutMs = step.contains("hang") ? 200 : 20'000;
    fixture.restart();
    fixture.upstream.oauth('{' + kPair + R"(,"steps":[)" + step + "]}");
    fixture.put(kOld, kRefresh);
    fixture.clock.advance(kHourMs);
    const QByteArray told = fixture.ask();
    QVERIFY2(told.contains(says), told.constData());
    for (int i = 0; i < 5; ++i)
        QCOMPARE(fixture.ask(), told);
    QCOMPARE(fixture.upstream.oauthCounts().tokenRequests, 1); // a redirect was not followed
    QCOMPARE(fixture.states(), QList{AccountState::CoolingDown});
    QCOMPARE_GT(fixture.findings.last().untilMs, fixture.clock.nowMs());
    QVERIFY(fixture.kept()->refresh == secretOf(kRefresh));
    fixture.clock.advance(60'000);
    QVERIFY(isNew(fixture.ask()));
    QCOMPARE(fixture.upstream.oauthCounts().tokenRequests, 2);
}

void TokenRefresherTest::refusalAsksForAPersonOnceAndKeepsTheEntry()
{
    SignInFixture fixture; // the simulator knows none of these tokens
    fixture.put(kOld, kRefresh);
    const QByteArray before = fixture.vault.entries[fixture.key()];
    fixture.clock.advance(kHourMs);
    QSet<QString> reasons;
    for (int i = 0; i < 10; ++i)
        QVERIFY(fixture.ask().startsWith("The sign-in of “work” has ended"));
    for (const Finding& finding : std::as_const(fixture.findings))
        reasons.insert(accountStateName(finding.state) + finding.reason);
    QCOMPARE(reasons.size(), 1); // the store tells the same but once
    QCOMPARE(fixture.states().first(), AccountState::NeedsSignIn);
    QCOMPARE(fixture.upstream.oauthCounts().tokenRequests, 1);
    QCOMPARE(fixture.vault.entries[fixture.key()], before);
    // Somebody signed in elsewhere.
    fixture.put("sk-ant-test-oat-other", "sk-ant-test-ort-other");
    QCOMPARE(fixture.ask(), QByteArray("sk-ant-test-oat-other"));
}

void TokenRefresherTest::refusalReadsTheVaultAgain()
{
    SignInFixture fixture;
    fixture.upstream.oauth(R"({"steps":[{"error":"invalid_grant","delay_ms":200}]})");
    fixture.put(kOld, kRefresh);
    fixture.clock.advance(kHourMs);
    const auto outcome = fixture.begin();
    QTRY_COMPARE_WITH_TIMEOUT(fixture.upstream.oauthCounts().tokenRequests, 1, 20'000);
    fixture.put("sk-ant-test-oat-other", "sk-ant-test-ort-other");
    QVERIFY(outcome.wait());
    QVERIFY2(outcome.succeeded(), qPrintable(outcome.sentence()));
    QCOMPARE(outcome.result()->secret, secretOf("sk-ant-test-oat-other"));
    QVERIFY(fixture.findings.isEmpty());
}

void TokenRefresherTest::misfittingProfileAsksForAPerson()
{
    SignInFixture fixture;
    fixture.upstream.oauth('{' + kPair + R"(,"client_id":"another"})");
    fixture.put(kOld, kRefresh);
    fixture.clock.advance(kHourMs);
    QVERIFY(fixture.ask().contains("does not accept the sign-in profile (invalid_client)"));
    QVERIFY(fixture.ask().contains("invalid_client"));
    QCOMPARE(fixture.states().first(), AccountState::NeedsSignIn);
    QCOMPARE(fixture.upstream.oauthCounts().tokenRequests, 1);
}

void TokenRefresherTest::lostAnswer_data()
{
    QTest::addColumn<qint64>("graceMs");
    QTest::addColumn<bool>("survives");
    QTest::newRow("the server honours the old one for a while") << qint64(600'000) << true;
    QTest::newRow("it does not") << qint64(0) << false;
}

void TokenRefresherTest::lostAnswer()
{
    QFETCH(qint64, graceMs);
    QFETCH(bool, survives);
    SignInFixture fixture;
    fixture.upstream.oauth('{' + kPair + R"(,"steps":[{"fault":"lost"}],"grace_ms":)" +
                           QByteArray::number(graceMs) + '}');
    fixture.put(kOld, kRefresh);
    fixture.clock.advance(kHourMs);
    QVERIFY(fixture.ask().contains("cannot be reached"));
    fixture.clock.advance(60'000);
    const QByteArray next = fixture.ask();
    QCOMPARE(isNew(next), survives);
    QCOMPARE(fixture.ask(), next);
    QCOMPARE(fixture.upstream.oauthCounts().tokenRequests, 2);
    QCOMPARE(fixture.upstream.oauthCounts().reuses, 1);
    QCOMPARE(fixture.states().last(),
             survives ? AccountState::CoolingDown : AccountState::NeedsSignIn);
    QVERIFY(fixture.kept());
}

void TokenRefresherTest::rejectedTokenIsRenewedUnlessTheVaultHasAnother()
{
    SignInFixture fixture;
    fixture.upstream.oauth('{' + kPair + '}');
    fixture.put(kOld, kRefresh);
    QCOMPARE(fixture.ask(), kOld);
    const auto rejected = SignInFixture::credentialOf(kOld);
    const QByteArray next = fixture.ask(rejected);
    QVERIFY(isNew(next));
    QCOMPARE(fixture.ask(rejected), next); // others that held the old one
    QCOMPARE(fixture.upstream.oauthCounts().tokenRequests, 1);
    // Another program was faster.
    fixture.put("sk-ant-test-oat-other", "sk-ant-test-ort-other");
    fixture.clock.advance(120'000);
    QCOMPARE(fixture.ask(SignInFixture::credentialOf(next)), QByteArray("sk-ant-test-oat-other"));
    QCOMPARE(fixture.upstream.oauthCounts().tokenRequests, 1);
    // In a run that has not read the vault before.
    fixture.restart();
    QVERIFY(
        fixture.ask(SignInFixture::credentialOf("sk-ant-test-oat-other")).contains("has ended"));
    QCOMPARE(fixture.upstream.oauthCounts().tokenRequests, 2);
}

void TokenRefresherTest::newTokenThatIsRejectedIsNoReasonToGoOn()
{
    SignInFixture fixture;
    fixture.upstream.oauth('{' + kPair + '}');
    fixture.put(kOld, kRefresh);
    QCOMPARE(fixture.ask(), kOld);
    const QByteArray next = fixture.ask(SignInFixture::credentialOf(kOld));
    QVERIFY(isNew(next));
    for (int i = 0; i < 3; ++i) {
        const QByteArray told = fixture.ask(SignInFixture::credentialOf(next));
        QVERIFY2(told.contains("refuses the token that it has just given"), told.constData());
    }
    QCOMPARE(fixture.states(), QList{AccountState::NeedsSignIn});
    QCOMPARE(fixture.upstream.oauthCounts().tokenRequests, 1);
}

void TokenRefresherTest::settingTheClockChangesNothing_data()
{
    QTest::addColumn<qint64>("byMs");
    QTest::newRow("an hour forward") << kHourMs;
    QTest::newRow("an hour back") << -kHourMs;
    QTest::newRow("a day forward") << 24 * kHourMs;
    QTest::newRow("years back") << -20'000 * kHourMs;
}

void TokenRefresherTest::settingTheClockChangesNothing()
{
    QFETCH(qint64, byMs);
    SignInFixture fixture;
    fixture.upstream.oauth('{' + kPair + '}');
    fixture.put(kOld, kRefresh);
    QCOMPARE(fixture.ask(), kOld);
    fixture.clock.advance(600'000);
    fixture.clock.setNow(fixture.clock.nowMs() + byMs);
    const auto outcome = fixture.begin();
    QVERIFY(outcome.wait());
    QVERIFY2(outcome.result(), qPrintable(outcome.sentence()));
    QCOMPARE(outcome.result()->secret, secretOf(kOld));
    // Those who keep it ask again by the clock as it is now.
    QCOMPARE_GT(outcome.result()->renewAtMs, fixture.clock.nowMs());
    QCOMPARE_LT(outcome.result()->renewAtMs, fixture.clock.nowMs() + kHourMs);
    QCOMPARE(fixture.upstream.oauthCounts().tokenRequests, 0);
    // And its hour ends when it would have ended.
    fixture.clock.advance(kHourMs - 600'000);
    const QByteArray next = fixture.ask();
    QVERIFY2(isNew(next), next.constData());
    QCOMPARE(fixture.ask(), next);
    QCOMPARE(fixture.upstream.oauthCounts().tokenRequests, 1);
}

void TokenRefresherTest::anotherProcessRenewsWhileWeWait()
{
    SignInFixture fixture;
    fixture.put(kOld, kRefresh);
    fixture.clock.advance(kHourMs);
    auto lock = FileLock::tryTake(fixture.folder.filePath(QStringLiteral("token-a1.lock")));
    QVERIFY(lock && *lock);
    const auto outcome = fixture.begin();
    QVERIFY(!QTest::qWaitFor([&] { return outcome.calls() > 0; }, 60));
    fixture.put("sk-ant-test-oat-other", "sk-ant-test-ort-other");
    lock->reset();
    QVERIFY(outcome.wait());
    QVERIFY2(outcome.succeeded(), qPrintable(outcome.sentence()));
    QCOMPARE(outcome.result()->secret, secretOf("sk-ant-test-oat-other"));
    QCOMPARE(fixture.upstream.oauthCounts().tokenRequests, 0);
}

void TokenRefresherTest::aLockThatIsNeverFreedIsTold()
{
    SignInFixture fixture;
    fixture.put(kOld, kRefresh);
    fixture.clock.advance(kHourMs);
    auto lock = FileLock::tryTake(fixture.folder.filePath(QStringLiteral("token-a1.lock")));
    QVERIFY(lock && *lock);
    QVERIFY(fixture.ask().startsWith("Another Patchbay is renewing the sign-in of “work”"));
    QCOMPARE(fixture.states(), QList{AccountState::CoolingDown});
    QCOMPARE(fixture.upstream.oauthCounts().tokenRequests, 0);
    Testing::Outcome<void> stored;
    fixture.refresher->store(fixture.account(), *fixture.kept(), stored.completion());
    QVERIFY(stored.wait());
    QVERIFY(!stored.succeeded());
}

void TokenRefresherTest::severalProgramsRenewOnce()
{
    SignInFixture fixture;
    fixture.upstream.oauth('{' + kPair + R"(,"steps":[{"delay_ms":50}]})");
    fixture.put(kOld, kRefresh);
    fixture.clock.advance(kHourMs);
    std::vector<std::unique_ptr<TokenRefresher>> programs;
    std::vector<Testing::Outcome<Credential>> outcomes(8);
    for (auto& outcome : outcomes) {
        programs.push_back(fixture.another());
        programs.back()->credential(fixture.account(), {}, outcome.completion());
    }
    for (const auto& outcome : outcomes) {
        QVERIFY(outcome.wait());
        QVERIFY2(outcome.succeeded(), qPrintable(outcome.sentence()));
        QCOMPARE(outcome.result()->secret, outcomes.front().result()->secret);
    }
    QCOMPARE(fixture.upstream.oauthCounts().tokenRequests, 1);
}

void TokenRefresherTest::answerMayLeaveOutTheRefreshToken()
{
    SignInFixture fixture;
    fixture.upstream.oauth('{' + kPair + R"(,"rotates":false})");
    fixture.put(kOld, kRefresh);
    for (int i = 1; i <= 3; ++i) {
        fixture.clock.advance(kHourMs);
        QVERIFY(isNew(fixture.ask()));
        QCOMPARE(fixture.upstream.oauthCounts().refreshes, i);
        QVERIFY(fixture.kept()->refresh == secretOf(kRefresh));
    }
}

void TokenRefresherTest::entriesThatAreNoTokens_data()
{
    QTest::addColumn<QByteArray>("entry"); // empty: none
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("none") << QByteArray() << QByteArray("“work” is not signed in");
    QTest::newRow("a key") << QByteArray("sk-ant-test-1") << QByteArray("cannot be read");
    QTest::newRow("another JSON") << QByteArray("{}") << QByteArray("cannot be read");
    QTest::newRow("cannot be renewed")
        << QByteArray(R"({"access_token":"a","received_at_ms":1,"lifetime_ms":1})")
        << QByteArray("has ended");
}

void TokenRefresherTest::entriesThatAreNoTokens()
{
    QFETCH(QByteArray, entry);
    QFETCH(QByteArray, says);
    SignInFixture fixture;
    if (!entry.isEmpty())
        fixture.vault.entries[fixture.key()] = entry;
    const auto outcome = fixture.begin();
    QVERIFY(outcome.wait());
    QVERIFY(outcome.failedWith(ErrorKind::Authentication));
    QVERIFY2(outcome.sentence().toUtf8().contains(says), qPrintable(outcome.sentence()));
    QCOMPARE(fixture.states(), QList{AccountState::NeedsSignIn});
    QCOMPARE(fixture.vault.entries.value(fixture.key()), entry);
    QCOMPARE(fixture.upstream.oauthCounts().tokenRequests, 0);
}

void TokenRefresherTest::lockedVaultIsTold()
{
    SignInFixture fixture;
    fixture.put(kOld, kRefresh);
    fixture.vault.readError =
        Error{ErrorKind::VaultLocked, QStringLiteral("The keychain is locked"), {}, {}, {}, 0};
    const auto outcome = fixture.begin();
    QVERIFY(outcome.wait());
    QVERIFY(outcome.failedWith(ErrorKind::VaultLocked));
    QCOMPARE(fixture.states(), QList{AccountState::Locked});
    fixture.vault.readError.reset();
    QCOMPARE(fixture.ask(), kOld);
}

void TokenRefresherTest::signingInAnewMendsIt()
{
    SignInFixture fixture;
    fixture.put(kOld, kRefresh);
    fixture.clock.advance(kHourMs);
    QVERIFY(fixture.ask().contains("has ended"));
    OAuthToken token;
    token.access = secretOf("sk-ant-test-oat-fresh");
    token.refresh = secretOf("sk-ant-test-ort-fresh");
    token.receivedAtMs = fixture.clock.nowMs();
    token.lifetimeMs = kHourMs;
    Testing::Outcome<void> stored;
    fixture.refresher->store(fixture.account(), token, stored.completion());
    QVERIFY(stored.wait());
    QVERIFY2(stored.succeeded(), qPrintable(stored.sentence()));
    QVERIFY(*fixture.kept() == token);
    QCOMPARE(fixture.ask(), QByteArray("sk-ant-test-oat-fresh"));
}

void TokenRefresherTest::signInWaitsForARenewalUnderWay()
{
    SignInFixture fixture;
    fixture.upstream.oauth('{' + kPair + R"(,"steps":[{"delay_ms":100}]})");
    fixture.put(kOld, kRefresh);
    fixture.clock.advance(kHourMs);
    const auto renewal = fixture.begin();
    QTRY_COMPARE_WITH_TIMEOUT(fixture.upstream.oauthCounts().tokenRequests, 1, 20'000);
    OAuthToken token;
    token.access = secretOf("sk-ant-test-oat-fresh");
    token.receivedAtMs = fixture.clock.nowMs();
    Testing::Outcome<void> stored;
    fixture.refresher->store(fixture.account(), token, stored.completion());
    QVERIFY(stored.wait());
    QVERIFY2(stored.succeeded(), qPrintable(stored.sentence()));
    QVERIFY(renewal.wait());
    QVERIFY(*fixture.kept() == token); // the person's, not the renewed one
    QCOMPARE(fixture.ask(), QByteArray("sk-ant-test-oat-fresh"));
}

QTEST_GUILESS_MAIN(TokenRefresherTest)
#include "tst_tokenrefresher.moc"
