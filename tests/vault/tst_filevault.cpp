// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/outcome.h"
#include "vault/filevault.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTimer>

using namespace Patchbay;
using Testing::Outcome;

namespace {

const QString kKey = QStringLiteral("account/1/api_key");

std::unique_ptr<FileVault> vaultAt(const QTemporaryDir& folder,
                                   SealedFile::Cost cost = SealedFile::Cost::least())
{
    return std::make_unique<FileVault>(folder.filePath(QStringLiteral("vault")),
                                       Secret::take("correct horse"), cost);
}

} // namespace

class FileVaultTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsReplacesAndForgets();
    void windowLivesWhileTheKeyIsMade();
    void writesWhatWasAskedBeforeItsEnd();
    void tellsADamagedFile();
};

void FileVaultTest::keepsReplacesAndForgets()
{
    const QTemporaryDir folder;
    Outcome<Secret> absent;
    Outcome<void> written;
    Outcome<Secret> read;
    const auto vault = vaultAt(folder);
    vault->read(kKey, absent.completion());
    vault->write(kKey, Secret::take("sk-ant-test-1"), written.completion());
    vault->read(kKey, read.completion());
    QCOMPARE(absent.calls(), 0);
    QVERIFY(read.wait());
    QVERIFY(absent.failedWith(ErrorKind::SecretAbsent));
    QVERIFY(written.succeeded() && read.succeeded());
    QVERIFY(read.result()->reveal() == "sk-ant-test-1");

    Outcome<void> removed;
    Outcome<void> again;
    Outcome<Secret> gone;
    vault->remove(kKey, removed.completion());
    vault->remove(kKey, again.completion());
    vault->read(kKey, gone.completion());
    QVERIFY(gone.wait());
    QVERIFY(removed.succeeded() && again.succeeded());
    QVERIFY(gone.failedWith(ErrorKind::SecretAbsent));
}

void FileVaultTest::windowLivesWhileTheKeyIsMade()
{
    const QTemporaryDir folder;
    const auto vault = vaultAt(folder, SealedFile::Cost::moderate());
    Outcome<void> written;
    vault->write(kKey, Secret::take("sk-ant-test-1"), written.completion());
    int beats = 0;
    QTimer heart;
    connect(&heart, &QTimer::timeout, this, [&beats] { ++beats; });
    heart.start(1);
    QVERIFY(written.wait());
    QVERIFY2(written.succeeded(), qPrintable(written.sentence()));
    QVERIFY(beats > 2);
}

void FileVaultTest::writesWhatWasAskedBeforeItsEnd()
{
    const QTemporaryDir folder;
    Outcome<void> written;
    vaultAt(folder)->write(kKey, Secret::take("sk-ant-test-1"), written.completion());
    Outcome<Secret> read;
    const auto vault = vaultAt(folder);
    vault->read(kKey, read.completion());
    QVERIFY(read.wait() && read.succeeded());
    QCOMPARE(written.calls(), 0); // its vault was gone
}

void FileVaultTest::tellsADamagedFile()
{
    const QTemporaryDir folder;
    QFile raw(folder.filePath(QStringLiteral("vault")));
    QVERIFY(raw.open(QIODevice::WriteOnly) && raw.write("my shopping list") > 0);
    raw.close();
    const auto vault = vaultAt(folder);
    Outcome<Secret> read;
    Outcome<void> written;
    vault->read(kKey, read.completion());
    vault->write(kKey, Secret::take("x"), written.completion());
    QVERIFY(written.wait());
    QVERIFY(read.failedWith(ErrorKind::VaultUnavailable));
    QVERIFY(written.failedWith(ErrorKind::VaultUnavailable));
    Outcome<void> checked;
    vault->check(checked.completion());
    QVERIFY(checked.wait() && checked.failedWith(ErrorKind::VaultUnavailable));
    QVERIFY(raw.open(QIODevice::ReadOnly));
    QCOMPARE(raw.readAll(), QByteArray("my shopping list"));
}

QTEST_GUILESS_MAIN(FileVaultTest)
#include "tst_filevault.moc"
