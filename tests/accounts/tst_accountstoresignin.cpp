// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/oauthsignin.h"
#include "signinfixture.h"
#include "storefixture.h"

#include <QSignalSpy>

using namespace Patchbay;
using namespace Patchbay::Testing;

namespace {

constexpr qint64 kHourMs = 3'600'000;
const QByteArray kPair = QByteArrayLiteral(
    R"({"tokens":[{"access_token":"sk-ant-test-oat-old","refresh_token":"sk-ant-test-ort-old"}]})");

OAuthToken tokenOf(const QByteArray& access, const QByteArray& refresh, qint64 nowMs)
{
    return {secretOf(access), secretOf(refresh), nowMs, kHourMs, {}};
}

/// A store with an account that signs in at the simulator.
struct Fixture : StoreFixture
{
    TestUpstream upstream;

    void begin()
    {
        TokenRefresherOptions options;
        options.locksDir = folder.path();
        store->renewSignIns(options);
    }
    [[nodiscard]] NewAccount wanted(const QByteArray& access = {}) const
    {
        OAuthProfile profile;
        profile.name = QStringLiteral("the test provider");
        profile.authorizeUrl =
            upstream.baseUrl().resolved(QUrl(QStringLiteral("/oauth/authorize")));
        profile.tokenUrl = upstream.baseUrl().resolved(QUrl(QStringLiteral("/oauth/token")));
        profile.clientId = QStringLiteral("patchbay-test");
        NewAccount wanted;
        wanted.account.name = QStringLiteral("work");
        wanted.account.kind = AccountKind::OAuth;
        wanted.account.oauthProfile = profile.toJson();
        if (!access.isEmpty())
            wanted.secret = tokenOf(access, "sk-ant-test-ort-old", clock.nowMs()).toSecret();
        return wanted;
    }
    [[nodiscard]] Testing::Outcome<Credential> ask(const AccountId& id) const
    {
        Testing::Outcome<Credential> outcome;
        store->credential(id, {}, outcome.completion());
        (void)outcome.wait();
        return outcome;
    }
};

} // namespace

class AccountStoreSignInTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void accountWaitsForItsSignIn();
    void importedTokenIsUsedAndRenewed();
    void refusalIsToldOnceAndKept();
    void troubleOfTheProviderIsAShortRest();
    void lockedVaultLocksIt();
    void signingInIsForThoseWhoCan();
    void badProfilesAndTokensAreRefused();
    void removingTakesTheTokenAway();
    void nothingSecretIsInTheRow();
};

void AccountStoreSignInTest::accountWaitsForItsSignIn()
{
    Fixture fixture;
    fixture.begin();
    const auto id = fixture.add(fixture.wanted());
    QVERIFY2(id, id ? "" : qPrintable(id.error().sentence()));
    QCOMPARE(fixture.store->find(*id)->state, AccountState::NeedsSignIn);
    QVERIFY(fixture.secrets().isEmpty());
    QVERIFY(fixture.ask(*id).failedWith(ErrorKind::Authentication));
    fixture.restart();
    fixture.begin();
    QCOMPARE(fixture.store->find(*id)->state, AccountState::NeedsSignIn);

    QSignalSpy changedSecrets(fixture.store.get(), &AccountStore::secretChanged);
    const qint64 before = fixture.store->find(*id)->secretChangedAtMs;
    Testing::Outcome<void> kept;
    fixture.store->keepSignIn(
        *id, tokenOf("sk-ant-test-oat-1", "sk-ant-test-ort-1", fixture.clock.nowMs()),
        kept.completion());
    QVERIFY(kept.wait());
    QVERIFY2(kept.succeeded(), qPrintable(kept.sentence()));
    QCOMPARE(fixture.store->find(*id)->state, AccountState::Ready);
    QCOMPARE_GT(fixture.store->find(*id)->secretChangedAtMs, before);
    QVERIFY(!changedSecrets.isEmpty());
    QCOMPARE(fixture.vault.entries.keys(),
             QStringList{QStringLiteral("account/%1/token").arg(id->value)});
    const auto asked = fixture.ask(*id);
    QVERIFY2(asked.succeeded(), qPrintable(asked.sentence()));
    QCOMPARE(asked.result()->secret, secretOf("sk-ant-test-oat-1"));
    fixture.restart();
    QCOMPARE(fixture.store->find(*id)->state, AccountState::Ready);
}

