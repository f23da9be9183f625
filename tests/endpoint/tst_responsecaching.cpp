// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/clienttoken.h"
#include "endpointfixture.h"
#include "support/testupstream.h"
#include "upstream.h"

#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kAsk = "x-patchbay-cache: 600\r\n";

QByteArray bodyOf(const QByteArray& more, const QByteArray& text = "Hi")
{
    return "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":100," + more +
           "\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
}

} // namespace

/// Answers from the response cache.
class ResponseCachingTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void itIsOffUnlessAskedFor();
    void theSameRequestIsAnsweredFromIt();
    void whatDiffersIsAskedAgain();
    void streamsAtTemperatureZeroAreReplayed();
    void otherStreamsPassBy();
    void otherFormsToo_data();
    void otherFormsToo();
    void neverAcrossClients();
    void rulesSayItToo();
    void aRuleMayForbidIt();
    void onlyGoodAnswersAreKept();
    void cutStreamsAreNotKept();
    void wrongHeadersAreRefused();
    void limitsCountHits();
    void budgetsDoNot();
    void metricsTellOfIt();

private:
    [[nodiscard]] RawAnswer ask(const QByteArray& body, const QByteArray& headers = kAsk,
                                const QByteArray& path = "/v1/messages")
    {
        return m_fixture->ask(m_fixture->post(path, body, headers));
    }
    [[nodiscard]] qsizetype asked() const { return m_upstream->requests().size(); }
    /// Its answer is kept once all of it was read, which its client does not wait for.
    [[nodiscard]] bool waitForEntries(int count)
    {
        return QTest::qWaitFor([&] { return m_fixture->metric("patchbay_cache_entries") == count; },
                               20'000);
    }
    void answerWith(const QByteArray& answer) { m_answer = answer; }

    QByteArray m_answer;
    std::unique_ptr<Upstream> m_upstream;
    std::unique_ptr<EndpointFixture> m_fixture;
};

void ResponseCachingTest::init()
{
    m_upstream = std::make_unique<Upstream>([this](QTcpSocket& socket, const UpstreamRequest&) {
        QByteArray answer = m_answer;
        // Each answer is another.
        answer.replace("msg_N", "msg_" + QByteArray::number(1 + m_upstream->requests().size() % 9));
        socket.write(answer);
    });
    m_answer = Answers::json(
        200,
        " {\"id\":\"msg_N\",\"type\":\"message\",\"role\":\"assistant\",\"new\":1e300,\n\"model\":"
        "\"claude-sonnet-5-5\",\"content\":[{\"type\":\"text\",\"text\":\"H\\u0069\"}],"
        "\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":30,\"output_tokens\":20}}\n",
        "anthropic-ratelimit-requests-remaining: 7\r\nanthropic-organization-id: org\r\n");
    m_fixture = std::make_unique<EndpointFixture>();
    m_fixture->pool.addAccount(u"one"_s, m_upstream->baseUrl());
    m_fixture->start();
}

void ResponseCachingTest::cleanup()
{
    m_fixture.reset();
    m_upstream.reset();
}

void ResponseCachingTest::itIsOffUnlessAskedFor()
{
    for (const QByteArray& headers : {QByteArray(), QByteArray("x-patchbay-cache: no-store\r\n")}) {
        for (int i = 0; i < 2; ++i) {
            const RawAnswer answer = ask(bodyOf({}), headers);
            QCOMPARE(answer.status, 200);
            QVERIFY(answer.header("x-patchbay-cache").isEmpty());
        }
    }
    QCOMPARE(asked(), 4);
    QCOMPARE(m_fixture->metric("patchbay_cache_entries"), 0);
    QCOMPARE(m_fixture->metric("patchbay_cache_misses_total"), 0);
}

