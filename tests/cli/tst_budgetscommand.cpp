// SPDX-License-Identifier: GPL-3.0-or-later
#include "clifixture.h"
#include "support/program.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

/// `patchbay-cli budgets …` and what hard budgets do to `chat`.
class BudgetsCommandTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void setsListsAndRemoves();
    void wrongUsageIsTold_data();
    void wrongUsageIsTold();
    void aHardBudgetEndsChatsWithThree();
    void theEnvironmentSetsOne();

private:
    static QJsonArray listOf(CliFixture& cli)
    {
        return CliFixture::json(cli.run(u"budgets list --json"_s).output())
            .value(u"budgets"_s)
            .toArray();
    }
};

void BudgetsCommandTest::setsListsAndRemoves()
{
    CliFixture cli;
    QVERIFY(listOf(cli).isEmpty());
    QCOMPARE(cli.run(u"budgets list"_s).exitCode(), 0);
    QCOMPARE(cli.run(u"budgets set --scope all --period month --usd 25"_s).exitCode(), 0);
    QCOMPARE(cli.run(u"budgets set --scope client:ci --period day --usd 2.50 --hard"_s).exitCode(),
             0);
    QCOMPARE(cli.run(u"budgets set --scope all --period month --usd 30"_s).exitCode(), 0);
    const QJsonArray budgets = listOf(cli);
    QCOMPARE(budgets.size(), 2);
    const QJsonObject all = budgets.at(0).toObject();
    QCOMPARE(all.value(u"scope"_s), u"all"_s);
    QVERIFY(all.value(u"name"_s).isNull());
    QCOMPARE(all.value(u"limit_usd"_s), 30.0);
    QCOMPARE(all.value(u"spent_usd"_s), 0.0);
    QCOMPARE(all.value(u"remaining_usd"_s), 30.0);
    QCOMPARE(all.value(u"hard"_s), false);
    const QJsonObject client = budgets.at(1).toObject();
    QCOMPARE(client.value(u"name"_s), u"ci"_s);
    QCOMPARE(client.value(u"hard"_s), true);
    QVERIFY(client.value(u"resets_at"_s).toString().endsWith(u'Z'));
    QVERIFY(cli.run(u"budgets list"_s).output().contains("client:ci"));
    QCOMPARE(cli.run(u"budgets remove --scope client:ci --period day"_s).exitCode(), 0);
    QCOMPARE(cli.run(u"budgets remove --scope client:ci --period day"_s).exitCode(), 2);
    QCOMPARE(listOf(cli).size(), 1);
}

void BudgetsCommandTest::wrongUsageIsTold_data()
{
    QTest::addColumn<QString>("line");
    QTest::newRow("no verb") << u"budgets"_s;
    QTest::newRow("scope") << u"budgets set --scope everything --period day --usd 1"_s;
    QTest::newRow("no name") << u"budgets set --scope account: --period day --usd 1"_s;
    QTest::newRow("all of something") << u"budgets set --scope all:x --period day --usd 1"_s;
    QTest::newRow("account") << u"budgets set --scope account:nobody --period day --usd 1"_s;
    QTest::newRow("period") << u"budgets set --scope all --period year --usd 1"_s;
    QTest::newRow("amount") << u"budgets set --scope all --period day --usd much"_s;
    QTest::newRow("nothing") << u"budgets set --scope all --period day --usd 0"_s;
}

void BudgetsCommandTest::wrongUsageIsTold()
{
    QFETCH(const QString, line);
    CliFixture cli;
    Program program = cli.run(line);
    QCOMPARE(program.exitCode(), 2);
    QVERIFY(!program.errors().isEmpty());
}

void BudgetsCommandTest::aHardBudgetEndsChatsWithThree()
{
    CliFixture cli;
    QVERIFY(cli.startUpstream(
        R"({"default":[{"reply":"Hi","input_tokens":10,"output_tokens":10}]})"));
    cli.setKey(u"sk-ant-test-1"_s);
    QCOMPARE(cli.run(u"chat Hello"_s).exitCode(), 0);
    QCOMPARE(cli.run(u"budgets set --scope account:env --period month --usd 0.00001 --hard"_s)
                 .exitCode(),
             0);
    Program refused = cli.run(u"chat Hello"_s);
    QCOMPARE(refused.exitCode(), 3);
    QVERIFY2(refused.errors().contains("budget"), refused.errors().constData());
    const QJsonObject budget = listOf(cli).first().toObject();
    QCOMPARE(budget.value(u"name"_s), u"env"_s);
    QVERIFY(budget.value(u"spent_usd"_s).toDouble() > 0.00001);
    QCOMPARE(budget.value(u"remaining_usd"_s), 0.0);
    const QJsonArray accounts = CliFixture::json(cli.run(u"accounts list --json"_s).output())
                                    .value(u"accounts"_s)
                                    .toArray();
    QCOMPARE(accounts.first().toObject().value(u"state"_s), u"over_budget"_s);
    QCOMPARE(cli.run(u"budgets set --scope account:env --period month --usd 5 --hard"_s)
                 .exitCode(),
             0);
    QCOMPARE(cli.run(u"chat Hello"_s).exitCode(), 0);
}

void BudgetsCommandTest::theEnvironmentSetsOne()
{
    CliFixture cli;
    QVERIFY(cli.startUpstream(R"({"default":[{"reply":"Hi"}]})"));
    cli.variables.insert(
        u"CLAUDE_ACCOUNTS"_s,
        u"[{\"name\":\"lab\",\"apiKey\":\"sk-ant-test-lab\",\"monthlyBudgetUsd\":0.000001}]"_s);
    const QJsonArray budgets = listOf(cli);
    QCOMPARE(budgets.size(), 1);
    QCOMPARE(budgets.first().toObject().value(u"name"_s), u"lab"_s);
    QCOMPARE(budgets.first().toObject().value(u"hard"_s), true);
    QCOMPARE(cli.run(u"chat Hello"_s).exitCode(), 3);
    cli.variables.insert(
        u"CLAUDE_ACCOUNTS"_s,
        u"[{\"name\":\"lab\",\"apiKey\":\"sk-ant-test-lab\",\"monthlyBudgetUsd\":20}]"_s);
    QCOMPARE(cli.run(u"chat Hello"_s).exitCode(), 0);
}

QTEST_GUILESS_MAIN(BudgetsCommandTest)
#include "tst_budgetscommand.moc"
