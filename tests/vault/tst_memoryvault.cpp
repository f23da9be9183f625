// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/outcome.h"
#include "vault/memoryvault.h"

using namespace Patchbay;
using Testing::Outcome;

class MemoryVaultTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsReplacesAndForgets();
    void answersFromTheEventLoop();
    void callsNobodyOnceDestroyed();
};

void MemoryVaultTest::keepsReplacesAndForgets()
{
    MemoryVault vault;
    const QString key = QStringLiteral("account/1/api_key");
    Outcome<Secret> absent;
    vault.read(key, absent.completion());
    QVERIFY(absent.wait() && absent.failedWith(ErrorKind::SecretAbsent));
    for (const QByteArray& value : {QByteArray("first"), QByteArray("se\0cond", 7), QByteArray()}) {
        Outcome<void> written;
        vault.write(key, Secret::take(QByteArray(value)), written.completion());
        QVERIFY(written.wait() && written.succeeded());
        Outcome<Secret> read;
        vault.read(key, read.completion());
        QVERIFY(read.wait() && read.succeeded());
        QCOMPARE((*read.result()).reveal().toByteArray(), value);
    }
    Outcome<void> removed;
    vault.remove(key, removed.completion());
    Outcome<void> again;
    vault.remove(key, again.completion());
    QVERIFY(again.wait() && again.succeeded() && removed.succeeded());
    Outcome<Secret> gone;
    vault.read(key, gone.completion());
    QVERIFY(gone.wait() && gone.failedWith(ErrorKind::SecretAbsent));
}

void MemoryVaultTest::answersFromTheEventLoop()
{
    MemoryVault vault;
    Outcome<void> written;
    vault.write(QStringLiteral("a"), {}, written.completion());
    QCOMPARE(written.calls(), 0);
    QVERIFY(written.wait());
}

void MemoryVaultTest::callsNobodyOnceDestroyed()
{
    Outcome<void> written;
    {
        MemoryVault vault;
        vault.write(QStringLiteral("a"), {}, written.completion());
    }
    QCoreApplication::sendPostedEvents();
    QCoreApplication::processEvents();
    QCOMPARE(written.calls(), 0);
}

QTEST_GUILESS_MAIN(MemoryVaultTest)
#include "tst_memoryvault.moc"
