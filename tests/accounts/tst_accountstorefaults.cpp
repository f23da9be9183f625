// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/storefixture.h"

using namespace Patchbay;
using namespace Patchbay::Testing;

namespace {

Error vaultFault(ErrorKind kind)
{
    return {kind, QStringLiteral("the vault's fault"), QStringLiteral("mend it"), {}, {}, 0};
}

} // namespace

/// Whatever fails at whichever step: no row without its secret, and a sentence that names the
/// fault.
class AccountStoreFaultsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<StoreFixture>(); }

    void vaultFailsWhileAdding_data();
    void vaultFailsWhileAdding();
    void rowFailsWhileAdding();
    void rowFailsAndTheSecretStays();
    void anotherProcessTookTheName();
    void endsBetweenSecretAndRow();
    void endsBetweenRowAndSecretWhileRemoving();
    void rowFailsWhileRemoving();
    void vaultFailsWhileRemoving();
    void vaultFailsWhileReplacing();
    void rowFailsWhileReplacing();
    void rowFailsWhileEditing();
    void randomFaultsNeverPartRowAndSecret();

private:
    void failStatements(const QString& event)
    {
        m_fixture->run(QStringLiteral("CREATE TRIGGER fault BEFORE %1 ON accounts BEGIN SELECT "
                                      "RAISE(ABORT, 'fault'); END")
                           .arg(event));
    }
    void mendStatements() { m_fixture->run(QStringLiteral("DROP TRIGGER fault")); }

    std::unique_ptr<StoreFixture> m_fixture;
};

void AccountStoreFaultsTest::vaultFailsWhileAdding_data()
{
    QTest::addColumn<int>("kind");
    for (const ErrorKind kind : {ErrorKind::VaultLocked, ErrorKind::VaultDenied,
                                 ErrorKind::VaultUnavailable, ErrorKind::VaultTimeout})
        QTest::newRow(qPrintable(errorKindName(kind))) << int(kind);
}

void AccountStoreFaultsTest::vaultFailsWhileAdding()
{
    QFETCH(int, kind);
    m_fixture->vault.writeError = vaultFault(ErrorKind(kind));
    const auto added = m_fixture->add(QStringLiteral("work"));
    QVERIFY(!added);
    QVERIFY(added.error() == *m_fixture->vault.writeError);
    QVERIFY(m_fixture->rows().isEmpty());
    QVERIFY(m_fixture->store->accounts().isEmpty());
    // One that gave no answer may have written.
    QCOMPARE(m_fixture->vault.journal.last().startsWith(QLatin1String("remove ")),
             ErrorKind(kind) == ErrorKind::VaultTimeout);
    m_fixture->vault.writeError.reset();
    QVERIFY(m_fixture->add(QStringLiteral("work")));
}

void AccountStoreFaultsTest::rowFailsWhileAdding()
{
    failStatements(QStringLiteral("INSERT"));
    const auto added = m_fixture->add(QStringLiteral("work"));
    QVERIFY(!added);
    QVERIFY(!added.error().cause.isEmpty());
    QTRY_VERIFY(m_fixture->vault.entries.isEmpty());
    QVERIFY(m_fixture->rows().isEmpty());
    QVERIFY(m_fixture->store->accounts().isEmpty());
    mendStatements();
    QVERIFY(m_fixture->add(QStringLiteral("work")));
}

void AccountStoreFaultsTest::rowFailsAndTheSecretStays()
{
    failStatements(QStringLiteral("INSERT"));
    m_fixture->vault.removeError = vaultFault(ErrorKind::VaultLocked);
    const auto added = m_fixture->add(QStringLiteral("work"));
    QVERIFY(!added);
    QVERIFY(added.error().kind != ErrorKind::VaultLocked); // the first fault is told
    QVERIFY(m_fixture->rows().isEmpty());
}

void AccountStoreFaultsTest::anotherProcessTookTheName()
{
    m_fixture->run(
        QStringLiteral("INSERT INTO accounts (id, name, kind, source, created_at) VALUES "
                       "('other', 'Work', 'api_key', 'stored', 1)"));
    const auto added = m_fixture->add(QStringLiteral("work"));
    QVERIFY(!added);
    QCOMPARE(added.error().kind, ErrorKind::AlreadyExists);
    QVERIFY(added.error().cause.contains(QLatin1String("work")));
    QTRY_VERIFY(m_fixture->vault.entries.isEmpty());
}

void AccountStoreFaultsTest::endsBetweenSecretAndRow()
{
    m_fixture->vault.holds = true;
    Outcome<AccountId> added;
    m_fixture->store->add(StoreFixture::newAccount(QStringLiteral("work")), added.completion());
    QTRY_COMPARE(m_fixture->vault.held(), 1);
    m_fixture->restart();
    m_fixture->vault.release();
    QVERIFY(m_fixture->rows().isEmpty());
    QVERIFY(m_fixture->store->accounts().isEmpty());
    QCOMPARE(m_fixture->secrets().size(), 1); // alone, and in nobody's way
    QVERIFY(m_fixture->add(QStringLiteral("work")));
}