void AccountStoreSignInTest::importedTokenIsUsedAndRenewed()
{
    Fixture fixture;
    fixture.begin();
    fixture.upstream.oauth(kPair);
    const auto id = fixture.add(fixture.wanted("sk-ant-test-oat-old"));
    QVERIFY2(id, id ? "" : qPrintable(id.error().sentence()));
    QCOMPARE(fixture.store->find(*id)->state, AccountState::Ready);
    QCOMPARE(fixture.ask(*id).result()->secret, secretOf("sk-ant-test-oat-old"));
    fixture.clock.ms += kHourMs;
    QSignalSpy changedSecrets(fixture.store.get(), &AccountStore::secretChanged);
    const auto renewed = fixture.ask(*id);
    QVERIFY2(renewed.succeeded(), qPrintable(renewed.sentence()));
    QVERIFY(renewed.result()->secret != secretOf("sk-ant-test-oat-old"));
    QTRY_COMPARE_WITH_TIMEOUT(changedSecrets.size(), 1, 20'000); // caches forget the old one
    QCOMPARE(fixture.store->find(*id)->state, AccountState::Ready);
}

void AccountStoreSignInTest::refusalIsToldOnceAndKept()
{
    Fixture fixture;
    fixture.begin();
    const auto id = fixture.add(fixture.wanted("sk-ant-test-oat-old"));
    QVERIFY(id);
    fixture.clock.ms += kHourMs;
    QSignalSpy changes(fixture.store.get(), &AccountStore::changed);
    for (int i = 0; i < 5; ++i) {
        QVERIFY(fixture.ask(*id).failedWith(ErrorKind::Authentication));
        // As the pool tells it in its own words.
        fixture.store->setState(*id, AccountState::NeedsSignIn, QStringLiteral("401"), 0);
    }
    QCOMPARE(changes.size(), 1);
    QCOMPARE(fixture.store->find(*id)->state, AccountState::NeedsSignIn);
    QVERIFY(fixture.store->find(*id)->stateReason.contains(QLatin1String("accounts login")));
    QCOMPARE(fixture.upstream.oauthCounts().tokenRequests, 1);
    QCOMPARE(fixture.secrets(), QStringList{id->value});
    fixture.restart();
    QCOMPARE(fixture.store->find(*id)->state, AccountState::NeedsSignIn);
}

void AccountStoreSignInTest::troubleOfTheProviderIsAShortRest()
{
    Fixture fixture;
    fixture.begin();
    fixture.upstream.oauth(kPair.chopped(1) + R"(,"steps":[{"status":503}]})");
    const auto id = fixture.add(fixture.wanted("sk-ant-test-oat-old"));
    QVERIFY(id);
    fixture.clock.ms += kHourMs;
    QVERIFY(!fixture.ask(*id).succeeded());
    QCOMPARE(fixture.store->find(*id)->state, AccountState::CoolingDown);
    QCOMPARE_GT(fixture.store->find(*id)->stateUntilMs, fixture.clock.nowMs());
    fixture.clock.ms += 60'000;
    QVERIFY(fixture.ask(*id).succeeded());
    QTRY_COMPARE_WITH_TIMEOUT(fixture.store->find(*id)->state, AccountState::Ready, 20'000);
    QVERIFY(fixture.store->find(*id)->stateReason.isEmpty());
}

void AccountStoreSignInTest::lockedVaultLocksIt()
{
    Fixture fixture;
    fixture.begin();
    const auto id = fixture.add(fixture.wanted("sk-ant-test-oat-old"));
    QVERIFY(id);
    fixture.vault.readError =
        Error{ErrorKind::VaultLocked, QStringLiteral("The keychain is locked"), {}, {}, {}, 0};
    QVERIFY(fixture.ask(*id).failedWith(ErrorKind::VaultLocked));
    QCOMPARE(fixture.store->find(*id)->state, AccountState::Locked);
    NewAccount other = fixture.wanted();
    other.account.name = QStringLiteral("nobody's");
    const auto waiting = fixture.add(std::move(other));
    QVERIFY(waiting);
    Testing::Outcome<void> checked;
    fixture.store->checkVault(checked.completion());
    QVERIFY(checked.wait());
    // The one has nothing in the vault that could be locked.
    QCOMPARE(fixture.store->find(*waiting)->state, AccountState::NeedsSignIn);
    QCOMPARE(fixture.store->find(*id)->state, AccountState::Locked);
    fixture.vault.readError.reset();
    QVERIFY(fixture.ask(*id).succeeded());
    QCOMPARE(fixture.store->find(*id)->state, AccountState::Ready);
}

void AccountStoreSignInTest::signingInIsForThoseWhoCan()
{
    Fixture fixture;
    fixture.begin();
    const auto key = fixture.add(QStringLiteral("key"));
    QVERIFY(key);
    QVERIFY(!fixture.store->signIn(*key));
    Testing::Outcome<void> kept;
    fixture.store->keepSignIn(*key, tokenOf("a", "r", 0), kept.completion());
    QVERIFY(kept.wait());
    QVERIFY(kept.failedWith(ErrorKind::InvalidInput));
    QCOMPARE(fixture.secret(*key)->reveal(), QByteArrayView("sk-ant-test-1"));

    const auto id = fixture.add(fixture.wanted());
    QVERIFY(id);
    const auto signIn = fixture.store->signIn(*id);
    QVERIFY(signIn);
    QCOMPARE((*signIn)->profile().name, QStringLiteral("the test provider"));

    NewAccount imported = fixture.wanted("sk-ant-test-oat-old");
    imported.account.name = QStringLiteral("imported");
    OAuthProfile profile = (*signIn)->profile();
    profile.authorizeUrl.clear();
    imported.account.oauthProfile = profile.toJson();
    const auto elsewhere = fixture.add(std::move(imported));
    QVERIFY(elsewhere);
    const auto none = fixture.store->signIn(*elsewhere);
    QVERIFY(!none);
    QVERIFY(none.error().nextStep.contains(QLatin1String("import it again")));
}

void AccountStoreSignInTest::badProfilesAndTokensAreRefused()
{
    Fixture fixture;
    fixture.begin();
    NewAccount noProfile = fixture.wanted();
    noProfile.account.oauthProfile.clear();
    QCOMPARE(fixture.add(std::move(noProfile)).error().kind, ErrorKind::InvalidInput);
    NewAccount aKey = fixture.wanted();
    aKey.secret = secretOf("sk-ant-test-1");
    QCOMPARE(fixture.add(std::move(aKey)).error().kind, ErrorKind::InvalidInput);
    QVERIFY(fixture.secrets().isEmpty());
    QVERIFY(fixture.rows().isEmpty());
}

void AccountStoreSignInTest::removingTakesTheTokenAway()
{
    Fixture fixture;
    fixture.begin();
    const auto id = fixture.add(fixture.wanted("sk-ant-test-oat-old"));
    QVERIFY(id);
    QVERIFY(fixture.ask(*id).succeeded());
    QVERIFY(fixture.remove(*id));
    QVERIFY(fixture.secrets().isEmpty());
    QVERIFY(!fixture.ask(*id).succeeded());
}

void AccountStoreSignInTest::nothingSecretIsInTheRow()
{
    Fixture fixture;
    fixture.begin();
    const auto id = fixture.add(fixture.wanted("sk-ant-test-oat-old"));
    QVERIFY(id);
    fixture.clock.ms += kHourMs;
    (void)fixture.ask(*id);
    fixture.store.reset();
    fixture.database.reset();
    QDir folder(fixture.folder.path());
    for (const QString& name : folder.entryList(QDir::Files | QDir::Hidden)) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        QVERIFY2(!bytes.contains("-oat-") && !bytes.contains("-ort-"), qPrintable(name));
    }
}

QTEST_GUILESS_MAIN(AccountStoreSignInTest)
#include "tst_accountstoresignin.moc"
