// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/clifixture.h"
#include "storage/connection.h"

#include <QFile>
#include <QJsonArray>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

/// Flags, variables and exit codes that all verbs share, and `usage`.
class CommandLineTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void refusesWhatItCannotUse_data();
    void refusesWhatItCannotUse();
    void takesFlagsOverEnvironmentOverFile();
    void usesTheDatabaseOfTheEnvironment();
    void endsAFailedChatWithTheApisError();
    void tellsUsageOfNoAccount();
    void writesCsv();
    void asksNeverForMoreThanTheModelGives();
    void doctorTellsEachFault();
    void doctorListsAlerts();
    void aListOfSettingsHidesWhatAnAddressHolds();

private:
    std::unique_ptr<CliFixture> m_cli;
};

void CommandLineTest::init()
{
    m_cli = std::make_unique<CliFixture>();
}

void CommandLineTest::refusesWhatItCannotUse_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("variable");
    QTest::addColumn<QString>("value");
    QTest::addColumn<int>("code");
    const QString postgres = u"postgresql://me:hush@127.0.0.1:5432/patchbay"_s;
    for (const QString& line : {u"chat hi"_s, u"usage"_s, u"accounts list"_s, u"chats list"_s,
                                u"settings list"_s, u"doctor"_s}) {
        QTest::addRow("postgresql %s", qPrintable(line))
            << line << u"DATABASE_URL"_s << postgres << 4;
        QTest::addRow("redis %s", qPrintable(line))
            << line << u"REDIS_URL"_s << u"redis://:hush@127.0.0.1"_s << 4;
    }
    QTest::newRow("mysql") << u"usage"_s << u"DATABASE_URL"_s << u"mysql://me:hush@h/d"_s << 2;
    QTest::newRow("tokens") << u"usage"_s << u"MAX_TOKENS"_s << u"many"_s << 2;
    QTest::newRow("vault") << u"usage"_s << u"PATCHBAY_VAULT"_s << u"magic"_s << 2;
    QTest::newRow("no passphrase") << u"usage"_s << u"PATCHBAY_VAULT"_s << u"file"_s << 2;
    QTest::newRow("language") << u"--language xx usage"_s << u""_s << u""_s << 2;
    QTest::newRow("verb") << u"fly"_s << u""_s << u""_s << 2;
    QTest::newRow("verb of accounts") << u"accounts fly"_s << u""_s << u""_s << 2;
    QTest::newRow("flag") << u"chat --fly hi"_s << u""_s << u""_s << 2;
    QTest::newRow("no group") << u"usage --by ,"_s << u""_s << u""_s << 2;
    QTest::newRow("folder") << u"--data-dir /proc/nowhere usage"_s << u""_s << u""_s << 4;
}

void CommandLineTest::refusesWhatItCannotUse()
{
    QFETCH(QString, line);
    QFETCH(QString, variable);
    QFETCH(QString, value);
    QFETCH(int, code);
    if (!variable.isEmpty())
        m_cli->variables.insert(variable, value);
    Program refused = m_cli->run(line);
    QCOMPARE(refused.exitCode(), code);
    QCOMPARE(refused.errors().count('\n'), 1);
    QVERIFY2(refused.errors().startsWith("patchbay-cli: "), refused.errors().constData());
    QVERIFY2(!refused.errors().contains("hush"), refused.errors().constData());
    QVERIFY2(!refused.errors().contains("[redacted]"), refused.errors().constData());
    if (!variable.isEmpty())
        QVERIFY2(refused.errors().contains(variable.toUtf8()) || code == 2,
                 refused.errors().constData());
    QCOMPARE(refused.output(), QByteArray());
}

