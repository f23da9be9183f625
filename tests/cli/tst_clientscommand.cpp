// SPDX-License-Identifier: GPL-3.0-or-later
#include "clifixture.h"
#include "usage/ledger.h"

#include <QDateTime>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

/// `patchbay-cli clients …`.
class ClientsCommandTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addPrintsTheTokenAlone();
    void whatWasGivenIsListed();
    void editsRotatesAndRevokes();
    void useIsListed();
    void budgetsAreHardAndGo();
    void wrongUsageIsTold_data();
    void wrongUsageIsTold();
    void nothingIsLeftOfWhatWasRefused();
    void theSetUpIsToBePasted();
    void theSetUpOfCurlWorks();
    void itSpeaksChinese();

private:
    static QJsonArray listOf(CliFixture& cli, const QString& more = {})
    {
        return CliFixture::json(cli.run(u"clients list --json "_s + more).output())
            .value(u"clients"_s)
            .toArray();
    }
    static bool isToken(const QByteArray& line)
    {
        static const QRegularExpression form(u"^pb-[A-Za-z0-9_-]{43}$"_s);
        return form.match(QString::fromLatin1(line)).hasMatch();
    }
    /// Whether any file of the data folder has it.
    static bool isOnDisk(const CliFixture& cli, const QByteArray& text)
    {
        const QFileInfoList files =
            QDir(cli.path(u"data"_s)).entryInfoList(QDir::Files | QDir::Hidden);
        return std::any_of(files.begin(), files.end(), [&](const QFileInfo& info) {
            QFile file(info.filePath());
            return file.open(QIODevice::ReadOnly) && file.readAll().contains(text);
        });
    }
};

void ClientsCommandTest::addPrintsTheTokenAlone()
{
    CliFixture cli;
    Program added = cli.run(u"clients add claude-code"_s);
    QCOMPARE(added.exitCode(), 0);
    const QByteArray token = added.output().chopped(1);
    QCOMPARE(added.output(), token + '\n');
    QVERIFY2(isToken(token), token.constData());
    QVERIFY(!added.errors().contains(token));
    QVERIFY(added.errors().contains("claude-code"));
    QVERIFY(QFile::exists(cli.path(u"data/patchbay.db"_s)));
    QVERIFY(!isOnDisk(cli, token));
    QVERIFY(!isOnDisk(cli, token.mid(3)));
    Program list = cli.run(u"clients list"_s);
    QVERIFY(list.output().contains("claude-code"));
    QVERIFY(!list.output().contains(token.mid(3, 20)));
    QVERIFY(list.output().contains(token.right(4)));
}

void ClientsCommandTest::whatWasGivenIsListed()
{
    CliFixture cli;
    cli.setKey(u"sk-ant-test-1"_s);
    QVERIFY(listOf(cli).isEmpty());
    QCOMPARE(cli.run(u"clients list"_s).exitCode(), 0);
    QCOMPARE(cli.run(u"clients add ci --models claude-sonnet-5-5,claude-haiku-* --accounts env "
                     "--daily-budget-usd 2.50 --monthly-budget-usd 25 --requests-per-minute 60 "
                     "--max-concurrent 4 --expires 2099-12-31T00:00:00Z"_s)
                 .exitCode(),
             0);
    QCOMPARE(cli.run(u"clients add"_s, {u"build server"_s}).exitCode(), 0);
    const QJsonArray clients = listOf(cli);
    QCOMPARE(clients.size(), 2);
    const QJsonObject plain = clients.at(0).toObject();
    QCOMPARE(plain.value(u"name"_s), u"build server"_s);
    for (const QString& field :
         {u"requests_per_minute"_s, u"max_concurrent"_s, u"daily_budget_usd"_s,
          u"monthly_budget_usd"_s, u"expires_at"_s, u"last_used_at"_s, u"revoked_at"_s})
        QVERIFY2(plain.value(field).isNull(), qPrintable(field));
    QVERIFY(plain.value(u"models"_s).toArray().isEmpty());
    QVERIFY(plain.value(u"accounts"_s).toArray().isEmpty());
    const QJsonObject ci = clients.at(1).toObject();
    QCOMPARE(ci.value(u"state"_s), u"active"_s);
    QCOMPARE(ci.value(u"models"_s).toArray(),
             (QJsonArray{u"claude-sonnet-5-5"_s, u"claude-haiku-*"_s}));
    QCOMPARE(ci.value(u"accounts"_s).toArray(), QJsonArray{u"env"_s});
    QCOMPARE(ci.value(u"daily_budget_usd"_s), 2.5);
    QCOMPARE(ci.value(u"monthly_budget_usd"_s), 25.0);
    QCOMPARE(ci.value(u"requests_per_minute"_s), 60);
    QCOMPARE(ci.value(u"max_concurrent"_s), 4);
    QCOMPARE(ci.value(u"expires_at"_s), u"2099-12-31T00:00:00Z"_s);
    QVERIFY(ci.value(u"created_at"_s).toString().endsWith(u'Z'));
    QVERIFY(ci.value(u"id"_s).toString().size() > 10);
    QCOMPARE(ci.value(u"today"_s).toObject().value(u"requests"_s), 0);
}

