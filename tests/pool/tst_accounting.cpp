// SPDX-License-Identifier: GPL-3.0-or-later
#include "poolfixture.h"
#include "support/testupstream.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

// Sums of the ledger beside what the upstream says it billed, and its price of that.
void compareWithBilled(PoolFixture& fixture, const TestUpstream& upstream)
{
    Billed all;
    qint64 microUsd = 0;
    const BilledTable table = upstream.billed();
    for (const auto& models : table) {
        for (auto model = models.begin(); model != models.end(); ++model) {
            all.requests += model->requests;
            all.inputTokens += model->inputTokens;
            all.outputTokens += model->outputTokens;
            all.cacheReadTokens += model->cacheReadTokens;
            all.cacheWrite5mTokens += model->cacheWrite5mTokens;
            all.cacheWrite1hTokens += model->cacheWrite1hTokens;
        }
    }
    qint64 input = 0;
    qint64 output = 0;
    const QList<AttemptRow> rows = fixture.attempts();
    for (const AttemptRow& row : rows) {
        input += row.input;
        output += row.output;
        microUsd += row.costMicroUsd;
        QVERIFY(!row.isEstimated);
    }
    QCOMPARE(input, all.inputTokens);
    QCOMPARE(output, all.outputTokens);
    QCOMPARE(fixture.rollupSum(u"input_tokens"_s), all.inputTokens);
    QCOMPARE(fixture.rollupSum(u"output_tokens"_s), all.outputTokens);
    QCOMPARE(fixture.rollupSum(u"cache_read_tokens"_s), all.cacheReadTokens);
    QCOMPARE(fixture.rollupSum(u"cache_write_tokens"_s),
             all.cacheWrite5mTokens + all.cacheWrite1hTokens);
    QCOMPARE(fixture.rollupSum(u"cost_micro_usd"_s), microUsd);
}

Request chat(const QString& model, bool stream)
{
    Request request = PoolFixture::request(model);
    request.stream = stream;
    request.body = R"({"model":")" + model.toUtf8() + R"(","max_tokens":1000,"stream":)" +
                   (stream ? "true" : "false") +
                   R"(,"messages":[{"role":"user","content":"Hello"}]})";
    return request;
}

} // namespace

class AccountingTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyTokenIsCounted();
    void costIsThatOfEachAnswer();
    void whatCameBeforeACutIsCounted();
    void aThousandQuickRequests();
};

void AccountingTest::everyTokenIsCounted()
{
    TestUpstream upstream;
    upstream.script(R"({"default":[
        {"reply":"One","input_tokens":11,"output_tokens":3},
        {"reply":"Two","input_tokens":222,"output_tokens":44,"cache_read_input_tokens":1000,
         "cache_creation_5m_input_tokens":300,"cache_creation_1h_input_tokens":70},
        {"reply":"Three","input_tokens":5,"output_tokens":999,"thinking":"Hm","thinking_tokens":7,
         "fault":"bytewise"},
        {"status":429,"headers":{"retry-after":"0"}},
        {"status":500,"times":1},
        {"reply":"Last","input_tokens":1,"output_tokens":1}]})");
    PoolFixture fixture;
    for (const QString& name : {u"a"_s, u"b"_s})
        fixture.addAccount(name, upstream.baseUrl());
    fixture.startPool();
    QRandomGenerator random(5);
    std::vector<std::unique_ptr<Asked>> all;
    for (int i = 0; i < 40; ++i) {
        all.push_back(fixture.ask(
            chat(i % 3 ? u"claude-sonnet-5-5"_s : u"claude-haiku-5-5"_s, random.bounded(2) == 0)));
    }
    QTRY_VERIFY_WITH_TIMEOUT(areAllFinished(all), 30'000);
    for (const auto& asked : all)
        QVERIFY2(asked->outcome().succeeded(),
                 asked->outcome().error ? qPrintable(asked->outcome().error->sentence()) : "");
    compareWithBilled(fixture, upstream);
    QCOMPARE(fixture.attempts().size(), upstream.messages().size());
    QCOMPARE(fixture.rollupSum(u"requests"_s), 40);
}

