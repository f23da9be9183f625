// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/clifixture.h"
#include "cli/terminal.h"
#include "vault/sealedfile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

/// `accounts rotate`, `probe`, `check`, `export` and `restore` of the real program.
class AccountsVerbsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void rotatesAKey();
    void keepsTheOldKeyWhenTheNewIsRejected();
    void triesAWaitingKeyAgain();
    void triesAWaitingKeyWithTheNextRequest();
    void losesNoKeyWhenKilled();
    void refusesToRotateWhatHasNoKey();
    void remindsOfOldKeys();
    void probesAnAccount();
    void checksEachQuestion();
    void checksWithoutAWay();
    void exportsAndRestores();
    void refusesBadFilesAndPassphrases();
    void asksForThePassphraseOnATerminal();
    void holdsToAllow();
    void listsIn80Columns();

private:
    void addWork(const QByteArray& key = "sk-ant-test-old\n");
    QJsonObject account(const QString& name);
    /// The checks of `accounts check --json` by name, for one account.
    QHash<QString, QJsonObject> checks(const QString& name, int exitCode);

    std::unique_ptr<CliFixture> m_cli;
};

void AccountsVerbsTest::init()
{
    m_cli = std::make_unique<CliFixture>();
    m_cli->variables.insert(u"PATCHBAY_VAULT"_s, u"file"_s);
    m_cli->variables.insert(u"PATCHBAY_VAULT_PASSPHRASE_FILE"_s,
                            m_cli->write(u"vaultpassphrase"_s, "vault"));
    // One that opens fast: the program goes on with the cost that a file was made with.
    QVERIFY(QDir().mkpath(m_cli->path(u"data"_s)));
    SealedFile vault(m_cli->path(u"data/vault"_s), Secret::take("vault"),
                     SealedFile::Cost::least());
    QVERIFY(vault.change(
        [](SealedFile::Entries& entries) { entries.insert(u"test"_s, Secret::take("test")); }));
}

void AccountsVerbsTest::addWork(const QByteArray& key)
{
    Program add = m_cli->run(u"accounts add --name work"_s, {}, key);
    QVERIFY2(add.exitCode() == 0, add.errors().constData());
}

QJsonObject AccountsVerbsTest::account(const QString& name)
{
    Program list = m_cli->run(u"accounts list --json"_s);
    const QJsonArray accounts = CliFixture::json(list.output()).value(u"accounts").toArray();
    for (const QJsonValue& found : accounts) {
        if (found.toObject().value(u"name").toString() == name)
            return found.toObject();
    }
    return {};
}

QHash<QString, QJsonObject> AccountsVerbsTest::checks(const QString& name, int exitCode)
{
    Program check = m_cli->run(u"accounts check --json"_s, {name});
    if (check.exitCode() != exitCode)
        qWarning("ended with %d: %s", check.exitCode(), check.errors().constData());
    QHash<QString, QJsonObject> found;
    const QJsonArray accounts = CliFixture::json(check.output()).value(u"accounts").toArray();
    if (check.exitCode() != exitCode || accounts.size() != 1)
        return found;
    for (const QJsonValue& value : accounts[0].toObject().value(u"checks").toArray())
        found.insert(value.toObject().value(u"check").toString(), value.toObject());
    return found;
}

void AccountsVerbsTest::rotatesAKey()
{
    QVERIFY(m_cli->startUpstream(
        R"({"keys":{"sk-ant-test-old":[{"reply":"Old"}],"sk-ant-test-new":[{"reply":"New"}]}})"));
    addWork();
    QCOMPARE(m_cli->run(u"chat Hello"_s).output(), QByteArray("Old\n"));
    const QJsonObject before = account(u"work"_s);
    Program rotate = m_cli->run(u"accounts rotate work"_s, {}, "sk-ant-test-new\n");
    QVERIFY2(rotate.exitCode() == 0, rotate.errors().constData());
    QCOMPARE(rotate.output(), QByteArray());
    QCOMPARE(account(u"work"_s).value(u"id"), before.value(u"id"));
    QCOMPARE(m_cli->run(u"chat Hello"_s).output(), QByteArray("New\n"));
    // Its history is one.
    Program usage = m_cli->run(u"usage --json"_s);
    const QJsonArray rows = CliFixture::json(usage.output()).value(u"rows").toArray();
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows[0].toObject().value(u"requests").toInt(), 2);
}

