// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpointfixture.h"
#include "upstream.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kWhole =
    R"({"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-5-5","content":[],)"
    R"("stop_reason":"end_turn","usage":{"input_tokens":3,"output_tokens":2}})";

// Events and fields that nobody knows, in every form that an event stream may have.
QByteArray strangeStream()
{
    return QByteArray(": a comment\n\n"
                      "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":"
                      "\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":"
                      "\"claude-sonnet-5-5\",\"content\":[],\"stop_reason\":null,\"usage\":"
                      "{\"input_tokens\":25,\"output_tokens\":1,\"new_tokens\":[1,2]},"
                      "\"unheard_of\":{\"a\":null}}}\n\n"
                      "event: future_event\nid: 7\nretry: 5\ndata: {\"type\":\"future_event\","
                      "\ndata: \"x\":\"\xc3\xa4\\u00e4\"}\n\n"
                      "data: {\"type\":\"without_a_name\"}\n\n") +
           Answers::blockStart() + "event: ping\r\ndata: {\"type\":\"ping\"}\r\n\r\n" +
           Answers::textDelta("Hello \\u00e4 \xf0\x9f\x8e\x89") +
           "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
           "\"delta\":{\"type\":\"hologram_delta\",\"hologram\":\"....\"}}\n\n" +
           Answers::messageEnd(15);
}

} // namespace

class PassThroughTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void streamsComeOutAsTheyWentIn();
    void wholeAnswersComeOutAsTheyWentIn();
    void requestsGoUpAsTheyCame();
    void nothingElseOfTheClientsGoesUp();
    void onlyWhatIsMeantComesBack();
    void oldClientsGetAnswersThatEndWithTheConnection();
    void errorsOfTheUpstreamStayAsTheyAre();
    void refusalsOfThePoolAreErrorsOfTheApi();
    void wrongKeysOfAccountsAreNotTheClients();
    void countsTokens();
    void keepsConversationsTogether();
    void clientsUseOnlyTheirModelsAndAccounts();
    void refusesBodiesThatNobodyCanRead();
};

void PassThroughTest::streamsComeOutAsTheyWentIn()
{
    const QByteArray events = strangeStream();
    QRandomGenerator random(7);
    EndpointFixture fixture;
    QByteArray answer;
    Upstream upstream([&](QTcpSocket& socket, const UpstreamRequest&) { socket.write(answer); });
    fixture.pool.addAccount(u"one"_s, upstream.baseUrl());
    fixture.start();
    RawClient client(fixture.port());
    for (int i = 0; i < 60; ++i) {
        answer = Answers::streamHead();
        const int most = i == 0 ? 1 : static_cast<int>(random.bounded(2, 300));
        for (qsizetype at = 0; at < events.size();) {
            const qsizetype size = random.bounded(1, most + 1);
            answer += Answers::chunk(events.mid(at, size));
            at += size;
        }
        answer += Answers::chunk({});
        client.send(fixture.post("/v1/messages?beta=true", EndpointFixture::body(true)));
        const RawAnswer got = client.answer();
        QCOMPARE(got.status, 200);
        QVERIFY(got.isWhole);
        QCOMPARE(got.body, events);
        QCOMPARE(got.header("content-type"), QByteArray("text/event-stream; charset=utf-8"));
        QCOMPARE(got.header("transfer-encoding"), QByteArray("chunked"));
    }
}

void PassThroughTest::wholeAnswersComeOutAsTheyWentIn()
{
    const QByteArray body = " {\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\n"
                            "\"model\":\"claude-sonnet-5-5\", \"content\":[{\"type\":\"text\","
                            "\"text\":\"\\u0048i\"}],\"stop_reason\":\"end_turn\",\"new\":1e300,"
                            "\"usage\":{\"input_tokens\":3,\"output_tokens\":2}}\r\n ";
    Upstream upstream(Upstream::always(Answers::json(200, body)));
    EndpointFixture fixture;
    fixture.pool.addAccount(u"one"_s, upstream.baseUrl());
    fixture.start();
    const RawAnswer answer =
        fixture.ask(fixture.post("/v1/messages", EndpointFixture::body(false)));
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.body, body);
    QCOMPARE(answer.header("content-length"), QByteArray::number(body.size()));
    const QList<AttemptRow> rows = fixture.pool.attempts();
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows[0].input, 3);
    QCOMPARE(rows[0].output, 2);
}

