// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/keyring.h"
#include "support/outcome.h"
#include "vault/chunkedvault.h"
#include "vault/keychainvault.h"

#include <QSignalSpy>

#include <csignal>

using namespace Patchbay;
using namespace Patchbay::Testing;

namespace {

Secret secretOf(const QByteArray& text)
{
    return Secret::take(QByteArray(text.constData(), text.size()));
}

} // namespace

class KeychainVaultTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void keepsWhatSecretToolSees();
    void keepsAnyBytes_data();
    void keepsAnyBytes();
    void manyAtOnceAnswerInOrder();
    void removingWhatIsNotThereWorks();
    void longValuesAreCutForTheKeychain();
    void lockedKeyringIsToldApartAndRecovers();
    void silentKeyringTimesOut();
    void timedOutOperationIsNeverCarriedOut();
    void callsNobodyOnceDestroyed();

private:
    [[nodiscard]] Outcome<void> write(const QString& key, const QByteArray& value);
    [[nodiscard]] Outcome<Secret> read(const QString& key);
    [[nodiscard]] Outcome<void> remove(const QString& key);

    std::unique_ptr<KeychainVault> m_vault;
};

void KeychainVaultTest::init()
{
    KeychainVault::Options options;
    options.recoveryIntervalMs = 20;
    m_vault = std::make_unique<KeychainVault>(options);
}

void KeychainVaultTest::cleanup()
{
    ::kill(keyringPid(), SIGCONT);
    QVERIFY(unlockKeyring());
}

Outcome<void> KeychainVaultTest::write(const QString& key, const QByteArray& value)
{
    Outcome<void> outcome;
    m_vault->write(key, secretOf(value), outcome.completion());
    (void)outcome.wait();
    return outcome;
}

Outcome<Secret> KeychainVaultTest::read(const QString& key)
{
    Outcome<Secret> outcome;
    m_vault->read(key, outcome.completion());
    (void)outcome.wait();
    return outcome;
}

Outcome<void> KeychainVaultTest::remove(const QString& key)
{
    Outcome<void> outcome;
    m_vault->remove(key, outcome.completion());
    (void)outcome.wait();
    return outcome;
}

void KeychainVaultTest::keepsWhatSecretToolSees()
{
    const QString key = QStringLiteral("account/1/api_key");
    QVERIFY(read(key).failedWith(ErrorKind::SecretAbsent));
    const auto written = write(key, "sk-ant-test-one");
    QVERIFY2(written.succeeded(), qPrintable(written.sentence()));
    QCOMPARE(secretToolLookup(key), QByteArray("sk-ant-test-one"));
    QVERIFY(write(key, "sk-ant-test-two").succeeded());
    QCOMPARE(secretToolLookup(key), QByteArray("sk-ant-test-two"));
    QVERIFY(read(key).result()->reveal() == "sk-ant-test-two");
    QVERIFY(remove(key).succeeded());
    QCOMPARE(secretToolLookup(key), QByteArray());
    QVERIFY(read(key).failedWith(ErrorKind::SecretAbsent));
}

void KeychainVaultTest::keepsAnyBytes_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("zero bytes") << QByteArray("\0a\0", 3);
    QTest::newRow("not UTF-8") << QByteArray("\xff\xfe\x80 key");
    QTest::newRow("Chinese") << QByteArray("密钥 🔑 ключ");
    QTest::newRow("line breaks") << QByteArray("{\n\"a\":\r\n1}\n");
    QTest::newRow("64 kB") << QByteArray(65'536, 'k');
}

void KeychainVaultTest::keepsAnyBytes()
{
    QFETCH(QByteArray, value);
    const QString key = QStringLiteral("account/bytes ü/密");
    QVERIFY(write(key, value).succeeded());
    const auto back = read(key);
    QVERIFY2(back.succeeded(), qPrintable(back.sentence()));
    QCOMPARE(back.result()->reveal().toByteArray(), value);
    QVERIFY(remove(key).succeeded());
}

void KeychainVaultTest::manyAtOnceAnswerInOrder()
{
    QList<int> order;
    for (int i = 0; i < 20; ++i) {
        m_vault->write(QStringLiteral("many/%1").arg(i), secretOf(QByteArray::number(i)),
                       [&order, i](const Result<void>& result) { order.append(result ? i : -1); });
    }
    QVERIFY(order.isEmpty());
    QTRY_COMPARE(order.size(), 20);
    for (int i = 0; i < 20; ++i) {
        QCOMPARE(order[i], i);
        const auto back = read(QStringLiteral("many/%1").arg(i));
        QVERIFY(back.succeeded() && back.result()->reveal() == QByteArray::number(i));
        QVERIFY(remove(QStringLiteral("many/%1").arg(i)).succeeded());
    }
}

void KeychainVaultTest::removingWhatIsNotThereWorks()
{
    QVERIFY(remove(QStringLiteral("account/none/api_key")).succeeded());
}

