// SPDX-License-Identifier: GPL-3.0-or-later
#include "claude/pricetable.h"

#include <QDateTime>
#include <QTest>

#include <limits>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

qint64 at(const QString& utc)
{
    return QDateTime::fromString(utc, Qt::ISODate).toMSecsSinceEpoch();
}

const qint64 kToday = at(u"2026-11-20T12:00:00Z"_s);
constexpr qint64 kMillion = 1'000'000;

QByteArray tableOf(const QByteArray& rows)
{
    return "version "
           "test-1\nmodel,valid_from,input,output,cache_write_5m,cache_write_1h,cache_read,"
           "status\n" +
           rows;
}

} // namespace

class PriceTableTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void builtInTable()
    {
        const PriceTable prices = PriceTable::builtIn();
        QCOMPARE(prices.version(), u"2026-11-20"_s);
        QCOMPARE(prices.models().size(), 22);
        for (const PriceTable::Model& model : prices.models()) {
            QVERIFY2(model.contextTokens >= 200'000 && model.maxOutputTokens >= 8192,
                     qPrintable(model.id));
            for (const PriceTable::Price& price : model.prices) {
                QVERIFY2(price.input > 0 && price.output > price.input &&
                             price.cacheWrite5m > price.input &&
                             price.cacheWrite1h > price.cacheWrite5m && price.cacheRead > 0 &&
                             price.cacheRead < price.input && price.webSearch == 10'000,
                         qPrintable(model.id));
            }
        }
    }

    void listPrices_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QList<qint64>>("prices"); // a million of input, output, 5m, 1h, read
        using Prices = QList<qint64>;
        QTest::newRow("fable 5.2")
            << u"claude-fable-5-2"_s
            << Prices{8'000'000, 40'000'000, 10'000'000, 16'000'000, 200'000};
        QTest::newRow("mythos 5") << u"claude-mythos-5"_s
                                  << Prices{10'000'000, 50'000'000, 12'500'000, 20'000'000,
                                            1'000'000};
        QTest::newRow("opus 5.5") << u"claude-opus-5-5"_s
                                  << Prices{4'000'000, 20'000'000, 5'000'000, 8'000'000, 200'000};
        QTest::newRow("opus 4.5, dated id")
            << u"claude-opus-4-5-20251101"_s
            << Prices{5'000'000, 25'000'000, 6'250'000, 10'000'000, 500'000};
        QTest::newRow("sonnet 5.5") << u"claude-sonnet-5-5"_s
                                    << Prices{2'000'000, 10'000'000, 2'500'000, 4'000'000, 100'000};
        QTest::newRow("sonnet 4.6") << u"claude-sonnet-4-6"_s
                                    << Prices{3'000'000, 15'000'000, 3'750'000, 6'000'000, 300'000};
        QTest::newRow("haiku 4.5") << u"claude-haiku-4-5@20251001"_s
                                   << Prices{1'000'000, 5'000'000, 1'250'000, 2'000'000, 100'000};
        QTest::newRow("haiku 5.5 above its tier")
            << u"claude-haiku-5-5"_s << Prices{500'000, 2'500'000, 625'000, 1'000'000, 50'000};
        QTest::newRow("opus 4") << u"claude-opus-4-20250514"_s
                                << Prices{15'000'000, 75'000'000, 18'750'000, 30'000'000,
                                          1'500'000};
    }
    void listPrices()
    {
        QFETCH(QString, model);
        QFETCH(QList<qint64>, prices);
        const PriceTable table = PriceTable::builtIn();
        const bool isTiered = model == "claude-haiku-5-5"_L1;
        const QList<TokenUsage> usages{{.input = kMillion},
                                       {.output = kMillion},
                                       {.cacheWrite5m = kMillion},
                                       {.cacheWrite1h = kMillion},
                                       {.cacheRead = kMillion}};
        for (qsizetype i = 0; i < usages.size(); ++i) {
            const auto cost = table.cost(model, usages.at(i), kToday);
            QVERIFY(cost.has_value());
            QVERIFY(!cost->estimated);
            QCOMPARE(cost->priceVersion, table.version());
            // Output alone is no prompt: it stays below the tier.
            QCOMPARE(cost->microUsd, isTiered && i == 1 ? 500'000 : prices.at(i));
        }
    }

    void tierIsOfTheWholePrompt_data()
    {
        QTest::addColumn<TokenUsage>("usage");
        QTest::addColumn<qint64>("microUsd");
        QTest::newRow("at the threshold")
            << TokenUsage{.input = 100'000, .output = 1000} << qint64(10'000 + 500);
        QTest::newRow("one above")
            << TokenUsage{.input = 100'001, .output = 1000} << qint64(50'001 + 2500);
        QTest::newRow("by cache reads")
            << TokenUsage{.input = 50'000, .output = 1000, .cacheRead = 60'000}
            << qint64(25'000 + 2500 + 3000);
        QTest::newRow("by cache writes")
            << TokenUsage{.input = 1, .cacheWrite5m = 50'000, .cacheWrite1h = 50'000}
            << qint64(31'250 + 50'000 + 1); // 0.5 of the input, rounded up
        QTest::newRow("output does not count")
            << TokenUsage{.input = 10, .output = 128'000} << qint64(64'001);
    }
    void tierIsOfTheWholePrompt()
    {
        QFETCH(TokenUsage, usage);
        QFETCH(qint64, microUsd);
        QCOMPARE(PriceTable::builtIn().cost(u"claude-haiku-5-5"_s, usage, kToday)->microUsd,
                 microUsd);
    }

    void pricesHaveDates_data()
    {
        QTest::addColumn<QString>("when");
        QTest::addColumn<qint64>("microUsd");
        QTest::newRow("before its first price") << u"2026-01-01T00:00:00Z"_s << qint64(200'000);
        QTest::newRow("first day") << u"2026-09-28T00:00:00Z"_s << qint64(200'000);
        QTest::newRow("last moment") << u"2026-10-06T23:59:59Z"_s << qint64(200'000);
        QTest::newRow("new price") << u"2026-10-07T00:00:00Z"_s << qint64(100'000);
        QTest::newRow("later") << u"2030-01-01T00:00:00Z"_s << qint64(100'000);
    }
    void pricesHaveDates()
    {
        QFETCH(QString, when);
        QFETCH(qint64, microUsd);
        QCOMPARE(PriceTable::builtIn()
                     .cost(u"claude-sonnet-5-5"_s, {.cacheRead = kMillion}, at(when))
                     ->microUsd,
                 microUsd);
    }

    void roundsHalfUpOnce_data()
    {
        QTest::addColumn<TokenUsage>("usage");
        QTest::addColumn<qint64>("microUsd");
        // At 0.1, 0.5, 0.125, 0.2 and 0.01 micro-dollars a token.
        QTest::newRow("nothing") << TokenUsage{} << qint64(0);
        QTest::newRow("0.4") << TokenUsage{.input = 4} << qint64(0);
        QTest::newRow("0.5") << TokenUsage{.input = 5} << qint64(1);
        QTest::newRow("1.49") << TokenUsage{.input = 14, .cacheRead = 9} << qint64(1);
        QTest::newRow("sum of parts below a half")
            << TokenUsage{.input = 4, .cacheWrite5m = 1} << qint64(1); // 0.525
        QTest::newRow("0.625") << TokenUsage{.output = 1, .cacheWrite5m = 1} << qint64(1);
        QTest::newRow("negative is nothing") << TokenUsage{.input = -50'000'000} << qint64(0);
    }
    void roundsHalfUpOnce()
    {
        QFETCH(TokenUsage, usage);
        QFETCH(qint64, microUsd);
        QCOMPARE(PriceTable::builtIn().cost(u"claude-haiku-5-5"_s, usage, kToday)->microUsd,
                 microUsd);
    }

    void extras()
    {
        const PriceTable prices = PriceTable::builtIn();
        const auto cost = [&](const QString& model, const TokenUsage& usage) {
            return prices.cost(model, usage, kToday)->microUsd;
        };
        QCOMPARE(cost(u"claude-opus-5-5"_s, {.webSearches = 3}), 30'000);
        QCOMPARE(cost(u"claude-opus-5-5"_s, {.input = kMillion, .batch = true}), 2'000'000);
        QCOMPARE(cost(u"claude-opus-5-5"_s, {.input = kMillion, .usOnly = true}), 4'400'000);
        QCOMPARE(cost(u"claude-opus-4-5"_s, {.input = kMillion, .usOnly = true}), 5'000'000);
        QCOMPARE(cost(u"claude-opus-5-5"_s, {.input = kMillion, .output = kMillion, .fast = true}),
                 48'000'000);
        QCOMPARE(cost(u"claude-opus-5-5"_s, {.cacheRead = kMillion, .fast = true}), 400'000);
        QCOMPARE(cost(u"claude-opus-5-5"_s,
                      {.cacheWrite5m = kMillion, .cacheWrite1h = kMillion, .fast = true}),
                 26'000'000);
        QCOMPARE(cost(u"claude-sonnet-5-5"_s, {.input = kMillion, .fast = true}), 2'000'000);
        QCOMPARE(cost(u"claude-opus-5-5"_s, {.webSearches = 1, .batch = true}), 10'000);
    }

    void cachesSpareOrCost()
    {
        const PriceTable prices = PriceTable::builtIn();
        const PriceTable::Price& price = prices.find(u"claude-sonnet-5-5"_s)->prices.last();
        const auto saved = [&](const TokenUsage& usage) {
            return prices.cost(u"claude-sonnet-5-5"_s, usage, kToday)->savedMicroUsd;
        };
        QCOMPARE(saved({.input = kMillion, .output = kMillion}), 0);
        QCOMPARE(saved({.cacheRead = kMillion}), price.input - price.cacheRead);
        QCOMPARE(saved({.cacheWrite5m = kMillion}), price.input - price.cacheWrite5m);
        QCOMPARE(saved({.cacheRead = kMillion, .cacheWrite1h = kMillion}),
                 2 * price.input - price.cacheRead - price.cacheWrite1h);
        QVERIFY(saved({.cacheWrite5m = kMillion}) < 0);
    }

    void unknownModels_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<qint64>("output"); // price of a million, -1: unknown
        QTest::newRow("new opus") << u"claude-opus-9"_s << qint64(75'000'000);
        QTest::newRow("new sonnet, dated") << u"claude-sonnet-7-20280101"_s << qint64(15'000'000);
        QTest::newRow("new haiku") << u"claude-haiku-6"_s << qint64(5'000'000);
        QTest::newRow("new fable") << u"claude-fable-6"_s << qint64(50'000'000);
        QTest::newRow("new mythos") << u"claude-mythos-6"_s << qint64(50'000'000);
        QTest::newRow("gateway's name")
            << u"anthropic/Claude-Sonnet-5.5:beta"_s << qint64(15'000'000);
        QTest::newRow("bare family") << u"opus"_s << qint64(75'000'000);
        QTest::newRow("no family") << u"claude-nova-1"_s << qint64(-1);
        QTest::newRow("family within a word") << u"claude-sonnetta-1"_s << qint64(-1);
        QTest::newRow("another maker's") << u"gpt-opus-1"_s << qint64(-1);
        QTest::newRow("empty") << QString() << qint64(-1);
    }
    void unknownModels()
    {
        QFETCH(QString, model);
        QFETCH(qint64, output);
        const auto cost = PriceTable::builtIn().cost(model, {.output = kMillion}, kToday);
        QCOMPARE(cost.has_value(), output >= 0);
        if (!cost)
            return;
        QCOMPARE(cost->microUsd, output);
        QVERIFY(cost->estimated);
    }

    void doesNotOverflow()
    {
        constexpr qint64 most = std::numeric_limits<qint64>::max();
        const TokenUsage usage{.input = most,
                               .output = most,
                               .cacheRead = most,
                               .cacheWrite5m = most,
                               .cacheWrite1h = most,
                               .webSearches = most,
                               .usOnly = true};
        for (const QString& model : {u"claude-opus-4-1"_s, u"claude-haiku-5-5"_s,
                                     u"claude-fable-5"_s, u"claude-opus-77"_s}) {
            const auto cost = PriceTable::builtIn().cost(model, usage, kToday);
            QVERIFY(cost.has_value());
            QCOMPARE(cost->microUsd, 1'000'000'000'000'000);
        }
        const qint64 least = std::numeric_limits<qint64>::min();
        QCOMPARE(PriceTable::builtIn()
                     .cost(u"claude-opus-5"_s, {.input = least, .output = least}, kToday)
                     ->microUsd,
                 0);
        QVERIFY(PriceTable::builtIn().cost(u"claude-opus-5"_s, {.input = 1}, most).has_value());
        QVERIFY(PriceTable::builtIn().cost(u"claude-opus-5"_s, {.input = 1}, least).has_value());
    }

    void greatestCost()
    {
        const PriceTable prices = PriceTable::builtIn();
        QCOMPARE(prices.greatestCost(u"claude-sonnet-5-5"_s, 10'000, 8192, kToday)->microUsd,
                 40'000 + 81'920);
        QVERIFY(!prices.greatestCost(u"unheard-of"_s, 10'000, 8192, kToday).has_value());
        QVERIFY(prices.greatestCost(u"claude-opus-9"_s, 1, 1, kToday)->estimated);
        // No usage with that prompt and that answer costs more.
        const qint64 most =
            prices.greatestCost(u"claude-haiku-5-5"_s, 120'000, 1000, kToday)->microUsd;
        QVERIFY(most >= prices
                            .cost(u"claude-haiku-5-5"_s,
                                  {.input = 60'000, .output = 1000, .cacheWrite5m = 60'000}, kToday)
                            ->microUsd);
    }

    void readsDatesInAnyOrder()
    {
        const auto prices =
            PriceTable::fromCsv(tableOf("m,2026-02-01,2,2,2,2,2,active\r\nm,2026-01-01,1,1,1,1,1,"
                                        "active\n# a comment\n\nm,2026-03-01,3,3,3,3,3,active\n"));
        QVERIFY(prices.has_value());
        QCOMPARE(prices->version(), u"test-1"_s);
        QCOMPARE(prices->models().size(), 1);
        QCOMPARE(prices->cost(u"m"_s, {.input = kMillion}, at(u"2026-02-15T00:00:00Z"_s))->microUsd,
                 2'000'000);
        QCOMPARE(prices->cost(u"m"_s, {.input = kMillion}, at(u"2026-03-01T00:00:00Z"_s))->microUsd,
                 3'000'000);
    }

    void refusesBadTables_data()
    {
        QTest::addColumn<QByteArray>("csv");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no version") << QByteArray("model,valid_from\n");
        QTest::newRow("no rows") << tableOf("");
        QTest::newRow("few columns") << tableOf("m,2026-01-01,1,1\n");
        QTest::newRow("many columns") << tableOf("m,2026-01-01,1,1,1,1,1,active,9\n");
        QTest::newRow("bad date") << tableOf("m,2026-13-01,1,1,1,1,1,active\n");
        QTest::newRow("date twice")
            << tableOf("m,2026-01-01,1,1,1,1,1,active\nm,2026-01-01,2,2,2,2,2,active\n");
        QTest::newRow("no model") << tableOf(",2026-01-01,1,1,1,1,1,active\n");
        QTest::newRow("missing price") << tableOf("m,2026-01-01,1,,1,1,1,active\n");
        QTest::newRow("negative") << tableOf("m,2026-01-01,-1,1,1,1,1,active\n");
        QTest::newRow("words") << tableOf("m,2026-01-01,1,dear,1,1,1,active\n");
        QTest::newRow("exponent") << tableOf("m,2026-01-01,1e3,1,1,1,1,active\n");
        QTest::newRow("too fine") << tableOf("m,2026-01-01,0.0000001,1,1,1,1,active\n");
        QTest::newRow("too large") << tableOf("m,2026-01-01,99999999999999999999,1,1,1,1,active\n");
        QTest::newRow("two dots") << tableOf("m,2026-01-01,1.2.3,1,1,1,1,active\n");
        QTest::newRow("dot alone") << tableOf("m,2026-01-01,1.,1,1,1,1,active\n");
    }
    void refusesBadTables()
    {
        QFETCH(QByteArray, csv);
        const auto prices = PriceTable::fromCsv(csv);
        QVERIFY(!prices.has_value());
        QCOMPARE(prices.error().kind, ErrorKind::InvalidInput);
    }

    void offersCurrentModelsCheapestFamilyFirst()
    {
        const QList<ModelInfo> models = offeredModels(PriceTable::builtIn());
        QStringList ids;
        for (const ModelInfo& model : models)
            ids.append(model.id);
        QCOMPARE(ids.first(), u"claude-haiku-5-5"_s);
        QCOMPARE(ids.last(), u"claude-fable-5"_s);
        QVERIFY(ids.contains(u"claude-sonnet-5-5"_s));
        QVERIFY(ids.indexOf(u"claude-opus-5-5"_s) < ids.indexOf(u"claude-opus-5"_s));
        QVERIFY(!ids.contains(u"claude-opus-4"_s));
        QVERIFY(!ids.contains(u"claude-sonnet-4-5"_s)); // retires
        QVERIFY(!ids.contains(u"claude-mythos-5-2"_s)); // not open to everyone
        QCOMPARE(models.first().displayName, u"Haiku 5.5"_s);
        QCOMPARE(models.first().maxOutputTokens, 128'000);
    }

    void displayNames_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("name");
        QTest::newRow("two numbers") << u"claude-sonnet-5-5"_s << u"Sonnet 5.5"_s;
        QTest::newRow("one number") << u"claude-opus-5"_s << u"Opus 5"_s;
        QTest::newRow("dated") << u"claude-opus-4-5-20251101"_s << u"Opus 4.5"_s;
        QTest::newRow("dated, one number") << u"claude-opus-4-20250514"_s << u"Opus 4"_s;
        QTest::newRow("older form") << u"claude-3-5-haiku-20241022"_s << u"Haiku 3.5"_s;
        QTest::newRow("another form") << u"my-model"_s << u"my-model"_s;
        QTest::newRow("empty") << QString() << QString();
    }
    void displayNames()
    {
        QFETCH(QString, id);
        QFETCH(QString, name);
        QCOMPARE(modelDisplayName(id), name);
    }
};

QTEST_GUILESS_MAIN(PriceTableTest)
#include "tst_pricetable.moc"
