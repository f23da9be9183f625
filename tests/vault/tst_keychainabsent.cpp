// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/outcome.h"
#include "vault/keychainvault.h"

#include <QProcess>
#include <QSignalSpy>

using namespace Patchbay;
using Testing::Outcome;

namespace {

void startKeyring()
{
    const QStringList command = qEnvironmentVariable("PATCHBAY_START_KEYRING").split(u' ');
    QVERIFY(command.size() == 2);
    QCOMPARE(QProcess::execute(command[0], {command[1]}), 0);
}

} // namespace

/// On a bus on which nobody keeps secrets, until the last test starts who does.
class KeychainAbsentTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void absentServiceIsUnavailable();
    void isTriedOnceMoreOnly();
    void walletThatComesLaterIsUsed();
};

void KeychainAbsentTest::absentServiceIsUnavailable()
{
    KeychainVault::Options options;
    options.retryDelayMs = 1;
    KeychainVault vault(options);
    Outcome<Secret> read;
    Outcome<void> written;
    Outcome<void> removed;
    vault.read(QStringLiteral("a"), read.completion());
    vault.write(QStringLiteral("a"), Secret::take("x"), written.completion());
    vault.remove(QStringLiteral("a"), removed.completion());
    QVERIFY(read.wait() && written.wait() && removed.wait());
    QVERIFY2(read.failedWith(ErrorKind::VaultUnavailable), qPrintable(read.sentence()));
    QVERIFY(read.sentence().contains(QLatin1String("There is no system keychain here")));
    QVERIFY(written.failedWith(ErrorKind::VaultUnavailable));
    QVERIFY(removed.failedWith(ErrorKind::VaultUnavailable));
    Outcome<void> checked;
    vault.check(checked.completion());
    QVERIFY(checked.wait() && checked.failedWith(ErrorKind::VaultUnavailable));
}

void KeychainAbsentTest::isTriedOnceMoreOnly()
{
    KeychainVault::Options options;
    options.retryDelayMs = 300;
    KeychainVault vault(options);
    QElapsedTimer timer;
    timer.start();
    Outcome<Secret> first;
    vault.read(QStringLiteral("a"), first.completion());
    QVERIFY(first.wait() && first.failedWith(ErrorKind::VaultUnavailable));
    QVERIFY(timer.elapsed() >= 290);
    // The grace is over: with a delay so long, another wait would hit the watchdog.
    Outcome<Secret> second;
    vault.read(QStringLiteral("a"), second.completion());
    QVERIFY(second.wait() && second.failedWith(ErrorKind::VaultUnavailable));
}

void KeychainAbsentTest::walletThatComesLaterIsUsed()
{
    KeychainVault::Options quick;
    quick.retryDelayMs = 1;
    quick.recoveryIntervalMs = 20;
    KeychainVault failed(quick);
    QSignalSpy recovered(&failed, &Vault::recovered);
    Outcome<Secret> unavailable;
    failed.read(QStringLiteral("a"), unavailable.completion());
    QVERIFY(unavailable.wait() && unavailable.failedWith(ErrorKind::VaultUnavailable));

    KeychainVault::Options patient;
    patient.retryDelayMs = 3'000;
    KeychainVault vault(patient);
    Outcome<void> written;
    vault.write(QStringLiteral("a"), Secret::take("sk-ant-test-1"), written.completion());
    QVERIFY(!QTest::qWaitFor([&] { return written.calls() > 0; }, 300));
    startKeyring();
    QVERIFY(written.wait());
    QVERIFY2(written.succeeded(), qPrintable(written.sentence()));
    QTRY_COMPARE(recovered.count(), 1);
}

QTEST_GUILESS_MAIN(KeychainAbsentTest)
#include "tst_keychainabsent.moc"