void AccountsVerbsTest::keepsTheOldKeyWhenTheNewIsRejected()
{
    QVERIFY(m_cli->startUpstream(
        R"({"keys":{"sk-ant-test-bad":[{"status":401,"route":"models"}]},"default":[{"reply":"Old"}]})"));
    addWork();
    Program rotate = m_cli->run(u"accounts rotate work"_s, {}, "sk-ant-test-bad\n");
    QCOMPARE(rotate.exitCode(), 1);
    QCOMPARE(rotate.errors().count('\n'), 1);
    QVERIFY2(rotate.errors().contains("rejected"), rotate.errors().constData());
    QVERIFY(!rotate.errors().contains("sk-ant"));
    QCOMPARE(account(u"work"_s).value(u"state").toString(), u"ready"_s);
    QCOMPARE(m_cli->run(u"chat Hello"_s).output(), QByteArray("Old\n"));
    Program again = m_cli->run(u"accounts rotate work"_s, {}, "\n");
    QCOMPARE(again.exitCode(), 2); // none waits
}

void AccountsVerbsTest::triesAWaitingKeyAgain()
{
    QVERIFY(m_cli->startUpstream(
        R"({"keys":{"sk-ant-test-new":[{"status":503,"route":"models"},{"reply":"New"}]},"default":[{"reply":"Old"}]})"));
    addWork();
    Program rotate = m_cli->run(u"accounts rotate work"_s, {}, "sk-ant-test-new\n");
    QCOMPARE(rotate.exitCode(), 1);
    QVERIFY2(rotate.errors().contains("waits"), rotate.errors().constData());
    Program list = m_cli->run(u"accounts list"_s);
    QVERIFY2(list.output().contains("waits"), list.output().constData());
    QVERIFY(m_cli->startUpstream(
        R"({"keys":{"sk-ant-test-new":[{"reply":"New"}]},"default":[{"reply":"Old"}]})"));
    Program again = m_cli->run(u"accounts rotate work"_s, {}, "\n");
    QVERIFY2(again.exitCode() == 0, again.errors().constData());
    QCOMPARE(m_cli->run(u"chat Hello"_s).output(), QByteArray("New\n"));
    QVERIFY(!m_cli->run(u"accounts list"_s).output().contains("waits"));
}

void AccountsVerbsTest::triesAWaitingKeyWithTheNextRequest()
{
    QVERIFY(m_cli->startUpstream(
        R"({"keys":{"sk-ant-test-new":[{"status":503,"route":"models"}]},"default":[{"reply":"Old"}]})"));
    addWork();
    QCOMPARE(m_cli->run(u"accounts rotate work"_s, {}, "sk-ant-test-new\n").exitCode(), 1);
    QVERIFY(m_cli->startUpstream(
        R"({"keys":{"sk-ant-test-new":[{"reply":"New"}]},"default":[{"reply":"Old","delay_ms":3000}]})"));
    // A chat that lasts long enough carries it through; one that does not leaves it for the next.
    for (int i = 0; i < 20 && m_cli->run(u"accounts list"_s).output().contains("waits"); ++i)
        QCOMPARE(m_cli->run(u"chat Hello"_s).exitCode(), 0);
    QVERIFY(!m_cli->run(u"accounts list"_s).output().contains("waits"));
    QCOMPARE(m_cli->run(u"chat Hello"_s).output(), QByteArray("New\n"));
}

