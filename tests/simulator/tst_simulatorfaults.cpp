// SPDX-License-Identifier: GPL-3.0-or-later
#include "peer.h"
#include "support/testupstream.h"

#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QtEndian>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Patchbay;

namespace {

const QByteArray kKey = "sk-ant-test-1";
const QByteArray kWords = "one two three four five six seven eight nine ten";

} // namespace

/// Every fault, as a bare socket and a network manager see it.
class SimulatorFaultsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void cutsAStream();
    void cutsHalfWayUnlessTold();
    void cutsBeforeAnything();
    void cutsAfterTheHeaders();
    void cutsShortForANetworkManager();
    void resetsTheConnection();
    void endsWithoutItsEnd();
    void hangsInTheMiddle();
    void hangsBeforeAnything();
    void pingsWhileItHangs();
    void sendsAnErrorEvent();
    void beginsWithAnErrorEvent();
    void answersAnErrorWhereNothingIsStreamed();
    void sendsAnEventThatIsNoJson();
    void sendsByteByByte_data();
    void sendsByteByByte();
    void breaksWholeAnswers_data();
    void breaksWholeAnswers();
    void isSlow();
    void billsWhatItStreamed();

private:
    void step(const QByteArray& fields);

    std::unique_ptr<Simulator> m_simulator;
    std::unique_ptr<Peer> m_peer;
};

void SimulatorFaultsTest::init()
{
    m_simulator = std::make_unique<Simulator>(SimulatorOptions());
    QVERIFY(m_simulator->listen());
    m_peer = std::make_unique<Peer>(m_simulator->port());
}

void SimulatorFaultsTest::cleanup()
{
    m_peer.reset();
    m_simulator.reset();
}

// Scripts one step that says the ten words, and asks for it.
void SimulatorFaultsTest::step(const QByteArray& fields)
{
    auto script =
        Script::fromJson(R"({"default":[{"reply":")" + kWords +
                         R"(","input_tokens":100,"output_tokens":1000,)" + fields + "}]}");
    QVERIFY2(script, qPrintable(script ? QString() : script.error().sentence()));
    m_simulator->setScript(*script);
    m_peer->send(messagesRequest(kKey, messagesBody("Count")));
}

void SimulatorFaultsTest::cutsAStream()
{
    step(R"("fault":"cut","at_event":6)");
    QVERIFY(m_peer->waitForEnd());
    const PeerAnswer answer = m_peer->partial();
    QCOMPARE(answer.status, 200);
    QVERIFY(!answer.isComplete);
    QCOMPARE(answer.events().size(), 6);
    QCOMPARE(answer.text(), QStringLiteral("one two three"));
    QVERIFY(!answer.message().isFinished());
}

void SimulatorFaultsTest::cutsHalfWayUnlessTold()
{
    step(R"("fault":"cut")");
    QVERIFY(m_peer->waitForEnd());
    const QString text = m_peer->partial().text();
    QVERIFY2(text.size() >= kWords.size() / 2 && text.size() < kWords.size(), qPrintable(text));
}

void SimulatorFaultsTest::cutsBeforeAnything()
{
    step(R"("fault":"cut","at_event":0)");
    QVERIFY(m_peer->waitForEnd());
    QCOMPARE(m_peer->received(), QByteArray());
    QCOMPARE(m_simulator->requests().last().status, 0);
}

void SimulatorFaultsTest::cutsAfterTheHeaders()
{
    step(R"("fault":"cut","at_event":0,"headers_first":true)");
    QVERIFY(m_peer->waitForEnd());
    QCOMPARE(m_peer->partial().status, 200);
    QCOMPARE(m_peer->partial().events().size(), 0);
}

void SimulatorFaultsTest::cutsShortForANetworkManager()
{
    m_simulator->setScript(
        *Script::fromJson(R"({"default":[{"reply":"one two three","fault":"cut","at_event":4}]})"));
    QNetworkAccessManager manager;
    QUrl url = m_simulator->baseUrl();
    url.setPath(QStringLiteral("/v1/messages"));
    QNetworkRequest request(url);
    request.setRawHeader("x-api-key", kKey);
    request.setRawHeader("anthropic-version", "2023-06-01");
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    const std::unique_ptr<QNetworkReply> reply(manager.post(request, messagesBody("Hi")));
    QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), 20'000);
    // Qt does not always tell an error where only the last chunk is missing.
    PeerAnswer answer;
    answer.body = reply->readAll();
    QCOMPARE(answer.text(), QStringLiteral("one"));
    QVERIFY(!answer.body.contains("message_stop"));
}