void AccountStoreFaultsTest::endsBetweenRowAndSecretWhileRemoving()
{
    const auto id = m_fixture->add(QStringLiteral("work"));
    m_fixture->vault.isSilent = true;
    Outcome<void> removed;
    m_fixture->store->remove(*id, removed.completion());
    QTRY_VERIFY(m_fixture->rows().isEmpty());
    m_fixture->restart();
    QVERIFY(m_fixture->store->accounts().isEmpty());
}

void AccountStoreFaultsTest::rowFailsWhileRemoving()
{
    const auto id = m_fixture->add(QStringLiteral("work"));
    failStatements(QStringLiteral("UPDATE"));
    QVERIFY(!m_fixture->remove(*id));
    QCOMPARE(m_fixture->rows(), m_fixture->secrets());
    QVERIFY(m_fixture->store->find(*id));
    QVERIFY(m_fixture->secret(*id));
}

void AccountStoreFaultsTest::vaultFailsWhileRemoving()
{
    const auto id = m_fixture->add(QStringLiteral("work"));
    m_fixture->vault.removeError = vaultFault(ErrorKind::VaultLocked);
    const auto removed = m_fixture->remove(*id);
    QVERIFY(!removed);
    QCOMPARE(removed.error().kind, ErrorKind::VaultLocked);
    QVERIFY(removed.error().cause.contains(QStringLiteral("“work” is removed, but its key")));
    QVERIFY(m_fixture->rows().isEmpty());
    QVERIFY(m_fixture->store->accounts().isEmpty());
}

void AccountStoreFaultsTest::vaultFailsWhileReplacing()
{
    const auto id = m_fixture->add(QStringLiteral("work"));
    m_fixture->vault.writeError = vaultFault(ErrorKind::VaultDenied);
    const auto replaced = m_fixture->replaceSecret(*id, "sk-ant-test-2");
    QVERIFY(!replaced && replaced.error() == *m_fixture->vault.writeError);
    QVERIFY(m_fixture->secret(*id)->reveal() == "sk-ant-test-1");
}

void AccountStoreFaultsTest::rowFailsWhileReplacing()
{
    const auto id = m_fixture->add(QStringLiteral("work"));
    failStatements(QStringLiteral("UPDATE"));
    QVERIFY(!m_fixture->replaceSecret(*id, "sk-ant-test-2"));
    QVERIFY(m_fixture->secret(*id)->reveal() == "sk-ant-test-2");
}

void AccountStoreFaultsTest::rowFailsWhileEditing()
{
    const auto id = m_fixture->add(QStringLiteral("work"));
    failStatements(QStringLiteral("UPDATE"));
    Account wanted = *m_fixture->store->find(*id);
    wanted.name = QStringLiteral("office");
    wanted.keyCommand = QStringLiteral("echo sk-ant-test-3");
    QVERIFY(!m_fixture->edit(wanted));
    QCOMPARE(m_fixture->store->find(*id)->name, QStringLiteral("work"));
    QVERIFY(m_fixture->secret(*id)->reveal() == "sk-ant-test-1");
    QVERIFY(!m_fixture->setEnabled(*id, false));
    QVERIFY(m_fixture->store->find(*id)->enabled);
}

// The property, over many courses of things.
void AccountStoreFaultsTest::randomFaultsNeverPartRowAndSecret()
{
    quint32 seed = 20'261'123;
    const auto next = [&seed](quint32 below) {
        seed = seed * 1'664'525 + 1'013'904'223;
        return (seed >> 16) % below;
    };
    for (int step = 0; step < 120; ++step) {
        const auto maybe = [&]() -> std::optional<Error> {
            return next(4) == 0 ? std::optional(vaultFault(ErrorKind::VaultTimeout)) : std::nullopt;
        };
        m_fixture->vault.writeError = maybe();
        m_fixture->vault.removeError = maybe();
        const bool breaksRows = next(4) == 0;
        if (breaksRows)
            failStatements(next(2) == 0 ? QStringLiteral("INSERT") : QStringLiteral("UPDATE"));
        const QList<Account> accounts = m_fixture->store->accounts();
        if (accounts.isEmpty() || next(2) == 0) {
            (void)m_fixture->add(QStringLiteral("account %1").arg(next(12)));
        } else {
            const auto which = next(static_cast<quint32>(accounts.size()));
            const AccountId id = accounts[static_cast<int>(which)].id;
            if (next(2) == 0)
                (void)m_fixture->remove(id);
            else
                (void)m_fixture->replaceSecret(id, "sk-ant-test-2");
        }
        if (breaksRows)
            mendStatements();
        if (next(10) == 0)
            m_fixture->restart();
        const QStringList secrets = m_fixture->secrets();
        QStringList shown;
        for (const Account& account : m_fixture->store->accounts())
            shown.append(account.id.value);
        shown.sort();
        QCOMPARE(shown, m_fixture->rows());
        for (const QString& row : std::as_const(shown))
            QVERIFY2(secrets.contains(row), qPrintable(QString::number(step)));
    }
}

QTEST_GUILESS_MAIN(AccountStoreFaultsTest)
#include "tst_accountstorefaults.moc"
