// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/inspector/requestinspector.h"
#include "endpointfixture.h"
#include "upstream.h"

#include <QSignalSpy>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatience = 30'000;

QByteArray allOf(const InspectedMessage& message)
{
    QByteArray all = message.startLine + '\n';
    for (const auto& [name, value] : message.headers)
        all += name + ": " + value + '\n';
    all += message.body;
    for (const InspectedEvent& event : message.events)
        all += event.name + ' ' + event.data + '\n';
    return all;
}

QByteArray allOf(const InspectedRequest& request)
{
    return request.summary.target + '\n' + request.error.toUtf8() + '\n' + allOf(request.request) +
           allOf(request.answer) + allOf(request.upstreamRequest) + allOf(request.upstreamAnswer);
}

} // namespace

class RequestInspectorTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void isOffAtFirst();
    void keepsARequestWithItsAnswer();
    void showsAStreamGrow();
    void showsWhatTheUpstreamGot();
    void showsWhatRulesChanged();
    void showsEveryAttempt();
    void showsRefusals();
    void keepsNoSecrets();
    void keepsNoSecretsOverSeveralEvents();
    void cutsLongBodies();
    void keepsTheLastOnes();
    void pausesAndForgets();
    void outlivesTheEndpoint();

private:
    void start(Upstream::Handler handler, const InspectorLimits& limits = {});
    // Waits until that many are there, and all have ended.
    [[nodiscard]] bool haveEnded(qsizetype count);
    [[nodiscard]] InspectedRequest detailsOf(quint64 id);
    [[nodiscard]] InspectedRequest lastOne()
    {
        return detailsOf(m_inspector->requests().last().id);
    }

    std::unique_ptr<Upstream> m_upstream;
    std::unique_ptr<RequestInspector> m_inspector;
    std::unique_ptr<EndpointFixture> m_fixture;
};

void RequestInspectorTest::init()
{
    m_fixture = std::make_unique<EndpointFixture>();
}

void RequestInspectorTest::cleanup()
{
    m_fixture.reset();
    m_inspector.reset();
    m_upstream.reset();
}

void RequestInspectorTest::start(Upstream::Handler handler, const InspectorLimits& limits)
{
    m_upstream = std::make_unique<Upstream>(std::move(handler));
    m_fixture->pool.addAccount(u"one"_s, m_upstream->baseUrl());
    m_fixture->start();
    m_inspector = std::make_unique<RequestInspector>(limits);
    m_inspector->setOn(true);
    m_fixture->endpoint().setInspector(m_inspector->tap());
}

bool RequestInspectorTest::haveEnded(qsizetype count)
{
    return QTest::qWaitFor(
        [&] {
            const QList<InspectedSummary>& all = m_inspector->requests();
            return all.size() == count &&
                   std::none_of(all.begin(), all.end(),
                                [](const InspectedSummary& request) { return request.isUnderWay; });
        },
        kPatience);
}

InspectedRequest RequestInspectorTest::detailsOf(quint64 id)
{
    InspectedRequest found;
    const auto connection = connect(m_inspector.get(), &RequestInspector::followedChanged, this,
                                    [&](const InspectedRequest& request) { found = request; });
    m_inspector->follow(id);
    (void)QTest::qWaitFor([&] { return found.summary.id == id; }, kPatience);
    disconnect(connection);
    return found;
}

void RequestInspectorTest::isOffAtFirst()
{
    RequestInspector inspector;
    QVERIFY(!inspector.isOn());
    QVERIFY(!inspector.tap());
    QSignalSpy changes(&inspector, &RequestInspector::recordingChanged);
    inspector.setPaused(true);
    inspector.setOn(false);
    QCOMPARE(changes.count(), 0);
    inspector.setOn(true);
    QVERIFY(inspector.tap());
    inspector.setOn(false);
    QVERIFY(!inspector.tap());
    QCOMPARE(changes.count(), 2);
}