void PassThroughTest::requestsGoUpAsTheyCame()
{
    Upstream upstream(Upstream::always(Answers::streamOf(Answers::message("Hi", 1, 1))));
    EndpointFixture fixture;
    fixture.pool.addAccount(u"one"_s, upstream.baseUrl());
    fixture.start();
    const QByteArray body = "{\"model\" : \"claude-sonnet-5-5\",\"max_tokens\":1e2,\"stream\":true,"
                            "\"unheard_of\":{\"b\":[1,2.50,\"\\u00e4\"]},\"messages\":[{\"role\":"
                            "\"user\",\"content\":\"H\\u0069\"}]}\n";
    const RawAnswer answer = fixture.ask(
        fixture.post("/v1/messages?beta=true&x=%2F", body,
                     "anthropic-version: 2026-10-21\r\nanthropic-beta: a-1, b-2\r\n"
                     "Anthropic-Beta: c-3\r\nanthropic-new-thing: yes\r\nx-app: cli\r\n"
                     "X-Stainless-Lang: js\r\nx-claude-code-session-id: s1\r\naccept: x/y\r\n"
                     "User-Agent: claude-cli/2.1.330 (external, cli)\r\n"));
    QCOMPARE(answer.status, 200);
    QCOMPARE(upstream.requests().size(), 1);
    const UpstreamRequest& request = upstream.requests().first();
    QCOMPARE(request.body, body);
    QCOMPARE(request.path, QByteArray("/v1/messages?beta=true&x=%2F"));
    QCOMPARE(request.headers.value("anthropic-version"), QByteArray("2026-10-21"));
    QVERIFY(request.headers.value("anthropic-beta").contains("c-3"));
    QCOMPARE(request.headers.value("anthropic-new-thing"), QByteArray("yes"));
    QCOMPARE(request.headers.value("x-app"), QByteArray("cli"));
    QCOMPARE(request.headers.value("x-stainless-lang"), QByteArray("js"));
    QCOMPARE(request.headers.value("x-claude-code-session-id"), QByteArray("s1"));
    QCOMPARE(request.headers.value("accept"), QByteArray("x/y"));
    QCOMPARE(request.headers.value("user-agent"),
             QByteArray("patchbay/test (for claude-cli/2.1.330 (external, cli))"));
    QCOMPARE(request.key(), QByteArray("sk-ant-test-one"));
}

void PassThroughTest::nothingElseOfTheClientsGoesUp()
{
    Upstream upstream(Upstream::always(Answers::streamOf(Answers::message("Hi", 1, 1))));
    EndpointFixture fixture;
    fixture.pool.addAccount(u"one"_s, upstream.baseUrl());
    fixture.start();
    const RawAnswer answer = fixture.ask(fixture.post(
        "/v1/messages", EndpointFixture::body(true),
        "Cookie: a=b\r\nX-Forwarded-For: 10.0.0.1\r\nVia: x\r\nReferer: http://x\r\n"
        "Connection: keep-alive, x-stainless-os\r\nX-Stainless-OS: Linux\r\nTE: trailers\r\n"
        "Proxy-Authorization: Basic x\r\nAccept-Language: de\r\nX-Other: 1\r\n"));
    QCOMPARE(answer.status, 200);
    const auto& headers = upstream.requests().first().headers;
    for (const char* name : {"cookie", "x-forwarded-for", "via", "referer", "x-stainless-os", "te",
                             "proxy-authorization", "x-other", "authorization"})
        QVERIFY2(!headers.contains(name), name);
    QCOMPARE(headers.value("anthropic-version"), QByteArray("2023-06-01"));
    QCOMPARE(headers.value("user-agent"), QByteArray("patchbay/test"));
    for (const QByteArray& value : headers)
        QVERIFY(!value.contains(EndpointFixture::token()));
}

void PassThroughTest::onlyWhatIsMeantComesBack()
{
    Upstream upstream(Upstream::always(
        Answers::json(200, kWhole,
                      "anthropic-ratelimit-requests-remaining: 7\r\n"
                      "anthropic-organization-id: org\r\nretry-after: 3\r\nx-should-retry: true\r\n"
                      "Set-Cookie: a=b\r\nServer: nginx\r\nStrict-Transport-Security: max-age=9\r\n"
                      "Access-Control-Allow-Origin: *\r\nKeep-Alive: x\r\n")));
    EndpointFixture fixture;
    fixture.pool.addAccount(u"one"_s, upstream.baseUrl());
    fixture.start();
    const RawAnswer answer =
        fixture.ask(fixture.post("/v1/messages", EndpointFixture::body(false)));
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.header("request-id"), QByteArray("req_test"));
    QCOMPARE(answer.header("anthropic-ratelimit-requests-remaining"), QByteArray("7"));
    QCOMPARE(answer.header("anthropic-organization-id"), QByteArray("org"));
    QCOMPARE(answer.header("retry-after"), QByteArray("3"));
    QCOMPARE(answer.header("x-should-retry"), QByteArray("true"));
    for (const char* name : {"set-cookie", "server", "strict-transport-security",
                             "access-control-allow-origin", "keep-alive"})
        QVERIFY2(answer.header(name).isEmpty(), name);
}

