// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/storefixture.h"
#include "base/eventthread.h"

#include <QFile>
#include <QSignalSpy>

#include <future>

using namespace Patchbay;
using namespace Patchbay::Testing;

namespace {

Error vaultFault(ErrorKind kind)
{
    return {kind, QStringLiteral("It is locked"), QStringLiteral("Unlock it"), {}, {}, 0};
}

} // namespace

class AccountStoreSecretsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<StoreFixture>(); }

    void vaultFaultsLockAndReadingUnlocks_data();
    void vaultFaultsLockAndReadingUnlocks();
    void recoveredVaultUnlocksByItself();
    void checkLocksWithoutReading();
    void lockedReasonSaysWhatToDo();
    void statesAreKept();
    void keyCommandGivesTheKey();
    void keyCommandRunsOnceForAllWhoAsk();
    void keyCommandFaultLocks();
    void keyCommandTakesTheKeysPlace();
    void otherThreadsAreAnsweredThere();

private:
    [[nodiscard]] AccountState state(const AccountId& id) const
    {
        return m_fixture->store->find(id)->state;
    }
    std::unique_ptr<StoreFixture> m_fixture;
};

void AccountStoreSecretsTest::vaultFaultsLockAndReadingUnlocks_data()
{
    QTest::addColumn<int>("kind");
    for (const ErrorKind kind :
         {ErrorKind::SecretAbsent, ErrorKind::VaultLocked, ErrorKind::VaultDenied,
          ErrorKind::VaultUnavailable, ErrorKind::VaultTimeout})
        QTest::newRow(qPrintable(errorKindName(kind))) << int(kind);
}

void AccountStoreSecretsTest::vaultFaultsLockAndReadingUnlocks()
{
    QFETCH(int, kind);
    const auto id = m_fixture->add(QStringLiteral("work"));
    QSignalSpy changed(m_fixture->store.get(), &AccountStore::changed);
    m_fixture->vault.readError = vaultFault(ErrorKind(kind));
    const auto read = m_fixture->secret(*id);
    QVERIFY(!read && read.error() == *m_fixture->vault.readError);
    QCOMPARE(state(*id), AccountState::Locked);
    QCOMPARE(changed.count(), 1);
    QVERIFY(!m_fixture->secret(*id));
    QCOMPARE(changed.count(), 1); // nothing new
    m_fixture->restart();
    QCOMPARE(state(*id), AccountState::Locked);
    m_fixture->vault.readError.reset();
    QVERIFY(m_fixture->secret(*id));
    QCOMPARE(state(*id), AccountState::Ready);
    QVERIFY(m_fixture->store->find(*id)->stateReason.isEmpty());
}

void AccountStoreSecretsTest::recoveredVaultUnlocksByItself()
{
    const auto locked = m_fixture->add(QStringLiteral("locked"));
    const auto ready = m_fixture->add(QStringLiteral("ready"));
    m_fixture->vault.readError = vaultFault(ErrorKind::VaultLocked);
    QVERIFY(!m_fixture->secret(*locked));
    m_fixture->vault.readError.reset();
    m_fixture->vault.journal.clear();
    Q_EMIT m_fixture->vault.recovered();
    QTRY_COMPARE(state(*locked), AccountState::Ready);
    QCOMPARE(m_fixture->vault.journal.size(), 1); // the other one was not asked for
    QCOMPARE(state(*ready), AccountState::Ready);
}

void AccountStoreSecretsTest::checkLocksWithoutReading()
{
    const auto id = m_fixture->add(QStringLiteral("work"));
    NewAccount commanded = StoreFixture::newAccount(QStringLiteral("commanded"), {});
    commanded.account.keyCommand = QStringLiteral("echo sk-ant-test-2");
    const auto other = m_fixture->add(std::move(commanded));
    QVERIFY(other);
    m_fixture->vault.journal.clear();
    m_fixture->vault.readError = vaultFault(ErrorKind::VaultUnavailable);
    Outcome<void> checked;
    m_fixture->store->checkVault(checked.completion());
    QVERIFY(checked.wait() && checked.failedWith(ErrorKind::VaultUnavailable));
    QVERIFY(m_fixture->vault.journal.isEmpty());
    QCOMPARE(state(*id), AccountState::Locked);
    QCOMPARE(state(*other), AccountState::Ready);
    m_fixture->vault.readError.reset();
    m_fixture->store->checkVault();
    QTRY_COMPARE(state(*id), AccountState::Ready);
}

void AccountStoreSecretsTest::lockedReasonSaysWhatToDo()
{
    const auto id = m_fixture->add(QStringLiteral("work"));
    m_fixture->vault.readError = vaultFault(ErrorKind::VaultLocked);
    QVERIFY(!m_fixture->secret(*id));
    // The pool tells what it was told by us, in fewer words.
    m_fixture->store->setState(*id, AccountState::Locked, QStringLiteral("It is locked"), 0);
    QCOMPARE(m_fixture->store->find(*id)->stateReason, m_fixture->vault.readError->sentence());
    QVERIFY(m_fixture->store->find(*id)->stateReason.contains(QLatin1String("Unlock it")));
}

