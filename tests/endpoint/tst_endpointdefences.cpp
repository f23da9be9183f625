// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpointfixture.h"
#include "support/testupstream.h"
#include "upstream.h"

#include <QTest>
#include <QTimer>

#include <zlib.h>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

QByteArray gzipped(const QByteArray& bytes)
{
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    QByteArray packed(
        static_cast<qsizetype>(deflateBound(&stream, static_cast<uLong>(bytes.size()))),
        Qt::Uninitialized);
    QByteArray input = bytes;
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(static_cast<qsizetype>(stream.total_out));
    deflateEnd(&stream);
    return packed;
}

QByteArray chunkedBody(const QByteArray& bytes, qsizetype size)
{
    QByteArray body;
    for (qsizetype at = 0; at < bytes.size(); at += size)
        body += Answers::chunk(bytes.mid(at, size));
    return body + Answers::chunk({});
}

} // namespace

class EndpointDefencesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void otherHostsAreRefused_data();
    void otherHostsAreRefused();
    void webPagesAreRefused_data();
    void webPagesAreRefused();
    void allowedPagesAndHosts();
    void hostsAreLookedAtBeforeTheBody();
    void ambiguousRequestsAreRefused_data();
    void ambiguousRequestsAreRefused();
    void bodiesInChunks();
    void packedBodies();
    void bombsAreStopped();
    void largeBodiesAreRefused();
    void continueIsToldOnlyToThoseWhoMayGoOn();
    void slowHeadsEnd();
    void slowBodiesEnd();
    void guessersAreHeldUp();
    void limitsOfClients();
    void idleConnectionsMakeRoom();
    void busyConnectionsAreRefused();

private:
    std::unique_ptr<Upstream> m_upstream;
    std::unique_ptr<EndpointFixture> m_fixture;
};

void EndpointDefencesTest::init()
{
    m_upstream = std::make_unique<Upstream>(
        Upstream::always(Answers::streamOf(Answers::message("Hi", 1, 1))));
    m_fixture = std::make_unique<EndpointFixture>();
    m_fixture->pool.addAccount(u"one"_s, m_upstream->baseUrl());
    EndpointOptions options = EndpointFixture::quick();
    options.allowedHosts = {u"patchbay.test"_s, u"with-port.test:8080"_s};
    options.allowedOrigins = {u"https://app.example"_s};
    options.limits.bodyBytes = 1024 * 1024;
    options.limits.headerMs = 400;
    options.limits.bodyIdleMs = 400;
    options.limits.connections = 20;
    options.limits.throttle.failures = 10;
    m_fixture->start(options);
}

void EndpointDefencesTest::cleanup()
{
    m_fixture.reset();
    m_upstream.reset();
}

void EndpointDefencesTest::otherHostsAreRefused_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<int>("status");
    QTest::newRow("rebound") << QByteArray("Host: evil.test:PORT\r\n") << 403;
    QTest::newRow("looks like ours") << QByteArray("Host: 127.0.0.1.nip.io:PORT\r\n") << 403;
    QTest::newRow("below localhost") << QByteArray("Host: localhost.evil.test:PORT\r\n") << 403;
    QTest::newRow("other port") << QByteArray("Host: localhost:1\r\n") << 403;
    QTest::newRow("no port") << QByteArray("Host: localhost\r\n") << 403;
    QTest::newRow("port twice") << QByteArray("Host: localhost:PORT:PORT\r\n") << 403;
    QTest::newRow("other loopback") << QByteArray("Host: 127.0.0.2:PORT\r\n") << 403;
    QTest::newRow("as a number") << QByteArray("Host: 2130706433:PORT\r\n") << 403;
    QTest::newRow("in hex") << QByteArray("Host: 0x7f.1:PORT\r\n") << 403;
    QTest::newRow("any") << QByteArray("Host: 0.0.0.0:PORT\r\n") << 403;
    QTest::newRow("user before") << QByteArray("Host: localhost@evil.test:PORT\r\n") << 403;
    QTest::newRow("empty") << QByteArray("Host: \r\n") << 403;
    QTest::newRow("none") << QByteArray() << 403;
    QTest::newRow("twice") << QByteArray("Host: localhost:PORT\r\nHost: evil.test\r\n") << 400;
    QTest::newRow("allowed name, wrong port") << QByteArray("Host: with-port.test:81\r\n") << 403;
    QTest::newRow("ours") << QByteArray("Host: localhost:PORT\r\n") << 200;
    QTest::newRow("ours in capitals") << QByteArray("HOST: LocalHost:PORT\r\n") << 200;
    QTest::newRow("IPv6") << QByteArray("Host: [::1]:PORT\r\n") << 200;
    QTest::newRow("allowed name") << QByteArray("Host: patchbay.test:99\r\n") << 200;
    QTest::newRow("allowed name and port") << QByteArray("Host: with-port.test:8080\r\n") << 200;
}

