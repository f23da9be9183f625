// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/clifixture.h"

#include <QDir>
#include <QJsonArray>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

constexpr char kAdminKey[] = "sk-ant-test-admin-1\n";

// With ' for ", which is easier to read here.
QByteArray json(QByteArray text)
{
    return text.replace('\'', '"');
}

QByteArray logLine(const QByteArray& id, const QByteArray& time)
{
    return json(
               "{'type':'assistant','requestId':'req_" + id + "','timestamp':'" + time +
               "','message':{'id':'msg_" + id +
               "','model':'claude-sonnet-5-5','usage':{'input_tokens':1000,'output_tokens':10}}}") +
           '\n';
}

} // namespace

/// What `usage` and the verbs below it tell, by the real program.
class TestUsageVerbs final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<CliFixture>(); }
    void logsOfClaudeCodeAreImportedOnce();
    void logsAreRefusedWithReason();
    void daysAreLocalOnesOverAChangeOfClocks();
    void namesAreQuotedInCsv();
    void wrongUsageIsRefused_data();
    void wrongUsageIsRefused();
    void ledgerAndProviderAgreeOnAnHonestRun();
    void whatWentPastPatchbayIsADifference();
    void reportsWantAnAdminKey();

private:
    void writeLog(const QString& name, const QByteArray& content)
    {
        const QString path = m_fixture->path(u"logs/projects/a"_s);
        QVERIFY(QDir().mkpath(path));
        m_fixture->write(u"logs/projects/a/"_s + name, content);
    }
    QJsonObject jsonOf(const QString& line, const QStringList& more = {},
                       const QByteArray& input = {})
    {
        Program program = m_fixture->run(line, more, input);
        if (program.exitCode() != 0)
            qWarning("%s", program.errors().constData());
        return CliFixture::json(program.output());
    }

    std::unique_ptr<CliFixture> m_fixture;
};

void TestUsageVerbs::logsOfClaudeCodeAreImportedOnce()
{
    writeLog(u"one.jsonl"_s, logLine("1", "2026-11-01T10:00:00.000Z") + "broken\n" +
                                 logLine("1", "2026-11-01T10:00:01.000Z") +
                                 logLine("2", "2026-11-01T10:00:02.000Z"));
    const QString dir = m_fixture->path(u"logs"_s);
    const QJsonObject first = jsonOf(u"usage import-claude-code --json"_s, {dir});
    QCOMPARE(first.value(u"added"_s).toInt(), 2);
    QCOMPARE(first.value(u"broken_lines"_s).toInt(), 1);
    QCOMPARE(first.value(u"input_tokens"_s).toInt(), 2000);
    QCOMPARE(first.value(u"first"_s).toString(), u"2026-11-01T10:00:00.000Z"_s);
    const QJsonObject again = jsonOf(u"usage import-claude-code --json"_s, {dir});
    QCOMPARE(again.value(u"added"_s).toInt(), 0);
    QCOMPARE(again.value(u"known"_s).toInt(), 2);
    const QJsonObject usage = jsonOf(u"usage --by client --json"_s);
    const QJsonObject row = usage.value(u"rows"_s).toArray().first().toObject();
    QCOMPARE(row.value(u"client"_s).toString(), u"claude-code"_s);
    QCOMPARE(row.value(u"requests"_s).toInt(), 2);
    QCOMPARE(row.value(u"cost_usd"_s).toDouble(), 0.0042);
    // In words for people.
    Program words = m_fixture->run(u"usage import-claude-code"_s, {dir});
    QCOMPARE(words.exitCode(), 0);
    QVERIFY(words.output().contains("2 answers were there already"));
}

