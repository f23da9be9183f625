// SPDX-License-Identifier: GPL-3.0-or-later
#include "peer.h"
#include "support/testupstream.h"

using namespace Patchbay;

namespace {

const QByteArray kKey = "sk-ant-test-1";

} // namespace

class SimulatorThreadTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersFromAThreadOfItsOwn();
    void tellsWhyItCannotListen();
    void mayEndBeforeItStarts();
    void endsInTheMiddleOfAStream();
    void knowsNothingAfterItsEnd();
    void helpsTestsWithScripts();
};

void SimulatorThreadTest::answersFromAThreadOfItsOwn()
{
    SimulatorThread thread{SimulatorOptions()};
    QVERIFY(thread.start());
    QVERIFY(thread.port() > 0);
    QCOMPARE(thread.baseUrl().toString(), QStringLiteral("http://127.0.0.1:%1").arg(thread.port()));
    thread.setScript(*Script::fromJson(R"({"default":[{"reply":"one","input_tokens":2}]})"));
    // Nothing of this thread's event loop is needed for an answer.
    QTcpSocket socket;
    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), thread.port());
    QVERIFY(socket.waitForConnected());
    socket.write(messagesRequest(kKey, messagesBody("Hi")));
    QByteArray received;
    while (!received.contains("message_stop") && socket.waitForReadyRead())
        received += socket.readAll();
    QVERIFY(received.contains("\"one\""));
    QCOMPARE(thread.requestCount(), 1);
    QCOMPARE(thread.requests().first().key, kKey);
    QCOMPARE(thread.billed().value(kKey).first().inputTokens, 2);
    QCOMPARE(thread.openConnections(), 1);
    QCOMPARE(thread.openAnswers(), 0);
}

void SimulatorThreadTest::tellsWhyItCannotListen()
{
    SimulatorThread first{SimulatorOptions()};
    QVERIFY(first.start());
    SimulatorOptions options;
    options.port = first.port();
    SimulatorThread second(options);
    const auto started = second.start();
    QVERIFY(!started);
    QCOMPARE(started.error().kind, ErrorKind::InvalidInput);
    QCOMPARE(second.port(), 0);
}

void SimulatorThreadTest::mayEndBeforeItStarts()
{
    const SimulatorThread thread{SimulatorOptions()};
    QVERIFY(thread.requests().isEmpty());
    QCOMPARE(thread.port(), 0);
}

void SimulatorThreadTest::endsInTheMiddleOfAStream()
{
    auto thread = std::make_unique<SimulatorThread>(SimulatorOptions());
    QVERIFY(thread->start());
    Peer peer(thread->port());
    peer.send(messagesRequest(kKey, messagesBody("Something long, please")));
    QVERIFY(peer.waitForBytes(1500));
    thread.reset();
    QVERIFY(peer.waitForEnd());
    QVERIFY(!peer.partial().isComplete);
}

void SimulatorThreadTest::knowsNothingAfterItsEnd()
{
    SimulatorThread thread{SimulatorOptions()};
    QVERIFY(thread.start());
    const quint16 port = thread.port();
    thread.stop();
    QVERIFY(thread.billed().isEmpty());
    QTcpSocket socket;
    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
    QVERIFY(!socket.waitForConnected());
    QCOMPARE(socket.error(), QAbstractSocket::ConnectionRefusedError);
}

void SimulatorThreadTest::helpsTestsWithScripts()
{
    TestUpstream upstream;
    upstream.stepsFor(kKey, R"([{"reply":"mine","input_tokens":3,"output_tokens":4}])");
    upstream.stepsForAll(R"([{"status":529}])");
    const auto say = [&](const QByteArray& key) {
        Peer peer(upstream.port());
        peer.send(messagesRequest(key, messagesBody("Hi")));
        return peer.answer();
    };
    QCOMPARE(say(kKey).text(), QStringLiteral("mine"));
    QCOMPARE(say("sk-ant-test-2").status, 529);
    QCOMPARE(upstream.messages().size(), 2);
    QCOMPARE(upstream.messages().last().status, 529);
    QCOMPARE(upstream.billedTo(kKey), (Billed{1, 3, 4, 0, 0, 0}));
    QCOMPARE(upstream.billedTo("sk-ant-test-2"), Billed());
    upstream.script(R"({"default":[{"reply":"all"}]})");
    QCOMPARE(say("sk-ant-test-2").text(), QStringLiteral("all"));
    upstream.stop();
    QCOMPARE(upstream.requestCount(), 0);
}

QTEST_GUILESS_MAIN(SimulatorThreadTest)
#include "tst_simulatorthread.moc"