void RequestInspectorTest::keepsARequestWithItsAnswer()
{
    const QByteArray body =
        R"({"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-5-5",)"
        R"("content":[],"stop_reason":"end_turn","usage":{"input_tokens":3,"output_tokens":2}})";
    start(Upstream::always(Answers::json(200, body)));
    const QByteArray sent = EndpointFixture::body(false, "What is it?");
    QCOMPARE(m_fixture->ask(m_fixture->post("/v1/messages?beta=true", sent)).status, 200);
    QVERIFY(haveEnded(1));
    const InspectedRequest request = lastOne();
    const RequestRecord& record = request.summary.record;
    QCOMPARE(request.summary.target, QByteArray("/v1/messages?beta=true"));
    QCOMPARE(record.client, u"tool"_s);
    QCOMPARE(record.status, 200);
    QCOMPARE(record.account, u"one"_s);
    QCOMPARE(record.usage.input, 3);
    QVERIFY(record.costMicroUsd > 0);
    QCOMPARE(request.request.startLine, QByteArray("POST HTTP/1.1"));
    QCOMPARE(request.request.body, sent);
    QVERIFY(!request.request.isCut);
    QCOMPARE(headerValue(request.request.headers, "x-api-key"), QByteArray("[redacted]"));
    QCOMPARE(request.answer.startLine, QByteArray("HTTP/1.1 200 OK"));
    QCOMPARE(request.answer.body, body);
    QCOMPARE(headerValue(request.answer.headers, "request-id"), QByteArray("req_test"));
    // It went up as it came, and came down as it went out.
    QVERIFY(!request.isBodyChanged);
    QVERIFY(request.upstreamRequest.body.isEmpty());
    QCOMPARE(request.upstreamRequest.startLine, QByteArray("POST /v1/messages?beta=true"));
    QVERIFY(headerValue(request.upstreamRequest.headers, "user-agent").startsWith("patchbay/"));
    QVERIFY(request.upstreamAnswer.body.isEmpty());
    QCOMPARE(request.attempts.size(), 1);
    QCOMPARE(request.attempts[0].account, u"one"_s);
    QVERIFY(request.error.isEmpty());
}

void RequestInspectorTest::showsAStreamGrow()
{
    QTcpSocket* peer = nullptr;
    start([&](QTcpSocket& socket, const UpstreamRequest&) {
        peer = &socket;
        socket.write(Answers::streamHead() +
                     Answers::chunk(Answers::messageStart(5) + Answers::blockStart() +
                                    Answers::textDelta("Hel")));
    });
    RawClient client(m_fixture->port());
    client.send(m_fixture->post("/v1/messages", EndpointFixture::body(true)));
    QVERIFY(QTest::qWaitFor([&] { return m_inspector->requests().size() == 1; }, kPatience));
    InspectedRequest seen;
    connect(m_inspector.get(), &RequestInspector::followedChanged, this,
            [&](const InspectedRequest& request) { seen = request; });
    m_inspector->follow(m_inspector->requests().first().id);
    QVERIFY(QTest::qWaitFor([&] { return seen.answer.events.size() == 3; }, kPatience));
    QVERIFY(seen.summary.isUnderWay);
    QVERIFY(seen.answer.isEventStream);
    QCOMPARE(seen.answer.events[2].name, QByteArray("content_block_delta"));
    QVERIFY(seen.answer.events[2].data.contains("Hel"));
    // An event over two pieces shows once it is whole.
    const QByteArray event = Answers::textDelta("lo");
    peer->write(Answers::chunk(event.left(20)));
    peer->write(Answers::chunk(event.mid(20)));
    QVERIFY(QTest::qWaitFor([&] { return seen.answer.events.size() == 4; }, kPatience));
    QVERIFY(seen.answer.events[3].data.startsWith('{'));
    QVERIFY(seen.answer.events[3].atMs >= seen.answer.events[2].atMs);
    peer->write(Answers::chunk(Answers::messageEnd(7)) + Answers::chunk({}));
    QVERIFY(QTest::qWaitFor([&] { return !seen.summary.isUnderWay; }, kPatience));
    QCOMPARE(seen.answer.events.last().name, QByteArray("message_stop"));
    QCOMPARE(seen.summary.record.usage.output, 7);
    QCOMPARE(client.answer().status, 200);
}

void RequestInspectorTest::showsWhatTheUpstreamGot()
{
    start(Upstream::always(Answers::streamOf(Answers::message("Hi there", 4, 2))));
    const QByteArray body =
        R"({"model":"claude-sonnet-5-5","stream":true,"messages":[{"role":"user","content":"Hi"}]})";
    QCOMPARE(m_fixture->ask(m_fixture->post("/v1/chat/completions", body)).status, 200);
    QVERIFY(haveEnded(1));
    const InspectedRequest request = lastOne();
    QCOMPARE(request.request.body, body);
    QVERIFY(request.isBodyChanged);
    QCOMPARE(request.upstreamRequest.startLine, QByteArray("POST /v1/messages"));
    QVERIFY(request.upstreamRequest.body.contains("max_tokens"));
    QCOMPARE(request.answer.events.last().data, QByteArray("[DONE]"));
    QVERIFY(request.upstreamAnswer.isEventStream);
    QCOMPARE(request.upstreamAnswer.events.first().name, QByteArray("message_start"));
}