void TestUsageVerbs::logsAreRefusedWithReason()
{
    Program nowhere = m_fixture->run(u"usage import-claude-code"_s, {m_fixture->path(u"no"_s)});
    QCOMPARE(nowhere.exitCode(), 2);
    writeLog(u"one.jsonl"_s, logLine("1", "2026-11-01T10:00:00.000Z"));
    Program nobody = m_fixture->run(u"usage import-claude-code --account nobody"_s,
                                    {m_fixture->path(u"logs"_s)});
    QCOMPARE(nobody.exitCode(), 2);
    QVERIFY(nobody.errors().contains("nobody"));
    QVERIFY(QDir().mkpath(m_fixture->path(u"data/claude/id-1/projects"_s)));
    Program own =
        m_fixture->run(u"usage import-claude-code"_s, {m_fixture->path(u"data/claude/id-1"_s)});
    QCOMPARE(own.exitCode(), 2);
    QVERIFY(own.errors().contains("Patchbay"));
    QCOMPARE(m_fixture->run(u"usage import-claude-code"_s).exitCode(), 2);
}

void TestUsageVerbs::daysAreLocalOnesOverAChangeOfClocks()
{
    m_fixture->variables.insert(u"TZ"_s, u"Europe/Berlin"_s);
    // 25 October 2026 has 25 hours there.
    writeLog(u"one.jsonl"_s, logLine("1", "2026-10-24T21:59:59.000Z") +
                                 logLine("2", "2026-10-24T22:00:00.000Z") +
                                 logLine("3", "2026-10-25T22:59:59.000Z") +
                                 logLine("4", "2026-10-25T23:00:00.000Z"));
    jsonOf(u"usage import-claude-code --json"_s, {m_fixture->path(u"logs"_s)});
    const QJsonArray rows = jsonOf(u"usage --by day --json"_s).value(u"rows"_s).toArray();
    QCOMPARE(rows.size(), 3);
    QCOMPARE(rows.at(1).toObject().value(u"day"_s).toString(), u"2026-10-25"_s);
    QCOMPARE(rows.at(1).toObject().value(u"requests"_s).toInt(), 2);
    const QJsonObject day = jsonOf(u"usage --since 2026-10-25 --until 2026-10-26 --json"_s);
    QCOMPARE(day.value(u"total"_s).toObject().value(u"requests"_s).toInt(), 2);
}

void TestUsageVerbs::namesAreQuotedInCsv()
{
    QVERIFY(m_fixture->startUpstream("{}"));
    m_fixture->variables.insert(
        u"CLAUDE_ACCOUNTS"_s,
        QString::fromLatin1(json("[{'name':'a,\\'b\\'','apiKey':'sk-ant-test-1'}]")));
    Program chat = m_fixture->run(u"chat Hello"_s);
    QCOMPARE(chat.exitCode(), 0);
    Program csv = m_fixture->run(u"usage --csv"_s);
    QCOMPARE(csv.exitCode(), 0);
    const QList<QByteArray> lines = csv.output().split('\n');
    QVERIFY(lines.first().startsWith("account,requests,errors,input_tokens"));
    QVERIFY2(lines.at(1).startsWith("\"a,\"\"b\"\"\",1,0,"), lines.at(1).constData());
}

void TestUsageVerbs::wrongUsageIsRefused_data()
{
    QTest::addColumn<QString>("line");
    QTest::newRow("key") << u"usage --by colour"_s;
    QTest::newRow("since") << u"usage --since soon"_s;
    QTest::newRow("until") << u"usage --until 2026-13-01"_s;
    QTest::newRow("an option") << u"usage --sum"_s;
    QTest::newRow("compare from a wrong time") << u"usage compare --since soon"_s;
    QTest::newRow("compare backwards") << u"usage compare --since 2026-11-02 --until 2026-11-01"_s;
}

void TestUsageVerbs::wrongUsageIsRefused()
{
    QFETCH(const QString, line);
    Program program = m_fixture->run(line, {}, kAdminKey);
    QCOMPARE(program.exitCode(), 2);
    QCOMPARE(program.output(), QByteArray());
    QVERIFY(!program.errors().isEmpty());
}