void ResponseCachingTest::theSameRequestIsAnsweredFromIt()
{
    const RawAnswer first = ask(bodyOf({}));
    QCOMPARE(first.status, 200);
    QCOMPARE(first.header("x-patchbay-cache"), QByteArray("miss"));
    QVERIFY(first.header("age").isEmpty());
    QVERIFY(!m_upstream->requests().first().headers.contains("x-patchbay-cache"));
    QVERIFY(waitForEntries(1));
    for (int i = 0; i < 3; ++i) {
        const RawAnswer again = ask(bodyOf({}));
        QCOMPARE(again.status, 200);
        QVERIFY(again.isWhole);
        QCOMPARE(again.body, first.body);
        QCOMPARE(again.header("content-type"), first.header("content-type"));
        QCOMPARE(again.header("request-id"), first.header("request-id"));
        QCOMPARE(again.header("anthropic-organization-id"), QByteArray("org"));
        // Of another moment.
        QVERIFY(again.header("anthropic-ratelimit-requests-remaining").isEmpty());
        QCOMPARE(again.header("x-patchbay-cache"), QByteArray("hit"));
        bool isNumber = false;
        QVERIFY(again.header("age").toInt(&isNumber) >= 0);
        QVERIFY(isNumber);
    }
    QCOMPARE(asked(), 1);
    const auto rows = m_fixture->pool.attempts();
    QCOMPARE(rows.size(), 4);
    for (qsizetype i = 1; i < rows.size(); ++i) {
        QCOMPARE(rows[i].outcome, u"cached"_s);
        QVERIFY(rows[i].account.isEmpty());
        QVERIFY(rows[i].isLast);
        QCOMPARE(rows[i].status, 200);
        QCOMPARE(rows[i].input + rows[i].output + rows[i].costMicroUsd, 0);
        QCOMPARE(rows[i].firstByteMs, -1);
        QCOMPARE(rows[i].stopReason, u"end_turn"_s);
        QVERIFY(rows[i].errorKind.isEmpty());
    }
    QCOMPARE(m_fixture->pool.rollupSum(u"requests"_s), 4);
    QCOMPARE(m_fixture->pool.rollupSum(u"errors"_s), 0);
    QCOMPARE(m_fixture->pool.rollupSum(u"input_tokens"_s), 30);
    QCOMPARE(m_fixture->pool.rollupSum(u"unpriced"_s), 0);
    QCOMPARE(m_fixture->pool.rollupSum(u"cost_micro_usd"_s), rows.first().costMicroUsd);
}

void ResponseCachingTest::whatDiffersIsAskedAgain()
{
    const QByteArray version = "anthropic-version: 2023-06-01\r\n";
    QVERIFY(ask(bodyOf({}), kAsk + version).isWhole);
    QVERIFY(waitForEntries(1));
    QCOMPARE(ask(bodyOf({}), kAsk + version).header("x-patchbay-cache"), QByteArray("hit"));
    // A header that the answer does not depend on.
    QCOMPARE(ask(bodyOf({}), kAsk + version + "X-Stainless-Retry-Count: 1\r\n")
                 .header("x-patchbay-cache"),
             QByteArray("hit"));
    const auto isMissed = [&](const QByteArray& body, const QByteArray& headers,
                              const QByteArray& path) {
        return ask(body, headers, path).header("x-patchbay-cache") == "miss";
    };
    QVERIFY(isMissed(bodyOf({}, "Ho"), kAsk + version, "/v1/messages"));
    QVERIFY(isMissed(bodyOf(" "), kAsk + version, "/v1/messages"));
    QVERIFY(isMissed(bodyOf({}), kAsk + version, "/v1/messages?beta=true"));
    QVERIFY(isMissed(bodyOf({}), kAsk, "/v1/messages"));
    QVERIFY(isMissed(bodyOf({}), kAsk + "anthropic-version: 2026-01-01\r\n", "/v1/messages"));
    QVERIFY(isMissed(bodyOf({}), kAsk + version + "anthropic-beta: a-1\r\n", "/v1/messages"));
    QCOMPARE(asked(), 7);
    // What counts of the body is what the rules make of it.
    m_fixture->endpoint().setRules(
        RuleTable({EndpointRule{0, {}, u"*"_s, u"claude-haiku-4-5"_s, 0, {}}}));
    QVERIFY(isMissed(bodyOf({}), kAsk + version, "/v1/messages"));
    QVERIFY(waitForEntries(8));
    m_fixture->endpoint().setRules(RuleTable());
    const RawAnswer named = ask(
        QByteArray(bodyOf({})).replace("claude-sonnet-5-5", "claude-haiku-4-5"), kAsk + version);
    QCOMPARE(named.header("x-patchbay-cache"), QByteArray("hit"));
}