// Qt's sockets tell a reset and an end by one name, the system's do not.
void SimulatorFaultsTest::resetsTheConnection()
{
    TestUpstream upstream;
    for (const QByteArray& fault : {QByteArray("reset"), QByteArray("cut")}) {
        upstream.stepsForAll(R"([{"reply":"one","at_event":0,"fault":")" + fault + R"("}])");
        const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = qToBigEndian(upstream.port());
        address.sin_addr.s_addr = qToBigEndian(INADDR_LOOPBACK);
        QCOMPARE(::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
        const QByteArray request = messagesRequest(kKey, messagesBody("Hi"));
        QCOMPARE(::send(socket, request.constData(), size_t(request.size()), 0), request.size());
        char byte = 0;
        const ssize_t received = ::recv(socket, &byte, 1, 0);
        const int error = errno;
        ::close(socket);
        QCOMPARE(received, fault == "reset" ? -1 : 0);
        if (fault == "reset")
            QCOMPARE(error, ECONNRESET);
    }
}

void SimulatorFaultsTest::endsWithoutItsEnd()
{
    step(R"("fault":"end","at_event":5)");
    const PeerAnswer answer = m_peer->answer();
    QVERIFY(answer.isComplete);
    QCOMPARE(answer.events().size(), 5);
    QVERIFY(!answer.message().isFinished());
    QVERIFY(m_peer->isConnected());
}

void SimulatorFaultsTest::hangsInTheMiddle()
{
    step(R"("fault":"hang","at_event":5)");
    QTRY_COMPARE(m_peer->partial().events().size(), 5);
    // The connection answers nothing more, also not to the next request.
    m_peer->send(messagesRequest(kKey, messagesBody("And?")));
    Peer other(m_simulator->port());
    other.send("GET /simulator/billed HTTP/1.1\r\n\r\n");
    QCOMPARE(other.answer().status, 200);
    QCOMPARE(m_peer->partial().events().size(), 5);
    QVERIFY(m_peer->isConnected());
    QCOMPARE(m_simulator->openAnswers(), 1);
}

void SimulatorFaultsTest::hangsBeforeAnything()
{
    step(R"("fault":"hang","at_event":0)");
    QTRY_COMPARE(m_simulator->requestCount(), 1);
    Peer other(m_simulator->port());
    other.send("GET /simulator/billed HTTP/1.1\r\n\r\n");
    QCOMPARE(other.answer().status, 200);
    QVERIFY(m_peer->isConnected());
    QCOMPARE(m_peer->received(), QByteArray());
}

void SimulatorFaultsTest::pingsWhileItHangs()
{
    step(R"("fault":"hang","at_event":5,"ping_ms":5)");
    QTRY_VERIFY(m_peer->partial().eventNames().count("ping") > 4);
    QVERIFY(!m_peer->partial().isComplete);
}

void SimulatorFaultsTest::sendsAnErrorEvent()
{
    step(R"("fault":"error_event","at_event":5)");
    const PeerAnswer answer = m_peer->answer();
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.isComplete);
    QCOMPARE(answer.events().size(), 6);
    QCOMPARE(answer.text(), QStringLiteral("one two"));
    QVERIFY(answer.message().apiError());
    QCOMPARE(answer.message().apiError()->type, QStringLiteral("overloaded_error"));
}

void SimulatorFaultsTest::beginsWithAnErrorEvent()
{
    step(R"("fault":"error_event","at_event":0,"error":{"type":"rate_limit_error",
        "message":"Later","error_code":"c"})");
    const PeerAnswer answer = m_peer->answer();
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.eventNames(), QList<QByteArray>{"error"});
    QCOMPARE(answer.message().apiError()->type, QStringLiteral("rate_limit_error"));
    QCOMPARE(answer.message().apiError()->message, QStringLiteral("Later"));
    QCOMPARE(answer.message().apiError()->errorCode, QStringLiteral("c"));
}

