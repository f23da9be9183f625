// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/accountstore.h"
#include "accounts/storefixture.h"

#include <QSet>
#include <QSignalSpy>

using namespace Patchbay;
using namespace Patchbay::Testing;

class AccountStoreTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<StoreFixture>(); }

    void addsSecretFirstAndRowSecond();
    void survivesARestart();
    void refusesBeforeAnythingIsWritten_data();
    void refusesBeforeAnythingIsWritten();
    void namesAreTakenWithoutCase();
    void twoAddsOfOneNameAtOnce();
    void colorsStayDistinct();
    void editsWhatMayBeEdited();
    void anotherPlaceInTheOrderMendsNothing();
    void editToATakenNameIsRefused();
    void enablesAndDisables();
    void replacesTheSecret();
    void removesRowFirstAndSecretSecond();
    void nameOfARemovedAccountIsFree();
    void unknownAccountsAreToldAsSuch();
    void callsNobodyOnceDestroyed();

private:
    std::unique_ptr<StoreFixture> m_fixture;
};

void AccountStoreTest::addsSecretFirstAndRowSecond()
{
    m_fixture->vault.holds = true;
    QSignalSpy changed(m_fixture->store.get(), &AccountStore::changed);
    Outcome<AccountId> added;
    m_fixture->store->add(StoreFixture::newAccount(QStringLiteral(" work "), " sk-ant-test-1\n"),
                          added.completion());
    QTRY_COMPARE(m_fixture->vault.held(), 1);
    QVERIFY(m_fixture->rows().isEmpty());
    QVERIFY(m_fixture->store->accounts().isEmpty());
    m_fixture->vault.release();
    QVERIFY(added.wait() && added.succeeded());
    QCOMPARE(changed.count(), 1);

    const AccountId id = added.result().value();
    QCOMPARE(m_fixture->rows(), QStringList{id.value});
    QCOMPARE(m_fixture->vault.entries,
             (QMap<QString, QByteArray>{
                 {QStringLiteral("account/%1/api_key").arg(id.value), "sk-ant-test-1"}}));
    const Account* account = m_fixture->store->find(id);
    QVERIFY(account);
    QCOMPARE(account->name, QStringLiteral("work"));
    QVERIFY(account->number > 0);
    QCOMPARE(account->createdAtMs, m_fixture->clock.ms);
    QCOMPARE(account->state, AccountState::Ready);
    QCOMPARE(m_fixture->store->findByName(QStringLiteral(" WORK")), account);
    QVERIFY(m_fixture->secret(id)->reveal() == "sk-ant-test-1");
}

void AccountStoreTest::survivesARestart()
{
    NewAccount wanted = StoreFixture::newAccount(QStringLiteral("工作"));
    wanted.account.baseUrl = QUrl(QStringLiteral("https://gateway.example.com/a%20b"));
    wanted.account.model = QStringLiteral("claude-x");
    wanted.account.models = {QStringLiteral("claude-x"), QStringLiteral("a,b\"c")};
    wanted.account.proxy = QUrl(QStringLiteral("socks5://127.0.0.1:1080"));
    wanted.account.priority = 7;
    wanted.account.weight = 3;
    wanted.account.maxConcurrent = 11;
    wanted.account.allowEndpoint = false;
    const auto id = m_fixture->add(std::move(wanted));
    QVERIFY(id);
    const Account before = *m_fixture->store->find(*id);
    m_fixture->restart();
    QCOMPARE(m_fixture->store->accounts().size(), 1);
    QVERIFY(m_fixture->store->accounts().first() == before);
    QVERIFY(m_fixture->secret(*id)->reveal() == "sk-ant-test-1");
}

