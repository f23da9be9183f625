// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/outcome.h"
#include "vault/keychainvault.h"

#include <QProcess>

using namespace Patchbay;
using Testing::Outcome;

/// Without a session bus, and in a second run of itself without GLib's event loop.
class KeychainNoBusTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noBusIsUnavailableAtOnce();
    void loopThatCannotAnswerIsUnavailable();
};

void KeychainNoBusTest::noBusIsUnavailableAtOnce()
{
    KeychainVault::Options options;
    options.retryDelayMs = 60'000; // nothing can come up later, so nothing is waited for
    options.watchdogMs = 600'000;
    KeychainVault vault(options);
    Outcome<Secret> read;
    Outcome<void> written;
    Outcome<void> removed;
    vault.read(QStringLiteral("a"), read.completion());
    vault.write(QStringLiteral("a"), Secret::take("x"), written.completion());
    vault.remove(QStringLiteral("a"), removed.completion());
    QCOMPARE(read.calls(), 0);
    QVERIFY(read.wait() && written.wait() && removed.wait());
    QVERIFY2(read.failedWith(ErrorKind::VaultUnavailable), qPrintable(read.sentence()));
    QVERIFY(read.sentence().contains(QLatin1String("PATCHBAY_VAULT=file")));
    QVERIFY(written.failedWith(ErrorKind::VaultUnavailable));
    QVERIFY(removed.failedWith(ErrorKind::VaultUnavailable));
    Outcome<void> checked;
    vault.check(checked.completion());
    QVERIFY(checked.wait() && checked.failedWith(ErrorKind::VaultUnavailable));
}

void KeychainNoBusTest::loopThatCannotAnswerIsUnavailable()
{
    if (!qEnvironmentVariableIsSet("QT_NO_GLIB")) {
        qputenv("QT_NO_GLIB", "1");
        QCOMPARE(QProcess::execute(QCoreApplication::applicationFilePath(),
                                   {QStringLiteral("loopThatCannotAnswerIsUnavailable")}),
                 0);
        return;
    }
    KeychainVault vault;
    Outcome<Secret> read;
    vault.read(QStringLiteral("a"), read.completion());
    QCOMPARE(read.calls(), 0);
    QVERIFY(read.wait() && read.failedWith(ErrorKind::VaultUnavailable));
    QVERIFY(read.sentence().contains(QLatin1String("QT_NO_GLIB")));
}

int main(int argc, char** argv)
{
    qunsetenv("DBUS_SESSION_BUS_ADDRESS");
    QCoreApplication application(argc, argv);
    KeychainNoBusTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_keychainnobus.moc"