void EndpointDefencesTest::otherHostsAreRefused()
{
    QFETCH(QByteArray, host);
    QFETCH(int, status);
    host.replace("PORT", QByteArray::number(m_fixture->port()));
    const RawAnswer answer = m_fixture->ask("GET /api/workers HTTP/1.1\r\n" + host +
                                            "x-api-key: " + EndpointFixture::token() + "\r\n\r\n");
    QCOMPARE(answer.status, status);
    // Nothing of what was sent stands in it.
    QVERIFY(!answer.body.contains("evil"));
    // The absolute form does not help either.
    if (status == 200) {
        const RawAnswer absolute =
            m_fixture->ask("GET http://evil.test/health HTTP/1.1\r\n" + host + "\r\n");
        QCOMPARE(absolute.status, 403);
    }
}

void EndpointDefencesTest::webPagesAreRefused_data()
{
    QTest::addColumn<QByteArray>("headers");
    QTest::newRow("a page") << QByteArray("Origin: https://evil.test\r\n");
    QTest::newRow("a file or sandbox") << QByteArray("Origin: null\r\n");
    QTest::newRow("an extension") << QByteArray("Origin: chrome-extension://abc\r\n");
    QTest::newRow("a page of this machine") << QByteArray("Origin: http://localhost:8000\r\n");
    QTest::newRow("looks allowed") << QByteArray("Origin: https://app.example.evil.test\r\n");
    QTest::newRow("not encrypted") << QByteArray("Origin: http://app.example\r\n");
    QTest::newRow("empty") << QByteArray("Origin: \r\n");
    QTest::newRow("an image") << QByteArray(
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n");
    QTest::newRow("a sibling") << QByteArray("Sec-Fetch-Site: same-site\r\n");
}

void EndpointDefencesTest::webPagesAreRefused()
{
    QFETCH(QByteArray, headers);
    for (QByteArray request :
         {m_fixture->get("/api/workers", headers), m_fixture->get("/health", headers),
          m_fixture->post("/v1/messages", EndpointFixture::body(true), headers)}) {
        const RawAnswer answer = m_fixture->ask(request);
        QCOMPARE(answer.status, 403);
        QVERIFY(answer.header("access-control-allow-origin").isEmpty());
    }
    // What a browser asks before.
    QByteArray preflight = m_fixture->get(
        "/v1/messages", headers + "Access-Control-Request-Method: POST\r\n"
                                  "Access-Control-Request-Private-Network: true\r\n");
    preflight.replace("GET ", "OPTIONS ");
    const RawAnswer answer = m_fixture->ask(preflight);
    QCOMPARE(answer.status, 403);
    for (const auto& [name, value] : answer.headers)
        QVERIFY(!name.toLower().startsWith("access-control"));
    QVERIFY(m_upstream->requests().isEmpty());
}

void EndpointDefencesTest::allowedPagesAndHosts()
{
    const QByteArray origin = "Origin: https://app.example\r\nSec-Fetch-Site: cross-site\r\n";
    QByteArray preflight = m_fixture->get(
        "/v1/messages", origin + "Access-Control-Request-Headers: x-api-key, anthropic-beta\r\n"
                                 "Access-Control-Request-Private-Network: true\r\n");
    preflight.replace("GET ", "OPTIONS ");
    const RawAnswer before = m_fixture->ask(preflight);
    QCOMPARE(before.status, 204);
    QCOMPARE(before.header("access-control-allow-origin"), QByteArray("https://app.example"));
    QCOMPARE(before.header("access-control-allow-headers"),
             QByteArray("x-api-key, anthropic-beta"));
    QCOMPARE(before.header("access-control-allow-private-network"), QByteArray("true"));
    QVERIFY(before.header("access-control-allow-credentials").isEmpty());
    const RawAnswer answer =
        m_fixture->ask(m_fixture->post("/v1/messages", EndpointFixture::body(true), origin));
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.header("access-control-allow-origin"), QByteArray("https://app.example"));
    QCOMPARE(answer.header("vary"), QByteArray("Origin"));
}