void TestUsageVerbs::ledgerAndProviderAgreeOnAnHonestRun()
{
    QVERIFY(m_fixture->startUpstream(
        json("{'default':[{'reply':'fine','input_tokens':1200,'output_tokens':30}]}")));
    m_fixture->setKey(u"sk-ant-test-1"_s);
    for (int i = 0; i < 2; ++i)
        QCOMPARE(m_fixture->run(u"chat Hello"_s).exitCode(), 0);
    // What never went to the provider's address is not part of it.
    writeLog(u"one.jsonl"_s, logLine("1", "2026-11-01T10:00:00.000Z"));
    jsonOf(u"usage import-claude-code --json"_s, {m_fixture->path(u"logs"_s)});
    // Forty days are two pages.
    const QJsonObject told = jsonOf(u"usage compare --since 40d --json"_s, {}, kAdminKey);
    const QJsonObject total = told.value(u"total"_s).toObject();
    const QJsonObject provider = total.value(u"provider"_s).toObject();
    QCOMPARE(provider.value(u"input_tokens"_s).toInt(), 2400);
    QCOMPARE(provider.value(u"output_tokens"_s).toInt(), 60);
    QCOMPARE(provider.value(u"cost_usd"_s).toDouble(), 0.0054);
    const QJsonObject difference = total.value(u"difference"_s).toObject();
    QCOMPARE(difference.size(), 5);
    for (const QString& name : difference.keys())
        QCOMPARE(difference.value(name).toDouble(), 0.0);
    QCOMPARE(told.value(u"rows"_s).toArray().size(), 1);
    QCOMPARE(told.value(u"provider_keys"_s).toArray().size(), 1);
    Program words = m_fixture->run(u"usage compare"_s, {}, kAdminKey);
    QCOMPARE(words.exitCode(), 0);
    QVERIFY(words.errors().contains("agree"));
    QVERIFY(!words.output().contains("test-admin") && !words.errors().contains("test-admin"));
}

void TestUsageVerbs::whatWentPastPatchbayIsADifference()
{
    QVERIFY(m_fixture->startUpstream(
        json("{'default':[{'reply':'fine','input_tokens':1000,'output_tokens':50}]}")));
    m_fixture->setKey(u"sk-ant-test-1"_s);
    QCOMPARE(m_fixture->run(u"chat Hello"_s).exitCode(), 0);
    // Another program with the same key, as far as this ledger knows.
    QCOMPARE(m_fixture->run(u"chat Hello --data-dir"_s, {m_fixture->path(u"other"_s)}).exitCode(),
             0);
    const QJsonObject told =
        jsonOf(u"usage compare --json --admin-key-command"_s, {u"echo sk-ant-test-admin-1"_s});
    const QJsonObject difference =
        told.value(u"total"_s).toObject().value(u"difference"_s).toObject();
    QCOMPARE(difference.value(u"input_tokens"_s).toInt(), 1000);
    QCOMPARE(difference.value(u"output_tokens"_s).toInt(), 50);
    QCOMPARE(difference.value(u"cost_usd"_s).toDouble(), 0.0025);
    Program words = m_fixture->run(u"usage compare"_s, {}, kAdminKey);
    QCOMPARE(words.exitCode(), 0);
    QVERIFY(words.errors().contains("Differences are usual"));
    QVERIFY(words.errors().contains("Key apikey_"));
}

void TestUsageVerbs::reportsWantAnAdminKey()
{
    QVERIFY(m_fixture->startUpstream("{}"));
    Program ordinary = m_fixture->run(u"usage compare"_s, {}, "sk-ant-test-1\n");
    QCOMPARE(ordinary.exitCode(), 1);
    QVERIFY(ordinary.errors().contains("admin key"));
    QVERIFY(!ordinary.errors().contains("test-1"));
    QVERIFY(m_fixture->run(u"usage compare"_s, {}, "\n").exitCode() != 0);
    // Never over the open network.
    m_fixture->variables.insert(u"ANTHROPIC_BASE_URL"_s, u"http://192.0.2.1"_s);
    QCOMPARE(m_fixture->run(u"usage compare"_s, {}, kAdminKey).exitCode(), 2);
}

QTEST_GUILESS_MAIN(TestUsageVerbs)

#include "tst_usageverbs.moc"