void CommandLineTest::aListOfSettingsHidesWhatAnAddressHolds()
{
    QCOMPARE(
        m_cli
            ->run(
                u"settings set alerts/webhook_url https://me:pass-word@hooks.example/T0/token-1"_s)
            .exitCode(),
        0);
    for (const QString& line : {u"settings list"_s, u"settings list --json"_s}) {
        const QByteArray listed = m_cli->run(line).output();
        QVERIFY(listed.contains("https://hooks.example/..."));
        QVERIFY(!listed.contains("pass-word") && !listed.contains("token-1"));
    }
    QVERIFY(m_cli->run(u"settings get alerts/webhook_url"_s).output().contains("token-1"));
}

void CommandLineTest::takesFlagsOverEnvironmentOverFile()
{
    QVERIFY(m_cli->startUpstream(R"({"default":[{"reply":"Hi"}]})"));
    const QString file = m_cli->write(
        u"keys.env"_s, "export CLAUDE_API_KEY='sk-ant-test-1'\nCLAUDE_MODEL=claude-haiku-4-5\n");
    const auto model = [this, file](const QString& line) {
        Program chat = m_cli->run(line + u" --json hi --env-file"_s, {file});
        return CliFixture::json(chat.output().trimmed().split('\n').last())
            .value(u"model")
            .toString();
    };
    QCOMPARE(m_cli->run(u"settings set model claude-opus-4-5"_s).exitCode(), 0);
    QCOMPARE(model(u"chat"_s), u"claude-haiku-4-5"_s);
    m_cli->variables.insert(u"CLAUDE_MODEL"_s, u"claude-sonnet-5-5"_s);
    QCOMPARE(model(u"chat"_s), u"claude-sonnet-5-5"_s);
    QCOMPARE(model(u"chat -m claude-opus-4-5"_s), u"claude-opus-4-5"_s);
}

void CommandLineTest::usesTheDatabaseOfTheEnvironment()
{
    QVERIFY(m_cli->startUpstream(R"({"default":[{"reply":"Hi"}]})"));
    m_cli->setKey(u"sk-ant-test-1"_s);
    m_cli->variables.insert(u"DATABASE_URL"_s, u"sqlite://"_s + m_cli->path(u"other.db"_s));
    QCOMPARE(m_cli->run(u"chat hi"_s).exitCode(), 0);
    QVERIFY(QFile::exists(m_cli->path(u"other.db"_s)));
    QVERIFY(!QFile::exists(m_cli->path(u"data/patchbay.db"_s)));
    const auto requests = [this] {
        Program usage = m_cli->run(u"usage --json"_s);
        return CliFixture::json(usage.output())
            .value(u"total")
            .toObject()
            .value(u"requests")
            .toInt(-1);
    };
    QCOMPARE(requests(), 1);
    m_cli->variables.remove(u"DATABASE_URL"_s);
    QCOMPARE(requests(), 0);
}

void CommandLineTest::endsAFailedChatWithTheApisError()
{
    Program none = m_cli->run(u"chat --json hi"_s);
    QCOMPARE(none.exitCode(), 3);
    QCOMPARE(CliFixture::json(none.output()).value(u"type").toString(), u"error"_s);
    Program unknown = m_cli->run(u"chat --json --account nobody hi"_s);
    QCOMPARE(unknown.exitCode(), 2);
    const QJsonObject error = CliFixture::json(unknown.output());
    QCOMPARE(error.value(u"type").toString(), u"error"_s);
    QCOMPARE(error.value(u"error").toObject().value(u"type").toString(), u"not_found_error"_s);
    QCOMPARE(unknown.errors().count('\n'), 1);
}

// A request that no account was given has no account, and is told all the same.
void CommandLineTest::tellsUsageOfNoAccount()
{
    m_cli->setKey(u"sk-ant-test-1"_s);
    QCOMPARE(m_cli->run(u"accounts disable env"_s).exitCode(), 0);
    QCOMPARE(m_cli->run(u"chat hi"_s).exitCode(), 3);
    Program usage = m_cli->run(u"usage --json"_s);
    const QJsonArray rows = CliFixture::json(usage.output()).value(u"rows").toArray();
    QCOMPARE(rows.size(), 1);
    QVERIFY(rows.at(0).toObject().contains(u"account"));
    QVERIFY(rows.at(0).toObject().value(u"account").isNull());
    QCOMPARE(rows.at(0).toObject().value(u"errors").toInt(), 1);
    Program table = m_cli->run(u"usage --by account,model"_s);
    const QList<QByteArray> lines = table.output().split('\n');
    QVERIFY2(lines.at(1).startsWith("– "), table.output().constData());
    QVERIFY2(lines.at(2).startsWith("Total "), table.output().constData());
    QVERIFY2(!lines.at(2).contains("–"), table.output().constData());
}

