// SPDX-License-Identifier: GPL-3.0-or-later
#include "peer.h"

#include <QElapsedTimer>

using namespace Patchbay;

namespace {

const QByteArray kKey = "sk-ant-test-1";

SimulatorOptions impatient()
{
    SimulatorOptions options;
    options.headerTimeoutMs = 150;
    options.bodyTimeoutMs = 150;
    options.idleTimeoutMs = 150;
    options.writeTimeoutMs = 150;
    return options;
}

} // namespace

/// Peers that are slow, rude, many, or gone.
class SimulatorPeersTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { m_simulator.reset(); }

    void keepsAConnectionForMany();
    void answersPipelinedRequestsInOrder();
    void closesWhenAskedTo();
    void speaksToOldClients();
    void answersContinue();
    void refusesWhatIsNoHttp_data();
    void refusesWhatIsNoHttp();
    void tellsWhoSendsTooMuch();
    void endsRequestsThatStop_data();
    void endsRequestsThatStop();
    void endsIdleConnections();
    void dropsWhoTakesNothing();
    void stopsWhenThePeerIsGone();
    void closesBeyondItsLimitOfConnections();
    void endsItsConnectionsWithItself();
    void streamsToManyAtOnce();

private:
    void start(SimulatorOptions options, const QByteArray& script = {});

    std::unique_ptr<Simulator> m_simulator;
};

void SimulatorPeersTest::start(SimulatorOptions options, const QByteArray& script)
{
    if (!script.isEmpty())
        options.script = *Script::fromJson(script);
    m_simulator = std::make_unique<Simulator>(std::move(options));
    QVERIFY(m_simulator->listen());
}

void SimulatorPeersTest::keepsAConnectionForMany()
{
    start({}, R"({"default":[{"reply":"one"},{"status":500},{"reply":"three"}]})");
    Peer peer(m_simulator->port());
    QList<int> statuses;
    for (int i = 0; i < 3; ++i) {
        peer.send(messagesRequest(kKey, messagesBody("Hi", i != 2)));
        statuses.append(peer.answer().status);
    }
    QCOMPARE(statuses, QList<int>({200, 500, 200}));
    for (const ReceivedRequest& request : m_simulator->requests())
        QCOMPARE(request.connection, 1u);
    QCOMPARE(m_simulator->openConnections(), 1);
    QCOMPARE(m_simulator->openAnswers(), 0);
}

void SimulatorPeersTest::answersPipelinedRequestsInOrder()
{
    start({}, R"({"default":[{"reply":"one two","events_per_second":500},{"reply":"three"}]})");
    Peer peer(m_simulator->port());
    const QByteArray request = messagesRequest(kKey, messagesBody("Hi"));
    peer.send(request + request + request.left(40));
    QCOMPARE(peer.answer().text(), QStringLiteral("one two"));
    QCOMPARE(peer.answer().text(), QStringLiteral("three"));
    peer.send(request.mid(40));
    QCOMPARE(peer.answer().text(), QStringLiteral("three"));
    QCOMPARE(peer.received(), QByteArray());
}

void SimulatorPeersTest::closesWhenAskedTo()
{
    start({}, R"({"default":[{"reply":"one"}]})");
    Peer peer(m_simulator->port());
    peer.send(
        apiRequest("POST", "/v1/messages", kKey, messagesBody("Hi"), "Connection: close\r\n"));
    QVERIFY(peer.waitForEnd());
    const PeerAnswer answer = peer.partial();
    QVERIFY(answer.isComplete);
    QCOMPARE(headerValue(answer.headers, "connection"), QByteArray("close"));
    QTRY_COMPARE(m_simulator->openConnections(), 0);
}

void SimulatorPeersTest::speaksToOldClients()
{
    start({}, R"({"default":[{"reply":"one"}]})");
    Peer peer(m_simulator->port());
    QByteArray request = messagesRequest(kKey, messagesBody("Hi"));
    request.replace("HTTP/1.1", "HTTP/1.0");
    peer.send(request);
    QVERIFY(peer.waitForEnd());
    QVERIFY(!peer.received().contains("chunked"));
    QVERIFY(peer.received().endsWith("{\"type\":\"message_stop\"}\n\n"));
}

void SimulatorPeersTest::answersContinue()
{
    start({}, R"({"default":[{"reply":"one"}]})");
    Peer peer(m_simulator->port());
    const QByteArray request =
        apiRequest("POST", "/v1/messages", kKey, messagesBody("Hi"), "Expect: 100-continue\r\n");
    const qsizetype head = request.indexOf("\r\n\r\n") + 4;
    peer.send(request.left(head));
    QVERIFY(peer.waitForBytes(25));
    QCOMPARE(peer.received(), QByteArray("HTTP/1.1 100 Continue\r\n\r\n"));
    peer.send(request.mid(head));
    QVERIFY(peer.waitForBytes(1000));
    QVERIFY(peer.received().contains("HTTP/1.1 200 OK"));
}

