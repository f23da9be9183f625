// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/clifixture.h"
#include "vault/sealedfile.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

constexpr int kDeadlineMs = 60'000;
const QByteArray kScript = QByteArrayLiteral(
    R"({"default":[{"reply":"Hello from the gateway"}],
        "oauth":{"client_id":"patchbay-test","tokens":[{"access_token":"sk-ant-test-oat-0",
                 "refresh_token":"sk-ant-test-ort-0"}]}})");

/// What a browser shows in the end.
QByteArray browse(const QUrl& url)
{
    QNetworkAccessManager manager;
    const std::unique_ptr<QNetworkReply> reply(manager.get(QNetworkRequest(url)));
    if (!QTest::qWaitFor([&] { return reply->isFinished(); }, kDeadlineMs))
        return {};
    return reply->readAll();
}

/// patchbay-cli with somebody at its input.
class Conversation final
{
public:
    Conversation(const CliFixture& cli, const QStringList& arguments)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (auto it = cli.variables.cbegin(); it != cli.variables.cend(); ++it)
            environment.insert(it.key(), it.value());
        m_process.setProcessEnvironment(environment);
        m_process.start(QStringLiteral(PATCHBAY_CLI), arguments);
    }
    ~Conversation()
    {
        m_process.kill();
        m_process.waitForFinished(kDeadlineMs);
    }
    /// The address on standard output, which is all that is there.
    [[nodiscard]] QUrl address()
    {
        QByteArray line;
        (void)QTest::qWaitFor(
            [&] {
                if (m_process.canReadLine())
                    line = m_process.readLine().trimmed();
                return !line.isEmpty() || m_process.state() == QProcess::NotRunning;
            },
            kDeadlineMs);
        return QUrl::fromEncoded(line);
    }
    void type(const QByteArray& line) { m_process.write(line + '\n'); }
    void interrupt() { m_process.terminate(); }
    [[nodiscard]] int exitCode()
    {
        (void)QTest::qWaitFor([&] { return m_process.state() == QProcess::NotRunning; },
                              kDeadlineMs);
        errors = m_process.readAllStandardError();
        return m_process.exitCode();
    }
    QByteArray errors;

private:
    QProcess m_process;
};

} // namespace

/// Accounts that sign in, from the command line.
class TestAccountsLogin final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void addsAndSignsInByTheBrowser();
    void signsInLaterByPasting();
    void deniedIsTold();
    void interruptedLeavesTheAccount();
    void wrongUsage_data();
    void wrongUsage();
    void importsADeveloperProfile();
    void importsCredentialsOfOnesOwn();
    void leavesTheClaudeProgramsTokensAlone();

private:
    QString profile(const QByteArray& redirect) const;
    [[nodiscard]] QJsonObject account(const QString& name);
    [[nodiscard]] QByteArray chat(const QString& account);

    std::unique_ptr<CliFixture> m_cli;
};

void TestAccountsLogin::init()
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
    QVERIFY(m_cli->startUpstream(kScript));
}

QString TestAccountsLogin::profile(const QByteArray& redirect) const
{
    const QByteArray base = m_cli->baseUrl().toUtf8();
    return m_cli->write(u"profile.json"_s,
                        R"({"name":"Gateway","authorize_url":")" + base +
                            R"(/oauth/authorize","token_url":")" + base +
                            R"(/oauth/token","client_id":"patchbay-test","redirect":")" + redirect +
                            R"("})");
}

QJsonObject TestAccountsLogin::account(const QString& name)
{
    Program list = m_cli->run(u"accounts list --json"_s);
    const QJsonArray accounts = CliFixture::json(list.output()).value(u"accounts").toArray();
    for (const QJsonValue& one : accounts) {
        if (one.toObject().value(u"name").toString() == name)
            return one.toObject();
    }
    return {};
}