void AccountsVerbsTest::losesNoKeyWhenKilled()
{
    QVERIFY(m_cli->startUpstream(R"({"default":[{"reply":"Hi"}]})"));
    addWork();
    // Killed earlier and later on its way.
    for (const int delayMs : {5, 15, 30, 50, 80, 120, 200}) {
        {
            Program rotate = m_cli->run(u"accounts rotate work"_s, {},
                                        "sk-ant-test-new" + QByteArray::number(delayMs) + "\n");
            QTest::qWait(delayMs);
        } // kill -9
        Program chat = m_cli->run(u"chat Hello"_s);
        QVERIFY2(chat.exitCode() == 0, chat.errors().constData());
        QCOMPARE(account(u"work"_s).value(u"state").toString(), u"ready"_s);
    }
    Program rotate = m_cli->run(u"accounts rotate work"_s, {}, "sk-ant-test-last\n");
    QVERIFY2(rotate.exitCode() == 0, rotate.errors().constData());
}

void AccountsVerbsTest::refusesToRotateWhatHasNoKey()
{
    QCOMPARE(m_cli->run(u"accounts add --name asking --key-command"_s, {u"echo sk-ant-test-1"_s})
                 .exitCode(),
             0);
    Program command = m_cli->run(u"accounts rotate asking"_s, {}, "sk-ant-test-new\n");
    QCOMPARE(command.exitCode(), 2);
    QVERIFY2(command.errors().contains("command"), command.errors().constData());
    QCOMPARE(m_cli->run(u"accounts rotate nobody"_s, {}, "sk-ant-test-new\n").exitCode(), 2);
    m_cli->setKey(u"sk-ant-test-1"_s);
    Program environment = m_cli->run(u"accounts rotate env"_s, {}, "sk-ant-test-new\n");
    QCOMPARE(environment.exitCode(), 2);
    QCOMPARE(environment.errors().count('\n'), 1);
}

void AccountsVerbsTest::remindsOfOldKeys()
{
    QVERIFY(m_cli->startUpstream(R"({"default":[{}]})"));
    addWork();
    QCOMPARE(m_cli->run(u"accounts edit work --remind-after-days 30"_s).exitCode(), 0);
    QVERIFY(!m_cli->run(u"accounts list"_s).output().contains("days old"));
    QVERIFY(!checks(u"work"_s, 0).contains(u"renewal"_s));
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"test"_s);
        database.setDatabaseName(m_cli->path(u"data/patchbay.db"_s));
        QVERIFY(database.open());
        QVERIFY(QSqlQuery(database).exec(
            u"UPDATE accounts SET secret_changed_at = secret_changed_at - 31 * 86400000"_s));
    }
    QSqlDatabase::removeDatabase(u"test"_s);
    Program list = m_cli->run(u"accounts list"_s);
    QVERIFY2(list.output().contains("is 31 days old"), list.output().constData());
    const QJsonObject renewal = checks(u"work"_s, 0).value(u"renewal"_s);
    QCOMPARE(renewal.value(u"result").toString(), u"attention"_s);
    QVERIFY(renewal.value(u"next_step").toString().contains(u"rotate work"_s));
    QCOMPARE(m_cli->run(u"accounts rotate work"_s, {}, "sk-ant-test-new\n").exitCode(), 0);
    QVERIFY(!m_cli->run(u"accounts list"_s).output().contains("days old"));
}

