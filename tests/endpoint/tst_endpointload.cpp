// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpointfixture.h"
#include "support/testupstream.h"
#include "upstream.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

// One of what breaks parsers, somewhere.
QByteArray mutated(QByteArray bytes, QRandomGenerator& random)
{
    static const QByteArrayList pieces{"\r\n",
                                       "\r\n\r\n",
                                       "\n",
                                       QByteArray(1, '\0'),
                                       "Content-Length: 7\r\n",
                                       "Transfer-Encoding: chunked\r\n",
                                       ":",
                                       "HTTP/1.1",
                                       "\xff\xfe",
                                       "{\"a\":[",
                                       "\\u",
                                       "\"",
                                       "99999999999",
                                       "Host: x\r\n",
                                       "Expect: 100-continue\r\n",
                                       "Content-Encoding: gzip\r\n",
                                       "0\r\n\r\n",
                                       "%00",
                                       "?",
                                       " "};
    const int changes = random.bounded(1, 5);
    for (int i = 0; i < changes && !bytes.isEmpty(); ++i) {
        const qsizetype at = random.bounded(bytes.size());
        switch (random.bounded(7)) {
        case 0:
            bytes[at] = static_cast<char>(random.bounded(256));
            break;
        case 1:
            bytes.remove(at, random.bounded(1, 20));
            break;
        case 2:
            bytes.insert(at, pieces[random.bounded(pieces.size())]);
            break;
        case 3:
            bytes.truncate(at);
            break;
        case 4:
            bytes.insert(at, bytes.mid(random.bounded(bytes.size()), random.bounded(1, 60)));
            break;
        case 5:
            bytes[at] = static_cast<char>(bytes[at] ^ (1 << random.bounded(8)));
            break;
        default:
            bytes += bytes.mid(at);
        }
    }
    return bytes;
}

} // namespace

class EndpointLoadTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRequestIsAnsweredAndRecorded();
    void brokenRequestsLeaveNothingBehind();
};

