// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/outcome.h"
#include "vault/chunkedvault.h"
#include "vault/scriptedvault.h"

using namespace Patchbay;
using Testing::Outcome;
using Testing::ScriptedVault;

namespace {

const QString kKey = QStringLiteral("account/1/token");
constexpr qsizetype kLimit = 128;

QByteArray longValue(qsizetype size, char first = 'a')
{
    QByteArray value;
    for (qsizetype i = 0; i < size; ++i)
        value.append(static_cast<char>(first + i % 23));
    return value;
}

} // namespace

class ChunkedVaultTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void keepsValuesOfAnyLength_data();
    void keepsValuesOfAnyLength();
    void shortValuesAreStoredAsTheyAre();
    void shorterValuesLeaveNoParts();
    void removesAllParts();
    void cutWriteLeavesTheOldValue();
    void cutWriteLeavesNothingOfTheNewValue();
    void changedPartIsNoticed();
    void lostPartIsNoticed();
    void lockedVaultIsToldAsSuch();
    void changesOfOneMomentGoOneByOne();
    void tellsRecovery();

private:
    [[nodiscard]] Result<void> write(const QByteArray& value);
    [[nodiscard]] Result<Secret> read();

    ScriptedVault* m_inner = nullptr;
    std::unique_ptr<ChunkedVault> m_vault;
};

void ChunkedVaultTest::init()
{
    auto inner = std::make_unique<ScriptedVault>();
    m_inner = inner.get();
    m_vault = std::make_unique<ChunkedVault>(std::move(inner), kLimit);
}

Result<void> ChunkedVaultTest::write(const QByteArray& value)
{
    Outcome<void> outcome;
    m_vault->write(kKey, Secret::take(QByteArray(value.constData(), value.size())),
                   outcome.completion());
    return outcome.wait() ? outcome.result() : fail(ErrorKind::Internal, QStringLiteral("silent"));
}

Result<Secret> ChunkedVaultTest::read()
{
    Outcome<Secret> outcome;
    m_vault->read(kKey, outcome.completion());
    return outcome.wait() ? outcome.result() : fail(ErrorKind::Internal, QStringLiteral("silent"));
}

void ChunkedVaultTest::keepsValuesOfAnyLength_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<int>("entries");
    QTest::newRow("empty") << QByteArray() << 1;
    QTest::newRow("at the limit") << longValue(kLimit) << 1;
    QTest::newRow("one more") << longValue(kLimit + 1) << 3;
    QTest::newRow("two full parts") << longValue(2 * kLimit) << 3;
    QTest::newRow("many") << longValue(20 * kLimit + 7) << 22;
    QTest::newRow("binary") << QByteArray(300, '\0') << 4;
    QTest::newRow("umlauts over a cut") << QByteArray("x") + QString(200, u'ü').toUtf8() << 5;
    QTest::newRow("looks like a header") << QByteArray("patchbay-parts:1:a:7:00") << 2;
}

void ChunkedVaultTest::keepsValuesOfAnyLength()
{
    QFETCH(QByteArray, value);
    QFETCH(int, entries);
    QVERIFY(write(value));
    QCOMPARE(m_inner->entries.size(), entries);
    for (const QByteArray& entry : std::as_const(m_inner->entries))
        QVERIFY(entry.size() <= kLimit);
    const auto back = read();
    QVERIFY(back);
    QCOMPARE(back->reveal().toByteArray(), value);
}

void ChunkedVaultTest::shortValuesAreStoredAsTheyAre()
{
    QVERIFY(write("sk-ant-test-1"));
    QCOMPARE(m_inner->entries.value(kKey), QByteArray("sk-ant-test-1"));
}

void ChunkedVaultTest::shorterValuesLeaveNoParts()
{
    for (const qsizetype size : {5 * kLimit, 3 * kLimit, 8 * kLimit, qsizetype(10)}) {
        const QByteArray value = longValue(size, 'A');
        QVERIFY(write(value));
        const auto back = read();
        QVERIFY(back);
        QCOMPARE(back->reveal().toByteArray(), value);
        QCOMPARE(m_inner->entries.size(), size > kLimit ? 1 + size / kLimit : 1);
    }
}