void ClientsCommandTest::editsRotatesAndRevokes()
{
    CliFixture cli;
    const QByteArray first = cli.run(u"clients add ci --max-concurrent 4"_s).output();
    const QString id = listOf(cli).first().toObject().value(u"id"_s).toString();
    QCOMPARE(cli.run(u"clients edit CI --requests-per-minute 9 --expires 30d"_s).exitCode(), 0);
    const QJsonObject edited = listOf(cli).first().toObject();
    QCOMPARE(edited.value(u"id"_s), id);
    QCOMPARE(edited.value(u"max_concurrent"_s), 4);
    QCOMPARE(edited.value(u"requests_per_minute"_s), 9);
    QVERIFY(!edited.value(u"expires_at"_s).isNull());
    QCOMPARE(cli.run(u"clients edit ci --max-concurrent 0 --expires never"_s).exitCode(), 0);
    QVERIFY(listOf(cli).first().toObject().value(u"expires_at"_s).isNull());
    QVERIFY(listOf(cli).first().toObject().value(u"max_concurrent"_s).isNull());

    Program rotated = cli.run(u"clients rotate ci"_s);
    QCOMPARE(rotated.exitCode(), 0);
    const QByteArray second = rotated.output().chopped(1);
    QVERIFY(isToken(second));
    QVERIFY(second != first.chopped(1));
    QCOMPARE(listOf(cli).first().toObject().value(u"id"_s), id);

    QCOMPARE(cli.run(u"clients revoke ci"_s).exitCode(), 0);
    QVERIFY(listOf(cli).isEmpty());
    const QJsonObject gone = listOf(cli, u"--all"_s).first().toObject();
    QCOMPARE(gone.value(u"state"_s), u"revoked"_s);
    QVERIFY(!gone.value(u"revoked_at"_s).isNull());
    for (const QString& line :
         {u"clients revoke ci"_s, u"clients rotate ci"_s, u"clients edit ci --max-concurrent 1"_s})
        QCOMPARE(cli.run(line).exitCode(), 2);
    QCOMPARE(cli.run(u"clients add ci"_s).exitCode(), 0);
    QCOMPARE(listOf(cli, u"--all"_s).size(), 2);
}

