// SPDX-License-Identifier: GPL-3.0-or-later
#include "clifixture.h"
#include "support/program.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

/// `patchbay-cli prices …` and what an edited price does to the ledger.
class PricesCommandTest final : public QObject
{
    Q_OBJECT

private:
    static QList<QJsonObject> pricesOf(CliFixture& cli, const QString& model)
    {
        QList<QJsonObject> prices;
        const QJsonArray all = CliFixture::json(cli.run(u"prices list --json"_s).output())
                                   .value(u"prices"_s)
                                   .toArray();
        for (const QJsonValue& price : all) {
            if (price.toObject().value(u"model"_s) == model)
                prices.append(price.toObject());
        }
        return prices;
    }

    static double spent(CliFixture& cli)
    {
        return CliFixture::json(cli.run(u"usage --json"_s).output())
            .value(u"total"_s)
            .toObject()
            .value(u"cost_usd"_s)
            .toDouble();
    }

private Q_SLOTS:
    void setsListsAndRemoves()
    {
        CliFixture cli;
        QCOMPARE(pricesOf(cli, u"claude-opus-5-5"_s).size(), 1);
        QCOMPARE(cli.run(u"prices set claude-opus-5-5 --input 2 --output 10.5 --from 2026-11-01"_s)
                     .exitCode(),
                 0);
        const QList<QJsonObject> prices = pricesOf(cli, u"claude-opus-5-5"_s);
        QCOMPARE(prices.size(), 2);
        QCOMPARE(prices.at(0).value(u"edited"_s), false);
        QCOMPARE(prices.at(1).value(u"edited"_s), true);
        QCOMPARE(prices.at(1).value(u"valid_from"_s), u"2026-11-01"_s);
        QCOMPARE(prices.at(1).value(u"output_usd"_s), 10.5);
        // As dear beside the input as it ships: 0.20 for 4.
        QCOMPARE(prices.at(1).value(u"cache_read_usd"_s), 0.1);
        QCOMPARE(prices.at(1).value(u"cache_write_1h_usd"_s), 4.0);
        QVERIFY(cli.run(u"prices list"_s).output().contains("yours"));
        QCOMPARE(cli.run(u"prices remove claude-opus-5-5 --from 2026-11-02"_s).exitCode(), 2);
        QCOMPARE(cli.run(u"prices remove claude-opus-5-5"_s).exitCode(), 0);
        QCOMPARE(pricesOf(cli, u"claude-opus-5-5"_s).size(), 1);
    }

    void wrongUsageIsTold_data()
    {
        QTest::addColumn<QString>("line");
        QTest::newRow("no verb") << u"prices"_s;
        QTest::newRow("no price") << u"prices set claude-opus-5-5"_s;
        QTest::newRow("word") << u"prices set claude-opus-5-5 --input cheap --output 1"_s;
        QTest::newRow("cache") << u"prices set m --input 1 --output 1 --cache-read -1"_s;
        QTest::newRow("day") << u"prices set m --input 1 --output 1 --from yesterday"_s;
        QTest::newRow("far") << u"prices set m --input 1 --output 1 --from 1970-01-01"_s;
        QTest::newRow("none") << u"prices remove m"_s;
    }

    void wrongUsageIsTold()
    {
        QFETCH(const QString, line);
        CliFixture cli;
        Program program = cli.run(line);
        QCOMPARE(program.exitCode(), 2);
        QVERIFY(!program.errors().isEmpty());
    }

    void aChatIsPricedByIt()
    {
        CliFixture cli;
        QVERIFY(cli.startUpstream(
            R"({"default":[{"reply":"Hi","input_tokens":1000,"output_tokens":1000}]})"));
        cli.setKey(u"sk-ant-test-1"_s);
        QCOMPARE(cli.run(u"chat -m claude-sonnet-5-5 Hello"_s).exitCode(), 0);
        const double shipped = spent(cli);
        QCOMPARE(shipped, 0.012);
        QCOMPARE(cli.run(u"prices set claude-sonnet-5-5 --input 200 --output 1000"_s).exitCode(),
                 0);
        QCOMPARE(spent(cli), shipped); // what was priced stays
        QCOMPARE(cli.run(u"chat -m claude-sonnet-5-5 Hello"_s).exitCode(), 0);
        QCOMPARE(spent(cli), shipped + 1.2);
    }

    void anUnknownModelWithAPriceMayHaveABudget()
    {
        CliFixture cli;
        QVERIFY(cli.startUpstream(
            R"({"default":[{"reply":"Hi","input_tokens":1000,"output_tokens":1000}]})"));
        cli.setKey(u"sk-ant-test-1"_s);
        QCOMPARE(cli.run(u"budgets set --scope all --period month --usd 50 --hard"_s).exitCode(),
                 0);
        QCOMPARE(cli.run(u"chat -m house-model Hello"_s).exitCode(), 3);
        QCOMPARE(cli.run(u"prices set house-model --input 1 --output 2"_s).exitCode(), 0);
        // It is sent now: that nobody has such a model is what the upstream says.
        Program sent = cli.run(u"chat -m house-model Hello"_s);
        QCOMPARE(sent.exitCode(), 1);
        QVERIFY2(sent.errors().contains("model is not known"), sent.errors().constData());
    }
};

QTEST_GUILESS_MAIN(PricesCommandTest)
#include "tst_pricescommand.moc"