void KeychainVaultTest::longValuesAreCutForTheKeychain()
{
    const QString key = QStringLiteral("account/long/token");
    ChunkedVault vault(std::make_unique<KeychainVault>(), 2'560);
    for (const qsizetype size : {9'000, 3'000, 100}) {
        const QByteArray value = QByteArray(size - 3, 'x') + "end";
        Outcome<void> written;
        vault.write(key, secretOf(value), written.completion());
        QVERIFY(written.wait() && written.succeeded());
        Outcome<Secret> back;
        vault.read(key, back.completion());
        QVERIFY(back.wait() && back.succeeded());
        QCOMPARE(back.result()->reveal().toByteArray(), value);
    }
    QVERIFY(secretToolLookup(key).endsWith("xend"));
    QVERIFY(!secretToolSearch().contains("account/long/token/"));
    Outcome<void> removed;
    vault.remove(key, removed.completion());
    QVERIFY(removed.wait() && removed.succeeded());
}

void KeychainVaultTest::lockedKeyringIsToldApartAndRecovers()
{
    const QString key = QStringLiteral("account/locked/api_key");
    QVERIFY(write(key, "sk-ant-test-locked").succeeded());
    QSignalSpy recovered(m_vault.get(), &Vault::recovered);
    QVERIFY(lockKeyring());

    const auto back = read(key);
    QVERIFY2(back.failedWith(ErrorKind::VaultLocked), qPrintable(back.sentence()));
    QVERIFY(back.sentence().contains(QLatin1String("locked")));
    QVERIFY(back.sentence().contains(QLatin1String("Unlock")));
    // While it is locked nobody knows what else is in it.
    QVERIFY(read(QStringLiteral("account/none/api_key")).failedWith(ErrorKind::VaultLocked));
    QVERIFY(write(key, "sk-ant-test-other").failedWith(ErrorKind::VaultLocked));
    QVERIFY(remove(key).failedWith(ErrorKind::VaultLocked));
    Outcome<void> checked;
    m_vault->check(checked.completion());
    QVERIFY(checked.wait() && checked.failedWith(ErrorKind::VaultLocked));
    QCOMPARE(recovered.count(), 0);

    QVERIFY(unlockKeyring());
    QVERIFY(recovered.wait());
    const auto again = read(key);
    QVERIFY2(again.succeeded(), qPrintable(again.sentence()));
    QVERIFY(again.result()->reveal() == "sk-ant-test-locked");
    QCOMPARE(recovered.count(), 1);
    Outcome<void> well;
    m_vault->check(well.completion());
    QVERIFY(well.wait() && well.succeeded());
    QVERIFY(remove(key).succeeded());
}

void KeychainVaultTest::silentKeyringTimesOut()
{
    const QString key = QStringLiteral("account/silent/api_key");
    QVERIFY(write(key, "sk-ant-test-silent").succeeded());
    KeychainVault::Options options;
    options.watchdogMs = 200;
    options.recoveryIntervalMs = 20;
    KeychainVault vault(options);
    QSignalSpy recovered(&vault, &Vault::recovered);
    QCOMPARE(::kill(keyringPid(), SIGSTOP), 0);
    Outcome<Secret> first;
    Outcome<Secret> second;
    vault.read(key, first.completion());
    vault.read(key, second.completion());
    QVERIFY(second.wait());
    QVERIFY(first.failedWith(ErrorKind::VaultTimeout) &&
            second.failedWith(ErrorKind::VaultTimeout));

    QCOMPARE(::kill(keyringPid(), SIGCONT), 0);
    QVERIFY(recovered.wait());
    Outcome<Secret> third;
    vault.read(key, third.completion());
    QVERIFY(third.wait() && third.succeeded());
    QCOMPARE(first.calls(), 1); // the late answer went nowhere
    QVERIFY(remove(key).succeeded());
}

void KeychainVaultTest::timedOutOperationIsNeverCarriedOut()
{
    KeychainVault::Options options;
    options.watchdogMs = 200;
    KeychainVault vault(options);
    QCOMPARE(::kill(keyringPid(), SIGSTOP), 0);
    Outcome<Secret> blocking;
    Outcome<void> waiting;
    vault.read(QStringLiteral("account/a/api_key"), blocking.completion());
    vault.write(QStringLiteral("account/b/api_key"), secretOf("late"), waiting.completion());
    QVERIFY(waiting.wait() && waiting.failedWith(ErrorKind::VaultTimeout));
    QCOMPARE(::kill(keyringPid(), SIGCONT), 0);
    Outcome<Secret> after;
    vault.read(QStringLiteral("account/b/api_key"), after.completion());
    QVERIFY(after.wait() && after.failedWith(ErrorKind::SecretAbsent));
}

void KeychainVaultTest::callsNobodyOnceDestroyed()
{
    const QString key = QStringLiteral("account/gone/api_key");
    QList<Outcome<Secret>> outcomes(3);
    QCOMPARE(::kill(keyringPid(), SIGSTOP), 0);
    for (auto& outcome : outcomes)
        m_vault->read(key, outcome.completion());
    QCoreApplication::processEvents();
    m_vault.reset();
    QCOMPARE(::kill(keyringPid(), SIGCONT), 0);
    init();
    QVERIFY(read(key).failedWith(ErrorKind::SecretAbsent));
    for (const auto& outcome : outcomes)
        QCOMPARE(outcome.calls(), 0);
}

QTEST_GUILESS_MAIN(KeychainVaultTest)
#include "tst_keychainvault.moc"
