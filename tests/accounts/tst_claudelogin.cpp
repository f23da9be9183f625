// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/claudelogin.h"
#include "accounts/claudeprogram.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

/// A stand-in for the program, whose `auth status` prints the file "status" of its folder, and
/// whose `auth login` writes it; and a terminal that runs what it is given.
struct Stand
{
    Stand()
    {
        script(u"claude"_s, "case $2 in\n"
                            "status) cat " +
                                path(u"status"_s) + "; env > " + path(u"environment"_s) +
                                ";;\n"
                                "login) [ -e " +
                                path(u"refuse"_s) + " ] && exit 1; cp " + path(u"after"_s) + " " +
                                path(u"status"_s) + ";;\nesac\n");
        script(u"terminal"_s, "touch " + path(u"opened"_s) + "; exec \"$@\"\n");
        write(u"status"_s, R"({"loggedIn":false,"authMethod":"none","loginExpiresAt":null})");
        write(u"after"_s, R"({"loggedIn":true,"authMethod":"claude.ai","subscriptionType":"max",)"
                          R"("orgId":"org-1","loginExpiresAt":"2027-01-02T03:04:05Z"})");
        account.id = {u"id"_s};
        account.name = u"max"_s;
        account.kind = AccountKind::ClaudeCommand;
    }
    [[nodiscard]] QByteArray path(const QString& name) const
    {
        return "'" + folder.filePath(name).toUtf8() + "'";
    }
    void write(const QString& name, const QByteArray& bytes) const
    {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("%s cannot be written", qPrintable(file.fileName()));
    }
    void script(const QString& name, const QByteArray& text) const
    {
        write(name, "#!/bin/sh\n" + text);
        QFile::setPermissions(folder.filePath(name), QFile::ReadOwner | QFile::ExeOwner);
    }
    [[nodiscard]] std::unique_ptr<ClaudeLogin> login() const
    {
        auto made = std::make_unique<ClaudeLogin>(folder.filePath(u"claude"_s),
                                                  folder.filePath(u"accounts"_s));
        made->setTerminals({{u"no-such-terminal"_s}, {folder.filePath(u"terminal"_s)}});
        made->setPatience(20, 20'000);
        return made;
    }

    QTemporaryDir folder;
    Account account;
};

} // namespace

class ClaudeLoginTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatTheProgramTells();
    void asksTheProgramOfTheAccount();
    void signsInInATerminal();
    void tellsOfASignInThatFailed();
    void withoutATerminalTellsWhatToType();
    void givesUp();
    void anAbsentProgramIsTold();
    void knowsVersions();
};

void ClaudeLoginTest::readsWhatTheProgramTells()
{
    // As 2.1.330 prints it.
    const auto out = ClaudeSignIn::fromJson(
        R"({"loggedIn": false, "authMethod": "none", "apiProvider": "firstParty",
            "configDirectory": "/home/someone/.claude", "loginExpiresAt": null})");
    QVERIFY(out);
    QVERIFY(!out->isSignedIn);
    QCOMPARE(out->method, u"none"_s);
    QCOMPARE(out->configDir, u"/home/someone/.claude"_s);
    QCOMPARE(out->endsAtMs, 0);
    const auto in = ClaudeSignIn::fromJson(
        R"({"loggedIn": true, "authMethod": "claude.ai", "loginExpiresAt": 1895387895000,
            "email": "someone@example.com", "orgId": "org-1", "subscriptionType": "max"})");
    QVERIFY(in && in->isSignedIn);
    QCOMPARE(in->endsAtMs, 1'895'387'895'000);
    QCOMPARE(in->plan, u"max"_s);
    QCOMPARE(in->organizationId, u"org-1"_s);
    QCOMPARE(in->email, u"someone@example.com"_s);
    for (const QByteArray& wrong : {QByteArray(), QByteArray("{}"), QByteArray("not JSON")}) {
        const auto read = ClaudeSignIn::fromJson(wrong);
        QVERIFY(!read);
        QCOMPARE(read.error().kind, ErrorKind::UnexpectedAnswer);
    }
}