void SimulatorFaultsTest::answersAnErrorWhereNothingIsStreamed()
{
    step(R"("fault":"error_event")");
    std::ignore = m_peer->answer();
    m_peer->send(messagesRequest(kKey, messagesBody("Hi", false)));
    const PeerAnswer answer = m_peer->answer();
    QCOMPARE(answer.status, 529);
    QCOMPARE(answer.errorType(), QStringLiteral("overloaded_error"));
}

void SimulatorFaultsTest::sendsAnEventThatIsNoJson()
{
    step(R"("fault":"malformed","at_event":4)");
    const PeerAnswer answer = m_peer->answer();
    QVERIFY(answer.isComplete);
    MessageAccumulator message;
    int faults = 0;
    const auto events = answer.events();
    for (const ServerSentEvent& event : events)
        faults += message.add(event) ? 0 : 1;
    QCOMPARE(faults, 1);
    QCOMPARE(events.last().name, QByteArray("message_stop"));
}

void SimulatorFaultsTest::sendsByteByByte_data()
{
    QTest::addColumn<bool>("stream");
    QTest::newRow("stream") << true;
    QTest::newRow("whole") << false;
}

void SimulatorFaultsTest::sendsByteByByte()
{
    QFETCH(bool, stream);
    m_simulator->setScript(*Script::fromJson(
        R"({"default":[{"reply":"one 你 🎉","fault":"bytewise","output_tokens":3}]})"));
    m_peer->send(messagesRequest(kKey, messagesBody("Hi", stream)));
    const PeerAnswer answer = m_peer->answer();
    QVERIFY(answer.isComplete);
    QCOMPARE(answer.text(), QStringLiteral("one 你 🎉"));
    QVERIFY(answer.message().isFinished());
    if (stream)
        QCOMPARE(answer.chunks, answer.body.size());
    QCOMPARE(m_simulator->billed().value(kKey).first().outputTokens, 3);
}

void SimulatorFaultsTest::breaksWholeAnswers_data()
{
    QTest::addColumn<QByteArray>("fault");
    QTest::addColumn<bool>("ends");
    QTest::addColumn<bool>("isComplete");
    QTest::newRow("cut") << QByteArray("cut") << true << false;
    QTest::newRow("hang") << QByteArray("hang") << false << false;
    QTest::newRow("end") << QByteArray("end") << false << true;
    QTest::newRow("malformed") << QByteArray("malformed") << false << true;
}

void SimulatorFaultsTest::breaksWholeAnswers()
{
    QFETCH(QByteArray, fault);
    QFETCH(bool, ends);
    QFETCH(bool, isComplete);
    m_simulator->setScript(
        *Script::fromJson(R"({"default":[{"reply":"one","fault":")" + fault + R"("}]})"));
    m_peer->send(messagesRequest(kKey, messagesBody("Hi", false)));
    QTRY_VERIFY(m_peer->partial().body.size() > 100);
    if (ends)
        QVERIFY(m_peer->waitForEnd());
    QTRY_COMPARE(m_peer->partial().isComplete, isComplete);
    QVERIFY(m_peer->partial().json().isEmpty());
    QCOMPARE(m_peer->isConnected(), !ends);
}

void SimulatorFaultsTest::isSlow()
{
    QElapsedTimer time;
    time.start();
    step(R"("delay_ms":60,"first_event_delay_ms":60,"events_per_second":200)");
    QVERIFY(m_peer->answer().message().isFinished());
    // 120 ms, and 15 events with 5 ms between them.
    QVERIFY2(time.elapsed() >= 185, qPrintable(QString::number(time.elapsed())));
}

// 48 letters stand for 1000 tokens.
void SimulatorFaultsTest::billsWhatItStreamed()
{
    step(R"("fault":"cut","at_event":6)");
    QVERIFY(m_peer->waitForEnd());
    const Billed billed = m_simulator->billed().value(kKey).first();
    QCOMPARE(billed.requests, 1);
    QCOMPARE(billed.inputTokens, 100);
    QCOMPARE(billed.outputTokens, 13 * 1000 / 48);
}

QTEST_GUILESS_MAIN(SimulatorFaultsTest)
#include "tst_simulatorfaults.moc"