void ResponseCachingTest::streamsAtTemperatureZeroAreReplayed()
{
    const QByteArray events = ": odd\r\n\r\n" + Answers::message("Hi \\u00e4", 3, 2);
    answerWith(Answers::streamHead() + Answers::chunk(events.first(50)) +
               Answers::chunk(events.sliced(50)) + Answers::chunk({}));
    for (const char* zero : {"0", "0.0", "-0e3"}) {
        const QByteArray body =
            bodyOf(QByteArray("\"stream\":true,\"temperature\": ") + zero + " ,");
        const RawAnswer first = ask(body);
        QCOMPARE(first.header("x-patchbay-cache"), QByteArray("miss"));
        QCOMPARE(first.body, events);
        const qsizetype before = asked();
        QTRY_COMPARE(ask(body).header("x-patchbay-cache"), QByteArray("hit"));
        const RawAnswer again = ask(body);
        QCOMPARE(again.body, events);
        QVERIFY(again.isWhole);
        QCOMPARE(again.header("content-type"), first.header("content-type"));
        QVERIFY(asked() <= before + 1);
    }
}

void ResponseCachingTest::otherStreamsPassBy()
{
    answerWith(Answers::streamOf(Answers::message("Hi", 3, 2)));
    for (const QByteArray& more :
         {QByteArray("\"stream\":true,"), QByteArray("\"stream\":true,\"temperature\":1e-9,"),
          QByteArray("\"stream\":true,\"temperature\":null,"),
          QByteArray("\"stream\":true,\"temperature\":\"0\",")}) {
        QCOMPARE(ask(bodyOf(more)).header("x-patchbay-cache"), QByteArray("bypass"));
    }
    QCOMPARE(asked(), 4);
    QCOMPARE(m_fixture->metric("patchbay_cache_entries"), 0);
    // Counting costs nothing.
    QVERIFY(
        ask(bodyOf({}), kAsk, "/v1/messages/count_tokens").header("x-patchbay-cache").isEmpty());
}

void ResponseCachingTest::otherFormsToo_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("chat completions")
        << QByteArray("/v1/chat/completions")
        << QByteArray(
               R"({"model":"claude-sonnet-5-5","messages":[{"role":"user","content":"Hi"}]})");
    QTest::newRow("chat completions, streamed")
        << QByteArray("/v1/chat/completions")
        << QByteArray(R"({"model":"claude-sonnet-5-5","stream":true,"temperature":0,)"
                      R"("messages":[{"role":"user","content":"Hi"}]})");
    QTest::newRow("responses") << QByteArray("/v1/responses")
                               << QByteArray(R"({"model":"claude-sonnet-5-5","input":"Hi"})");
    QTest::newRow("responses, streamed")
        << QByteArray("/v1/responses")
        << QByteArray(
               R"({"model":"claude-sonnet-5-5","input":"Hi","stream":true,"temperature":0})");
}

