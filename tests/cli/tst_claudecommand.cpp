// SPDX-License-Identifier: GPL-3.0-or-later
#include "clifixture.h"
#include "support/claudecode.h"

#include <QDir>
#include <QJsonArray>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

/// Accounts of the claude program on the command line, with the real program.
class ClaudeCommandTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void chatsOnTheCommandLine();
    void addsAndImports();
};

void ClaudeCommandTest::chatsOnTheCommandLine()
{
    if (realClaude().isEmpty())
        QSKIP(qPrintable(u"The real claude program cannot be had: "_s + whyNoClaude()));
    CliFixture fixture;
    QVERIFY(fixture.startUpstream(
        R"({"default":[{"reply":"First answer"},{"reply":"Second answer"}]})"));
    fixture.variables.insert(u"CLAUDE_CODE_OAUTH_TOKEN"_s, u"sk-ant-test-program"_s);
    fixture.variables.insert(u"PATCHBAY_CLAUDE"_s, realClaude());
    Program first = fixture.run(u"chat"_s, {u"One"_s});
    QCOMPARE(first.exitCode(), 0);
    QCOMPARE(first.output(), QByteArray("First answer\n"));
    QVERIFY2(!first.errors().contains("patchbay-cli:"), first.errors().constData());

    const QJsonObject chats = CliFixture::json(fixture.run(u"chats list --json"_s).output());
    const QString id =
        chats.value("conversations"_L1).toArray().at(0).toObject().value("id"_L1).toString();
    QVERIFY(!id.isEmpty());
    Program second = fixture.run(u"chat --continue"_s, {id, u"Two"_s});
    QCOMPARE(second.exitCode(), 0);
    QCOMPARE(second.output(), QByteArray("Second answer\n"));

    const QJsonObject usage = CliFixture::json(fixture.run(u"usage --json"_s).output());
    const QJsonObject row = usage.value("rows"_L1).toArray().at(0).toObject();
    QCOMPARE(row.value("account"_L1).toString(), u"claude-code"_s);
    QCOMPARE(row.value("requests"_L1).toInt(), 2);
    QVERIFY(row.value("output_tokens"_L1).toInt() > 0);
}

void ClaudeCommandTest::addsAndImports()
{
    CliFixture fixture;
    fixture.variables.insert(u"PATCHBAY_CLAUDE"_s, u"/nowhere/claude"_s);
    Program added = fixture.run(u"accounts add --name sub --kind claude_command"_s);
    QCOMPARE(added.exitCode(), 0);
    QVERIFY(added.errors().contains("was not found"));
    QVERIFY(QDir(fixture.path(u"profile"_s)).mkpath(u"projects"_s));
    Program imported = fixture.run(u"accounts import"_s, {fixture.path(u"profile"_s)});
    QCOMPARE(imported.exitCode(), 0);
    const QJsonArray accounts = CliFixture::json(fixture.run(u"accounts list --json"_s).output())
                                    .value("accounts"_L1)
                                    .toArray();
    QCOMPARE(accounts.size(), 2);
    for (const QJsonValue& account : accounts)
        QCOMPARE(account.toObject().value("kind"_L1).toString(), u"claude_command"_s);
    Program terms = fixture.run(u"accounts edit sub --allow window,endpoint"_s);
    QCOMPARE(terms.exitCode(), 0);
    QVERIFY(terms.errors().contains("terms keep a subscription"));
    Program chat = fixture.run(u"chat --account sub"_s, {u"Hello"_s});
    QCOMPARE(chat.exitCode(), 3);
    Program login = fixture.run(u"accounts login sub"_s);
    QVERIFY(login.exitCode() != 0);
    QVERIFY(login.errors().contains("was not found"));
}

QTEST_GUILESS_MAIN(ClaudeCommandTest)
#include "tst_claudecommand.moc"
