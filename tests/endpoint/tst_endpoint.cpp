// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpointfixture.h"
#include "support/testupstream.h"
#include "upstream.h"

#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class EndpointTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersHealthToAnybodyHere();
    void takesEitherFormOfToken();
    void refusesOtherCredentials();
    void tellsWhatIsNotThere();
    void answersHeadAndOptions();
    void keepsConnectionsAlive();
    void servesRequestsSentTogetherInOrder();
    void listensOnBothLoopbacks();
    void newClientsCountAtOnce();
    void endsAtOnceWhileAnswering();
};

void EndpointTest::answersHealthToAnybodyHere()
{
    EndpointFixture fixture;
    fixture.start();
    const QByteArray port = QByteArray::number(fixture.port());
    const RawAnswer answer =
        fixture.ask("GET /health HTTP/1.1\r\nHost: localhost:" + port + "\r\n\r\n");
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.body, QByteArray(R"({"route":"health","query":""})"));
    QCOMPARE(answer.header("content-type"), QByteArray("application/json"));
    QVERIFY(!answer.header("date").isEmpty());
    QVERIFY(answer.header("access-control-allow-origin").isEmpty());
}

void EndpointTest::takesEitherFormOfToken()
{
    EndpointFixture fixture;
    fixture.start();
    const QByteArray start =
        "GET /api/workers HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(fixture.port()) +
        "\r\n";
    const QByteArray token = EndpointFixture::token();
    QCOMPARE(fixture.ask(start + "X-API-Key: " + token + "\r\n\r\n").status, 200);
    QCOMPARE(fixture.ask(start + "authorization: bearer " + token + "\r\n\r\n").status, 200);
    // A helper for keys sends both; one of them is enough.
    QCOMPARE(fixture.ask(start + "x-api-key: other\r\nAuthorization: Bearer " + token + "\r\n\r\n")
                 .status,
             200);
}

void EndpointTest::refusesOtherCredentials()
{
    EndpointFixture fixture;
    fixture.start();
    const QByteArray start =
        "GET /api/workers HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(fixture.port()) +
        "\r\n";
    for (const QByteArray& header :
         {QByteArray(), QByteArray("x-api-key: sk-ant-test-x\r\n"),
          QByteArray("authorization: Basic dG9vbDp4\r\n"),
          QByteArray("x-api-key: " + EndpointFixture::token() + "x\r\n")}) {
        const RawAnswer answer = fixture.ask(start + header + "\r\n");
        QCOMPARE(answer.status, 401);
        QCOMPARE(answer.errorType(), u"authentication_error"_s);
        QVERIFY(answer.errorMessage().contains(u"patchbay-cli clients add"_s));
        QVERIFY(!answer.body.contains("sk-ant"));
        QCOMPARE(answer.header("x-should-retry"), QByteArray("false"));
        QCOMPARE(answer.header("request-id").left(4), QByteArray("req_"));
    }
    // Never in the address, where logs would have it.
    const RawAnswer answer = fixture.ask(
        "GET /api/workers?key=" + EndpointFixture::token() +
        " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(fixture.port()) + "\r\n\r\n");
    QCOMPARE(answer.status, 401);
}

void EndpointTest::tellsWhatIsNotThere()
{
    EndpointFixture fixture;
    fixture.start();
    QCOMPARE(fixture.ask(fixture.get("/nothing")).status, 404);
    QCOMPARE(fixture.ask(fixture.get("/v1/models/..")).status, 404);
    QCOMPARE(fixture.ask(fixture.get("/v1/models/a%2f..")).status, 404);
    const RawAnswer wrong = fixture.ask(fixture.get("/v1/messages"));
    QCOMPARE(wrong.status, 405);
    QCOMPARE(wrong.header("allow"), QByteArray("POST, OPTIONS"));
    QCOMPARE(wrong.errorType(), u"invalid_request_error"_s);
}

void EndpointTest::answersHeadAndOptions()
{
    EndpointFixture fixture;
    fixture.start();
    RawClient client(fixture.port());
    const QByteArray host = "Host: 127.0.0.1:" + QByteArray::number(fixture.port()) + "\r\n";
    client.send("HEAD /health HTTP/1.1\r\n" + host + "\r\n");
    const RawAnswer head = client.answer(true);
    QCOMPARE(head.status, 200);
    QVERIFY(head.header("content-length").toInt() > 0);
    client.send("HEAD /api/hello HTTP/1.1\r\n" + host + "\r\n");
    QCOMPARE(client.answer(true).status, 404);
    client.send("OPTIONS /v1/messages HTTP/1.1\r\n" + host + "\r\n");
    const RawAnswer options = client.answer();
    QCOMPARE(options.status, 204);
    QCOMPARE(options.header("allow"), QByteArray("POST, OPTIONS"));
    QVERIFY(options.header("access-control-allow-origin").isEmpty());
    QVERIFY(client.received().isEmpty());
}

void EndpointTest::keepsConnectionsAlive()
{
    EndpointFixture fixture;
    fixture.start();
    RawClient client(fixture.port());
    for (int i = 0; i < 3; ++i) {
        client.send("\r\n" + fixture.get("/api/usage?by=" + QByteArray::number(i)));
        const RawAnswer answer = client.answer();
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.header("connection"), QByteArray("keep-alive"));
        QVERIFY(answer.body.contains("?by=" + QByteArray::number(i)));
    }
    client.send(fixture.get("/api/usage", "Connection: close\r\n"));
    QCOMPARE(client.answer().header("connection"), QByteArray("close"));
    QVERIFY(client.waitForClose());
    RawClient old(fixture.port());
    old.send("GET /health HTTP/1.0\r\nHost: 127.0.0.1:" + QByteArray::number(fixture.port()) +
             "\r\n\r\n");
    QCOMPARE(old.answer().status, 200);
    QVERIFY(old.waitForClose());
}