QByteArray TestAccountsLogin::chat(const QString& account)
{
    Program chat = m_cli->run(u"chat --no-save --account"_s, {account, u"Hi"_s});
    return chat.exitCode() == 0 ? chat.output().trimmed() : chat.errors();
}

void TestAccountsLogin::addsAndSignsInByTheBrowser()
{
    Conversation add(*m_cli, {u"accounts"_s, u"add"_s, u"--name"_s, u"work"_s, u"--kind"_s,
                              u"oauth"_s, u"--profile"_s, profile("loopback")});
    const QByteArray page = browse(add.address());
    QVERIFY2(page.contains("You may close this page"), page.constData());
    QCOMPARE(add.exitCode(), 0);
    QVERIFY2(add.errors.contains("“work” is signed in"), add.errors.constData());
    QVERIFY(!add.errors.contains("sk-ant"));
    QCOMPARE(account(u"work"_s).value(u"kind").toString(), u"oauth"_s);
    QCOMPARE(account(u"work"_s).value(u"state").toString(), u"ready"_s);
    QCOMPARE(chat(u"work"_s), QByteArray("Hello from the gateway"));
}

void TestAccountsLogin::signsInLaterByPasting()
{
    const QString file = profile("paste");
    // Nobody is at the input.
    Program add = m_cli->run(u"accounts add --name work --kind oauth --profile"_s, {file});
    QCOMPARE(add.exitCode(), 130);
    QVERIFY(add.errors().contains("accounts login"));
    QCOMPARE(account(u"work"_s).value(u"state").toString(), u"needs_sign_in"_s);
    QVERIFY(chat(u"work"_s).contains("is not signed in"));

    Conversation login(*m_cli, {u"accounts"_s, u"login"_s, u"work"_s});
    const QByteArray code = browse(login.address()).trimmed();
    login.type("");
    login.type("nonsense#nonsense");
    login.type(code);
    QCOMPARE(login.exitCode(), 0);
    QVERIFY2(login.errors.contains("belongs to another sign-in"), login.errors.constData());
    QCOMPARE(account(u"work"_s).value(u"state").toString(), u"ready"_s);
    QCOMPARE(chat(u"work"_s), QByteArray("Hello from the gateway"));
}

void TestAccountsLogin::deniedIsTold()
{
    QByteArray script = kScript;
    script.replace("\"client_id\"", "\"denies\":true,\"client_id\"");
    QVERIFY(m_cli->startUpstream(script));
    Conversation add(*m_cli, {u"accounts"_s, u"add"_s, u"--name"_s, u"work"_s, u"--kind"_s,
                              u"oauth"_s, u"--profile"_s, profile("loopback")});
    (void)browse(add.address());
    QCOMPARE(add.exitCode(), 1);
    QVERIFY2(add.errors.contains("was told not to let Patchbay in"), add.errors.constData());
    QCOMPARE(account(u"work"_s).value(u"state").toString(), u"needs_sign_in"_s);
}

void TestAccountsLogin::interruptedLeavesTheAccount()
{
    Conversation add(*m_cli, {u"accounts"_s, u"add"_s, u"--name"_s, u"work"_s, u"--kind"_s,
                              u"oauth"_s, u"--profile"_s, profile("loopback")});
    QVERIFY(add.address().isValid());
    add.interrupt();
    QCOMPARE(add.exitCode(), 130);
    QCOMPARE(account(u"work"_s).value(u"state").toString(), u"needs_sign_in"_s);
}

void TestAccountsLogin::wrongUsage_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("no profile") << u"accounts add --name work --kind oauth"_s
                                << QByteArray("--profile FILE");
    QTest::newRow("a profile that is not there")
        << u"accounts add --name work --kind oauth --profile /nowhere"_s
        << QByteArray("/nowhere cannot be read");
    QTest::newRow("a key as well")
        << u"accounts add --name work --kind oauth --profile /nowhere --key-command true"_s
        << QByteArray("and no key");
    QTest::newRow("nobody") << u"accounts login nobody"_s << QByteArray("no account “nobody”");
}