void RequestInspectorTest::showsWhatRulesChanged()
{
    start(Upstream::always(Answers::streamOf(Answers::message("Hi", 1, 1))));
    EndpointRule rule;
    rule.maxTokens = 7;
    m_fixture->endpoint().setRules(RuleTable({rule}));
    const QByteArray sent = EndpointFixture::body(true);
    QCOMPARE(m_fixture->ask(m_fixture->post("/v1/messages", sent)).status, 200);
    QVERIFY(haveEnded(1));
    const InspectedRequest request = lastOne();
    QCOMPARE(request.request.body, sent);
    QVERIFY(request.isBodyChanged);
    QVERIFY(request.upstreamRequest.body.contains("\"max_tokens\":7,"));
    QCOMPARE(request.upstreamRequest.body, m_upstream->requests().last().body);
    QVERIFY(request.upstreamAnswer.events.isEmpty()); // that is the client's own
}

void RequestInspectorTest::showsEveryAttempt()
{
    start([](QTcpSocket& socket, const UpstreamRequest& request) {
        if (request.key() == "sk-ant-test-one")
            socket.write(Answers::error(401, "authentication_error"));
        else
            socket.write(Answers::streamOf(Answers::message("Hi", 1, 1)));
    });
    m_fixture->pool.addAccount(u"two"_s, m_upstream->baseUrl(),
                               [](Account& account) { account.priority += 1; });
    m_fixture->pool.giveAccounts();
    QCOMPARE(m_fixture->ask(m_fixture->post("/v1/messages", EndpointFixture::body(true))).status,
             200);
    QVERIFY(haveEnded(1));
    const InspectedRequest request = lastOne();
    QCOMPARE(request.attempts.size(), 2);
    QCOMPARE(request.attempts[0].account, u"one"_s);
    QCOMPARE(request.attempts[1].account, u"two"_s);
    QCOMPARE(request.attempts[1].number, 2);
    QCOMPARE(request.summary.record.account, u"two"_s);
}

void RequestInspectorTest::showsRefusals()
{
    start(Upstream::always(Answers::error(400, "invalid_request_error")));
    const QByteArray host = "Host: 127.0.0.1:" + QByteArray::number(m_fixture->port()) + "\r\n";
    QCOMPARE(m_fixture->ask("GET /v1/models HTTP/1.1\r\n" + host + "\r\n").status, 401);
    QCOMPARE(m_fixture->ask("GET / HTTP/1.1\r\nHost: elsewhere\r\n\r\n").status, 403);
    QCOMPARE(m_fixture->ask("NONSENSE\r\n\r\n").status, 400);
    QCOMPARE(m_fixture->ask(m_fixture->post("/v1/messages", EndpointFixture::body(true))).status,
             400);
    QVERIFY(haveEnded(4));
    QList<int> statuses;
    for (const InspectedSummary& request : m_inspector->requests())
        statuses.append(request.record.status);
    QCOMPARE(statuses, QList<int>({401, 403, 400, 400}));
    const InspectedRequest refused = detailsOf(m_inspector->requests().first().id);
    QVERIFY(refused.answer.body.contains("authentication_error"));
    QVERIFY(refused.upstreamRequest.isEmpty());
    const InspectedRequest failed = lastOne();
    QCOMPARE(failed.upstreamAnswer.startLine, QByteArray("400"));
    QVERIFY(failed.upstreamAnswer.body.contains("invalid_request_error"));
    QVERIFY(!failed.error.isEmpty());
}

