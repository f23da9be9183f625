// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/clifixture.h"
#include "vault/sealedfile.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

const QByteArrayList kSecrets{"sk-ant-test-canary-first",    "sk-ant-test-canary-second",
                              "sk-ant-test-canary-rejected", "sk-ant-test-canary-waiting",
                              "sk-ant-test-canary-command",  "canary passphrase"};

} // namespace

/// No secret is anywhere but in the vault, whichever verb of `accounts` runs, with every log on.
class AccountsSecretsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void areNowhereElse();

private:
    /// Runs it and looks through all that it said.
    void runs(const QString& line, const QStringList& more = {}, const QByteArray& input = {});
    /// Looks through every file but those the test wrote itself.
    void searchFiles();
    static void search(const QByteArray& bytes, const QString& where);

    std::unique_ptr<CliFixture> m_cli;
    QStringList m_own; // files of the test's that hold secrets
    QStringList m_exits;
};

void AccountsSecretsTest::init()
{
    m_cli = std::make_unique<CliFixture>();
    m_own = QStringList{m_cli->write(u"vaultpassphrase"_s, "vault"), m_cli->path(u"script.json"_s)};
    m_cli->variables.insert(u"PATCHBAY_VAULT"_s, u"file"_s);
    m_cli->variables.insert(u"PATCHBAY_VAULT_PASSPHRASE_FILE"_s, m_own.first());
    m_cli->variables.insert(u"QT_LOGGING_RULES"_s, u"*.debug=true;patchbay.*=true"_s);
    QVERIFY(QDir().mkpath(m_cli->path(u"data"_s)));
    SealedFile vault(m_cli->path(u"data/vault"_s), Secret::take("vault"),
                     SealedFile::Cost::least());
    QVERIFY(vault.change(
        [](SealedFile::Entries& entries) { entries.insert(u"test"_s, Secret::take("test")); }));
}

void AccountsSecretsTest::search(const QByteArray& bytes, const QString& where)
{
    for (const QByteArray& secret : kSecrets) {
        QVERIFY2(!bytes.contains(secret),
                 qPrintable(where + u" holds "_s + QString::fromUtf8(secret)));
        QVERIFY2(!bytes.contains(secret.toBase64()), qPrintable(where));
        const QString wide = QString::fromUtf8(secret);
        QVERIFY2(!bytes.contains(
                     QByteArray(reinterpret_cast<const char*>(wide.constData()), wide.size() * 2)),
                 qPrintable(where));
    }
}

void AccountsSecretsTest::runs(const QString& line, const QStringList& more,
                               const QByteArray& input)
{
    Program program = m_cli->run(line, more, input);
    m_exits.append(u"%1: %2"_s.arg(line).arg(program.exitCode()));
    search(program.output(), line);
    search(program.errors(), line);
}

void AccountsSecretsTest::searchFiles()
{
    int searched = 0;
    QDirIterator files(m_cli->path({}), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (m_own.contains(QDir::cleanPath(file.fileName())))
            continue;
        // One that is made anew may be gone by now.
        if (!file.open(QIODevice::ReadOnly)) {
            QVERIFY2(!file.exists(), qPrintable(file.fileName()));
            continue;
        }
        search(file.readAll(), file.fileName());
        ++searched;
    }
    QVERIFY(searched > 2);
}

void AccountsSecretsTest::areNowhereElse()
{
    QVERIFY(m_cli->startUpstream(
        R"({"keys":{"sk-ant-test-canary-rejected":[{"status":401,"route":"models"}],"sk-ant-test-canary-waiting":[{"fault":"hang","route":"models"}]},"default":[{"reply":"Hi"}]})"));
    const QString passphrase = m_cli->write(u"passphrase"_s, "canary passphrase\n");
    m_own.append(passphrase);
    const QStringList words{u"--passphrase-file"_s, passphrase};

    runs(u"accounts add --name work"_s, {}, "sk-ant-test-canary-first\n");
    runs(u"accounts rotate work"_s, {}, "sk-ant-test-canary-second\n");
    runs(u"accounts rotate work"_s, {}, "sk-ant-test-canary-rejected\n");
    // A child sees what it is started with; the key itself comes from a file it reads.
    const QString keyFile = m_cli->write(u"key"_s, "sk-ant-test-canary-command\n");
    m_own.append(keyFile);
    runs(
        u"accounts add --name asking --key-command"_s,
        {u"tr '\\0' '\\n' </proc/$$/environ >'%1'; tr '\\0' ' ' </proc/$PPID/cmdline >'%2'; cat '%3'"_s
             .arg(m_cli->path(u"environ"_s), m_cli->path(u"cmdline"_s), keyFile)});
    runs(u"chat --account asking Hello"_s);
    runs(u"chat --account work Hello"_s);
    QVERIFY(QFile::exists(m_cli->path(u"environ"_s)));
    QVERIFY(QFile::exists(m_cli->path(u"cmdline"_s)));

    // While a new key waits: the database with its log, and what the process was started with.
    {
        Program rotate = m_cli->run(u"accounts rotate work"_s, {}, "sk-ant-test-canary-waiting\n");
        const QDir locks(m_cli->path(u"data/locks"_s));
        QTRY_VERIFY_WITH_TIMEOUT(!locks.entryList({u"key-*"_s}, QDir::Files).isEmpty(), 20'000);
        searchFiles();
    }
    for (const QString& line :
         {u"accounts list"_s, u"accounts list --json"_s, u"accounts check"_s,
          u"accounts check --json"_s, u"accounts edit work --priority 2"_s, u"doctor"_s})
        runs(line);
    runs(u"accounts probe work"_s);
    runs(u"accounts export"_s, QStringList{m_cli->path(u"out"_s)} + words);
    runs(u"accounts remove work"_s);
    runs(u"accounts restore"_s, QStringList{m_cli->path(u"out"_s)} + words);
    runs(u"accounts restore --replace"_s, QStringList{m_cli->path(u"out"_s)},
         "canary passphrase\n");
    runs(u"accounts restore"_s, QStringList{m_cli->path(u"out"_s)}, "sk-ant-test-canary-first\n");
    runs(u"settings list"_s);
    searchFiles();
    // All of it ran, and was not refused.
    const QStringList bad = m_exits.filter(QRegularExpression(u": [^0]"_s));
    QVERIFY2(bad == (QStringList{u"accounts rotate work: 1"_s, u"accounts restore: 2"_s}),
             qPrintable(bad.join(u"; "_s)));
}

QTEST_GUILESS_MAIN(AccountsSecretsTest)
#include "tst_accountssecrets.moc"