void AccountsVerbsTest::probesAnAccount()
{
    QCOMPARE(m_cli->run(u"accounts probe"_s).exitCode(), 3);
    QVERIFY(m_cli->startUpstream(
        R"({"default":[{"status":429,"headers":{"anthropic-ratelimit-requests-limit":"50","anthropic-ratelimit-requests-remaining":"0","anthropic-ratelimit-requests-reset":"{now+3000}","retry-after":"3000"},"times":1},{"reply":"Hi"}]})"));
    addWork();
    QVERIFY(m_cli->run(u"chat Hello"_s).exitCode() != 0);
    const QJsonObject resting = account(u"work"_s);
    QCOMPARE(resting.value(u"state").toString(), u"cooling_down"_s);
    QVERIFY(resting.value(u"until").toString().endsWith(u'Z'));
    Program list = m_cli->run(u"accounts list"_s);
    QVERIFY2(list.output().contains("\n  until "), list.output().constData());

    // To ask how it is lifts no limit, yet tells of it.
    const auto found = checks(u"work"_s, 1);
    QCOMPARE(found.value(u"key"_s).value(u"result").toString(), u"ok"_s);
    QCOMPARE(found.value(u"quota"_s).value(u"result").toString(), u"failed"_s);
    QCOMPARE(account(u"work"_s).value(u"until"), resting.value(u"until"));

    Program probe = m_cli->run(u"accounts probe work"_s);
    QVERIFY2(probe.exitCode() == 0, probe.errors().constData());
    QCOMPARE(probe.output(), QByteArray("work: answers, and takes part again\n"));
    QCOMPARE(account(u"work"_s).value(u"state").toString(), u"ready"_s);
    QCOMPARE(m_cli->run(u"accounts disable work"_s).exitCode(), 0);
    QCOMPARE(m_cli->run(u"accounts probe work"_s).output(),
             QByteArray("work: answers, but is disabled\n"));
    QCOMPARE(m_cli->run(u"accounts probe"_s).exitCode(), 3);

    m_cli->variables.insert(u"ANTHROPIC_BASE_URL"_s, u"http://127.0.0.1:9"_s);
    Program refused = m_cli->run(u"accounts probe work"_s);
    QCOMPARE(refused.exitCode(), 1);
    QCOMPARE(refused.errors().count('\n'), 1);
}

void AccountsVerbsTest::checksEachQuestion()
{
    QCOMPARE(m_cli->run(u"accounts check --json"_s).exitCode(), 3);
    QVERIFY(m_cli->startUpstream(
        R"({"keys":{"sk-ant-test-bad":[{"status":401,"route":"models"}],"sk-ant-test-denied":[{"status":403,"route":"models"}]},"default":[{"reply":"Hi","headers":{"anthropic-ratelimit-requests-limit":"50","anthropic-ratelimit-requests-remaining":"2","anthropic-ratelimit-requests-reset":"{now+3000}"}}]})"));
    addWork();
    QCOMPARE(m_cli->run(u"chat Hello"_s).exitCode(), 0);
    const auto well = checks(u"work"_s, 0);
    for (const QString& name :
         {u"secret"_s, u"network"_s, u"tls"_s, u"key"_s, u"account"_s, u"models"_s})
        QCOMPARE(well.value(name).value(u"result").toString(), u"ok"_s);
    QCOMPARE(well.value(u"quota"_s).value(u"result").toString(), u"attention"_s);
    QVERIFY(well.value(u"quota"_s).value(u"text").toString().contains(u"2 of 50"_s));
    QVERIFY(!well.value(u"quota"_s).value(u"next_step").toString().isEmpty());
    QCOMPARE(well.value(u"key"_s).value(u"next_step"), QJsonValue());

    QCOMPARE(m_cli->run(u"accounts add --name bad"_s, {}, "sk-ant-test-bad\n").exitCode(), 0);
    const auto bad = checks(u"bad"_s, 1);
    QCOMPARE(bad.value(u"key"_s).value(u"result").toString(), u"failed"_s);
    QVERIFY(bad.value(u"key"_s).value(u"next_step").toString().contains(u"rotate bad"_s));
    QCOMPARE(m_cli->run(u"accounts add --name denied"_s, {}, "sk-ant-test-denied\n").exitCode(), 0);
    const auto denied = checks(u"denied"_s, 1);
    QCOMPARE(denied.value(u"key"_s).value(u"result").toString(), u"ok"_s);
    QCOMPARE(denied.value(u"account"_s).value(u"result").toString(), u"failed"_s);

    Program all = m_cli->run(u"accounts check"_s);
    QCOMPARE(all.exitCode(), 1);
    for (const QByteArray& line : all.output().split('\n'))
        QVERIFY2(QString::fromUtf8(line).size() <= 80, line.constData());
    QCOMPARE(all.errors().count('\n'), 2); // one for each that failed
    QVERIFY(!all.output().contains("sk-ant") && !all.errors().contains("sk-ant"));
    // The same, where the rest of the program is looked at as well.
    Program doctor = m_cli->run(u"doctor"_s);
    QCOMPARE(doctor.exitCode(), 1);
    QVERIFY2(doctor.output().contains("\nbad: failed\n"), doctor.output().constData());
    QVERIFY2(doctor.output().contains("rotate bad"), doctor.output().constData());
}