void ClaudeLoginTest::asksTheProgramOfTheAccount()
{
    qputenv("ANTHROPIC_API_KEY", "sk-ant-test-planted");
    const Stand stand;
    const auto login = stand.login();
    std::optional<Result<ClaudeSignIn>> told;
    login->check(stand.account, [&told](Result<ClaudeSignIn> status) { told = std::move(status); });
    QVERIFY(!told); // never from within
    QTRY_VERIFY_WITH_TIMEOUT(told, 30'000);
    QVERIFY(told->has_value() && !(*told)->isSignedIn);
    QFile environment(stand.folder.filePath(u"environment"_s));
    QVERIFY(environment.open(QIODevice::ReadOnly));
    const QByteArray seen = environment.readAll();
    QVERIFY(seen.contains("CLAUDE_CONFIG_DIR=" + stand.folder.filePath(u"accounts/id"_s).toUtf8() +
                          "\n"));
    QVERIFY(!seen.contains("planted"));
    QVERIFY(QDir(stand.folder.filePath(u"accounts/id"_s)).exists());
    qunsetenv("ANTHROPIC_API_KEY");
}

void ClaudeLoginTest::signsInInATerminal()
{
    const Stand stand;
    const auto login = stand.login();
    QSignalSpy opened(login.get(), &ClaudeLogin::opened);
    QSignalSpy signedIn(login.get(), &ClaudeLogin::signedIn);
    QSignalSpy failed(login.get(), &ClaudeLogin::failed);
    login->start(stand.account);
    QVERIFY(opened.isEmpty());
    QTRY_COMPARE_WITH_TIMEOUT(signedIn.size(), 1, 30'000);
    QCOMPARE(opened.size(), 1);
    QVERIFY(failed.isEmpty());
    QVERIFY(!login->isWatching());
    const auto signIn = signedIn.first().first().value<ClaudeSignIn>();
    QCOMPARE(signIn.plan, u"max"_s);
    QVERIFY(signIn.endsAtMs > 0);
    QVERIFY(QFile::exists(stand.folder.filePath(u"opened"_s)));
}

void ClaudeLoginTest::tellsOfASignInThatFailed()
{
    const Stand stand;
    stand.write(u"refuse"_s, {});
    const auto login = stand.login();
    QSignalSpy failed(login.get(), &ClaudeLogin::failed);
    login->start(stand.account);
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 30'000);
    QCOMPARE(failed.first().first().value<Error>().kind, ErrorKind::Authentication);
    QVERIFY(!login->isWatching());
}

void ClaudeLoginTest::withoutATerminalTellsWhatToType()
{
    const Stand stand;
    const auto login = stand.login();
    login->setTerminals({});
    QSignalSpy needed(login.get(), &ClaudeLogin::commandNeeded);
    QSignalSpy signedIn(login.get(), &ClaudeLogin::signedIn);
    login->start(stand.account);
    QTRY_COMPARE_WITH_TIMEOUT(needed.size(), 1, 30'000);
    const QString command = needed.first().first().toString();
    QVERIFY2(command.startsWith(u"CLAUDE_CONFIG_DIR='"_s) && command.endsWith(u" auth login"_s),
             qPrintable(command));
    QVERIFY(signedIn.isEmpty());
    // The person types it.
    QProcess typed;
    typed.start(u"/bin/sh"_s, {u"-c"_s, command});
    QVERIFY(typed.waitForFinished());
    QTRY_COMPARE_WITH_TIMEOUT(signedIn.size(), 1, 30'000);
}

void ClaudeLoginTest::givesUp()
{
    const Stand stand;
    const auto login = stand.login();
    login->setTerminals({});
    login->setPatience(10, 50);
    QSignalSpy failed(login.get(), &ClaudeLogin::failed);
    login->start(stand.account);
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 30'000);
    QCOMPARE(failed.first().first().value<Error>().kind, ErrorKind::Cancelled);
    login->start(stand.account);
    login->giveUp();
    QVERIFY(!login->isWatching());
}

void ClaudeLoginTest::anAbsentProgramIsTold()
{
    ClaudeLogin login(u"/nowhere/claude"_s, u"/nowhere"_s);
    QSignalSpy failed(&login, &ClaudeLogin::failed);
    login.start({});
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY(failed.first().first().value<Error>().cause.contains(u"not found"_s));
    std::optional<Result<ClaudeSignIn>> told;
    login.check({}, [&told](Result<ClaudeSignIn> status) { told = std::move(status); });
    QTRY_VERIFY(told);
    QVERIFY(!told->has_value());
}

void ClaudeLoginTest::knowsVersions()
{
    QVERIFY(ClaudeProgram::isNewEnough(u"2.1.330 (Claude Code)"_s));
    QVERIFY(ClaudeProgram::isNewEnough(u"2.2.0"_s));
    QVERIFY(!ClaudeProgram::isNewEnough(u"2.1.329"_s));
    QVERIFY(!ClaudeProgram::isNewEnough({}));
    QVERIFY(ClaudeProgram::takesEarlierTurns(u"2.1.330"_s));
    QVERIFY(!ClaudeProgram::takesEarlierTurns(u"3.0.0"_s));
}

QTEST_GUILESS_MAIN(ClaudeLoginTest)
#include "tst_claudelogin.moc"
