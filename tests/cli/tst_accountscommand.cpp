// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/clifixture.h"

#include <QJsonArray>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

/// `accounts …` of the real program, and which account a chat is given.
class AccountsCommandTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void tellsWhatTheVaultCanGive();
    void needsNoKeychainForTheEnvironment();
    void checksAccounts();
    void listsTheFieldsOfTheDesign();
    void asksTheKeyCommand();
    void namesAStoredAccountBesideTheEnvironment();
    void importsAFile();
    void leavesAccountsOfTheEnvironmentAsTheyAre();
    void refuses_data();
    void refuses();

private:
    void useVaultFile(const QByteArray& passphrase);
    QJsonObject account(const QString& name);

    std::unique_ptr<CliFixture> m_cli;
};

void AccountsCommandTest::init()
{
    m_cli = std::make_unique<CliFixture>();
}

void AccountsCommandTest::useVaultFile(const QByteArray& passphrase)
{
    m_cli->variables.insert(u"PATCHBAY_VAULT"_s, u"file"_s);
    m_cli->variables.insert(u"PATCHBAY_VAULT_PASSPHRASE_FILE"_s,
                            m_cli->write(QString::fromLatin1(passphrase), passphrase));
}

QJsonObject AccountsCommandTest::account(const QString& name)
{
    Program list = m_cli->run(u"accounts list --json"_s);
    const QJsonArray accounts = CliFixture::json(list.output()).value(u"accounts").toArray();
    for (const QJsonValue& found : accounts) {
        if (found.toObject().value(u"name").toString() == name)
            return found.toObject();
    }
    return {};
}

void AccountsCommandTest::tellsWhatTheVaultCanGive()
{
    QVERIFY(m_cli->startUpstream(R"({"keys":{"sk-ant-test-2":[{"reply":"Hi"}]}})"));
    useVaultFile("right");
    QCOMPARE(m_cli->run(u"accounts add --name work"_s, {}, "sk-ant-test-2\n").exitCode(), 0);
    QCOMPARE(account(u"work"_s).value(u"state").toString(), u"ready"_s);

    useVaultFile("wrong");
    const QJsonObject locked = account(u"work"_s);
    QCOMPARE(locked.value(u"state").toString(), u"locked"_s);
    QVERIFY(!locked.value(u"reason").toString().isEmpty());
    Program check = m_cli->run(u"accounts check work"_s);
    QCOMPARE(check.exitCode(), 4);
    QCOMPARE(check.errors().count('\n'), 1);
    QVERIFY2(check.errors().contains("work"), check.errors().constData());
    QCOMPARE(m_cli->run(u"chat Hello"_s).exitCode(), 4);

    useVaultFile("right");
    QCOMPARE(account(u"work"_s).value(u"state").toString(), u"ready"_s);
    QCOMPARE(account(u"work"_s).value(u"reason"), QJsonValue());
    Program well = m_cli->run(u"accounts check"_s);
    QVERIFY2(well.output().startsWith("work: ok\n"), well.output().constData());
    QCOMPARE(well.exitCode(), 0);
    QCOMPARE(m_cli->run(u"chat Hello"_s).output(), QByteArray("Hi\n"));
}

void AccountsCommandTest::needsNoKeychainForTheEnvironment()
{
    QVERIFY(m_cli->startUpstream(R"({"default":[{"reply":"Hi"}]})"));
    m_cli->variables.remove(u"PATCHBAY_VAULT"_s);
    m_cli->variables.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, u"unix:path=/nonexistent"_s);
    m_cli->setKey(u"sk-ant-test-1"_s);
    QCOMPARE(account(u"env"_s).value(u"state").toString(), u"ready"_s);
    QCOMPARE(m_cli->run(u"accounts check"_s).exitCode(), 0);
    Program chat = m_cli->run(u"chat Hello"_s);
    QCOMPARE(chat.exitCode(), 0);
    QCOMPARE(chat.errors(), QByteArray());
    // Without one, a key cannot be kept, and that is said.
    Program add = m_cli->run(u"accounts add --name work"_s, {}, "sk-ant-test-2\n");
    QCOMPARE(add.exitCode(), 4);
    QCOMPARE(add.errors().count('\n'), 1);
}