void AccountsVerbsTest::checksWithoutAWay()
{
    addWork();
    m_cli->variables.insert(u"ANTHROPIC_BASE_URL"_s, u"http://127.0.0.1:9"_s);
    const auto found = checks(u"work"_s, 1);
    QCOMPARE(found.value(u"secret"_s).value(u"result").toString(), u"ok"_s);
    QCOMPARE(found.value(u"network"_s).value(u"result").toString(), u"failed"_s);
    QCOMPARE(found.value(u"key"_s).value(u"result").toString(), u"attention"_s);
    QVERIFY(!found.contains(u"account"_s));
}

void AccountsVerbsTest::exportsAndRestores()
{
    QVERIFY(m_cli->startUpstream(
        R"({"keys":{"sk-ant-test-old":[{"reply":"Work"}],"sk-ant-test-two":[{"reply":"Two"}]}})"));
    addWork();
    QCOMPARE(
        m_cli->run(u"accounts add --name two --priority 0"_s, {}, "sk-ant-test-two\n").exitCode(),
        0);
    const QString file = m_cli->path(u"out"_s);
    const QStringList words{u"--passphrase-file"_s, m_cli->write(u"passphrase"_s, "geheim\n")};
    Program exported = m_cli->run(u"accounts export"_s, QStringList{file} + words);
    QVERIFY2(exported.exitCode() == 0, exported.errors().constData());
    QCOMPARE(QFileInfo(file).permissions() & QFile::ReadOther, QFile::Permissions());
    QCOMPARE(m_cli->run(u"accounts export"_s, QStringList{file} + words).exitCode(), 2);
    QCOMPARE(m_cli->run(u"accounts export --force"_s, QStringList{file} + words).exitCode(), 0);

    m_cli->variables.insert(u"PATCHBAY_DATA_DIR"_s, m_cli->path(u"elsewhere"_s));
    // One line of standard input does as well.
    Program restored = m_cli->run(u"accounts restore"_s, {file}, "geheim\n");
    QVERIFY2(restored.exitCode() == 0, restored.errors().constData());
    QVERIFY2(restored.errors().contains("work, two"), restored.errors().constData());
    QCOMPARE(m_cli->run(u"chat Hello"_s).output(), QByteArray("Two\n"));
    QCOMPARE(m_cli->run(u"chat --account work Hello"_s).output(), QByteArray("Work\n"));

    QCOMPARE(m_cli->run(u"accounts edit two --priority 5"_s).exitCode(), 0);
    Program left = m_cli->run(u"accounts restore"_s, QStringList{file} + words);
    QCOMPARE(left.exitCode(), 0);
    QVERIFY2(left.errors().contains("here already"), left.errors().constData());
    QCOMPARE(account(u"two"_s).value(u"priority").toInt(), 5);
    QCOMPARE(m_cli->run(u"accounts restore --replace"_s, QStringList{file} + words).exitCode(), 0);
    QCOMPARE(account(u"two"_s).value(u"priority").toInt(), 0);
}

