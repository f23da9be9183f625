// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/promptestimate.h"

#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

PromptEstimate written(qint64 tokens, const QString& model = u"claude-sonnet-5-5"_s)
{
    const PriceTable prices = PriceTable::builtIn();
    PromptEstimate estimate;
    estimate.model = model;
    estimate.isWritten = true;
    estimate.message = tokens;
    estimate.maxTokens = 8192;
    const PriceTable::Model* known = prices.find(model);
    estimate.contextTokens = known ? known->contextTokens : 0;
    estimate.price(prices, QDate(2026, 11, 23).startOfDay(Qt::UTC).toMSecsSinceEpoch());
    return estimate;
}

} // namespace

class TestPromptEstimate final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void anEstimateSaysSo();
    void whatIsCountedIsExact();
    void anUnknownPriceIsToldSo();
    void aPlanHasNoMoney();
    void cachesMakeItCheaper();
    void aFullContextSaysWhatToDo();
    void nothingIsSaidOfNothing();
    void detailsTellTheParts();
};

void TestPromptEstimate::anEstimateSaysSo()
{
    // $2 a million tokens in, 10 out.
    const PromptEstimate estimate = written(1240);
    QCOMPARE(estimate.cost->microUsd, 2480);
    QCOMPARE(estimate.greatest->microUsd, 2480 + 81'920);
    QCOMPARE(PromptWords::lines(estimate).first(),
             u"≈ 1,240 tokens in · ≈ $0.0025 · 1 % of context"_s);
    // Each shorter than the one before, down to the number.
    const QStringList lines = PromptWords::lines(estimate);
    QCOMPARE(lines.last(), u"≈ 1,240 tokens in"_s);
    for (qsizetype i = 1; i < lines.size(); ++i)
        QVERIFY(lines.at(i).size() < lines.at(i - 1).size());
}

void TestPromptEstimate::whatIsCountedIsExact()
{
    PromptEstimate estimate = written(1240);
    estimate.counted = 1500;
    estimate.price(PriceTable::builtIn(),
                   QDate(2026, 11, 23).startOfDay(Qt::UTC).toMSecsSinceEpoch());
    QCOMPARE(estimate.tokens(), 1500);
    QCOMPARE(PromptWords::lines(estimate).first(), u"1,500 tokens in · $0.0030 · 1 % of context"_s);
}

void TestPromptEstimate::anUnknownPriceIsToldSo()
{
    const PromptEstimate estimate = written(10, u"house-model"_s);
    QCOMPARE(estimate.percent(), -1);
    QCOMPARE(PromptWords::lines(estimate).first(), u"≈ 10 tokens in · price unknown"_s);
    QVERIFY(PromptWords::details(estimate).join(u' ').contains(u"not known"_s));
}

void TestPromptEstimate::aPlanHasNoMoney()
{
    PromptEstimate estimate = written(1240);
    estimate.isPlan = true;
    QCOMPARE(PromptWords::lines(estimate).first(), u"≈ 1,240 tokens in · 1 % of context"_s);
    QVERIFY(!PromptWords::details(estimate).join(u' ').contains(u'$'));
}

void TestPromptEstimate::cachesMakeItCheaper()
{
    const qint64 at = QDate(2026, 11, 23).startOfDay(Qt::UTC).toMSecsSinceEpoch();
    PromptEstimate estimate = written(1000);
    estimate.history = 9000;
    estimate.price(PriceTable::builtIn(), at);
    // From 4,000 tokens on it is written to the cache: $2.50 a million.
    QCOMPARE(estimate.cost->microUsd, 25'000);
    estimate.cached = 9000;
    estimate.price(PriceTable::builtIn(), at);
    QCOMPARE(estimate.cost->microUsd, 900 + 2500); // read at $0.10
    estimate.counted = 10'000;
    // What the cache holds is not known for sure.
    QCOMPARE(PromptWords::lines(estimate).first(),
             u"10,000 tokens in · ≈ $0.0034 · 1 % of context"_s);
}

void TestPromptEstimate::aFullContextSaysWhatToDo()
{
    PromptEstimate estimate = written(1);
    estimate.contextTokens = 1000;
    const auto at = [&estimate](qint64 tokens) {
        estimate.message = tokens;
        return PromptWords::lines(estimate).first();
    };
    QVERIFY(at(799).endsWith(u"80 % of context"_s)); // rounded up
    QVERIFY(estimate.isHigh());
    QVERIFY(at(789).endsWith(u"79 % of context"_s));
    QVERIFY(!estimate.isHigh());
    QVERIFY(at(949).contains(u"new chat"_s));
    QVERIFY(estimate.isFull());
    QVERIFY(at(1000).startsWith(u"100 %"_s));
    QVERIFY(at(1001).startsWith(u"Too long for Sonnet 5.5: 1,001 of 1,000"_s));
}

void TestPromptEstimate::nothingIsSaidOfNothing()
{
    PromptEstimate estimate = written(0);
    QVERIFY(PromptWords::lines(estimate).isEmpty());
    estimate.isWritten = false;
    estimate.systemPrompt = 100;
    QVERIFY(PromptWords::lines(estimate).isEmpty());
    estimate.history = 400;
    QCOMPARE(PromptWords::lines(estimate).first(), u"500 tokens so far · 1 % of context"_s);
}

void TestPromptEstimate::detailsTellTheParts()
{
    PromptEstimate estimate = written(40);
    estimate.history = 1200;
    estimate.systemPrompt = 7;
    estimate.attachments = 1500;
    const QString details = PromptWords::details(estimate).join(u'\n');
    for (const QString& part : {u"1,200"_s, u"40"_s, u"7"_s, u"1,500"_s, u"1,000,000"_s, u"8,192"_s})
        QVERIFY2(details.contains(part), qPrintable(part));
}

QTEST_GUILESS_MAIN(TestPromptEstimate)

#include "tst_promptestimate.moc"