void AccountsCommandTest::checksAccounts()
{
    QCOMPARE(m_cli->run(u"accounts check"_s).exitCode(), 3);
    QVERIFY(
        m_cli->startUpstream(R"({"keys":{"sk-ant-test-bad":[{"status":401}]},"default":[{}]})"));
    m_cli->variables.insert(
        u"CLAUDE_ACCOUNTS"_s,
        uR"([{"name":"good","apiKey":"sk-ant-test-1"},{"name":"bad","apiKey":"sk-ant-test-bad"}])"_s);
    QCOMPARE(m_cli->run(u"accounts check good"_s).exitCode(), 0);
    QCOMPARE(m_cli->run(u"accounts check nobody"_s).exitCode(), 2);
    Program bad = m_cli->run(u"accounts check bad"_s);
    QCOMPARE(bad.exitCode(), 1);
    QVERIFY2(bad.errors().contains("Authentication failed"), bad.errors().constData());
    QVERIFY(!bad.errors().contains("sk-ant"));
    Program all = m_cli->run(u"accounts check"_s);
    QCOMPARE(all.exitCode(), 1);
    QVERIFY2(all.output().startsWith("good: ok\n"), all.output().constData());
    QVERIFY2(all.output().contains("\nbad: failed\n"), all.output().constData());
}

void AccountsCommandTest::listsTheFieldsOfTheDesign()
{
    QVERIFY(m_cli->startUpstream(
        R"({"default":[{"reply":"Hi","headers":{"anthropic-ratelimit-requests-limit":"50","anthropic-ratelimit-requests-remaining":"49","anthropic-ratelimit-requests-reset":"2030-01-01T00:00:00Z","anthropic-organization-id":"org-test"}}]})"));
    m_cli->setKey(u"sk-ant-test-1"_s);
    QCOMPARE(m_cli->run(u"chat Hello"_s).exitCode(), 0);
    const QJsonObject env = account(u"env"_s);
    QCOMPARE(env.keys(),
             (QStringList{u"id"_s, u"in_flight"_s, u"kind"_s, u"limits"_s, u"max_concurrent"_s,
                          u"name"_s, u"organization_id"_s, u"priority"_s, u"reason"_s, u"state"_s,
                          u"until"_s, u"weight"_s}));
    QCOMPARE(env.value(u"kind").toString(), u"api_key"_s);
    QCOMPARE(env.value(u"organization_id").toString(), u"org-test"_s);
    QJsonObject requests;
    for (const QJsonValue& limit : env.value(u"limits").toArray()) {
        if (limit.toObject().value(u"window").toString() == u"requests")
            requests = limit.toObject();
    }
    QCOMPARE(requests.value(u"limit").toInt(), 50);
    QCOMPARE(requests.value(u"remaining").toInt(), 49);
    QCOMPARE(requests.value(u"resets_at").toString().left(19), u"2030-01-01T00:00:00"_s);
    QVERIFY(requests.value(u"as_of").toString().endsWith(u'Z'));
}

void AccountsCommandTest::asksTheKeyCommand()
{
    QVERIFY(m_cli->startUpstream(R"({"keys":{"sk-ant-test-9":[{"reply":"Hi"}]}})"));
    Program add =
        m_cli->run(u"accounts add --name work --key-command"_s, {u"echo sk-ant-test-9"_s});
    QCOMPARE(add.exitCode(), 0);
    QVERIFY2(!add.errors().contains("memory"), "the key is not in the vault");
    QCOMPARE(m_cli->run(u"chat Hello"_s).output(), QByteArray("Hi\n"));
    QCOMPARE(m_cli->run(u"accounts check work"_s).exitCode(), 0);
    QCOMPARE(m_cli->run(u"accounts remove work"_s).exitCode(), 0);
    QCOMPARE(m_cli->run(u"accounts add --name broken --key-command"_s, {u"false"_s}).exitCode(), 0);
    QCOMPARE(m_cli->run(u"chat Hello"_s).exitCode(), 4);
}