void AccountStoreTest::refusesBeforeAnythingIsWritten_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("command");
    const QByteArray key("sk-ant-test-1");
    QTest::newRow("no name") << "  " << key << "" << "";
    QTest::newRow("no key") << "a" << QByteArray() << "" << "";
    QTest::newRow("blank key") << "a" << QByteArray(" \n") << "" << "";
    QTest::newRow("broken key") << "a" << QByteArray("sk-ant test") << "" << "";
    QTest::newRow("plain http") << "a" << key << "http://example.com" << "";
    QTest::newRow("key and command") << "a" << key << "" << "echo sk";
}

void AccountStoreTest::refusesBeforeAnythingIsWritten()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, key);
    QFETCH(QString, url);
    QFETCH(QString, command);
    NewAccount wanted = StoreFixture::newAccount(name, key);
    wanted.account.baseUrl = QUrl(url);
    wanted.account.keyCommand = command;
    Outcome<AccountId> added;
    m_fixture->store->add(std::move(wanted), added.completion());
    QCOMPARE(added.calls(), 0);
    QVERIFY(added.wait());
    QVERIFY(added.failedWith(ErrorKind::InvalidInput));
    QVERIFY(!added.sentence().contains(QLatin1String("sk-ant")));
    QVERIFY(m_fixture->vault.journal.isEmpty());
    QVERIFY(m_fixture->rows().isEmpty());
}

void AccountStoreTest::namesAreTakenWithoutCase()
{
    QVERIFY(m_fixture->add(QStringLiteral("Work")));
    const auto again = m_fixture->add(QStringLiteral("wORK"));
    QVERIFY(!again);
    QCOMPARE(again.error().kind, ErrorKind::AlreadyExists);
    QVERIFY(again.error().sentence().contains(QLatin1String("wORK")));
    QCOMPARE(m_fixture->vault.entries.size(), 1);
}

void AccountStoreTest::twoAddsOfOneNameAtOnce()
{
    Outcome<AccountId> first;
    Outcome<AccountId> second;
    m_fixture->store->add(StoreFixture::newAccount(QStringLiteral("work")), first.completion());
    m_fixture->store->add(StoreFixture::newAccount(QStringLiteral("Work")), second.completion());
    QVERIFY(first.wait() && second.wait());
    QVERIFY(first.succeeded());
    QVERIFY(second.failedWith(ErrorKind::AlreadyExists));
    QCOMPARE(m_fixture->rows(), m_fixture->secrets());
    QVERIFY(m_fixture->remove(first.result().value()));
    QVERIFY(m_fixture->add(QStringLiteral("work")));
}

void AccountStoreTest::colorsStayDistinct()
{
    QList<Outcome<AccountId>> outcomes(8);
    for (int i = 0; i < 8; ++i) {
        m_fixture->store->add(StoreFixture::newAccount(QString::number(i)),
                              outcomes[i].completion());
    }
    QSet<int> colors;
    for (const auto& outcome : outcomes) {
        QVERIFY(outcome.wait() && outcome.succeeded());
        colors.insert(m_fixture->store->find(outcome.result().value())->color);
    }
    QCOMPARE(colors.size(), 8);
    const AccountId gone = outcomes[3].result().value();
    const int freed = m_fixture->store->find(gone)->color;
    QVERIFY(m_fixture->remove(gone));
    m_fixture->restart();
    const auto added = m_fixture->add(QStringLiteral("new"));
    QVERIFY(added);
    QCOMPARE(m_fixture->store->find(*added)->color, freed);
}

