// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/demoaccount.h"
#include "accounts/importers.h"
#include "accounts/storefixture.h"

#include <QSignalSpy>

using namespace Patchbay;
using namespace Patchbay::Testing;

namespace {

QList<NewAccount> environmentAccounts(const char* json)
{
    return accountsOfJson(QByteArray(json)).value();
}

constexpr const char* kTwo = R"([{"name": "a", "apiKey": "sk-ant-test-env-a"},
                                 {"name": "b", "apiKey": "sk-ant-test-env-b", "weight": 4}])";

} // namespace

class AccountStoreLoadTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<StoreFixture>(); }

    void environmentAccountsNeedNoVault();
    void environmentAccountsKeepTheirRow();
    void environmentAccountsLoseStatesOfOldKeys();
    void environmentAccountsCannotBeStoredOnes();
    void environmentNamesComeFirst();
    void environmentIsReplaced();
    void aFaultyReplacementChangesNothing();
    void demoIsAnAccountOfThisRun();
    void badTransientAccountsAreRefused();
    void reloadSeesOtherProcesses();
    void reloadKeepsWhatIsNewerHere();
    void coolDownThatEndedMeanwhileIsOver();

private:
    std::unique_ptr<StoreFixture> m_fixture;
};

void AccountStoreLoadTest::environmentAccountsNeedNoVault()
{
    m_fixture->vault.isSilent = true;
    QSignalSpy changed(m_fixture->store.get(), &AccountStore::changed);
    QVERIFY(m_fixture->store->addTransient(environmentAccounts(kTwo)));
    QCOMPARE(changed.count(), 1);
    QCOMPARE(m_fixture->store->accounts().size(), 2);
    const Account b = *m_fixture->store->findByName(QStringLiteral("B"));
    QVERIFY(b.number > 0);
    QCOMPARE(b.weight, 4);
    QVERIFY(b.color != m_fixture->store->findByName(QStringLiteral("a"))->color);
    QVERIFY(m_fixture->secret(b.id)->reveal() == "sk-ant-test-env-b");
    QVERIFY(m_fixture->vault.journal.isEmpty());
    QVERIFY(m_fixture->rows().isEmpty()); // none is a stored one
    m_fixture->restart();
    QVERIFY(m_fixture->store->accounts().isEmpty());
}