void AccountsVerbsTest::refusesBadFilesAndPassphrases()
{
    const QString file = m_cli->path(u"out"_s);
    const QStringList words{u"--passphrase-file"_s, m_cli->write(u"passphrase"_s, "geheim\n")};
    QCOMPARE(m_cli->run(u"accounts export"_s, QStringList{file} + words).exitCode(), 3);
    addWork();
    QCOMPARE(m_cli->run(u"accounts export"_s, QStringList{file} + words).exitCode(), 0);
    Program wrong = m_cli->run(u"accounts restore"_s, {file}, "falsch\n");
    QCOMPARE(wrong.exitCode(), 2);
    QVERIFY2(wrong.errors().contains("passphrase"), wrong.errors().constData());
    const QString other = m_cli->write(u"other"_s, QByteArray(500, 'x'));
    Program damaged = m_cli->run(u"accounts restore"_s, QStringList{other} + words);
    QCOMPARE(damaged.exitCode(), 2);
    QVERIFY2(damaged.errors().contains("damaged"), damaged.errors().constData());
    for (const QString& line : {u"accounts restore /nonexistent"_s, u"accounts export /proc/x"_s,
                                u"accounts restore"_s, u"accounts export"_s}) {
        Program refused = m_cli->run(line, {}, "geheim\n");
        QCOMPARE(refused.exitCode(), 2);
        QCOMPARE(refused.errors().count('\n'), 1);
    }
    QCOMPARE(m_cli->run(u"accounts restore"_s, {file}, "\n").exitCode(), 2);
    QCOMPARE(m_cli->run(u"accounts restore --passphrase-file /nonexistent"_s, {file}).exitCode(),
             2);
}

void AccountsVerbsTest::asksForThePassphraseOnATerminal()
{
    addWork();
    const QString file = m_cli->path(u"out"_s);
    const QString cli = QStringLiteral(PATCHBAY_CLI);
    for (const QByteArray& second : {QByteArray("other\r"), QByteArray("geheim\r")}) {
        Terminal terminal(cli, {u"accounts"_s, u"export"_s, file}, m_cli->variables);
        QVERIFY2(terminal.shows("Passphrase"), terminal.screen().constData());
        terminal.type("geheim\r");
        QVERIFY2(terminal.shows("once more"), terminal.screen().constData());
        terminal.type(second);
        QCOMPARE(terminal.exitCode(), second == "geheim\r" ? 0 : 2);
        QVERIFY2(!terminal.screen().contains("geheim"), terminal.screen().constData());
    }
    Terminal terminal(cli, {u"accounts"_s, u"restore"_s, file}, m_cli->variables);
    QVERIFY2(terminal.shows("Passphrase"), terminal.screen().constData());
    terminal.type("geheim\r");
    QVERIFY2(terminal.shows("here already"), terminal.screen().constData());
    QCOMPARE(terminal.exitCode(), 0);
}

void AccountsVerbsTest::holdsToAllow()
{
    QVERIFY(m_cli->startUpstream(R"({"default":[{"reply":"Hi"}]})"));
    addWork();
    QCOMPARE(m_cli->run(u"accounts edit work --allow window,endpoint"_s).exitCode(), 0);
    Program refused = m_cli->run(u"chat --account work Hello"_s);
    QCOMPARE(refused.exitCode(), 3);
    QCOMPARE(refused.errors().count('\n'), 1);
    QVERIFY2(refused.errors().contains("--allow window,endpoint,command-line"),
             refused.errors().constData());
    QCOMPARE(m_cli->run(u"accounts edit work --allow command-line"_s).exitCode(), 0);
    QCOMPARE(m_cli->run(u"chat --account work Hello"_s).output(), QByteArray("Hi\n"));
    QCOMPARE(m_cli->run(u"accounts edit work"_s).exitCode(), 2);
    QCOMPARE(
        m_cli->run(u"accounts edit work --name office --weight 3 --max-concurrent 2"_s).exitCode(),
        0);
    const QJsonObject office = account(u"office"_s);
    QCOMPARE(office.value(u"weight").toInt(), 3);
    QCOMPARE(office.value(u"max_concurrent").toInt(), 2);
}

void AccountsVerbsTest::listsIn80Columns()
{
    const QString name(60, u'n');
    QCOMPARE(m_cli->run(u"accounts add --key-command false --name"_s, {name}).exitCode(), 0);
    QCOMPARE(m_cli->run(u"chat Hello"_s).exitCode(), 4);
    Program list = m_cli->run(u"accounts list"_s);
    QVERIFY2(list.output().count('\n') > 2, list.output().constData()); // with its reason
    for (const QByteArray& line : list.output().split('\n'))
        QVERIFY2(QString::fromUtf8(line).size() <= 80, line.constData());
}

QTEST_GUILESS_MAIN(AccountsVerbsTest)
#include "tst_accountsverbs.moc"