void AccountStoreTest::editsWhatMayBeEdited()
{
    const auto id = m_fixture->add(QStringLiteral("work"));
    QVERIFY(id);
    m_fixture->store->setState(*id, AccountState::Blocked, QStringLiteral("no permission"), 0);
    const Account before = *m_fixture->store->find(*id);
    m_fixture->clock.ms += 1'000;
    Account wanted = before;
    wanted.name = QStringLiteral("office ");
    wanted.baseUrl = QUrl(QStringLiteral("https://gateway.example.com"));
    wanted.maxConcurrent = 2;
    wanted.allowWindow = false;
    wanted.kind = AccountKind::OAuth;
    wanted.source = AccountSource::Demo;
    wanted.number = 99;
    wanted.color = 6;
    QVERIFY(m_fixture->edit(wanted));
    const Account after = *m_fixture->store->find(*id);
    QCOMPARE(after.name, QStringLiteral("office"));
    QCOMPARE(after.maxConcurrent, 2);
    QVERIFY(!after.allowWindow);
    QCOMPARE(after.kind, before.kind);
    QCOMPARE(after.source, before.source);
    QCOMPARE(after.number, before.number);
    QCOMPARE(after.color, before.color);
    QCOMPARE(after.state, AccountState::Ready); // the edit may have mended it
    QVERIFY(after.stateReason.isEmpty());
    m_fixture->restart();
    QVERIFY(*m_fixture->store->find(*id) == after);
    // Only the case of its own name.
    wanted = after;
    wanted.name = QStringLiteral("OFFICE");
    QVERIFY(m_fixture->edit(wanted));
}

void AccountStoreTest::anotherPlaceInTheOrderMendsNothing()
{
    const auto id = m_fixture->add(QStringLiteral("work"));
    QVERIFY(id);
    m_fixture->store->setState(*id, AccountState::Blocked, QStringLiteral("why"), 0);
    Account wanted = *m_fixture->store->find(*id);
    wanted.priority = 7;
    QVERIFY(m_fixture->edit(wanted));
    QCOMPARE(m_fixture->store->find(*id)->priority, 7);
    QCOMPARE(m_fixture->store->find(*id)->state, AccountState::Blocked);
    wanted = *m_fixture->store->find(*id);
    wanted.proxy = QUrl(QStringLiteral("http://127.0.0.1:3128"));
    QVERIFY(m_fixture->edit(wanted));
    QCOMPARE(m_fixture->store->find(*id)->state, AccountState::Ready);
}

void AccountStoreTest::editToATakenNameIsRefused()
{
    QVERIFY(m_fixture->add(QStringLiteral("work")));
    const auto id = m_fixture->add(QStringLiteral("home"));
    Account wanted = *m_fixture->store->find(*id);
    wanted.name = QStringLiteral("Work");
    const auto edited = m_fixture->edit(wanted);
    QVERIFY(!edited && edited.error().kind == ErrorKind::AlreadyExists);
    wanted.name = QStringLiteral("home");
    wanted.weight = 0;
    QVERIFY(!m_fixture->edit(wanted));
    QCOMPARE(m_fixture->store->find(*id)->weight, 1);
}

void AccountStoreTest::enablesAndDisables()
{
    const auto id = m_fixture->add(QStringLiteral("work"));
    QVERIFY(m_fixture->setEnabled(*id, false));
    QCOMPARE(m_fixture->store->find(*id)->state, AccountState::Disabled);
    // What the pool finds out late does not enable it.
    m_fixture->store->setState(*id, AccountState::Ready, {}, 0);
    QCOMPARE(m_fixture->store->find(*id)->state, AccountState::Disabled);
    m_fixture->restart();
    QCOMPARE(m_fixture->store->find(*id)->state, AccountState::Disabled);
    QVERIFY(!m_fixture->store->find(*id)->enabled);
    QVERIFY(m_fixture->setEnabled(*id, true));
    m_fixture->restart();
    QCOMPARE(m_fixture->store->find(*id)->state, AccountState::Ready);
}