void PassThroughTest::oldClientsGetAnswersThatEndWithTheConnection()
{
    const QByteArray events = Answers::message("Hi", 1, 1);
    Upstream upstream(Upstream::always(Answers::streamOf(events)));
    EndpointFixture fixture;
    fixture.pool.addAccount(u"one"_s, upstream.baseUrl());
    fixture.start();
    QByteArray request =
        fixture.post("/v1/messages", EndpointFixture::body(true), "Connection: keep-alive\r\n");
    request.replace("HTTP/1.1", "HTTP/1.0");
    RawClient client(fixture.port());
    client.send(request);
    const RawAnswer answer = client.answer();
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.header("transfer-encoding").isEmpty());
    QCOMPARE(answer.body, events);
}

void PassThroughTest::errorsOfTheUpstreamStayAsTheyAre()
{
    const QByteArray body = "{\"type\":\"error\", \"error\":{\"type\":\"invalid_request_error\","
                            "\"message\":\"capability_rejected: exactly these words\"}}\n";
    Upstream upstream(Upstream::always(Answers::json(400, body, "x-should-retry: false\r\n")));
    EndpointFixture fixture;
    fixture.pool.addAccount(u"one"_s, upstream.baseUrl());
    fixture.start();
    for (const bool stream : {true, false}) {
        const RawAnswer answer =
            fixture.ask(fixture.post("/v1/messages", EndpointFixture::body(stream)));
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.body, body);
        QCOMPARE(answer.header("request-id"), QByteArray("req_test"));
        QCOMPARE(answer.header("x-should-retry"), QByteArray("false"));
        QCOMPARE(answer.header("content-type"), QByteArray("application/json"));
    }
}

void PassThroughTest::refusalsOfThePoolAreErrorsOfTheApi()
{
    EndpointFixture fixture;
    fixture.start();
    const QByteArray request = fixture.post("/v1/messages", EndpointFixture::body(true));
    const RawAnswer none = fixture.ask(request);
    QCOMPARE(none.status, 503);
    QCOMPARE(none.errorType(), u"api_error"_s);
    QCOMPARE(none.header("x-should-retry"), QByteArray("false"));

    // One that rests longer than the request may wait: when it is back is told.
    Upstream upstream(Upstream::always({}));
    fixture.pool.addAccount(u"resting"_s, upstream.baseUrl(), [&](Account& account) {
        account.state = AccountState::CoolingDown;
        account.stateSinceMs = fixture.pool.clock.nowMs();
        account.stateUntilMs = fixture.pool.clock.nowMs() + 600'000;
    });
    fixture.pool.giveAccounts();
    const RawAnswer resting = fixture.ask(request);
    QCOMPARE(resting.status, 429);
    QCOMPARE(resting.errorType(), u"rate_limit_error"_s);
    const int retryAfter = resting.header("retry-after").toInt();
    QVERIFY2(retryAfter > 500 && retryAfter <= 600, qPrintable(QString::number(retryAfter)));

    fixture.pool.accounts()[0].state = AccountState::Blocked;
    fixture.pool.accounts()[0].stateUntilMs = 0;
    fixture.pool.giveAccounts();
    const RawAnswer blocked = fixture.ask(request);
    QCOMPARE(blocked.status, 403);
    QCOMPARE(blocked.errorType(), u"permission_error"_s);
    QVERIFY(upstream.requests().isEmpty());
}

void PassThroughTest::wrongKeysOfAccountsAreNotTheClients()
{
    Upstream upstream(Upstream::always(Answers::error(401, "authentication_error")));
    EndpointFixture fixture;
    fixture.pool.addAccount(u"one"_s, upstream.baseUrl());
    fixture.start();
    const RawAnswer answer = fixture.ask(fixture.post("/v1/messages", EndpointFixture::body(true)));
    QCOMPARE(answer.status, 503);
    QCOMPARE(answer.errorType(), u"api_error"_s);
    QCOMPARE(answer.header("x-should-retry"), QByteArray("false"));
}