void ResponseCachingTest::otherFormsToo()
{
    QFETCH(const QByteArray, path);
    QFETCH(const QByteArray, body);
    if (body.contains("stream"))
        answerWith(Answers::streamOf(Answers::message("Hi", 3, 2)));
    const RawAnswer first = ask(body, kAsk, path);
    QCOMPARE(first.status, 200);
    QCOMPARE(first.header("x-patchbay-cache"), QByteArray("miss"));
    QVERIFY(waitForEntries(1));
    const RawAnswer again = ask(body, kAsk, path);
    QCOMPARE(again.header("x-patchbay-cache"), QByteArray("hit"));
    QCOMPARE(again.body, first.body);
    QCOMPARE(again.header("content-type"), first.header("content-type"));
    QCOMPARE(again.header("x-request-id"), first.header("x-request-id"));
    QCOMPARE(again.header("x-patchbay-notes"), first.header("x-patchbay-notes"));
    QCOMPARE(asked(), 1);
    // An answer to the other form is no answer to this one.
    QCOMPARE(ask(QByteArray(body).replace("Hi", "Ho"), kAsk, path).header("x-patchbay-cache"),
             QByteArray("miss"));
}

void ResponseCachingTest::neverAcrossClients()
{
    EndpointClient other = EndpointFixture::client();
    other.id = u"client-2"_s;
    other.name = u"another"_s;
    other.tokenHash = clientTokenHash("pb-test-token-of-another-client");
    m_fixture->endpoint().setClients(ClientTable({EndpointFixture::client(), other}));
    QVERIFY(ask(bodyOf({})).isWhole);
    QVERIFY(waitForEntries(1));
    QByteArray theirs = m_fixture->post("/v1/messages", bodyOf({}), kAsk);
    theirs.replace(EndpointFixture::token(), "pb-test-token-of-another-client");
    QCOMPARE(m_fixture->ask(theirs).header("x-patchbay-cache"), QByteArray("miss"));
    QVERIFY(waitForEntries(2));
    QCOMPARE(m_fixture->ask(theirs).header("x-patchbay-cache"), QByteArray("hit"));
    QCOMPARE(asked(), 2);
}

void ResponseCachingTest::rulesSayItToo()
{
    EndpointRule rule;
    rule.model = u"claude-sonnet-*"_s;
    rule.cacheSeconds = 600;
    m_fixture->endpoint().setRules(RuleTable({rule}));
    QCOMPARE(ask(bodyOf({}), {}).header("x-patchbay-cache"), QByteArray("miss"));
    QVERIFY(waitForEntries(1));
    QCOMPARE(ask(bodyOf({}), {}).header("x-patchbay-cache"), QByteArray("hit"));
    // The client's own word.
    QVERIFY(ask(bodyOf({}), "x-patchbay-cache: no-store\r\n").header("x-patchbay-cache").isEmpty());
    QCOMPARE(asked(), 2);
    const QByteArray others =
        QByteArray(bodyOf({})).replace("claude-sonnet-5-5", "claude-opus-5-5");
    QVERIFY(ask(others, {}).header("x-patchbay-cache").isEmpty());
    // What a rule wants and cannot be is not told to those who did not ask.
    answerWith(Answers::streamOf(Answers::message("Hi", 3, 2)));
    QVERIFY(ask(bodyOf("\"stream\":true,"), {}).header("x-patchbay-cache").isEmpty());
}

void ResponseCachingTest::aRuleMayForbidIt()
{
    EndpointRule rule;
    rule.cacheSeconds = 0;
    m_fixture->endpoint().setRules(RuleTable({rule}));
    for (int i = 0; i < 2; ++i)
        QVERIFY(ask(bodyOf({})).header("x-patchbay-cache").isEmpty());
    QCOMPARE(asked(), 2);
    QCOMPARE(m_fixture->metric("patchbay_cache_entries"), 0);
}

void ResponseCachingTest::onlyGoodAnswersAreKept()
{
    answerWith(Answers::error(400, "invalid_request_error"));
    for (int i = 0; i < 2; ++i)
        QCOMPARE(ask(bodyOf({})).status, 400);
    QCOMPARE(asked(), 2);
    QCOMPARE(m_fixture->metric("patchbay_cache_entries"), 0);
    QCOMPARE(m_fixture->metric("patchbay_cache_misses_total"), 2);
}