void EndpointTest::servesRequestsSentTogetherInOrder()
{
    EndpointFixture fixture;
    fixture.start();
    RawClient client(fixture.port());
    QByteArray all;
    for (int i = 0; i < 20; ++i)
        all += fixture.get("/api/usage?by=" + QByteArray::number(i));
    client.send(all);
    for (int i = 0; i < 20; ++i) {
        const RawAnswer answer = client.answer();
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.body.contains("?by=" + QByteArray::number(i) + '"'));
    }
}

void EndpointTest::listensOnBothLoopbacks()
{
    EndpointFixture fixture;
    fixture.start();
    RawClient client(fixture.port(), u"::1"_s);
    client.send("GET /health HTTP/1.1\r\nHost: [::1]:" + QByteArray::number(fixture.port()) +
                "\r\n\r\n");
    if (!QTest::qWaitFor([&] { return client.received().size() > 0 || client.isClosed(); }) ||
        client.isClosed())
        QSKIP("no IPv6 here");
    QCOMPARE(client.answer().status, 200);
}

void EndpointTest::newClientsCountAtOnce()
{
    EndpointFixture fixture;
    fixture.start();
    RawClient client(fixture.port());
    client.send(fixture.get("/api/workers"));
    QCOMPARE(client.answer().status, 200);
    fixture.endpoint().setClients({});
    client.send(fixture.get("/api/workers"));
    QCOMPARE(client.answer().status, 401);
    EndpointClient expired = EndpointFixture::client();
    expired.expiresAtMs = 1;
    fixture.endpoint().setClients(ClientTable({expired}));
    client.send(fixture.get("/api/workers"));
    const RawAnswer answer = client.answer();
    QCOMPARE(answer.status, 401);
    QVERIFY(answer.errorMessage().contains(u"expired"_s));
}

void EndpointTest::endsAtOnceWhileAnswering()
{
    TestUpstream upstream;
    upstream.stepsForAll(R"([{"reply":"words","fault":"hang","at_event":4}])");
    EndpointFixture fixture;
    fixture.pool.addAccount(u"one"_s, upstream.baseUrl());
    fixture.start();
    RawClient client(fixture.port());
    client.send(fixture.post("/v1/messages", EndpointFixture::body(true)));
    QVERIFY(client.waitForBytes(100));
    fixture.stop();
    QVERIFY(client.waitForClose());
    QVERIFY(!readAnswer(client.received(), true).isWhole);
    QTRY_COMPARE(upstream.openAnswers(), 0);
}

QTEST_GUILESS_MAIN(EndpointTest)
#include "tst_endpoint.moc"