void AccountStoreLoadTest::environmentAccountsKeepTheirRow()
{
    QVERIFY(m_fixture->store->addTransient(environmentAccounts(kTwo)));
    const Account before = *m_fixture->store->findByName(QStringLiteral("a"));
    m_fixture->store->setOrganization(before.id, QStringLiteral("org-1"));
    m_fixture->store->setState(before.id, AccountState::CoolingDown, QStringLiteral("429"),
                               m_fixture->clock.ms + 60'000);
    m_fixture->restart();
    QVERIFY(m_fixture->store->addTransient(environmentAccounts(kTwo)));
    const Account after = *m_fixture->store->findByName(QStringLiteral("a"));
    QCOMPARE(after.number, before.number);
    QCOMPARE(after.color, before.color);
    QCOMPARE(after.createdAtMs, before.createdAtMs);
    QCOMPARE(after.organizationId, QStringLiteral("org-1"));
    QCOMPARE(after.state, AccountState::CoolingDown);
    QCOMPARE(after.stateUntilMs, m_fixture->clock.ms + 60'000);
}

void AccountStoreLoadTest::environmentAccountsLoseStatesOfOldKeys()
{
    QVERIFY(m_fixture->store->addTransient(environmentAccounts(kTwo)));
    const AccountId id = m_fixture->store->accounts().first().id;
    m_fixture->store->setState(id, AccountState::NeedsSignIn, QStringLiteral("401"), 0);
    m_fixture->restart();
    QVERIFY(m_fixture->store->addTransient(environmentAccounts(kTwo)));
    QCOMPARE(m_fixture->store->find(id)->state, AccountState::Ready);
    QVERIFY(m_fixture->store->find(id)->stateReason.isEmpty());
}

void AccountStoreLoadTest::environmentAccountsCannotBeStoredOnes()
{
    QVERIFY(m_fixture->store->addTransient(environmentAccounts(kTwo)));
    const Account account = m_fixture->store->accounts().first();
    for (const Result<void>& result : {m_fixture->edit(account), m_fixture->remove(account.id),
                                       m_fixture->replaceSecret(account.id, "sk-ant-test-other")}) {
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::InvalidInput);
        QVERIFY(result.error().cause.contains(QLatin1String("environment")));
    }
    QVERIFY(m_fixture->vault.journal.isEmpty());
    QVERIFY(m_fixture->setEnabled(account.id, false));
    QCOMPARE(m_fixture->store->find(account.id)->state, AccountState::Disabled);
}

void AccountStoreLoadTest::environmentNamesComeFirst()
{
    const auto stored = m_fixture->add(QStringLiteral("a"));
    QVERIFY(stored);
    QVERIFY(m_fixture->store->addTransient(environmentAccounts(kTwo)));
    QCOMPARE(m_fixture->store->accounts().size(), 3);
    QVERIFY(m_fixture->store->findByName(QStringLiteral("a"))->id != *stored);
    QVERIFY(m_fixture->add(QStringLiteral("b")));
}

void AccountStoreLoadTest::environmentIsReplaced()
{
    AccountStore& store = *m_fixture->store;
    QVERIFY(m_fixture->add(QStringLiteral("stored")));
    QVERIFY(store.addTransient(environmentAccounts(kTwo)));
    const Account a = *store.findByName(QStringLiteral("a"));
    const Account b = *store.findByName(QStringLiteral("b"));
    store.setOrganization(a.id, QStringLiteral("org-1"));
    QSignalSpy secrets(&store, &AccountStore::secretChanged);
    QVERIFY(store.replaceEnvironment(environmentAccounts(
        R"([{"name":"a","apiKey":"sk-ant-test-env-a2"},{"name":"c","apiKey":"sk-ant-test-env-c"}])")));
    QCOMPARE(store.accounts().size(), 3);
    QVERIFY(store.findByName(QStringLiteral("stored")));
    QVERIFY(!store.find(b.id));
    QVERIFY(m_fixture->secret(a.id)->reveal() == "sk-ant-test-env-a2");
    QCOMPARE(store.find(a.id)->organizationId, QStringLiteral("org-1")); // the same account
    QCOMPARE(secrets.count(), 2); // a has another, b has none
    QVERIFY(store.replaceEnvironment({}));
    QCOMPARE(store.accounts().size(), 1);
}

void AccountStoreLoadTest::aFaultyReplacementChangesNothing()
{
    AccountStore& store = *m_fixture->store;
    QVERIFY(store.addTransient(environmentAccounts(kTwo)));
    const QList<Account> before = store.accounts();
    QSignalSpy secrets(&store, &AccountStore::secretChanged);
    QList<NewAccount> wanted = environmentAccounts(kTwo);
    wanted.last().secret = Secret::take("two words");
    QVERIFY(!store.replaceEnvironment(std::move(wanted)));
    QCOMPARE(store.accounts(), before);
    QVERIFY(m_fixture->secret(before.first().id));
    QVERIFY(secrets.isEmpty());
}

void AccountStoreLoadTest::demoIsAnAccountOfThisRun()
{
    const QUrl url(QStringLiteral("http://127.0.0.1:1234"));
    for (int run = 0; run < 2; ++run) {
        QList<NewAccount> demo;
        demo.append(demoAccount(url));
        QVERIFY(m_fixture->store->addTransient(std::move(demo)));
        const Account* account = m_fixture->store->findByName(QStringLiteral("Demo"));
        QVERIFY(account);
        QCOMPARE(account->source, AccountSource::Demo);
        QCOMPARE(account->baseUrl, url);
        QVERIFY(!account->allowEndpoint);
        QVERIFY(m_fixture->secret(account->id)->reveal().startsWith("sk-ant-test"));
        m_fixture->restart();
    }
    const auto reader = m_fixture->database->reader();
    QCOMPARE((*reader)->number(QStringLiteral("SELECT count(*) FROM accounts")).value().value(), 1);
}

void AccountStoreLoadTest::badTransientAccountsAreRefused()
{
    QVERIFY(m_fixture->store->addTransient(environmentAccounts(kTwo)));
    QVERIFY(!m_fixture->store->addTransient(environmentAccounts(kTwo)));
    QList<NewAccount> keyless;
    keyless.append(StoreFixture::newAccount(QStringLiteral("c"), {}));
    QVERIFY(!m_fixture->store->addTransient(std::move(keyless)));
    QCOMPARE(m_fixture->store->accounts().size(), 2);
}

void AccountStoreLoadTest::reloadSeesOtherProcesses()
{
    const auto kept = m_fixture->add(QStringLiteral("kept"));
    const auto gone = m_fixture->add(QStringLiteral("gone"));
    QVERIFY(kept && gone);
    QVERIFY(m_fixture->store->addTransient(environmentAccounts(kTwo)));
    QSignalSpy changed(m_fixture->store.get(), &AccountStore::changed);
    QSignalSpy secretChanged(m_fixture->store.get(), &AccountStore::secretChanged);
    m_fixture->store->reload();
    m_fixture->store->reload();
    QVERIFY(m_fixture->setEnabled(*kept, true)); // comes after both
    QTest::qWait(0);
    changed.clear();

    AccountStore other(*m_fixture->database, m_fixture->vault, m_fixture->clock);
    QVERIFY(other.load());
    QCOMPARE(other.accounts().size(), 2);
    Outcome<AccountId> added;
    Outcome<void> removed;
    Outcome<void> replaced;
    Outcome<void> edited;
    other.add(StoreFixture::newAccount(QStringLiteral("new")), added.completion());
    other.remove(*gone, removed.completion());
    other.replaceSecret(*kept, Secret::take("sk-ant-test-2"), replaced.completion());
    QVERIFY(added.wait() && removed.wait() && replaced.wait());
    Account renamed = *other.find(*kept);
    renamed.name = QStringLiteral("renamed");
    other.edit(renamed, edited.completion());
    QVERIFY(edited.wait() && edited.succeeded());

    m_fixture->store->reload();
    const auto names = [this] {
        QStringList all;
        for (const Account& account : m_fixture->store->accounts())
            all.append(account.name);
        return all;
    };
    QTRY_COMPARE(names(), (QStringList{QStringLiteral("renamed"), QStringLiteral("new"),
                                       QStringLiteral("a"), QStringLiteral("b")}));
    QVERIFY(changed.count() > 0);
    // Each once, in whatever order: the first reload may have seen the one change and not yet the
    // other.
    QCOMPARE(secretChanged.count(), 2);
    QSet<AccountId> told;
    for (const auto& arguments : secretChanged)
        told.insert(arguments.first().value<AccountId>());
    QCOMPARE(told, (QSet<AccountId>{*kept, *gone}));
}

void AccountStoreLoadTest::reloadKeepsWhatIsNewerHere()
{
    const auto id = m_fixture->add(QStringLiteral("a"));
    QVERIFY(id);
    m_fixture->store->reload();
    m_fixture->clock.ms += 10;
    Outcome<AccountId> added;
    m_fixture->store->add(StoreFixture::newAccount(QStringLiteral("b")), added.completion());
    m_fixture->store->setState(*id, AccountState::Blocked, QStringLiteral("no"), 0);
    QVERIFY(added.wait() && added.succeeded());
    QCOMPARE(m_fixture->store->accounts().size(), 2);
    // The reading that began first ends without undoing either.
    m_fixture->store->reload();
    Outcome<void> flushed;
    m_fixture->store->setEnabled(added.result().value(), true, flushed.completion());
    QVERIFY(flushed.wait());
    QTest::qWait(0);
    QCOMPARE(m_fixture->store->accounts().size(), 2);
    QCOMPARE(m_fixture->store->find(*id)->state, AccountState::Blocked);
}

void AccountStoreLoadTest::coolDownThatEndedMeanwhileIsOver()
{
    const auto id = m_fixture->add(QStringLiteral("a"));
    const qint64 until = m_fixture->clock.ms + 60'000;
    m_fixture->store->setState(*id, AccountState::CoolingDown, QStringLiteral("429"), until);
    m_fixture->restart();
    QCOMPARE(m_fixture->store->find(*id)->state, AccountState::CoolingDown);
    QCOMPARE(m_fixture->store->find(*id)->stateReason, QStringLiteral("429"));
    QCOMPARE(m_fixture->store->find(*id)->stateUntilMs, until);
    m_fixture->clock.ms = until;
    m_fixture->restart();
    QCOMPARE(m_fixture->store->find(*id)->state, AccountState::Ready);
}

QTEST_GUILESS_MAIN(AccountStoreLoadTest)
#include "tst_accountstoreload.moc"