void AccountingTest::costIsThatOfEachAnswer()
{
    TestUpstream upstream;
    upstream.script(R"({"default":[{"reply":"Hello","input_tokens":1234567,"output_tokens":7654,
        "cache_read_input_tokens":321,"cache_creation_5m_input_tokens":77,
        "cache_creation_1h_input_tokens":11}]})");
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, upstream.baseUrl());
    fixture.startPool();
    qint64 expected = 0;
    for (const QString& model :
         {u"claude-sonnet-5-5"_s, u"claude-opus-5-5"_s, u"claude-haiku-5-5"_s}) {
        const auto asked = fixture.ask(chat(model, true));
        QTRY_VERIFY(asked->isFinished());
        QVERIFY(asked->outcome().succeeded());
        TokenUsage usage;
        usage.input = 1234567;
        usage.output = 7654;
        usage.cacheRead = 321;
        usage.cacheWrite5m = 77;
        usage.cacheWrite1h = 11;
        QCOMPARE(asked->outcome().usage.cacheWrite1h, 11);
        const auto cost = fixture.prices.cost(model, usage, fixture.clock.nowMs());
        QVERIFY(cost);
        QCOMPARE(asked->outcome().cost->microUsd, cost->microUsd);
        expected += cost->microUsd;
    }
    QCOMPARE(fixture.rollupSum(u"cost_micro_usd"_s), expected);
    QVERIFY(expected > 0);
}

void AccountingTest::whatCameBeforeACutIsCounted()
{
    TestUpstream upstream;
    for (const QByteArray fault : {"cut", "reset", "end", "error_event", "malformed"}) {
        upstream.script(R"({"default":[{"reply":"One two three four five six seven eight nine",)"
                        R"("input_tokens":50,"output_tokens":12,"fault":")" +
                        fault + R"(","at_event":6}]})");
        PoolFixture fixture;
        fixture.addAccount(u"one"_s, upstream.baseUrl());
        fixture.startPool();
        const auto asked = fixture.ask(chat(u"claude-sonnet-5-5"_s, true));
        QTRY_VERIFY(asked->isFinished());
        QVERIFY2(!asked->outcome().succeeded(), fault.constData());
        QVERIFY2(asked->bytes.contains("One"), fault.constData());
        QCOMPARE(asked->leases.size(), 1);
        const QList<AttemptRow> rows = fixture.attempts();
        QCOMPARE(rows.size(), 1);
        QCOMPARE(rows[0].outcome, u"failed"_s);
        QCOMPARE(rows[0].input, 50);
        QVERIFY(rows[0].output > 0 && rows[0].output < 12);
        QVERIFY(rows[0].isEstimated);
    }
}

void AccountingTest::aThousandQuickRequests()
{
    constexpr int kRequests = 1000;
    TestUpstream upstream;
    upstream.script(R"({"default":[{"reply":"Hello","input_tokens":3,"output_tokens":2}]})");
    PoolFixture fixture;
    for (const QString& name : {u"a"_s, u"b"_s, u"c"_s, u"d"_s})
        fixture.addAccount(name, upstream.baseUrl());
    PoolOptions options = PoolFixture::quick();
    options.queueLimit = kRequests;
    fixture.startPool(options);
    std::vector<std::unique_ptr<Asked>> all;
    for (int i = 0; i < kRequests; ++i)
        all.push_back(fixture.ask(chat(u"claude-haiku-5-5"_s, i % 2 == 0)));
    QTRY_VERIFY_WITH_TIMEOUT(areAllFinished(all), 60'000);
    for (const auto& asked : all) {
        QCOMPARE(asked->outcomes.size(), 1);
        QVERIFY(asked->outcome().succeeded());
    }
    compareWithBilled(fixture, upstream);
    QCOMPARE(fixture.attempts().size(), kRequests);
    QCOMPARE(upstream.requestCount(), kRequests);
    QCOMPARE(fixture.rollupSum(u"input_tokens"_s), 3 * kRequests);
    QTRY_COMPARE(fixture.load(), PoolLoad());
}

QTEST_GUILESS_MAIN(AccountingTest)
#include "tst_accounting.moc"