void AccountStoreTest::replacesTheSecret()
{
    const auto id = m_fixture->add(QStringLiteral("work"));
    m_fixture->store->setState(*id, AccountState::NeedsSignIn, QStringLiteral("401"), 0);
    QSignalSpy secretChanged(m_fixture->store.get(), &AccountStore::secretChanged);
    const qint64 before = m_fixture->store->find(*id)->secretChangedAtMs;
    QVERIFY(!m_fixture->replaceSecret(*id, "two words"));
    QCOMPARE(secretChanged.count(), 0);
    QVERIFY(m_fixture->replaceSecret(*id, "sk-ant-test-2\n"));
    QCOMPARE(secretChanged.count(), 1);
    QVERIFY(m_fixture->secret(*id)->reveal() == "sk-ant-test-2");
    QCOMPARE(m_fixture->store->find(*id)->state, AccountState::Ready);
    QVERIFY(m_fixture->store->find(*id)->secretChangedAtMs > before);
    QCOMPARE(m_fixture->vault.entries.size(), 1);
}

void AccountStoreTest::removesRowFirstAndSecretSecond()
{
    const auto id = m_fixture->add(QStringLiteral("work"));
    QSignalSpy secretChanged(m_fixture->store.get(), &AccountStore::secretChanged);
    m_fixture->vault.holds = true;
    Outcome<void> removed;
    m_fixture->store->remove(*id, removed.completion());
    QVERIFY(!m_fixture->vault.journal.contains(
        QStringLiteral("remove account/%1/api_key").arg(id->value)));
    QTRY_COMPARE(m_fixture->vault.held(), 1);
    QVERIFY(m_fixture->rows().isEmpty());
    QVERIFY(m_fixture->store->accounts().isEmpty());
    QCOMPARE(removed.calls(), 0);
    m_fixture->vault.release();
    QVERIFY(removed.wait() && removed.succeeded());
    QVERIFY(m_fixture->vault.entries.isEmpty());
    QCOMPARE(secretChanged.count(), 1);
    const auto read = m_fixture->secret(*id);
    QVERIFY(!read && read.error().kind == ErrorKind::NotFound);
}

void AccountStoreTest::nameOfARemovedAccountIsFree()
{
    const auto id = m_fixture->add(QStringLiteral("work"));
    QVERIFY(m_fixture->remove(*id));
    const auto again = m_fixture->add(QStringLiteral("work"));
    QVERIFY(again);
    QVERIFY(*again != *id);
    m_fixture->restart();
    QCOMPARE(m_fixture->store->accounts().size(), 1);
}

void AccountStoreTest::unknownAccountsAreToldAsSuch()
{
    const AccountId nobody{QStringLiteral("nobody")};
    Account account;
    account.id = nobody;
    account.name = QStringLiteral("x");
    for (const ErrorKind kind :
         {m_fixture->remove(nobody).error().kind, m_fixture->edit(account).error().kind,
          m_fixture->setEnabled(nobody, true).error().kind,
          m_fixture->replaceSecret(nobody, "sk-ant-test-1").error().kind,
          m_fixture->secret(nobody).error().kind})
        QCOMPARE(kind, ErrorKind::NotFound);
    m_fixture->store->setState(nobody, AccountState::Blocked, {}, 0);
    m_fixture->store->setOrganization(nobody, QStringLiteral("org"));
    QVERIFY(m_fixture->store->accounts().isEmpty());
}

void AccountStoreTest::callsNobodyOnceDestroyed()
{
    const auto id = m_fixture->add(QStringLiteral("work"));
    m_fixture->vault.holds = true;
    Outcome<AccountId> added;
    Outcome<Secret> read;
    Outcome<void> removed;
    m_fixture->store->add(StoreFixture::newAccount(QStringLiteral("b")), added.completion());
    m_fixture->store->secret(*id, read.completion());
    m_fixture->store->remove(*id, removed.completion());
    m_fixture->restart();
    m_fixture->vault.release();
    QTRY_VERIFY(m_fixture->vault.held() == 0);
    QVERIFY(m_fixture->add(QStringLiteral("c")));
    QCOMPARE(added.calls() + read.calls() + removed.calls(), 0);
}

QTEST_GUILESS_MAIN(AccountStoreTest)
#include "tst_accountstore.moc"
