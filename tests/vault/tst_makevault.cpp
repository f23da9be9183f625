// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/outcome.h"
#include "vault/makevault.h"

#include <QTemporaryDir>

using namespace Patchbay;
using Testing::Outcome;

namespace {

const QString kPassphraseFile = QStringLiteral("PATCHBAY_VAULT_PASSPHRASE_FILE");

Environment environmentWith(QHash<QString, QString> variables)
{
    return Environment(std::move(variables));
}

} // namespace

class MakeVaultTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wordsNameKinds_data();
    void wordsNameKinds();
    void anotherWordIsWrongUsage();
    void fileVaultNeedsItsPassphrase();
    void passphraseIsTheFileWithoutItsLineEnd();
};

void MakeVaultTest::wordsNameKinds_data()
{
    QTest::addColumn<QString>("word");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("name");
    QTest::newRow("unset") << QString() << int(VaultKind::Keychain) << "the system keychain";
    QTest::newRow("keychain") << "keychain" << int(VaultKind::Keychain) << "the system keychain";
    QTest::newRow("memory") << "memory" << int(VaultKind::Memory) << "memory";
}

void MakeVaultTest::wordsNameKinds()
{
    QFETCH(QString, word);
    QFETCH(int, kind);
    QFETCH(QString, name);
    const auto environment = environmentWith({{QStringLiteral("PATCHBAY_VAULT"), word}});
    QCOMPARE(int(vaultKind(environment).value()), kind);
    const auto vault = makeVault(environment, Paths::from(environment));
    QVERIFY(vault);
    QCOMPARE((*vault)->displayName(), name);
}

void MakeVaultTest::anotherWordIsWrongUsage()
{
    for (const char* word : {"plain", "Keychain", "file ", "none"}) {
        const auto environment =
            environmentWith({{QStringLiteral("PATCHBAY_VAULT"), QString::fromLatin1(word)}});
        const auto vault = makeVault(environment, Paths::from(environment));
        QVERIFY(!vault);
        QCOMPARE(vault.error().kind, ErrorKind::InvalidInput);
        QVERIFY(vault.error().sentence().contains(QLatin1String("PATCHBAY_VAULT")));
        QVERIFY(vault.error().sentence().contains(QLatin1String("keychain, file or memory")));
    }
}

void MakeVaultTest::fileVaultNeedsItsPassphrase()
{
    QTemporaryDir folder;
    QFile empty(folder.filePath(QStringLiteral("empty")));
    QVERIFY(empty.open(QIODevice::WriteOnly) && empty.write("\n") == 1);
    empty.close();
    for (const QString& file :
         {QString(), folder.filePath(QStringLiteral("absent")), empty.fileName(), folder.path()}) {
        const auto environment = environmentWith(
            {{QStringLiteral("PATCHBAY_VAULT"), QStringLiteral("file")}, {kPassphraseFile, file}});
        const auto vault = makeVault(environment, Paths::from(environment, folder.path()));
        QVERIFY2(!vault, qPrintable(file));
        QCOMPARE(vault.error().kind, ErrorKind::InvalidInput);
        QVERIFY(vault.error().sentence().contains(kPassphraseFile));
    }
}

void MakeVaultTest::passphraseIsTheFileWithoutItsLineEnd()
{
    QTemporaryDir folder;
    const auto vaultWith = [&folder](const QByteArray& text) {
        QFile file(folder.filePath(QStringLiteral("passphrase")));
        if (file.open(QIODevice::WriteOnly))
            file.write(text);
        file.close();
        const auto environment =
            environmentWith({{QStringLiteral("PATCHBAY_VAULT"), QStringLiteral("file")},
                             {kPassphraseFile, file.fileName()}});
        return makeVault(environment, Paths::from(environment, folder.path()));
    };
    const QString key = QStringLiteral("account/1/api_key");
    {
        const auto vault = vaultWith("correct horse\r\n");
        QVERIFY(vault);
        QCOMPARE((*vault)->displayName(), QStringLiteral("the vault file"));
        Outcome<void> written;
        (*vault)->write(key, Secret::take("sk-ant-test-1"), written.completion());
        QVERIFY(written.wait());
        QVERIFY2(written.succeeded(), qPrintable(written.sentence()));
    }
    QVERIFY(QFile::exists(folder.filePath(QStringLiteral("vault"))));
    {
        const auto vault = vaultWith("correct horse");
        Outcome<Secret> read;
        (*vault)->read(key, read.completion());
        QVERIFY(read.wait());
        QVERIFY2(read.succeeded(), qPrintable(read.sentence()));
        QVERIFY(read.result()->reveal() == "sk-ant-test-1");
    }
    const auto vault = vaultWith("correct horse ");
    Outcome<Secret> read;
    (*vault)->read(key, read.completion());
    QVERIFY(read.wait() && read.failedWith(ErrorKind::VaultDenied));
}

QTEST_GUILESS_MAIN(MakeVaultTest)
#include "tst_makevault.moc"
