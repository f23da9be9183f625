// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpointfixture.h"
#include "support/testupstream.h"
#include "upstream.h"

#include <QElapsedTimer>
#include <QScopeGuard>
#include <QTest>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

// Sends what it is told to, when it is told to.
struct HeldUpstream
{
    QPointer<QTcpSocket> socket;
    Upstream upstream{[this](QTcpSocket& s, const UpstreamRequest&) { socket = &s; }};
};

} // namespace

class EndpointStreamsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void passesEachPieceOnAtOnce();
    void aClientThatGoesCancelsTheUpstream();
    void aWaitingClientThatGoesLeavesTheQueue();
    void aSlowReaderHoldsTheUpstreamBack();
    void aReaderThatNeverReadsIsCutOff();
    void aBrokenStreamEndsInAnErrorEvent();
    void aStreamBrokenWithinAnEventIsCut();
    void anErrorOfTheUpstreamIsToldOnce();
    void aBrokenWholeAnswerIsNoCleanEnd();
    void oldClientsNoticeBrokenStreams();
    void drainingLetsStreamsEnd();
    void drainingCutsWhatLastsTooLong();
};

void EndpointStreamsTest::passesEachPieceOnAtOnce()
{
    HeldUpstream held;
    EndpointFixture fixture;
    fixture.pool.addAccount(u"one"_s, held.upstream.baseUrl());
    fixture.start();
    RawClient client(fixture.port());
    client.send(fixture.post("/v1/messages", EndpointFixture::body(true)));
    QTRY_VERIFY(held.socket);
    held.socket->write(Answers::streamHead());
    QByteArray expected;
    const auto sendOn = [&](const QByteArray& bytes) {
        expected += bytes;
        held.socket->write(Answers::chunk(bytes));
        return QTest::qWaitFor(
            [&] { return readAnswer(client.received(), false).body == expected; }, 30'000);
    };
    QVERIFY(sendOn(Answers::messageStart(5) + Answers::blockStart() + Answers::textDelta("a")));
    for (int i = 0; i < 10; ++i)
        QVERIFY(sendOn(Answers::textDelta(QByteArray::number(i))));
    QVERIFY(sendOn("event: ping\ndata: {\"type\": \"ping\"}\n\n"));
    QVERIFY(sendOn(Answers::textDelta("half of an event").chopped(9)));
    QVERIFY(sendOn(Answers::textDelta("half of an event").right(9)));
    QVERIFY(sendOn(Answers::messageEnd(3)));
    held.socket->write(Answers::chunk({}));
    QVERIFY(client.answer().isWhole);
}

void EndpointStreamsTest::aClientThatGoesCancelsTheUpstream()
{
    TestUpstream upstream;
    upstream.stepsForAll(R"([{"reply":"words","fault":"hang","at_event":4}])");
    EndpointFixture fixture;
    fixture.pool.addAccount(u"one"_s, upstream.baseUrl());
    fixture.start();
    for (const bool resets : {false, true}) {
        RawClient client(fixture.port());
        client.send(fixture.post("/v1/messages", EndpointFixture::body(true)));
        QVERIFY(client.waitForBytes(300));
        QTRY_COMPARE(upstream.openAnswers(), 1);
        if (resets)
            client.reset();
        else
            client.close();
        QTRY_COMPARE(upstream.openAnswers(), 0);
    }
    QTRY_COMPARE(fixture.pool.load().inFlight, 0);
    QTRY_COMPARE(fixture.pool.attempts().size(), 2);
    QTRY_COMPARE(fixture.pool.attempts().last().outcome, u"cancelled"_s);
    QVERIFY(fixture.waitForNoConnections());
}

void EndpointStreamsTest::aWaitingClientThatGoesLeavesTheQueue()
{
    TestUpstream upstream;
    upstream.stepsForAll(R"([{"reply":"words","fault":"hang","at_event":4}])");
    EndpointFixture fixture;
    fixture.pool.addAccount(u"one"_s, upstream.baseUrl(),
                            [](Account& account) { account.maxConcurrent = 1; });
    fixture.start();
    RawClient first(fixture.port());
    first.send(fixture.post("/v1/messages", EndpointFixture::body(true)));
    QVERIFY(first.waitForBytes(300));
    RawClient second(fixture.port());
    second.send(fixture.post("/v1/messages", EndpointFixture::body(true)));
    QTRY_COMPARE(fixture.pool.load().waiting, 1);
    second.close();
    QTRY_COMPARE(fixture.pool.load().waiting, 0);
    QCOMPARE(fixture.pool.load().inFlight, 1);
}

void EndpointStreamsTest::aSlowReaderHoldsTheUpstreamBack()
{
    constexpr qint64 all = 60LL * 1024 * 1024;
    const QByteArray piece = Answers::chunk(Answers::textDelta(QByteArray(64 * 1024, 'x')));
    qint64 sent = 0;
    bool isDone = false;
    Upstream upstream([&](QTcpSocket& socket, const UpstreamRequest&) {
        socket.write(Answers::streamHead() +
                     Answers::chunk(Answers::messageStart(5) + Answers::blockStart()));
        const auto more = [&socket, &sent, &isDone, piece] {
            while (socket.bytesToWrite() < 4 * 1024 * 1024 && sent < all) {
                socket.write(piece);
                sent += piece.size();
            }
            if (sent >= all && !std::exchange(isDone, true))
                socket.write(Answers::chunk(Answers::messageEnd(5)) + Answers::chunk({}));
        };
        connect(&socket, &QTcpSocket::bytesWritten, &socket, more);
        more();
    });
    EndpointFixture fixture;
    fixture.pool.addAccount(u"one"_s, upstream.baseUrl());
    fixture.start();
    RawClient client(fixture.port());
    client.stopReading();
    client.send(fixture.post("/v1/messages", EndpointFixture::body(true)));
    // Nothing moves any more, long before all of it was sent.
    qint64 before = -1;
    QElapsedTimer still;
    still.start();
    const bool stopped = QTest::qWaitFor(
        [&] {
            if (sent != std::exchange(before, sent) || sent == 0)
                still.restart();
            return still.elapsed() > 1500;
        },
        60'000);
    QVERIFY(stopped);
    // Buffers of sockets, those of the pool's transport, and the megabyte that may be under way.
    QVERIFY2(sent < all / 2, qPrintable(QString::number(sent)));
    client.readOn();
    QVERIFY(client.waitForBytes(all));
    const RawAnswer answer = client.answer();
    QVERIFY(answer.isWhole);
    QVERIFY(answer.body.size() > all);
    QVERIFY(answer.body.endsWith(Answers::messageEnd(5)));
}

void EndpointStreamsTest::aReaderThatNeverReadsIsCutOff()
{
    TestUpstream upstream;
    upstream.stepsForAll(R"([{"reply":"word ","reply_bytes":40000000,"piece_characters":60000}])");
    EndpointOptions options = EndpointFixture::quick();
    options.limits.writeStallMs = 500;
    EndpointFixture fixture;
    fixture.pool.addAccount(u"one"_s, upstream.baseUrl());
    fixture.start(options);
    RawClient client(fixture.port());
    client.stopReading();
    client.send(fixture.post("/v1/messages", EndpointFixture::body(true)));
    QTRY_COMPARE_WITH_TIMEOUT(fixture.metric("patchbay_cut_answers_total"), 1, 30'000);
    QTRY_COMPARE(upstream.openAnswers(), 0);
    QVERIFY(fixture.waitForNoConnections());
}

void EndpointStreamsTest::aBrokenStreamEndsInAnErrorEvent()
{
    TestUpstream upstream;
    upstream.stepsForAll(R"([{"reply":"words and more words","fault":"end","at_event":4}])");
    EndpointFixture fixture;
    fixture.pool.addAccount(u"one"_s, upstream.baseUrl());
    fixture.start();
    RawClient client(fixture.port());
    client.send(fixture.post("/v1/messages", EndpointFixture::body(true)));
    const RawAnswer answer = client.answer();
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.isWhole);
    const qsizetype at = answer.body.indexOf("event: error\ndata: {");
    QVERIFY(at > 0);
    QVERIFY(answer.body.left(at).endsWith("\n\n"));
    QVERIFY(answer.body.endsWith("}\n\n"));
    QVERIFY(answer.body.mid(at).contains("\"type\":\"api_error\""));
    QVERIFY(!answer.body.contains("message_stop"));
    // The connection is as good as before.
    client.send(fixture.get("/api/workers"));
    QCOMPARE(client.answer().status, 200);
}

void EndpointStreamsTest::aStreamBrokenWithinAnEventIsCut()
{
    HeldUpstream held;
    EndpointFixture fixture;
    fixture.pool.addAccount(u"one"_s, held.upstream.baseUrl());
    fixture.start();
    RawClient client(fixture.port());
    client.send(fixture.post("/v1/messages", EndpointFixture::body(true)));
    QTRY_VERIFY(held.socket);
    const QByteArray sent = Answers::messageStart(5) + Answers::blockStart() +
                            Answers::textDelta("a") + Answers::textDelta("cut").chopped(7);
    held.socket->write(Answers::streamHead() + Answers::chunk(sent));
    QTRY_COMPARE(readAnswer(client.received(), false).body, sent);
    held.socket->abort();
    QVERIFY(client.waitForClose());
    const RawAnswer answer = readAnswer(client.received(), true);
    QVERIFY(!answer.isWhole);
    QCOMPARE(answer.body, sent);
    QCOMPARE(fixture.metric("patchbay_cut_answers_total"), 1);
}

void EndpointStreamsTest::anErrorOfTheUpstreamIsToldOnce()
{
    TestUpstream upstream;
    upstream.stepsForAll(R"([{"reply":"words and words","fault":"error_event","at_event":4}])");
    EndpointFixture fixture;
    fixture.pool.addAccount(u"one"_s, upstream.baseUrl());
    fixture.start();
    const RawAnswer answer = fixture.ask(fixture.post("/v1/messages", EndpointFixture::body(true)));
    QVERIFY(answer.isWhole);
    QCOMPARE(answer.body.count("event: error"), 1);
}

void EndpointStreamsTest::aBrokenWholeAnswerIsNoCleanEnd()
{
    // More than is held back until the end.
    const QByteArray start = R"({"type":"message","content":[{"type":"text","text":")" +
                             QByteArray(3 * 1024 * 1024, 'x');
    HeldUpstream held;
    EndpointFixture fixture;
    fixture.pool.addAccount(u"one"_s, held.upstream.baseUrl());
    fixture.start();
    for (const bool isChunked : {true, false}) {
        held.socket = nullptr;
        RawClient client(fixture.port());
        client.send(fixture.post("/v1/messages", EndpointFixture::body(false)));
        QTRY_VERIFY(held.socket);
        held.socket->write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n");
        if (isChunked)
            held.socket->write("Transfer-Encoding: chunked\r\n\r\n" + Answers::chunk(start));
        else
            held.socket->write("Content-Length: 4000000\r\n\r\n" + start);
        QVERIFY(client.waitForBytes(start.size() / 2));
        held.socket->abort();
        QVERIFY(client.waitForClose());
        QVERIFY(!readAnswer(client.received(), true).isWhole);
    }
}

void EndpointStreamsTest::oldClientsNoticeBrokenStreams()
{
    HeldUpstream held;
    EndpointFixture fixture;
    fixture.pool.addAccount(u"one"_s, held.upstream.baseUrl());
    fixture.start();
    QByteArray request = fixture.post("/v1/messages", EndpointFixture::body(true));
    request.replace("HTTP/1.1", "HTTP/1.0");
    // QTcpSocket does not tell a reset from an end.
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    const auto close = qScopeGuard([socket] { ::close(socket); });
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(fixture.port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    QCOMPARE(::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
    QCOMPARE(::send(socket, request.constData(), static_cast<size_t>(request.size()), 0),
             request.size());
    QTRY_VERIFY(held.socket);
    const QByteArray sent = Answers::messageStart(5) + Answers::blockStart() +
                            Answers::textDelta("a") + Answers::textDelta("cut").chopped(7);
    held.socket->write(Answers::streamHead() + Answers::chunk(sent));
    QByteArray received;
    bool isReset = false;
    const auto read = [&] {
        std::array<char, 4096> buffer{};
        const ssize_t size = ::recv(socket, buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (size > 0)
            received.append(buffer.data(), size);
        isReset = size < 0 && errno == ECONNRESET;
        return size == 0 || isReset;
    };
    QVERIFY(QTest::qWaitFor([&] { return read() || received.endsWith(sent); }, 30'000));
    QVERIFY(received.endsWith(sent));
    held.socket->abort();
    // Without a length the end of the connection is the end of the answer, unless it is a reset.
    QVERIFY(QTest::qWaitFor(read, 30'000));
    QVERIFY(isReset);
}

void EndpointStreamsTest::drainingLetsStreamsEnd()
{
    TestUpstream upstream;
    upstream.stepsForAll(R"([{"reply":"one two three four five six","events_per_second":15}])");
    EndpointFixture fixture;
    for (const QString& name : {u"one"_s, u"two"_s, u"three"_s, u"four"_s})
        fixture.pool.addAccount(name, upstream.baseUrl());
    fixture.start();
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 20; ++i) {
        clients.push_back(std::make_unique<RawClient>(fixture.port()));
        clients.back()->send(
            fixture.post("/v1/messages", EndpointFixture::body(true, QByteArray::number(i))));
    }
    for (const auto& client : clients)
        QVERIFY(client->waitForBytes(300));
    RawClient idle(fixture.port());
    idle.send(fixture.get("/api/workers"));
    QCOMPARE(idle.answer().status, 200);
    int drained = 0;
    fixture.endpoint().drain(600'000, [&] { ++drained; });
    QVERIFY(idle.waitForClose());
    RawClient late(fixture.port());
    QVERIFY(late.waitForClose());
    for (const auto& client : clients) {
        const RawAnswer answer = client->answer();
        QVERIFY(answer.isWhole);
        QVERIFY(answer.body.contains("event: message_stop"));
        QVERIFY(client->waitForClose());
    }
    QTRY_COMPARE(drained, 1);
}

void EndpointStreamsTest::drainingCutsWhatLastsTooLong()
{
    TestUpstream upstream;
    upstream.stepsForAll(R"([{"reply":"words","fault":"hang","at_event":4}])");
    EndpointFixture fixture;
    fixture.pool.addAccount(u"one"_s, upstream.baseUrl());
    fixture.start();
    RawClient client(fixture.port());
    client.send(fixture.post("/v1/messages", EndpointFixture::body(true)));
    QVERIFY(client.waitForBytes(300));
    int drained = 0;
    fixture.endpoint().drain(200, [&] { ++drained; });
    QTRY_COMPARE(drained, 1);
    QVERIFY(client.waitForClose());
    QVERIFY(!readAnswer(client.received(), true).isWhole);
    QTRY_COMPARE(upstream.openAnswers(), 0);
}

QTEST_GUILESS_MAIN(EndpointStreamsTest)
#include "tst_endpointstreams.moc"