void RequestInspectorTest::keepsNoSecrets()
{
    const QByteArray secret = "sk-ant-test-0123456789abcdefghij";
    const QByteArray odd = "a-credential-of-no-known-form";
    QByteArray echo; // what the upstream tells, secrets among it
    bool isStream = false;
    start([&](QTcpSocket& socket, const UpstreamRequest&) {
        if (!isStream) {
            socket.write(Answers::json(200, echo,
                                       "set-cookie: id=" + secret + "\r\nx-echo: " + secret +
                                           "\r\nrequest-id: " + secret + "\r\n"));
            return;
        }
        // Every byte is a chunk of its own.
        QByteArray answer = Answers::streamHead();
        for (const char c : Answers::message(echo, 1, 1))
            answer += Answers::chunk(QByteArray(1, c));
        socket.write(answer + Answers::chunk({}));
    });
    const QByteArray quoted = R"({\"api_key\": \"hunter2hunter2\", \"x\": 1})";
    const QByteArray text = secret + " and " + EndpointFixture::token() + " and " + odd + " and " +
                            quoted + " Authorization: Bearer abcdefgh12345678";
    const QByteArray headers =
        "Authorization: Bearer " + odd +
        "\r\nCookie: session=cookie-value-1234\r\nProxy-Authorization: Basic "
        "dG9vbDpwYXNzLXdvcmQtMTIz\r\nX-My-Token: other-header-1234\r\n"
        "X-Note: see " +
        secret + "\r\n";
    for (const bool stream : {false, true}) {
        isStream = stream;
        echo = stream
                   ? text
                   : R"({"id":"msg_1","type":"message","role":"assistant","model":"m","content":)"
                     R"([{"type":"text","text":")" +
                         text + R"("}],"usage":{"input_tokens":1,"output_tokens":1}})";
        for (const QByteArray& path :
             {QByteArray("/v1/messages"), QByteArray("/v1/chat/completions")}) {
            const QByteArray target =
                path + "?key=plain-query-12345&api%5Fkey=escaped-1234&note=" + secret +
                "&again=%73k-ant-test-0123456789abcdefghij";
            const RawAnswer answer = m_fixture->ask(
                m_fixture->post(target, EndpointFixture::body(stream, text), headers));
            QCOMPARE(answer.status, 200);
            QVERIFY(answer.body.contains("0123456789abcdefghij")); // it did come back
        }
    }
    QVERIFY(haveEnded(4));
    for (const InspectedSummary& one : m_inspector->requests()) {
        const InspectedRequest request = detailsOf(one.id);
        const QByteArray all = allOf(request);
        QVERIFY(all.contains("[redacted]"));
        for (const QByteArray& kept : {QByteArray("0123456789abcdefghij"), EndpointFixture::token(),
                                       odd, QByteArray("hunter2"), QByteArray("abcdefgh12345678"),
                                       QByteArray("cookie-value-1234"), QByteArray("dG9vbDpw"),
                                       QByteArray("pass-word-123"), QByteArray("other-header-1234"),
                                       QByteArray("plain-query-12345"), QByteArray("escaped-1234")})
            QVERIFY2(!all.contains(kept), kept.left(6).constData());
        // The rest is there.
        QVERIFY(request.request.body.contains("\"max_tokens\":100"));
        QCOMPARE(headerValue(request.request.headers, "Authorization"),
                 QByteArray("Bearer [redacted]"));
    }
}

void RequestInspectorTest::keepsNoSecretsOverSeveralEvents()
{
    const QByteArray secret = "sk-ant-test-0123456789abcdefghij";
    QByteArray events =
        Answers::messageStart(1) + Answers::blockStart() + Answers::textDelta("The key is ");
    for (qsizetype at = 0; at < secret.size(); at += 3)
        events += Answers::textDelta(secret.mid(at, 3));
    events += Answers::textDelta(" and your token ");
    for (qsizetype at = 0; at < EndpointFixture::token().size(); at += 5)
        events += Answers::textDelta(EndpointFixture::token().mid(at, 5));
    events += Answers::textDelta(" which is all") + Answers::messageEnd(9);
    start(Upstream::always(Answers::streamOf(events)));
    for (const QByteArray& path : {QByteArray("/v1/messages"), QByteArray("/v1/chat/completions")})
        QCOMPARE(m_fixture->ask(m_fixture->post(path, EndpointFixture::body(true))).status, 200);
    QVERIFY(haveEnded(2));
    for (const InspectedSummary& one : m_inspector->requests()) {
        const InspectedRequest request = detailsOf(one.id);
        for (const InspectedMessage& answer : {request.answer, request.upstreamAnswer}) {
            if (answer.events.isEmpty())
                continue;
            const QByteArray all = allOf(answer);
            for (qsizetype at = 12; at + 3 <= secret.size(); at += 3)
                QVERIFY(!all.contains('"' + secret.mid(at, 3) + '"'));
            for (qsizetype at = 5; at + 5 <= EndpointFixture::token().size(); at += 5)
                QVERIFY(!all.contains('"' + EndpointFixture::token().mid(at, 5) + '"'));
            QVERIFY(all.contains("The key is "));
            QVERIFY(all.contains(" which is all"));
        }
    }
}