void EndpointLoadTest::everyRequestIsAnsweredAndRecorded()
{
    constexpr int all = 1000;
    constexpr int atOnce = 50;
    TestUpstream upstream;
    upstream.script(R"({"keys":{
        "sk-ant-test-one":[{"reply":"fine","times":20},{"status":529,"times":1},
                           {"reply":"fine and well","fault":"cut","at_event":6},{"reply":"fine"},
                           {"status":500},{"reply":"fine","times":3000}],
        "sk-ant-test-two":[{"reply":"fine","times":9},{"fault":"reset","at_event":0},
                           {"reply":"fine words","fault":"error_event","at_event":5},
                           {"reply":"fine","times":3000}],
        "sk-ant-test-three":[{"status":429,"headers":{"retry-after":"1"}},{"reply":"fine","times":50},
                             {"reply":"fine","fault":"end","at_event":7},
                             {"reply":"fine","times":3000}],
        "sk-ant-test-four":[{"reply":"fine","delay_ms":5,"times":40},{"status":400,"times":3},
                            {"reply":"fine","times":3000}]}})");
    EndpointFixture fixture;
    for (const QString& name : {u"one"_s, u"two"_s, u"three"_s, u"four"_s})
        fixture.pool.addAccount(name, upstream.baseUrl());
    EndpointOptions options = EndpointFixture::quick();
    options.queueDeadlineMs = 60'000;
    fixture.start(options);

    struct Worker
    {
        std::unique_ptr<RawClient> client;
        bool isBusy = false;
    };
    std::vector<Worker> workers(atOnce);
    QMap<int, int> statuses;
    int begun = 0;
    int ended = 0;
    int cut = 0;
    int errorEvents = 0;
    const auto step = [&] {
        for (Worker& worker : workers) {
            if (worker.isBusy) {
                const bool isClosed = worker.client->isClosed();
                const RawAnswer answer = readAnswer(worker.client->received(), isClosed);
                if (!answer.isWhole && !isClosed)
                    continue;
                ++ended;
                worker.isBusy = false;
                statuses[answer.status] += 1;
                cut += answer.isWhole ? 0 : 1;
                errorEvents += answer.body.contains("event: error") ? 1 : 0;
                const bool isRight = answer.status != 200 || !answer.isWhole ||
                                     answer.body.contains("message_stop") ||
                                     answer.body.contains("event: error") ||
                                     answer.body.contains("\"end_turn\"");
                if (!isRight || (answer.status >= 400 && answer.errorType().isEmpty()))
                    qFatal("not a right answer: %s", answer.body.constData());
                worker.client.reset();
            }
            if (begun < all) {
                worker.client = std::make_unique<RawClient>(fixture.port());
                worker.client->send(fixture.post(
                    "/v1/messages",
                    EndpointFixture::body(begun % 3 != 0, "q" + QByteArray::number(begun))));
                worker.isBusy = true;
                ++begun;
            }
        }
        return ended == all;
    };
    QVERIFY(QTest::qWaitFor(step, 110'000));
    QString seen;
    for (auto status = statuses.begin(); status != statuses.end(); ++status)
        seen += u"%1: %2; "_s.arg(status.key()).arg(status.value());
    qInfo("%ls cut %d, error events %d", qUtf16Printable(seen), cut, errorEvents);
    QVERIFY(statuses.value(200) > all - 20);
    QVERIFY(statuses.value(400) <= 3);
    QTRY_COMPARE(fixture.pool.load().inFlight, 0);

    QSet<qint64> keys;
    for (const AttemptRow& row : fixture.pool.attempts()) {
        QVERIFY(row.outcome != u"open"_s);
        keys.insert(row.requestKey);
    }
    QCOMPARE(keys.size(), all);
    QVERIFY(fixture.waitForNoConnections());
}

void EndpointLoadTest::brokenRequestsLeaveNothingBehind()
{
    constexpr int all = 10'000;
    constexpr int atOnce = 100;
    constexpr int hasteMs = 40;
    Upstream upstream(Upstream::always(Answers::streamOf(Answers::message("Hi", 1, 1))));
    EndpointFixture fixture;
    fixture.pool.addAccount(u"one"_s, upstream.baseUrl(),
                            [](Account& account) { account.maxConcurrent = 100; });
    EndpointOptions options = EndpointFixture::quick();
    options.limits.headerMs = 500;
    options.limits.bodyIdleMs = 500;
    fixture.start(options);
    QRandomGenerator random(20261123);
    const QByteArray body = EndpointFixture::body(true);
    QByteArray chunked = fixture.post("/v1/messages", {}, "Transfer-Encoding: chunked\r\n");
    chunked.replace("Content-Length: 0\r\n", "");
    const QByteArrayList valid{
        fixture.post("/v1/messages?beta=true", body, "anthropic-beta: a-1\r\nAccept: */*\r\n"),
        chunked + Answers::chunk(body.left(30)) + Answers::chunk(body.mid(30)) + Answers::chunk({}),
        fixture.get("/api/usage?by=account") + fixture.get("/health"),
        fixture.post("/v1/messages/count_tokens", body, "Expect: 100-continue\r\n"),
    };

    struct Sender
    {
        std::unique_ptr<RawClient> client;
        QElapsedTimer since;
        bool isHasty = false; // goes away whether it was answered or not
    };
    std::vector<Sender> senders(atOnce);
    int begun = 0;
    int ended = 0;
    int answered = 0;
    int patient = 0;
    const auto step = [&] {
        for (Sender& sender : senders) {
            if (sender.client) {
                if (sender.client->received().isEmpty() && !sender.client->isClosed() &&
                    (!sender.isHasty || sender.since.elapsed() < hasteMs))
                    continue;
                if (!sender.isHasty)
                    answered += sender.client->received().startsWith("HTTP/1.1 ") ? 1 : 0;
                if (random.bounded(2) == 0)
                    sender.client->reset();
                sender.client.reset();
                ++ended;
            }
            if (begun < all) {
                sender.client = std::make_unique<RawClient>(fixture.port());
                sender.client->send(
                    mutated(valid[static_cast<int>(random.bounded(valid.size()))], random));
                sender.since.start();
                sender.isHasty = random.bounded(5) != 0;
                patient += sender.isHasty ? 0 : 1;
                ++begun;
            }
        }
        return ended == all;
    };
    QVERIFY(QTest::qWaitFor(step, 110'000)); // whoever waited was answered or sent away
    QVERIFY2(answered > patient / 2, qPrintable(QString::number(answered)));
    for (const UpstreamRequest& request : upstream.requests()) {
        QCOMPARE(request.key(), QByteArray("sk-ant-test-one"));
        QVERIFY(request.path.startsWith("/v1/messages"));
        QVERIFY(!request.headers.contains("authorization"));
    }
    QVERIFY(fixture.waitForNoConnections());
    QTRY_COMPARE(fixture.pool.load().inFlight, 0);
    QTRY_COMPARE(fixture.metric("patchbay_active_requests"), 1);
    QCOMPARE(fixture.ask(fixture.post("/v1/messages", body)).status, 200);
}

QTEST_GUILESS_MAIN(EndpointLoadTest)
#include "tst_endpointload.moc"
