// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/usagecomparison.h"

#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

// With ' for ", which is easier to read here.
QByteArray json(QByteArray text)
{
    return text.replace('\'', '"');
}

const QDate kDay(2026, 11, 22);

} // namespace

class TestProviderReport final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void centsAreReadExactly_data();
    void centsAreReadExactly();
    void pagesAreRead();
    void otherFormsAreRefused();
    void daysAndModelsAreCompared();
};

void TestProviderReport::centsAreReadExactly_data()
{
    QTest::addColumn<QString>("cents");
    QTest::addColumn<qint64>("microUsd");
    QTest::newRow("whole") << u"123"_s << 1'230'000LL;
    QTest::newRow("decimal") << u"123.45"_s << 1'234'500LL;
    QTest::newRow("a millionth of a dollar") << u"0.0001"_s << 1LL;
    QTest::newRow("rounded") << u"0.00005"_s << 1LL;
    QTest::newRow("cut") << u"0.000049"_s << 0LL;
    QTest::newRow("long") << u"1.123456789012345678901234567890"_s << 11'235LL;
    QTest::newRow("a credit") << u"-2.5"_s << -25'000LL;
    QTest::newRow("no number") << u"1e5"_s << -1LL;
    QTest::newRow("nothing") << QString() << -1LL;
}

void TestProviderReport::centsAreReadExactly()
{
    QFETCH(const QString, cents);
    QFETCH(const qint64, microUsd);
    QCOMPARE(microUsdOfCents(cents).value_or(-1), microUsd);
}

void TestProviderReport::pagesAreRead()
{
    ProviderReport report;
    const auto next = report.addUsagePage(
        json("{'data':[{'starting_at':'2026-11-22T00:00:00Z','ending_at':'2026-11-23T00:00:00Z',"
             "'results':[{'uncached_input_tokens':10,'output_tokens':5,"
             "'cache_read_input_tokens':3,'cache_creation':{'ephemeral_5m_input_tokens':1,"
             "'ephemeral_1h_input_tokens':2},'model':'claude-opus-5-5','api_key_id':'apikey_1'},"
             "{'uncached_input_tokens':7,'output_tokens':1,'model':null,'api_key_id':null}]}],"
             "'has_more':true,'next_page':'page_x'}"));
    QVERIFY(next);
    QCOMPARE(*next, u"page_x"_s);
    QCOMPARE(report.usage.size(), 2);
    const ProviderReport::Usage& first = report.usage.first();
    QCOMPARE(first.day, kDay);
    QCOMPARE(first.model, u"claude-opus-5-5"_s);
    QCOMPARE(first.apiKeyId, u"apikey_1"_s);
    QCOMPARE(first.usage.input, 10);
    QCOMPARE(first.usage.output, 5);
    QCOMPARE(first.usage.cacheRead, 3);
    QCOMPARE(first.usage.cacheWrite5m, 1);
    QCOMPARE(first.usage.cacheWrite1h, 2);
    QCOMPARE(report.usage.at(1).apiKeyId, QString());
    const auto last = report.addUsagePage(json("{'data':[],'has_more':false,'next_page':null}"));
    QVERIFY(last && last->isEmpty());
    const auto costs = report.addCostPage(
        json("{'data':[{'starting_at':'2026-11-22T00:00:00Z','results':[{'amount':'12.5',"
             "'currency':'USD','model':'claude-opus-5-5'}]}],'has_more':false}"));
    QVERIFY(costs && costs->isEmpty());
    QCOMPARE(report.costs.first().microUsd, 125'000);
}

void TestProviderReport::otherFormsAreRefused()
{
    ProviderReport report;
    for (const QByteArray& page : {QByteArray(), QByteArray("<html>"), json("{'data':{}}"),
                                   json("{'data':[{'starting_at':'soon','results':[{}]}]}")})
        QVERIFY(!report.addUsagePage(page));
    QVERIFY(!report.addCostPage(json("{'data':[{'starting_at':'2026-11-22T00:00:00Z',"
                                     "'results':[{'amount':'1','currency':'EUR'}]}]}")));
    QVERIFY(report.usage.isEmpty() && report.costs.isEmpty());
}

void TestProviderReport::daysAndModelsAreCompared()
{
    const PriceTable prices = PriceTable::builtIn();
    TokenUsage usage;
    usage.input = 100;
    usage.cacheWrite1h = 7;
    usage.output = 10;
    ProviderReport provider;
    provider.usage = {{kDay, u"claude-haiku-4-5-20251001"_s, u"apikey_1"_s, usage},
                      {kDay, u"claude-haiku-4-5-20251001"_s, {}, usage},
                      {kDay.addDays(1), u"house-model"_s, {}, {}}};
    provider.costs = {{kDay, u"claude-haiku-4-5-20251001"_s, 500}, {kDay, {}, 20}};
    const QList<LedgerDay> ledger = {{kDay, u"claude-haiku-4-5"_s, {100, 10, 0, 7, 300}},
                                     {kDay.addDays(2), u"house-model"_s, {1, 1, 1, 1, 0}}};
    const UsageComparison comparison = compareUsage(ledger, provider, prices);
    QCOMPARE(comparison.rows.size(), 3); // the day without any use is none
    QCOMPARE(comparison.rows.at(0).model, QString());
    QCOMPARE(comparison.rows.at(0).difference().costMicroUsd, 20);
    const UsageComparison::Row& haiku = comparison.rows.at(1);
    QCOMPARE(haiku.ledger.tokens(), 117);
    QCOMPARE(haiku.provider.tokens(), 234);
    QCOMPARE(haiku.difference().tokens(), 117);
    QCOMPARE(haiku.difference().costMicroUsd, 200);
    QCOMPARE(comparison.rows.at(2).difference().tokens(), -4);
    QVERIFY(!comparison.isSame());
    QCOMPARE(comparison.tokensByKey.size(), 2);
    QCOMPARE(comparison.tokensByKey.at(1).second, 117);
    QVERIFY(compareUsage({}, {}, prices).isSame());
}

QTEST_GUILESS_MAIN(TestProviderReport)

#include "tst_providerreport.moc"