void AccountStoreSecretsTest::statesAreKept()
{
    const auto id = m_fixture->add(QStringLiteral("work"));
    QSignalSpy changed(m_fixture->store.get(), &AccountStore::changed);
    m_fixture->store->setState(*id, AccountState::Blocked, QStringLiteral("no permission"), 0);
    m_fixture->store->setState(*id, AccountState::Blocked, QStringLiteral("no permission"), 0);
    QCOMPARE(changed.count(), 1);
    m_fixture->store->setOrganization(*id, QStringLiteral("org-1"));
    m_fixture->store->setOrganization(*id, QStringLiteral("org-1"));
    QCOMPARE(changed.count(), 2);
    const Account before = *m_fixture->store->find(*id);
    QCOMPARE(before.stateSinceMs, m_fixture->clock.ms);
    m_fixture->restart();
    QVERIFY(*m_fixture->store->find(*id) == before);
    // Reading its key works all along, and says nothing about the provider.
    QVERIFY(m_fixture->secret(*id));
    QCOMPARE(state(*id), AccountState::Blocked);
}

void AccountStoreSecretsTest::keyCommandGivesTheKey()
{
    NewAccount wanted = StoreFixture::newAccount(QStringLiteral("work"), {});
    wanted.account.keyCommand = QStringLiteral("printf 'sk-ant-test-command\\n'");
    const auto id = m_fixture->add(std::move(wanted));
    QVERIFY2(id, id ? "" : qPrintable(id.error().sentence()));
    QVERIFY(m_fixture->vault.journal.isEmpty());
    m_fixture->restart();
    QVERIFY(m_fixture->secret(*id)->reveal() == "sk-ant-test-command");
    QVERIFY(m_fixture->vault.journal.isEmpty());
    QVERIFY(m_fixture->remove(*id));
}

void AccountStoreSecretsTest::keyCommandRunsOnceForAllWhoAsk()
{
    const QString runs = m_fixture->folder.filePath(QStringLiteral("runs"));
    NewAccount wanted = StoreFixture::newAccount(QStringLiteral("work"), {});
    wanted.account.keyCommand =
        QStringLiteral("echo run >> '%1'; echo sk-ant-test-command").arg(runs);
    const auto id = m_fixture->add(std::move(wanted));
    QList<Outcome<Secret>> outcomes(5);
    for (auto& outcome : outcomes)
        m_fixture->store->secret(*id, outcome.completion());
    for (const auto& outcome : outcomes)
        QVERIFY(outcome.wait() && outcome.succeeded());
    QFile file(runs);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("run\n"));
    QVERIFY(m_fixture->secret(*id)); // the next time it runs again
    QCOMPARE(file.size(), 8);
}

void AccountStoreSecretsTest::keyCommandFaultLocks()
{
    NewAccount wanted = StoreFixture::newAccount(QStringLiteral("work"), {});
    wanted.account.keyCommand = QStringLiteral("exit 4");
    const auto id = m_fixture->add(std::move(wanted));
    const auto read = m_fixture->secret(*id);
    QVERIFY(!read && read.error().kind == ErrorKind::VaultDenied);
    QCOMPARE(state(*id), AccountState::Locked);
    QVERIFY(m_fixture->store->find(*id)->stateReason.contains(QLatin1String("exit code 4")));

    Account account = *m_fixture->store->find(*id);
    account.keyCommand = QStringLiteral("sleep 600");
    QVERIFY(m_fixture->edit(account));
    QCOMPARE(state(*id), AccountState::Ready);
    m_fixture->store->setKeyCommandTimeout(200);
    const auto slow = m_fixture->secret(*id);
    QVERIFY(!slow && slow.error().kind == ErrorKind::VaultTimeout);
    QCOMPARE(state(*id), AccountState::Locked);
}

void AccountStoreSecretsTest::keyCommandTakesTheKeysPlace()
{
    const auto id = m_fixture->add(QStringLiteral("work"));
    QSignalSpy secretChanged(m_fixture->store.get(), &AccountStore::secretChanged);
    Account account = *m_fixture->store->find(*id);
    account.keyCommand = QStringLiteral("echo sk-ant-test-command");
    QVERIFY(m_fixture->edit(account));
    QCOMPARE(secretChanged.count(), 1);
    QTRY_VERIFY(m_fixture->vault.entries.isEmpty());
    QVERIFY(m_fixture->secret(*id)->reveal() == "sk-ant-test-command");
    // And a key that of the command.
    QVERIFY(m_fixture->replaceSecret(*id, "sk-ant-test-3"));
    m_fixture->restart();
    QVERIFY(m_fixture->store->find(*id)->keyCommand.isEmpty());
    QVERIFY(m_fixture->secret(*id)->reveal() == "sk-ant-test-3");
}

void AccountStoreSecretsTest::otherThreadsAreAnsweredThere()
{
    const auto id = m_fixture->add(QStringLiteral("work"));
    const auto read = m_fixture->store->credentialReader();
    std::promise<std::pair<bool, bool>> answered;
    auto future = answered.get_future();
    EventThread board(QStringLiteral("board"));
    board.post([&, here = board.address()] {
        read(*id, std::nullopt, here,
             [&answered, thread = QThread::currentThread()](Result<Credential> credential) {
                 answered.set_value({credential && credential->secret.reveal() == "sk-ant-test-1",
                                     QThread::currentThread() == thread});
             });
    });
    QVERIFY(QTest::qWaitFor(
        [&] { return future.wait_for(std::chrono::seconds(0)) == std::future_status::ready; }));
    QCOMPARE(future.get(), std::pair(true, true));
    // Once the store is gone there is nobody to answer, and nothing breaks.
    m_fixture->store.reset();
    board.post([&, here = board.address()] {
        read(*id, std::nullopt, here, [](const Result<Credential>&) {});
    });
    board.stop();
}

QTEST_GUILESS_MAIN(AccountStoreSecretsTest)
#include "tst_accountstoresecrets.moc"