void EndpointDefencesTest::hostsAreLookedAtBeforeTheBody()
{
    // The answer comes although the body never does.
    RawClient client(m_fixture->port());
    client.send("POST /v1/messages HTTP/1.1\r\nHost: evil.test\r\nContent-Length: 1000\r\n\r\n");
    QCOMPARE(client.answer().status, 403);
    QVERIFY(client.waitForClose());
    RawClient unknown(m_fixture->port());
    unknown.send(
        "POST /v1/messages HTTP/1.1\r\nHost: patchbay.test\r\nContent-Length: 1000\r\n\r\n");
    QCOMPARE(unknown.answer().status, 401);
    QVERIFY(unknown.waitForClose());
}

void EndpointDefencesTest::ambiguousRequestsAreRefused_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    const QByteArray start = "POST /v1/messages HTTP/1.1\r\nHost: patchbay.test\r\nx-api-key: " +
                             EndpointFixture::token() + "\r\ncontent-type: application/json\r\n";
    QTest::newRow("two lengths") << start + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"
                                 << 400;
    QTest::newRow("list of lengths") << start + "Content-Length: 2, 2\r\n\r\n{}" << 400;
    QTest::newRow("signed length") << start + "Content-Length: +2\r\n\r\n{}" << 400;
    QTest::newRow("negative length") << start + "Content-Length: -1\r\n\r\n{}" << 400;
    QTest::newRow("huge length") << start + "Content-Length: 99999999999999999999\r\n\r\n{}" << 400;
    QTest::newRow("length and chunks")
        << start + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        << 400;
    QTest::newRow("chunks and length")
        << start + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n"
        << 400;
    QTest::newRow("chunks twice")
        << start + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        << 400;
    QTest::newRow("other coding") << start + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"
                                  << 400;
    QTest::newRow("hidden coding") << start + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" << 400;
    QTest::newRow("space before colon") << start + "Content-Length : 2\r\n\r\n{}" << 400;
    QTest::newRow("chunk size") << start +
                                       "Transfer-Encoding: chunked\r\n\r\nxyz\r\n{}\r\n0\r\n\r\n"
                                << 400;
    QTest::newRow("chunk end") << start + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}xx0\r\n\r\n"
                               << 400;
    QTest::newRow("bare newlines")
        << QByteArray("GET /health HTTP/1.1\nHost: patchbay.test\n\n") << 505;
    QTest::newRow("control character")
        << QByteArray("GET /health HTTP/1.1\r\nHost: patchbay.test\r\nX: a\x01z\r\n\r\n") << 400;
    QTest::newRow("NUL") << QByteArray("GET /health\0 HTTP/1.1\r\nHost: patchbay.test\r\n\r\n", 49)
                         << 400;
    QTest::newRow("HTTP/0.9") << QByteArray("GET /health\r\n\r\n") << 400;
    QTest::newRow("HTTP/2") << QByteArray("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") << 505;
    QTest::newRow("TLS") << QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11) << 400;
    QTest::newRow("no path") << QByteArray("GET health HTTP/1.1\r\nHost: patchbay.test\r\n\r\n")
                             << 400;
    QTest::newRow("long address") << "GET /" + QByteArray(20'000, 'a') +
                                         " HTTP/1.1\r\nHost: patchbay.test\r\n\r\n"
                                  << 414;
    QTest::newRow("endless address") << "GET /" + QByteArray(1'000'000, 'a') << 431;
    QTest::newRow("long header") << "GET /health HTTP/1.1\r\nHost: patchbay.test\r\nX: " +
                                        QByteArray(100'000, 'a') + "\r\n\r\n"
                                 << 431;
    QTest::newRow("many headers") << "GET /health HTTP/1.1\r\nHost: patchbay.test\r\n" +
                                         QByteArray("X: 1\r\n").repeated(500) + "\r\n"
                                  << 431;
    QTest::newRow("body of a GET")
        << QByteArray("GET /health HTTP/1.1\r\nHost: patchbay.test\r\nContent-Length: 9\r\n\r\n")
        << 400;
    QTest::newRow("expects more") << start + "Content-Length: 2\r\nExpect: 200-ok\r\n\r\n{}" << 417;
    QTest::newRow("no JSON") << "POST /v1/messages HTTP/1.1\r\nHost: patchbay.test\r\nx-api-key: " +
                                    EndpointFixture::token() +
                                    "\r\ncontent-type: text/plain\r\nContent-Length: 2\r\n\r\n{}"
                             << 415;
    QTest::newRow("unknown coding")
        << start + "Content-Encoding: br\r\nContent-Length: 2\r\n\r\n{}" << 415;
}

void EndpointDefencesTest::ambiguousRequestsAreRefused()
{
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    RawClient client(m_fixture->port());
    client.send(request);
    const RawAnswer answer = client.answer();
    QVERIFY(answer.isWhole);
    QCOMPARE(answer.status, status);
    QCOMPARE(answer.header("connection"), QByteArray("close"));
    QVERIFY(!answer.errorMessage().isEmpty());
    client.socket().disconnectFromHost();
    QVERIFY(client.waitForClose());
    QVERIFY(m_upstream->requests().isEmpty());
    QVERIFY(m_fixture->waitForNoConnections());
}

void EndpointDefencesTest::bodiesInChunks()
{
    const QByteArray body = EndpointFixture::body(true, QByteArray(5000, 'x'));
    for (const qsizetype size : {1, 7, 4096, 100'000}) {
        QByteArray request = m_fixture->post("/v1/messages", {}, "Transfer-Encoding: chunked\r\n");
        request.replace("Content-Length: 0\r\n", "");
        const RawAnswer answer = m_fixture->ask(request + chunkedBody(body, size));
        QCOMPARE(answer.status, 200);
        QCOMPARE(m_upstream->requests().last().body, body);
        QVERIFY(!m_upstream->requests().last().headers.contains("transfer-encoding"));
    }
    // Ends of chunks fall everywhere in the buffer.
    const QByteArray large = EndpointFixture::body(true, QByteArray(190'000, 'x'));
    for (const qsizetype size : {999, 65'524, 65'536, 100'003}) {
        QByteArray request = m_fixture->post("/v1/messages", {}, "Transfer-Encoding: chunked\r\n");
        request.replace("Content-Length: 0\r\n", "");
        const RawAnswer answer = m_fixture->ask(request + chunkedBody(large, size));
        QVERIFY2(answer.status == 200, answer.body.constData());
        QCOMPARE(m_upstream->requests().last().body, large);
    }
    // Trailers count for nothing.
    QByteArray request = m_fixture->post("/v1/messages", {}, "Transfer-Encoding: chunked\r\n");
    request.replace("Content-Length: 0\r\n", "");
    request += Answers::chunk(body) + "0\r\nanthropic-beta: sneaked\r\nHost: evil.test\r\n\r\n";
    QCOMPARE(m_fixture->ask(request).status, 200);
    QVERIFY(!m_upstream->requests().last().headers.value("anthropic-beta").contains("sneaked"));
}

void EndpointDefencesTest::packedBodies()
{
    const QByteArray body = EndpointFixture::body(true, QByteArray(200'000, 'x'));
    const RawAnswer answer = m_fixture->ask(
        m_fixture->post("/v1/messages", gzipped(body), "Content-Encoding: gzip\r\n"));
    QCOMPARE(answer.status, 200);
    QCOMPARE(m_upstream->requests().last().body, body);
    QVERIFY(!m_upstream->requests().last().headers.contains("content-encoding"));
    for (const QByteArray& broken :
         {QByteArray("no gzip"), gzipped(body).chopped(5), gzipped(body) + "more", QByteArray()}) {
        const RawAnswer refused =
            m_fixture->ask(m_fixture->post("/v1/messages", broken, "Content-Encoding: gzip\r\n"));
        QCOMPARE(refused.status, 400);
    }
}

void EndpointDefencesTest::bombsAreStopped()
{
    const QByteArray bomb = gzipped(QByteArray(200 * 1024 * 1024, ' '));
    QVERIFY(bomb.size() < 1024 * 1024);
    const RawAnswer answer =
        m_fixture->ask(m_fixture->post("/v1/messages", bomb, "Content-Encoding: gzip\r\n"));
    QCOMPARE(answer.status, 413);
    QCOMPARE(answer.errorType(), u"request_too_large"_s);
}

void EndpointDefencesTest::largeBodiesAreRefused()
{
    const QByteArray large = EndpointFixture::body(true, QByteArray(3 * 1024 * 1024, 'x'));
    // At once, by what is told; the sender gets the answer although it sends on.
    const RawAnswer told = m_fixture->ask(m_fixture->post("/v1/messages", large));
    QCOMPARE(told.status, 413);
    QByteArray request = m_fixture->post("/v1/messages", {}, "Transfer-Encoding: chunked\r\n");
    request.replace("Content-Length: 0\r\n", "");
    const RawAnswer found = m_fixture->ask(request + chunkedBody(large, 10'000));
    QCOMPARE(found.status, 413);
    QVERIFY(m_upstream->requests().isEmpty());
}

void EndpointDefencesTest::continueIsToldOnlyToThoseWhoMayGoOn()
{
    const QByteArray body = EndpointFixture::body(true);
    const QByteArray request =
        m_fixture->post("/v1/messages", body, "Expect: 100-continue\r\n").chopped(body.size());
    RawClient client(m_fixture->port());
    client.send(request);
    QVERIFY(client.waitForBytes(25));
    QCOMPARE(client.received(), QByteArray("HTTP/1.1 100 Continue\r\n\r\n"));
    client.send(body);
    QCOMPARE(client.answer().status, 200);
    RawClient unknown(m_fixture->port());
    unknown.send(QByteArray(request).replace(EndpointFixture::token(), "pb-wrong"));
    QCOMPARE(unknown.answer().status, 401);
    QVERIFY(unknown.waitForClose());
}

void EndpointDefencesTest::slowHeadsEnd()
{
    RawClient silent(m_fixture->port());
    RawClient slow(m_fixture->port());
    slow.send("GET /health HT");
    QVERIFY(silent.waitForClose());
    QVERIFY(silent.received().isEmpty());
    const RawAnswer answer = slow.answer();
    QCOMPARE(answer.status, 408);
    QVERIFY(slow.waitForClose());
    // A byte now and then does not help.
    RawClient dripping(m_fixture->port());
    QTimer drip;
    connect(&drip, &QTimer::timeout, &drip, [&] { dripping.send("X"); });
    drip.start(50);
    QCOMPARE(dripping.answer().status, 408);
}

void EndpointDefencesTest::slowBodiesEnd()
{
    const QByteArray body = EndpointFixture::body(true);
    RawClient silent(m_fixture->port());
    silent.send(m_fixture->post("/v1/messages", body).chopped(5));
    QCOMPARE(silent.answer().status, 408);
    QVERIFY(silent.waitForClose());
    RawClient dripping(m_fixture->port());
    dripping.send(m_fixture->post("/v1/messages", body).chopped(body.size()));
    QTimer drip;
    connect(&drip, &QTimer::timeout, &drip, [&] { dripping.send(" "); });
    drip.start(100);
    QCOMPARE(dripping.answer().status, 408);
    QVERIFY(m_fixture->waitForNoConnections());
}

void EndpointDefencesTest::guessersAreHeldUp()
{
    const QByteArray wrong =
        QByteArray(m_fixture->get("/api/workers")).replace(EndpointFixture::token(), "pb-guess");
    RawClient client(m_fixture->port());
    for (int i = 0; i < 10; ++i) {
        client.send(wrong);
        QCOMPARE(client.answer().status, 401);
    }
    client.send(wrong);
    const RawAnswer answer = client.answer();
    QCOMPARE(answer.status, 429);
    QVERIFY(answer.header("retry-after").toInt() > 0);
    // Who has a token is not locked out by those who do not.
    QCOMPARE(m_fixture->ask(m_fixture->get("/api/workers")).status, 200);
    QCOMPARE(m_fixture->metric("patchbay_wrong_tokens_total"), 11);
}

void EndpointDefencesTest::limitsOfClients()
{
    EndpointClient client = EndpointFixture::client();
    client.requestsPerMinute = 3;
    m_fixture->endpoint().setClients(ClientTable({client}));
    for (int i = 0; i < 3; ++i)
        QCOMPARE(m_fixture->ask(m_fixture->get("/api/workers")).status, 200);
    const RawAnswer answer = m_fixture->ask(m_fixture->get("/api/workers"));
    QCOMPARE(answer.status, 429);
    QVERIFY(answer.header("retry-after").toInt() > 0);
}

void EndpointDefencesTest::idleConnectionsMakeRoom()
{
    std::vector<std::unique_ptr<RawClient>> idle;
    for (int i = 0; i < 60; ++i)
        idle.push_back(std::make_unique<RawClient>(m_fixture->port()));
    QCOMPARE(m_fixture->ask(m_fixture->get("/api/workers")).status, 200);
    for (const auto& client : idle)
        QVERIFY(client->waitForClose());
}

void EndpointDefencesTest::busyConnectionsAreRefused()
{
    EndpointFixture fixture;
    TestUpstream upstream;
    upstream.stepsForAll(R"([{"reply":"words","fault":"hang","at_event":4}])");
    fixture.pool.addAccount(u"one"_s, upstream.baseUrl(),
                            [](Account& account) { account.maxConcurrent = 100; });
    EndpointOptions options = EndpointFixture::quick();
    options.limits.connections = 5;
    fixture.start(options);
    std::vector<std::unique_ptr<RawClient>> busy;
    for (int i = 0; i < 5; ++i) {
        busy.push_back(std::make_unique<RawClient>(fixture.port()));
        busy.back()->send(fixture.post("/v1/messages", EndpointFixture::body(true)));
        QVERIFY(busy.back()->waitForBytes(300));
    }
    RawClient beyond(fixture.port());
    const RawAnswer answer = beyond.answer();
    QCOMPARE(answer.status, 503);
    QVERIFY(!answer.header("retry-after").isEmpty());
    QVERIFY(beyond.waitForClose());
    busy.pop_back();
    QTRY_COMPARE(upstream.openAnswers(), 4);
    QTRY_COMPARE(fixture.ask(fixture.get("/api/workers")).status, 200);
}

QTEST_GUILESS_MAIN(EndpointDefencesTest)
#include "tst_endpointdefences.moc"