void SimulatorPeersTest::refusesWhatIsNoHttp_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    QTest::newRow("TLS") << QByteArray("\x16\x03\x01\x02") << 400;
    QTest::newRow("HTTP/2") << QByteArray("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") << 505;
    QTest::newRow("both framings")
        << QByteArray("POST /v1/messages HTTP/1.1\r\nContent-Length: 3\r\n"
                      "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
        << 400;
    QTest::newRow("endless head") << "GET / HTTP/1.1\r\nA: " + QByteArray(70'000, 'a') << 431;
    QTest::newRow("huge body")
        << QByteArray("POST /v1/messages HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n") << 413;
}

void SimulatorPeersTest::refusesWhatIsNoHttp()
{
    QFETCH(QByteArray, bytes);
    start({});
    Peer peer(m_simulator->port());
    peer.send(bytes);
    QVERIFY(peer.waitForEnd());
    QTEST(peer.partial().status, "status");
    QVERIFY(peer.partial().isComplete);
    QVERIFY(!peer.partial().errorType().isEmpty());
    QCOMPARE(m_simulator->requestCount(), 0);
}

void SimulatorPeersTest::tellsWhoSendsTooMuch()
{
    SimulatorOptions options;
    options.maxBodyBytes = 1024 * 1024;
    start(options);
    // The peer goes on sending and still gets to read why it was refused.
    Peer peer(m_simulator->port());
    peer.send(apiRequest("POST", "/v1/messages", kKey, QByteArray(8 * 1024 * 1024, 'a')));
    QVERIFY(peer.waitForEnd());
    QCOMPARE(peer.partial().status, 413);
    QVERIFY(peer.partial().isComplete);

    // More than the API takes, but less than the server does.
    start({});
    Peer other(m_simulator->port());
    other.send(apiRequest("POST", "/v1/messages", kKey, QByteArray(33 * 1024 * 1024, 'a')));
    const PeerAnswer answer = other.answer();
    QCOMPARE(answer.status, 413);
    QCOMPARE(answer.errorType(), QStringLiteral("request_too_large"));
    QVERIFY(m_simulator->requests().isEmpty());
}

void SimulatorPeersTest::endsRequestsThatStop_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("head") << QByteArray("POST /v1/mess");
    QTest::newRow("body") << QByteArray("POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc");
}

void SimulatorPeersTest::endsRequestsThatStop()
{
    QFETCH(QByteArray, bytes);
    start(impatient());
    Peer peer(m_simulator->port());
    peer.send(bytes);
    QVERIFY(peer.waitForEnd());
    QCOMPARE(peer.partial().status, 408);
    QTRY_COMPARE(m_simulator->openConnections(), 0);
}

void SimulatorPeersTest::endsIdleConnections()
{
    start(impatient(), R"({"default":[{"reply":"one","delay_ms":400}]})");
    Peer silent(m_simulator->port());
    Peer used(m_simulator->port());
    // Waiting for an answer is not idleness.
    used.send(messagesRequest(kKey, messagesBody("Hi")));
    QCOMPARE(used.answer().text(), QStringLiteral("one"));
    QVERIFY(silent.waitForEnd());
    QCOMPARE(silent.received(), QByteArray());
    QVERIFY(used.waitForEnd());
}

void SimulatorPeersTest::dropsWhoTakesNothing()
{
    start(impatient(), R"({"default":[{"reply_bytes":50000000}]})");
    QTcpSocket socket;
    socket.setReadBufferSize(1000);
    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), m_simulator->port());
    QTRY_COMPARE(socket.state(), QAbstractSocket::ConnectedState);
    socket.write(messagesRequest(kKey, messagesBody("Hi")));
    QTRY_COMPARE(m_simulator->requestCount(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(m_simulator->openConnections(), 0, 20'000);
}

void SimulatorPeersTest::stopsWhenThePeerIsGone()
{
    start(
        {},
        R"({"default":[{"reply_bytes":100000,"events_per_second":200,"output_tokens":1000000}]})");
    {
        Peer peer(m_simulator->port());
        peer.send(messagesRequest(kKey, messagesBody("Hi")));
        QVERIFY(peer.waitForBytes(2000));
        QCOMPARE(m_simulator->openAnswers(), 1);
    }
    QTRY_COMPARE(m_simulator->openAnswers(), 0);
    const Billed billed = m_simulator->billed().value(kKey).first();
    QVERIFY(billed.outputTokens > 0 && billed.outputTokens < 500'000);
}

void SimulatorPeersTest::closesBeyondItsLimitOfConnections()
{
    SimulatorOptions options;
    options.maxConnections = 2;
    start(options, R"({"default":[{"reply":"one"}]})");
    Peer first(m_simulator->port());
    Peer second(m_simulator->port());
    QTRY_COMPARE(m_simulator->openConnections(), 2);
    Peer third(m_simulator->port());
    QVERIFY(third.waitForEnd());
    first.send(messagesRequest(kKey, messagesBody("Hi")));
    QCOMPARE(first.answer().status, 200);
    QVERIFY(second.isConnected());
}

void SimulatorPeersTest::endsItsConnectionsWithItself()
{
    start({}, R"({"default":[{"reply":"one two three","fault":"hang","at_event":4}]})");
    Peer peer(m_simulator->port());
    peer.send(messagesRequest(kKey, messagesBody("Hi")));
    QVERIFY(peer.waitForBytes(500));
    m_simulator.reset();
    QVERIFY(peer.waitForEnd());
}

void SimulatorPeersTest::streamsToManyAtOnce()
{
    constexpr int kPeers = 200;
    start({}, R"({"default":[{"reply":"one two three four five","input_tokens":3,
                  "output_tokens":5,"events_per_second":60}]})");
    std::vector<std::unique_ptr<Peer>> peers;
    for (int i = 0; i < kPeers; ++i) {
        peers.push_back(std::make_unique<Peer>(m_simulator->port()));
        peers.back()->send(messagesRequest(kKey, messagesBody("Hi")));
    }
    for (const auto& peer : peers)
        QCOMPARE(peer->answer().text(), QStringLiteral("one two three four five"));
    const Billed billed = m_simulator->billed().value(kKey).first();
    QCOMPARE(billed, (Billed{kPeers, 3 * kPeers, 5 * kPeers, 0, 0, 0}));
}

QTEST_GUILESS_MAIN(SimulatorPeersTest)
#include "tst_simulatorpeers.moc"
