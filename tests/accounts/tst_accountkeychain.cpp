// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/importers.h"
#include "base/logging.h"
#include "base/paths.h"
#include "support/keyring.h"
#include "support/outcome.h"
#include "vault/makevault.h"

#include <QDirIterator>
#include <QFile>

using namespace Patchbay;
using namespace Patchbay::Testing;

namespace {

const QByteArray kFirst = QByteArrayLiteral("sk-ant-test-canary-one-4711");
const QByteArray kSecond = QByteArrayLiteral("sk-ant-test-canary-two-4712");
const QByteArray kEnvironment = QByteArrayLiteral("sk-ant-test-canary-three-4713");

// Everything below the home of this test, where data, config, cache, state and logs are.
QStringList filesWithCanary(int& read)
{
    QStringList found;
    QDirIterator files(qEnvironmentVariable("HOME"), QDir::Files | QDir::Hidden,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly))
            continue;
        ++read;
        const QByteArray bytes = file.readAll();
        const QByteArray wide(reinterpret_cast<const char*>(u"canary"), 12);
        if (bytes.contains("canary-") || bytes.contains(wide) ||
            bytes.contains(QByteArray("canary").toHex()) || bytes.contains("LWNhbmFye"))
            found.append(file.fileName());
    }
    return found;
}

} // namespace

/// Accounts over the real keychain: the key is there and nowhere else.
class AccountKeychainTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void keyIsInTheVaultAlone_data();
    void keyIsInTheVaultAlone();
    void lockedKeychainLocksItsAccounts();
};

void AccountKeychainTest::initTestCase()
{
    installLogging(qEnvironmentVariable("XDG_STATE_HOME") + QStringLiteral("/patchbay.log"));
    QLoggingCategory::setFilterRules(QStringLiteral("*.debug=true"));
}

void AccountKeychainTest::keyIsInTheVaultAlone_data()
{
    QTest::addColumn<QString>("kind");
    QTest::newRow("keychain") << "keychain";
    QTest::newRow("file") << "file";
}

void AccountKeychainTest::keyIsInTheVaultAlone()
{
    QFETCH(QString, kind);
    const QString passphrase = qEnvironmentVariable("HOME") + QStringLiteral("/passphrase");
    QFile file(passphrase);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("correct horse\n") > 0);
    file.close();
    const Environment environment(
        {{QStringLiteral("PATCHBAY_VAULT"), kind},
         {QStringLiteral("PATCHBAY_VAULT_PASSPHRASE_FILE"), passphrase},
         {QStringLiteral("PATCHBAY_DATA_DIR"),
          qEnvironmentVariable("XDG_DATA_HOME") + QStringLiteral("/patchbay-") + kind},
         {QStringLiteral("CLAUDE_API_KEY"), QString::fromLatin1(kEnvironment)}});
    const Paths paths = Paths::from(environment);
    QVERIFY(paths.make());
    SystemClock clock;
    auto database = Database::open(paths.databaseFile(), paths.backupsDir());
    QVERIFY(database);
    auto vault = makeVault(environment, paths);
    QVERIFY(vault);
    AccountStore store(**database, **vault, clock);
    QVERIFY(store.load());
    QVERIFY(store.addTransient(accountsOfEnvironment(environment).value()));
    NewAccount wanted;
    wanted.account.name = QStringLiteral("work");
    wanted.secret = Secret::take(QByteArray(kFirst.constData(), kFirst.size()));
    Outcome<AccountId> added;
    store.add(std::move(wanted), added.completion());
    QVERIFY(added.wait());
    QVERIFY2(added.succeeded(), qPrintable(added.sentence()));
    const AccountId id = added.result().value();
    const QString key = QStringLiteral("account/%1/api_key").arg(id.value);
    if (kind == QLatin1String("keychain"))
        QCOMPARE(secretToolLookup(key), kFirst);

    int read = 0;
    QCOMPARE(filesWithCanary(read), QStringList());
    Outcome<void> replaced;
    store.replaceSecret(id, Secret::take(QByteArray(kSecond.constData(), kSecond.size())),
                        replaced.completion());
    QVERIFY(replaced.wait() && replaced.succeeded());
    Outcome<Secret> got;
    store.secret(id, got.completion());
    QVERIFY(got.wait() && got.succeeded());
    QCOMPARE(got.result()->reveal().toByteArray(), kSecond);
    if (kind == QLatin1String("keychain"))
        QCOMPARE(secretToolLookup(key), kSecond);
    // Neither has it with a fault told and logged.
    qCWarning(lcAccounts).noquote() << "as a careless line would:" << kSecond;
    Outcome<void> bad;
    store.replaceSecret(id, Secret::take(QByteArray(kFirst + " " + kSecond)), bad.completion());
    QVERIFY(bad.wait() && bad.failedWith(ErrorKind::InvalidInput));
    QVERIFY(!bad.sentence().contains(QLatin1String("canary")));
    QCOMPARE(filesWithCanary(read), QStringList());
    Outcome<void> removed;
    store.remove(id, removed.completion());
    QVERIFY(removed.wait() && removed.succeeded());
    if (kind == QLatin1String("keychain"))
        QCOMPARE(secretToolLookup(key), QByteArray());
    QCOMPARE(filesWithCanary(read), QStringList());
    QVERIFY(read > 12); // the files were there to be read
}

void AccountKeychainTest::lockedKeychainLocksItsAccounts()
{
    const Environment environment(
        {{QStringLiteral("PATCHBAY_DATA_DIR"),
          qEnvironmentVariable("XDG_DATA_HOME") + QStringLiteral("/patchbay-locked")}});
    const Paths paths = Paths::from(environment);
    QVERIFY(paths.make());
    SystemClock clock;
    auto database = Database::open(paths.databaseFile(), paths.backupsDir());
    auto vault = makeVault(environment, paths);
    QVERIFY(database && vault);
    AccountStore store(**database, **vault, clock);
    NewAccount wanted;
    wanted.account.name = QStringLiteral("work");
    wanted.secret = Secret::take(QByteArray("sk-ant-test-1"));
    Outcome<AccountId> added;
    store.add(std::move(wanted), added.completion());
    QVERIFY(added.wait() && added.succeeded());
    const AccountId id = added.result().value();

    QVERIFY(lockKeyring());
    Outcome<void> checked;
    store.checkVault(checked.completion());
    QVERIFY(checked.wait());
    QVERIFY2(checked.failedWith(ErrorKind::VaultLocked), qPrintable(checked.sentence()));
    QCOMPARE(store.find(id)->state, AccountState::Locked);
    QVERIFY(store.find(id)->stateReason.contains(QLatin1String("Unlock")));
    Outcome<Secret> read;
    store.secret(id, read.completion());
    QVERIFY(read.wait() && read.failedWith(ErrorKind::VaultLocked));
    QVERIFY(unlockKeyring());
    QTRY_COMPARE(store.find(id)->state, AccountState::Ready); // nobody did anything here
    Outcome<void> well;
    store.checkVault(well.completion());
    QVERIFY(well.wait() && well.succeeded());
}

QTEST_GUILESS_MAIN(AccountKeychainTest)
#include "tst_accountkeychain.moc"