void ChunkedVaultTest::removesAllParts()
{
    QVERIFY(write(longValue(5 * kLimit)));
    Outcome<void> removed;
    m_vault->remove(kKey, removed.completion());
    QVERIFY(removed.wait() && removed.succeeded());
    QVERIFY(m_inner->entries.isEmpty());
    Outcome<void> again;
    m_vault->remove(kKey, again.completion());
    QVERIFY(again.wait() && again.succeeded());
}

void ChunkedVaultTest::cutWriteLeavesTheOldValue()
{
    const QByteArray old = longValue(4 * kLimit);
    for (int works = 0; works < 6; ++works) {
        init();
        QVERIFY(write(old));
        m_inner->writeError = Error{ErrorKind::VaultTimeout, QStringLiteral("cut"), {}, {}, {}, 0};
        m_inner->writesBeforeError = works;
        m_inner->removeError = m_inner->writeError; // as after a crash: nobody tidies up
        const auto written = write(longValue(5 * kLimit, 'A'));
        QVERIFY(!written);
        QCOMPARE(written.error().kind, ErrorKind::VaultTimeout);
        const auto back = read();
        QVERIFY(back);
        QCOMPARE(back->reveal().toByteArray(), old);
    }
}

void ChunkedVaultTest::cutWriteLeavesNothingOfTheNewValue()
{
    m_inner->writeError = Error{ErrorKind::VaultDenied, QStringLiteral("no"), {}, {}, {}, 0};
    m_inner->writesBeforeError = 3;
    QVERIFY(!write(longValue(5 * kLimit)));
    QVERIFY(m_inner->entries.isEmpty());
}

void ChunkedVaultTest::changedPartIsNoticed()
{
    QVERIFY(write(longValue(5 * kLimit)));
    m_inner->entries[kKey + QStringLiteral("/a2")][17] ^= 1;
    const auto back = read();
    QVERIFY(!back);
    QCOMPARE(back.error().kind, ErrorKind::SecretAbsent);
    QVERIFY(back.error().cause.contains(QLatin1String("incomplete")));
}

void ChunkedVaultTest::lostPartIsNoticed()
{
    QVERIFY(write(longValue(5 * kLimit)));
    QVERIFY(m_inner->entries.remove(kKey + QStringLiteral("/a4")) == 1);
    const auto back = read();
    QVERIFY(!back);
    QCOMPARE(back.error().kind, ErrorKind::SecretAbsent);
}

void ChunkedVaultTest::lockedVaultIsToldAsSuch()
{
    QVERIFY(write(longValue(5 * kLimit)));
    m_inner->readError = Error{ErrorKind::VaultLocked, QStringLiteral("locked"), {}, {}, {}, 0};
    const auto back = read();
    QVERIFY(!back && back.error().kind == ErrorKind::VaultLocked);
    const auto written = write(longValue(6 * kLimit));
    QVERIFY(!written && written.error().kind == ErrorKind::VaultLocked);
    Outcome<void> removed;
    m_vault->remove(kKey, removed.completion());
    QVERIFY(removed.wait() && removed.failedWith(ErrorKind::VaultLocked));
    QCOMPARE(m_inner->entries.size(), 6);
}

void ChunkedVaultTest::changesOfOneMomentGoOneByOne()
{
    QVERIFY(write(longValue(3 * kLimit)));
    QList<Outcome<void>> outcomes(6);
    for (int i = 0; i < 5; ++i) {
        m_vault->write(kKey, Secret::take(longValue((i + 2) * kLimit, static_cast<char>('A' + i))),
                       outcomes[i].completion());
    }
    QVERIFY(outcomes[4].wait());
    const auto back = read();
    QVERIFY(back);
    QCOMPARE(back->reveal().toByteArray(), longValue(6 * kLimit, 'E'));
    QCOMPARE(m_inner->entries.size(), 7);
    m_vault->remove(kKey, outcomes[5].completion());
    QVERIFY(outcomes[5].wait());
    QVERIFY(m_inner->entries.isEmpty());
    for (const auto& outcome : outcomes)
        QVERIFY(outcome.succeeded());
}

void ChunkedVaultTest::tellsRecovery()
{
    int told = 0;
    connect(m_vault.get(), &Vault::recovered, this, [&told] { ++told; });
    Q_EMIT m_inner->recovered();
    QCOMPARE(told, 1);
}

QTEST_GUILESS_MAIN(ChunkedVaultTest)
#include "tst_chunkedvault.moc"