// What the ledger has of a client is shown beside it, that of others is not.
void ClientsCommandTest::useIsListed()
{
    CliFixture cli;
    cli.setKey(u"sk-ant-test-1"_s); // an account, the first of the table
    QCOMPARE(cli.run(u"clients add ci"_s).exitCode(), 0);
    {
        const auto database =
            Database::open(cli.path(u"data/patchbay.db"_s), cli.path(u"backups"_s));
        QVERIFY(database);
        Ledger ledger(**database, u"p1"_s);
        const qint64 nowMs = QDateTime::currentMSecsSinceEpoch();
        qint64 id = 0;
        for (const QString& client : {u"ci"_s, u"ci"_s, u"other"_s}) {
            AttemptOpening opening;
            opening.id = opening.requestKey = ++id;
            opening.accountNumber = 1;
            opening.client = client;
            opening.model = u"claude-sonnet-5-5"_s;
            opening.openedAtMs = nowMs - 1'000;
            ledger.open(opening);
            AttemptCompletion completion;
            completion.usage.output = 5;
            completion.cost = Cost{125'000, false, u"2026-11-20"_s};
            ledger.complete(opening, completion);
        }
    }
    const QJsonArray clients = listOf(cli);
    QCOMPARE(clients.size(), 1);
    const QJsonObject month = clients.first().toObject().value(u"last_30_days"_s).toObject();
    QCOMPARE(month.value(u"requests"_s), 2);
    QCOMPARE(month.value(u"errors"_s), 0);
    QCOMPARE(month.value(u"output_tokens"_s), 10);
    QCOMPARE(month.value(u"cost_usd"_s), 0.25);
    QVERIFY(cli.run(u"clients list"_s).output().contains("0.25"));
}

void ClientsCommandTest::budgetsAreHardAndGo()
{
    CliFixture cli;
    const auto budgets = [&] {
        return CliFixture::json(cli.run(u"budgets list --json"_s).output())
            .value(u"budgets"_s)
            .toArray();
    };
    // One that stands for the name already stays.
    QCOMPARE(cli.run(u"budgets set --scope client:ci --period month --usd 30"_s).exitCode(), 0);
    QCOMPARE(cli.run(u"clients add ci --daily-budget-usd 1"_s).exitCode(), 0);
    QCOMPARE(budgets().size(), 2);
    const QJsonObject day = budgets().at(0).toObject();
    QCOMPARE(day.value(u"name"_s), u"ci"_s);
    QCOMPARE(day.value(u"period"_s), u"day"_s);
    QCOMPARE(day.value(u"hard"_s), true);
    QCOMPARE(
        cli.run(u"clients edit ci --daily-budget-usd 2 --monthly-budget-usd none"_s).exitCode(), 0);
    QCOMPARE(budgets().size(), 1);
    QCOMPARE(budgets().first().toObject().value(u"limit_usd"_s), 2.0);
    QCOMPARE(cli.run(u"clients edit ci --daily-budget-usd 0"_s).exitCode(), 0);
    QVERIFY(budgets().isEmpty());
}

void ClientsCommandTest::wrongUsageIsTold_data()
{
    QTest::addColumn<QString>("line");
    QTest::newRow("no verb") << u"clients"_s;
    QTest::newRow("no name") << u"clients add"_s;
    QTest::newRow("reserved") << u"clients add window"_s;
    QTest::newRow("model") << u"clients add x --models a\"b"_s;
    QTest::newRow("account") << u"clients add x --accounts nobody"_s;
    QTest::newRow("budget") << u"clients add x --daily-budget-usd much"_s;
    QTest::newRow("requests") << u"clients add x --requests-per-minute -1"_s;
    QTest::newRow("too many") << u"clients add x --requests-per-minute 200000"_s;
    QTest::newRow("at once") << u"clients add x --max-concurrent some"_s;
    QTest::newRow("over") << u"clients add x --expires 2020-01-01"_s;
    QTest::newRow("no time") << u"clients add x --expires soon"_s;
    QTest::newRow("nothing to edit") << u"clients edit there"_s;
    QTest::newRow("unknown") << u"clients edit nobody --max-concurrent 1"_s;
    QTest::newRow("unknown to revoke") << u"clients revoke nobody"_s;
    QTest::newRow("taken") << u"clients add THERE"_s;
    QTest::newRow("no tool") << u"clients setup there"_s;
    QTest::newRow("another tool") << u"clients setup there --tool abacus"_s;
    QTest::newRow("address") << u"clients setup there --tool curl --listen nowhere"_s;
    QTest::newRow("shell") << u"clients setup there --tool curl --shell fish"_s;
    QTest::newRow("set-up of nobody") << u"clients setup nobody --tool curl"_s;
}

void ClientsCommandTest::wrongUsageIsTold()
{
    QFETCH(const QString, line);
    CliFixture cli;
    QCOMPARE(cli.run(u"clients add there"_s).exitCode(), 0);
    Program program = cli.run(line);
    QCOMPARE(program.exitCode(), 2);
    QCOMPARE(program.output(), QByteArray());
    QCOMPARE(program.errors().count('\n'), 1);
    QCOMPARE(listOf(cli, u"--all"_s).size(), 1);
}

void ClientsCommandTest::nothingIsLeftOfWhatWasRefused()
{
    CliFixture cli;
    QCOMPARE(cli.run(u"clients add x --monthly-budget-usd much"_s).exitCode(), 2);
    QVERIFY(listOf(cli, u"--all"_s).isEmpty());
    QVERIFY(cli.run(u"budgets list --json"_s).output().contains("[]"));
}

void ClientsCommandTest::theSetUpIsToBePasted()
{
    CliFixture cli;
    QCOMPARE(cli.run(u"clients add ci --models claude-opus-5"_s).exitCode(), 0);
    Program settings = cli.run(u"clients setup ci --tool claude-code-settings"_s);
    QCOMPARE(settings.exitCode(), 0);
    const QJsonObject variables = CliFixture::json(settings.output()).value(u"env"_s).toObject();
    QCOMPARE(variables.value(u"ANTHROPIC_BASE_URL"_s), u"http://127.0.0.1:3002"_s);
    QCOMPARE(variables.value(u"ANTHROPIC_AUTH_TOKEN"_s), u"pb-YOUR-TOKEN"_s);
    QVERIFY(settings.errors().contains("settings.json"));
    cli.variables.insert(u"WORKER_PORT"_s, u"4711"_s);
    const QByteArray shell = cli.run(u"clients setup ci --tool claude-code --shell sh"_s).output();
    QVERIFY(shell.startsWith("export ANTHROPIC_BASE_URL=\"http://127.0.0.1:4711\"\n"));
    const QByteArray python =
        cli.run(u"clients setup ci --tool python --listen [::1]:99"_s).output();
    QVERIFY(python.contains("base_url=\"http://[::1]:99\""));
    QVERIFY(python.contains("claude-opus-5")); // the one it may use
    const QByteArray power =
        cli.run(u"clients setup ci --tool claude-code --shell powershell"_s).output();
    QVERIFY(power.startsWith("$env:"));
}

void ClientsCommandTest::theSetUpOfCurlWorks()
{
    if (QStandardPaths::findExecutable(u"curl"_s).isEmpty())
        QSKIP("curl is not installed here");
    CliFixture cli;
    const QByteArray token = cli.run(u"clients add ci"_s).output().chopped(1);
    QVERIFY(cli.startUpstream("{\"keys\":{\"" + token +
                              "\":[{\"reply\":\"Pasted well\"}]},\"default\":[{\"status\":401}]}"));
    QByteArray script =
        cli.run(u"clients setup ci --tool curl --shell sh --listen "_s + cli.baseUrl()).output();
    script.replace("pb-YOUR-TOKEN", token);
    QProcess shell;
    shell.start(u"bash"_s, {u"-s"_s});
    shell.write(script);
    shell.closeWriteChannel();
    QVERIFY(shell.waitForFinished(60'000));
    QVERIFY2(shell.readAllStandardOutput().contains("Pasted well"),
             shell.readAllStandardError().constData());
}

void ClientsCommandTest::itSpeaksChinese()
{
    CliFixture cli;
    QCOMPARE(cli.run(u"clients add ci"_s).exitCode(), 0);
    Program refused = cli.run(u"--language zh_CN clients add ci"_s);
    QCOMPARE(refused.exitCode(), 2);
    QVERIFY(refused.errors().contains("已有名为"));
}

QTEST_GUILESS_MAIN(ClientsCommandTest)
#include "tst_clientscommand.moc"