void TestAccountsLogin::wrongUsage()
{
    QFETCH(QString, line);
    QFETCH(QByteArray, says);
    Program program = m_cli->run(line);
    QCOMPARE(program.exitCode(), 2);
    QVERIFY2(program.errors().contains(says), program.errors().constData());
    QVERIFY(program.output().isEmpty());
}

void TestAccountsLogin::importsADeveloperProfile()
{
    QVERIFY(QDir().mkpath(m_cli->path(u"anthropic/configs"_s)));
    QVERIFY(QDir().mkpath(m_cli->path(u"anthropic/credentials"_s)));
    (void)m_cli->write(u"anthropic/configs/work.json"_s,
                       R"({"authentication":{"type":"user_oauth","client_id":"patchbay-test"}})");
    // It ended long ago: the first request renews it.
    (void)m_cli->write(u"anthropic/credentials/work.json"_s,
                       R"({"type":"oauth_token","access_token":"sk-ant-test-oat-0",
                           "refresh_token":"sk-ant-test-ort-0","expires_at":1700000000})");
    (void)m_cli->write(u"anthropic/active_config"_s, "work\n");
    Program import = m_cli->run(u"accounts import"_s, {m_cli->path(u"anthropic"_s)});
    QVERIFY2(import.exitCode() == 0, import.errors().constData());
    QCOMPARE(account(u"work"_s).value(u"kind").toString(), u"oauth"_s);
    QCOMPARE(chat(u"work"_s), QByteArray("Hello from the gateway"));
    QCOMPARE(chat(u"work"_s), QByteArray("Hello from the gateway"));
    const QJsonObject counts =
        CliFixture::json(browse(QUrl(m_cli->baseUrl() + u"/simulator/oauth"_s)));
    QCOMPARE(counts.value(u"refreshes").toInt(), 1);
    QCOMPARE(counts.value(u"rejected_bearers").toInt(), 0);
    Program login = m_cli->run(u"accounts login work"_s);
    QCOMPARE(login.exitCode(), 2);
    QVERIFY(login.errors().contains("import it again"));
}

void TestAccountsLogin::importsCredentialsOfOnesOwn()
{
    const QString file = m_cli->write(
        u"mine.json"_s,
        R"({"access_token":"sk-ant-test-oat-0","refresh_token":"sk-ant-test-ort-0","expires_at":1})");
    const QStringList words{file, u"--oauth-profile"_s, profile("loopback")};
    Program asked = m_cli->run(u"accounts import"_s, words);
    QCOMPARE(asked.exitCode(), 2);
    QVERIFY2(asked.errors().contains("only if it is your own"), asked.errors().constData());
    QVERIFY(account(u"Gateway"_s).isEmpty());
    Program import = m_cli->run(u"accounts import --accept-notice"_s, words);
    QVERIFY2(import.exitCode() == 0, import.errors().constData());
    QCOMPARE(chat(u"Gateway"_s), QByteArray("Hello from the gateway"));
}

void TestAccountsLogin::leavesTheClaudeProgramsTokensAlone()
{
    const QString file = m_cli->write(
        u"credentials.json"_s,
        R"({"claudeAiOauth":{"accessToken":"sk-ant-test-oat-1","refreshToken":"sk-ant-test-ort-1"}})");
    for (const QStringList& words :
         {QStringList{file},
          QStringList{file, u"--oauth-profile"_s, profile("loopback"), u"--accept-notice"_s}}) {
        Program import = m_cli->run(u"accounts import"_s, words);
        QCOMPARE(import.exitCode(), 2);
        QVERIFY2(import.errors().contains("--kind claude_command"), import.errors().constData());
        QVERIFY(!import.errors().contains("sk-ant"));
    }
}

QTEST_GUILESS_MAIN(TestAccountsLogin)
#include "tst_accountslogin.moc"