void RequestInspectorTest::cutsLongBodies()
{
    InspectorLimits limits;
    limits.bodyBytes = 10'000;
    const QByteArray secret = "sk-ant-test-0123456789abcdefghij";
    // A secret lies over the cut.
    const QByteArray filling(10'000 - 112 - 8, 'x');
    start(Upstream::always(Answers::streamOf(Answers::message(QByteArray(50'000, 'y'), 1, 1))),
          limits);
    const QByteArray sent = EndpointFixture::body(true, filling + ' ' + secret + " more" + filling);
    QVERIFY(sent.indexOf(secret) < 10'000 && sent.indexOf(secret) + secret.size() > 10'000);
    QCOMPARE(m_fixture->ask(m_fixture->post("/v1/messages", sent)).status, 200);
    QVERIFY(haveEnded(1));
    const InspectedRequest request = lastOne();
    QVERIFY(request.request.isCut);
    QCOMPARE(request.request.size, sent.size());
    QCOMPARE(request.request.body.size(), 10'000);
    QVERIFY(!request.request.body.contains("sk-ant"));
    QVERIFY(request.answer.isCut);
    QVERIFY(request.answer.size > 50'000);
    QVERIFY(allOf(request.answer).size() < 12'000);
}

void RequestInspectorTest::keepsTheLastOnes()
{
    InspectorLimits limits;
    limits.requests = 5;
    limits.allBytes = 100'000;
    start(Upstream::always(Answers::streamOf(Answers::message("Hi", 1, 1))), limits);
    const auto ask = [this](qsizetype size) {
        return m_fixture
            ->ask(
                m_fixture->post("/v1/messages", EndpointFixture::body(true, QByteArray(size, 'x'))))
            .status;
    };
    for (int i = 0; i < 8; ++i)
        QCOMPARE(ask(10), 200);
    QVERIFY(haveEnded(5));
    QVERIFY(QTest::qWaitFor([&] { return m_inspector->requests().last().id == 8; }, kPatience));
    QCOMPARE(m_inspector->requests().first().id, 4);
    m_inspector->setRequests(3);
    QVERIFY(haveEnded(3));
    // Large ones leave less room.
    QCOMPARE(ask(60'000), 200);
    QCOMPARE(ask(60'000), 200);
    QVERIFY(haveEnded(1));
    QCOMPARE(m_inspector->requests().first().id, 10);
    QVERIFY(m_inspector->keptSize() > 60'000);
    QVERIFY(m_inspector->keptSize() <= 100'000);
}

void RequestInspectorTest::pausesAndForgets()
{
    start(Upstream::always(Answers::streamOf(Answers::message("Hi", 1, 1))));
    const auto ask = [this] {
        return m_fixture->ask(m_fixture->post("/v1/messages", EndpointFixture::body(true))).status;
    };
    QCOMPARE(ask(), 200);
    QVERIFY(haveEnded(1));
    m_inspector->setPaused(true);
    m_fixture->endpoint().setInspector(m_inspector->tap());
    QCOMPARE(ask(), 200);
    m_inspector->setPaused(false);
    m_fixture->endpoint().setInspector(m_inspector->tap());
    QCOMPARE(ask(), 200);
    QVERIFY(haveEnded(2));
    m_inspector->clear();
    QVERIFY(QTest::qWaitFor([&] { return m_inspector->requests().isEmpty(); }, kPatience));
    QVERIFY(QTest::qWaitFor([&] { return m_inspector->keptSize() == 0; }, kPatience));
    QCOMPARE(ask(), 200);
    QVERIFY(haveEnded(1));
    m_inspector->setOn(false);
    QVERIFY(m_inspector->requests().isEmpty());
    QCOMPARE(m_inspector->keptSize(), 0);
    // One that still has the way to it tells nobody.
    QCOMPARE(ask(), 200);
    m_fixture->endpoint().setInspector(m_inspector->tap());
    m_inspector->setOn(true);
    QCOMPARE(ask(), 200);
    m_fixture->endpoint().setInspector(m_inspector->tap());
    QCOMPARE(ask(), 200);
    QVERIFY(haveEnded(1));
}

void RequestInspectorTest::outlivesTheEndpoint()
{
    start([](QTcpSocket& socket, const UpstreamRequest&) {
        socket.write(Answers::streamHead() +
                     Answers::chunk(Answers::messageStart(5) + Answers::blockStart() +
                                    Answers::textDelta("Hel")));
    });
    RawClient client(m_fixture->port());
    client.send(m_fixture->post("/v1/messages", EndpointFixture::body(true)));
    QVERIFY(client.waitForBytes(100));
    m_fixture->stop();
    QVERIFY(haveEnded(1));
    QVERIFY(lastOne().summary.record.wasCut);
    QCOMPARE(lastOne().answer.events.size(), 3);
}

QTEST_GUILESS_MAIN(RequestInspectorTest)
#include "tst_requestinspector.moc"