void AccountsCommandTest::namesAStoredAccountBesideTheEnvironment()
{
    QVERIFY(m_cli->startUpstream(
        R"({"keys":{"sk-ant-test-1":[{"reply":"environment"}],"sk-ant-test-2":[{"reply":"stored"}]}})"));
    QCOMPARE(m_cli
                 ->run(u"accounts add --name work --priority 0 --key-command"_s,
                       {u"echo sk-ant-test-2"_s})
                 .exitCode(),
             0);
    QCOMPARE(m_cli->run(u"chat Hello"_s).output(), QByteArray("stored\n"));
    m_cli->setKey(u"sk-ant-test-1"_s);
    for (int i = 0; i < 2; ++i)
        QCOMPARE(m_cli->run(u"chat Hello"_s).output(), QByteArray("environment\n"));
    QCOMPARE(m_cli->run(u"chat --account Work Hello"_s).output(), QByteArray("stored\n"));
    QCOMPARE(m_cli->run(u"chat --account env Hello"_s).output(), QByteArray("environment\n"));
    Program unknown = m_cli->run(u"chat --account nobody Hello"_s);
    QCOMPARE(unknown.exitCode(), 2);
    QVERIFY2(unknown.errors().contains("There is no account “nobody”"),
             unknown.errors().constData());
    QCOMPARE(m_cli->run(u"accounts disable work"_s).exitCode(), 0);
    Program disabled = m_cli->run(u"chat --account work Hello"_s);
    QCOMPARE(disabled.exitCode(), 3);
    QVERIFY2(disabled.errors().contains("disabled"), disabled.errors().constData());
}

void AccountsCommandTest::importsAFile()
{
    const QString list = m_cli->write(
        u"accounts.json"_s,
        R"([{"name":"one","apiKey":"sk-ant-test-1","priority":3},{"email":"two@example.com","apiKey":"sk-ant-test-2"}])");
    QCOMPARE(m_cli->run(u"accounts import"_s, {list}).exitCode(), 0);
    QCOMPARE(account(u"one"_s).value(u"priority").toInt(), 3);
    QVERIFY(!account(u"two@example.com"_s).isEmpty());
    QCOMPARE(m_cli->run(u"accounts import"_s, {list}).exitCode(), 2);
    const QString variables = m_cli->write(u"keys.env"_s, "CLAUDE_API_KEY=sk-ant-test-3\n");
    QCOMPARE(m_cli->run(u"accounts import"_s, {variables}).exitCode(), 0);
    QVERIFY(!account(u"env"_s).isEmpty());
}

void AccountsCommandTest::leavesAccountsOfTheEnvironmentAsTheyAre()
{
    m_cli->setKey(u"sk-ant-test-1"_s);
    for (const QString& line : {u"accounts edit env --priority 3"_s, u"accounts remove env"_s}) {
        Program refused = m_cli->run(line);
        QCOMPARE(refused.exitCode(), 2);
        QCOMPARE(refused.errors().count('\n'), 1);
    }
    QCOMPARE(account(u"env"_s).value(u"priority").toInt(), 1);
    // Leaving one out is the person's choice, and lasts.
    QCOMPARE(m_cli->run(u"accounts disable env"_s).exitCode(), 0);
    QCOMPARE(account(u"env"_s).value(u"state").toString(), u"disabled"_s);
    QCOMPARE(m_cli->run(u"chat Hello"_s).exitCode(), 3);
}

void AccountsCommandTest::refuses_data()
{
    QTest::addColumn<QString>("line");
    QTest::newRow("no name") << u"accounts add"_s;
    QTest::newRow("kind") << u"accounts add --name x --kind magic"_s;
    QTest::newRow("allow") << u"accounts add --name x --allow window,moon"_s;
    QTest::newRow("proxy") << u"accounts add --name x --proxy gopher://x"_s;
    QTest::newRow("allow nobody") << u"accounts add --name x --allow ,"_s;
    QTest::newRow("models") << u"accounts add --name x --models claude,\"b\""_s;
    QTest::newRow("reminder") << u"accounts add --name x --remind-after-days 4000"_s;
    QTest::newRow("plain http") << u"accounts add --name x --base-url http://example.com"_s;
    QTest::newRow("at once") << u"accounts add --name x --max-concurrent 0"_s;
    QTest::newRow("weight") << u"accounts add --name x --weight 0"_s;
    QTest::newRow("number") << u"accounts add --name x --priority first"_s;
    QTest::newRow("unknown") << u"accounts remove nobody"_s;
    QTest::newRow("no file") << u"accounts import /nonexistent"_s;
    QTest::newRow("key as an argument") << u"accounts add --name x sk-ant-test-1"_s;
    QTest::newRow("no verb") << u"accounts"_s;
}

void AccountsCommandTest::refuses()
{
    QFETCH(QString, line);
    Program refused = m_cli->run(line, {}, "sk-ant-test-1\n");
    QCOMPARE(refused.exitCode(), 2);
    QCOMPARE(refused.errors().count('\n'), 1);
    QVERIFY2(refused.errors().startsWith("patchbay-cli: "), refused.errors().constData());
    QVERIFY(!refused.errors().contains("sk-ant"));
}

QTEST_GUILESS_MAIN(AccountsCommandTest)
#include "tst_accountscommand.moc"