void CommandLineTest::writesCsv()
{
    QVERIFY(m_cli->startUpstream(
        R"({"default":[{"reply":"Hi","input_tokens":10,"output_tokens":5}]})"));
    m_cli->setKey(u"sk-ant-test-1"_s);
    QCOMPARE(m_cli->run(u"chat hi"_s).exitCode(), 0);
    QCOMPARE(m_cli->run(u"usage --by account,model --csv"_s).output(),
             QByteArray("account,model,requests,errors,input_tokens,output_tokens,"
                        "cache_read_input_tokens,cache_creation_input_tokens,cost_usd,estimated\n"
                        "env,claude-sonnet-5-5,1,0,10,5,0,0,0.000070,false\n"));
}

void CommandLineTest::asksNeverForMoreThanTheModelGives()
{
    QVERIFY(m_cli->startUpstream(R"({"default":[{}]})"));
    m_cli->setKey(u"sk-ant-test-1"_s);
    for (const QString& line :
         {u"chat --max-tokens 900000 hi"_s, u"chat --no-save --max-tokens 900000 hi"_s}) {
        Program chat = m_cli->run(line);
        QVERIFY2(chat.exitCode() == 0, chat.errors().constData());
    }
}

void CommandLineTest::doctorTellsEachFault()
{
    QVERIFY(
        m_cli->startUpstream(R"({"keys":{"sk-ant-test-bad":[{"status":401}]},"default":[{}]})"));
    Program well = m_cli->run(u"doctor"_s);
    QVERIFY2(well.exitCode() == 0, well.output().constData());
    for (const char* part : {"Database", "Clock", "Vault", "Network"})
        QVERIFY2(well.output().contains(part), well.output().constData());
    m_cli->setKey(u"sk-ant-test-bad"_s);
    Program bad = m_cli->run(u"doctor"_s);
    QCOMPARE(bad.exitCode(), 1);
    QVERIFY2(bad.output().contains("Authentication failed"), bad.output().constData());
    m_cli->variables.remove(u"CLAUDE_API_KEY"_s);
    m_cli->variables.insert(u"ANTHROPIC_BASE_URL"_s, u"http://127.0.0.1:9"_s);
    Program refused = m_cli->run(u"doctor"_s);
    QCOMPARE(refused.exitCode(), 1);
    QVERIFY2(refused.output().contains("refused"), refused.output().constData());
}

void CommandLineTest::doctorListsAlerts()
{
    QVERIFY(m_cli->startUpstream(R"({"default":[{}]})"));
    QCOMPARE(m_cli->run(u"doctor"_s).exitCode(), 0);
    {
        const auto database =
            Connection::open(m_cli->path(u"data/patchbay.db"_s), Connection::Mode::ReadWrite);
        QVERIFY(database);
        QVERIFY((*database)->run(
            u"INSERT INTO budgets (scope, subject, period, limit_micro_usd, is_hard) "
            "VALUES ('all', '', 'day', 0, 1)"_s));
    }
    Program doctor = m_cli->run(u"doctor"_s);
    QCOMPARE(doctor.exitCode(), 0); // to be looked at, and no fault
    QVERIFY2(doctor.output().contains("! Daily budget: $0.00 of $0.00 is spent."),
             doctor.output().constData());
}

QTEST_GUILESS_MAIN(CommandLineTest)
#include "tst_commandline.moc"