void ResponseCachingTest::cutStreamsAreNotKept()
{
    const QByteArray events = Answers::message("Hi", 3, 2);
    const QByteArray part = events.first(events.indexOf("event: content_block_stop"));
    m_upstream = std::make_unique<Upstream>([&](QTcpSocket& socket, const UpstreamRequest&) {
        socket.write(Answers::streamHead() + Answers::chunk(part));
        socket.disconnectFromHost();
    });
    m_fixture = std::make_unique<EndpointFixture>();
    m_fixture->pool.addAccount(u"one"_s, m_upstream->baseUrl());
    m_fixture->start();
    const RawAnswer answer = ask(bodyOf("\"stream\":true,\"temperature\":0,"));
    QVERIFY(answer.body.contains("event: error"));
    QVERIFY(m_fixture->waitForNoConnections());
    QCOMPARE(m_fixture->metric("patchbay_cache_entries"), 0);
}

void ResponseCachingTest::wrongHeadersAreRefused()
{
    for (const char* value :
         {"", "0", "-1", "1.5", "yes", "2592001", "60, 60", "60\r\nx-patchbay-cache: 60"}) {
        const RawAnswer answer = ask(bodyOf({}), QByteArray("x-patchbay-cache: ") + value + "\r\n");
        QVERIFY2(answer.status == 400, value);
        QVERIFY(answer.errorMessage().contains(u"x-patchbay-cache"));
    }
    QCOMPARE(asked(), 0);
    QCOMPARE(ask(bodyOf({}), "X-Patchbay-Cache:  2592000 \r\n").status, 200);
}

void ResponseCachingTest::limitsCountHits()
{
    EndpointClient limited = EndpointFixture::client();
    limited.requestsPerMinute = 100;
    m_fixture->endpoint().setClients(ClientTable({limited}));
    QVERIFY(ask(bodyOf({})).isWhole);
    QVERIFY(waitForEntries(1));
    limited.requestsPerMinute = 8;
    m_fixture->endpoint().setClients(ClientTable({limited}));
    int hits = 0;
    RawAnswer answer;
    do {
        answer = ask(bodyOf({}));
        hits += answer.header("x-patchbay-cache") == "hit" ? 1 : 0;
    } while (answer.status == 200 && hits < 100);
    QCOMPARE(answer.status, 429);
    QVERIFY(hits < 9);
}

void ResponseCachingTest::budgetsDoNot()
{
    QVERIFY(ask(bodyOf({})).isWhole);
    QVERIFY(waitForEntries(1));
    Budget budget;
    budget.scope = BudgetScope::Client;
    budget.subject = EndpointFixture::client().name;
    budget.period = BudgetPeriod::Day;
    budget.limitMicroUsd = 1;
    budget.isHard = true;
    m_fixture->pool.setBudgets({budget});
    QCOMPARE(ask(bodyOf({}, "Ho")).status, 403);
    QCOMPARE(ask(bodyOf({})).header("x-patchbay-cache"), QByteArray("hit"));
}

void ResponseCachingTest::metricsTellOfIt()
{
    QCOMPARE(m_fixture->metric("patchbay_cache_hits_total"), 0);
    QVERIFY(ask(bodyOf({})).isWhole);
    QVERIFY(waitForEntries(1));
    QVERIFY(ask(bodyOf({})).isWhole);
    QVERIFY(ask(bodyOf({})).isWhole);
    QCOMPARE(m_fixture->metric("patchbay_cache_hits_total"), 2);
    QCOMPARE(m_fixture->metric("patchbay_cache_misses_total"), 1);
    QVERIFY(m_fixture->metric("patchbay_cache_bytes") > 200);
    // What was not used is not counted as used.
    const RawAnswer metrics = m_fixture->ask(m_fixture->get("/metrics"));
    QVERIFY(metrics.body.contains("patchbay_tokens_total{client=\"tool\",kind=\"input\"} 30\n"));
    QVERIFY(metrics.body.contains("route=\"messages\",status=\"200\"} 3\n"));
}

QTEST_GUILESS_MAIN(ResponseCachingTest)
#include "tst_responsecaching.moc"