void PassThroughTest::countsTokens()
{
    Upstream upstream(Upstream::always(Answers::json(200, R"({"input_tokens":14})")));
    EndpointFixture fixture;
    fixture.pool.addAccount(u"one"_s, upstream.baseUrl());
    fixture.start();
    const RawAnswer answer = fixture.ask(fixture.post(
        "/v1/messages/count_tokens?beta=true", R"({"model":"claude-sonnet-5-5","messages":[]})"));
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.body, QByteArray(R"({"input_tokens":14})"));
    QVERIFY(fixture.pool.attempts().isEmpty());
}

void PassThroughTest::keepsConversationsTogether()
{
    Upstream upstream(Upstream::always(Answers::streamOf(Answers::message("Hi", 1, 1))));
    EndpointFixture fixture;
    for (const QString& name : {u"one"_s, u"two"_s, u"three"_s})
        fixture.pool.addAccount(name, upstream.baseUrl());
    fixture.start();
    const auto keysOf = [&](const QByteArray& body, const QByteArray& headers) {
        const qsizetype before = upstream.requests().size();
        for (int i = 0; i < 4; ++i) {
            if (fixture.ask(fixture.post("/v1/messages", body, headers)).status != 200)
                qFatal("not answered");
            // Others in between would be the next in turn.
            if (fixture
                    .ask(fixture.post(
                        "/v1/messages",
                        EndpointFixture::body(
                            true, "other" + QByteArray::number(upstream.requests().size()))))
                    .status != 200)
                qFatal("not answered");
        }
        QSet<QByteArray> keys;
        for (qsizetype i = before; i < upstream.requests().size(); i += 2)
            keys.insert(upstream.requests()[i].key());
        return keys.size();
    };
    QCOMPARE(keysOf(EndpointFixture::body(true), "x-claude-code-session-id: s1\r\n"), 1);
    const QByteArray ofSession =
        "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":9,\"messages\":[],"
        "\"stream\":true,\"metadata\":{\"user_id\":"
        "\"{\\\"session_id\\\":\\\"s2\\\"}\"}}";
    QCOMPARE(keysOf(ofSession, {}), 1);
    QCOMPARE(keysOf(EndpointFixture::body(true, "the same first words"), {}), 1);
}

void PassThroughTest::clientsUseOnlyTheirModelsAndAccounts()
{
    Upstream upstream(Upstream::always(Answers::streamOf(Answers::message("Hi", 1, 1))));
    EndpointFixture fixture;
    fixture.pool.addAccount(u"one"_s, upstream.baseUrl());
    const AccountId two = fixture.pool.addAccount(u"two"_s, upstream.baseUrl());
    fixture.start();
    EndpointClient client = EndpointFixture::client();
    client.models = {u"claude-sonnet-*"_s};
    client.accounts = {two.value};
    fixture.endpoint().setClients(ClientTable({client}));
    for (int i = 0; i < 4; ++i)
        QCOMPARE(fixture
                     .ask(fixture.post("/v1/messages",
                                       EndpointFixture::body(true, QByteArray::number(i))))
                     .status,
                 200);
    for (const UpstreamRequest& request : upstream.requests())
        QCOMPARE(request.key(), QByteArray("sk-ant-test-two"));
    const qsizetype before = upstream.requests().size();
    const RawAnswer other = fixture.ask(fixture.post(
        "/v1/messages", R"({"model":"claude-opus-5-5","max_tokens":9,"messages":[]})"));
    QCOMPARE(other.status, 403);
    QCOMPARE(other.errorType(), u"permission_error"_s);
    // Which of two names counts nobody could tell.
    const RawAnswer twice = fixture.ask(fixture.post(
        "/v1/messages",
        R"({"model":"claude-sonnet-5-5","mod\u0065l":"claude-opus-5-5","max_tokens":9})"));
    QCOMPARE(twice.status, 400);
    QCOMPARE(upstream.requests().size(), before);
}

void PassThroughTest::refusesBodiesThatNobodyCanRead()
{
    EndpointFixture fixture;
    fixture.start();
    for (const QByteArray& body : {QByteArray(), QByteArray("null"), QByteArray("[]"),
                                   QByteArray("{"), QByteArray("{}x"), QByteArray(100'000, '[')}) {
        const RawAnswer answer = fixture.ask(fixture.post("/v1/messages", body));
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.errorType(), u"invalid_request_error"_s);
    }
    QByteArray request = fixture.post("/v1/messages", EndpointFixture::body(true));
    request.replace("Content-Type: application/json", "Content-Type: text/plain");
    QCOMPARE(fixture.ask(request).status, 415);
}

QTEST_GUILESS_MAIN(PassThroughTest)
#include "tst_passthrough.moc"
