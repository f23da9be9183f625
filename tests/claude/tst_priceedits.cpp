// SPDX-License-Identifier: GPL-3.0-or-later
#include "claude/pricetable.h"

#include <QDateTime>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

qint64 noonOf(const QString& day)
{
    return QDateTime::fromString(day + u"T12:00:00Z"_s, Qt::ISODate).toMSecsSinceEpoch();
}

QDate day(const QString& text)
{
    return QDate::fromString(text, Qt::ISODate);
}

PriceTable table()
{
    return PriceTable::fromCsv(
               "version test-1\n"
               "model,valid_from,input,output,cache_write_5m,cache_write_1h,cache_read,"
               "tier_threshold,tier_input,tier_output,tier_cache_write_5m,tier_cache_write_1h,"
               "tier_cache_read,web_search,batch_multiplier,status\n"
               "claude-haiku-5-5,2026-10-07,1,5,1.25,2,0.1,1000,10,50,12.5,20,1,0.01,0.5,active\n"
               "claude-sonnet-5-5,2026-09-28,2,10,2.5,4,0.2,,,,,,,0.01,0.5,active\n"
               "claude-sonnet-5-5,2026-10-08,2,10,2.5,4,0.1,,,,,,,0.01,0.5,active\n")
        .value();
}

PriceEdit sonnet(const QString& from, qint64 input)
{
    return {u"claude-sonnet-5-5"_s, day(from), input, 5 * input, input, input, input};
}

qint64 inputCost(const PriceTable& prices, const QString& model, const QString& on)
{
    TokenUsage usage;
    usage.input = 1'000'000;
    const auto cost = prices.cost(model, usage, noonOf(on));
    return cost ? cost->microUsd : -1;
}

} // namespace

class PriceEditsTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void pricesAreReadAsWritten_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("price"); // -1: refused
        QTest::newRow("whole") << u"15"_s << qint64{15'000'000};
        QTest::newRow("decimals") << u" $0.25 "_s << qint64{250'000};
        QTest::newRow("comma") << u"0,000001"_s << qint64{1};
        QTest::newRow("nothing") << u"0"_s << qint64{0};
        QTest::newRow("most") << u"100000"_s << qint64{100'000'000'000};
        QTest::newRow("too much") << u"100000.000001"_s << qint64{-1};
        QTest::newRow("negative") << u"-1"_s << qint64{-1};
        QTest::newRow("words") << u"cheap"_s << qint64{-1};
        QTest::newRow("too fine") << u"0.0000001"_s << qint64{-1};
        QTest::newRow("empty") << QString() << qint64{-1};
        QTest::newRow("two dots") << u"1.2.3"_s << qint64{-1};
    }

    void pricesAreReadAsWritten()
    {
        QFETCH(const QString, text);
        QFETCH(const qint64, price);
        const auto parsed = parsePrice(text);
        QCOMPARE(parsed.value_or(-1), price);
        if (!parsed)
            QVERIFY(!parsed.error().nextStep.isEmpty());
        else
            QCOMPARE(parsePrice(plainPrice(*parsed)).value(), *parsed);
    }

    void editsAreChecked()
    {
        QVERIFY(checkPriceEdit(sonnet(u"2026-11-01"_s, 0)));
        QVERIFY(!checkPriceEdit({QString(), day(u"2026-11-01"_s)}));
        QVERIFY(!checkPriceEdit({u" claude-x"_s, day(u"2026-11-01"_s)}));
        QVERIFY(!checkPriceEdit({u"claude-x"_s, QDate()}));
        QVERIFY(!checkPriceEdit({u"claude-x"_s, day(u"1999-12-31"_s)}));
        QVERIFY(!checkPriceEdit(sonnet(u"2026-11-01"_s, -1)));
        QVERIFY(!checkPriceEdit(sonnet(u"2026-11-01"_s, 100'000'000'001)));
    }

    void anEditHoldsFromItsDayOn()
    {
        const PriceTable prices =
            table().withEdits({sonnet(u"2026-11-20"_s, 7), sonnet(u"2026-10-01"_s, 3)});
        QCOMPARE(inputCost(prices, u"claude-sonnet-5-5"_s, u"2026-09-30"_s), 2'000'000);
        QCOMPARE(inputCost(prices, u"claude-sonnet-5-5"_s, u"2026-10-01"_s), 3);
        // The table has a later price; the user's own goes on until the user's next.
        QCOMPARE(inputCost(prices, u"claude-sonnet-5-5"_s, u"2026-11-19"_s), 3);
        QCOMPARE(inputCost(prices, u"claude-sonnet-5-5"_s, u"2026-11-20"_s), 7);
        QCOMPARE(inputCost(prices, u"claude-sonnet-5-5-20260928"_s, u"2026-11-20"_s), 7);
        QCOMPARE(inputCost(prices, u"claude-haiku-5-5"_s, u"2026-11-20"_s),
                 inputCost(table(), u"claude-haiku-5-5"_s, u"2026-11-20"_s));
    }

    void restOfThePriceStays()
    {
        const PriceTable prices =
            table().withEdits({{u"claude-haiku-5-5"_s, day(u"2026-11-01"_s), 3, 3, 3, 3, 3}});
        const PriceTable::Price& price =
            PriceTable::priceOf(*prices.find(u"claude-haiku-5-5"_s), day(u"2026-11-02"_s));
        QCOMPARE(price.input, 3);
        QCOMPARE(price.tierInput, 10'000'000);
        QCOMPARE(price.webSearch, 10'000);
        QCOMPARE(price.batchPercent, 50);
    }

    void anUnknownModelBecomesKnown()
    {
        const QString model = u"local-llama"_s;
        QCOMPARE(inputCost(table(), model, u"2026-11-20"_s), -1);
        const PriceTable prices =
            table().withEdits({{model, day(u"2026-11-01"_s), 1'000'000, 2, 3, 4, 5}});
        TokenUsage usage;
        usage.input = 2'000'000;
        const auto cost = prices.cost(model, usage, noonOf(u"2026-11-20"_s));
        QVERIFY(cost.has_value());
        QCOMPARE(cost->microUsd, 2'000'000);
        QVERIFY(!cost->estimated);
        QCOMPARE(prices.find(model)->status, u"added"_s);
        QCOMPARE(offeredModels(prices).size(), offeredModels(table()).size());
    }

    void versionNamesTheEdits()
    {
        const QList<PriceEdit> edits = {sonnet(u"2026-11-20"_s, 7), sonnet(u"2026-10-01"_s, 3)};
        const QString version = table().withEdits(edits).version();
        QVERIFY(version.startsWith(u"test-1+edited."_s));
        QCOMPARE(table().withEdits({edits.at(1), edits.at(0)}).version(), version);
        QVERIFY(table().withEdits({edits.at(0)}).version() != version);
        QVERIFY(table().withEdits({sonnet(u"2026-11-20"_s, 8), edits.at(1)}).version() != version);
        QCOMPARE(table().withEdits({}).version(), u"test-1"_s);
    }
};

QTEST_GUILESS_MAIN(PriceEditsTest)
#include "tst_priceedits.moc"
