// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/httprequestparser.h"

#include <QTest>

using namespace Patchbay;
using State = HttpRequestParser::State;

namespace {

const QByteArray kPost = "POST /v1/messages?beta=true HTTP/1.1\r\n"
                         "Host: 127.0.0.1\r\nX-Api-Key:  k \r\nContent-Length: 5\r\n\r\nhello";
const QByteArray kChunked = "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
                            "3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n";

} // namespace

class HttpRequestParserTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsARequest();
    void readsAnySplit_data();
    void readsAnySplit();
    void keepsWhatFollowsForTheNext();
    void refuses_data();
    void refuses();
    void holdsItsLimits();
    void tellsWhoWaitsToContinue();
    void knowsWhetherTheConnectionStays_data();
    void knowsWhetherTheConnectionStays();
};

void HttpRequestParserTest::readsARequest()
{
    HttpRequestParser parser(1000, 1000);
    QCOMPARE(parser.state(), State::Idle);
    QCOMPARE(parser.feed(kPost), State::Complete);
    const HttpRequest request = parser.take();
    QCOMPARE(request.method, QByteArray("POST"));
    QCOMPARE(request.path, QByteArray("/v1/messages"));
    QCOMPARE(request.query, QByteArray("beta=true"));
    QCOMPARE(headerValue(request.headers, "x-api-key"), QByteArray("k"));
    QCOMPARE(request.body, QByteArray("hello"));
    QVERIFY(request.keepAlive);
    QCOMPARE(parser.state(), State::Idle);
}

void HttpRequestParserTest::readsAnySplit_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("length") << kPost << QByteArray("hello");
    QTest::newRow("chunks") << kChunked << QByteArray("abc0123456789");
}

void HttpRequestParserTest::readsAnySplit()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, body);
    for (qsizetype at = 1; at < bytes.size(); ++at) {
        HttpRequestParser parser(1000, 1000);
        QVERIFY(parser.feed(bytes.first(at)) != State::Complete);
        QCOMPARE(parser.feed(bytes.sliced(at)), State::Complete);
        QCOMPARE(parser.take().body, body);
    }
    HttpRequestParser parser(1000, 1000);
    for (const char c : std::as_const(bytes))
        parser.feed(QByteArrayView(&c, 1));
    QCOMPARE(parser.state(), State::Complete);
    QCOMPARE(parser.take().body, body);
}

void HttpRequestParserTest::keepsWhatFollowsForTheNext()
{
    HttpRequestParser parser(1000, 1000);
    QCOMPARE(parser.feed(kPost + "\r\n" + kChunked + "GET /x HT"), State::Complete);
    QCOMPARE(parser.take().body, QByteArray("hello"));
    QCOMPARE(parser.state(), State::Complete);
    QCOMPARE(parser.take().path, QByteArray("/a"));
    QCOMPARE(parser.state(), State::Head);
    QCOMPARE(parser.feed("TP/1.1\r\n\r\n"), State::Complete);
    QCOMPARE(parser.take().path, QByteArray("/x"));
}

void HttpRequestParserTest::refuses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    const auto row = [](const char* name, const QByteArray& bytes, int status) {
        QTest::newRow(name) << bytes << status;
    };
    row("HTTP/0.9", "GET /\r\n\r\n", 400);
    row("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505);
    row("TLS hello", QByteArray("\x16\x03\x01\x02"), 400);
    row("no path", "GET example.com HTTP/1.1\r\n\r\n", 400);
    row("space in the path", "GET /a b HTTP/1.1\r\n\r\n", 400);
    row("method", "GE(T /a HTTP/1.1\r\n\r\n", 400);
    row("header without colon", "GET / HTTP/1.1\r\nHost\r\n\r\n", 400);
    row("space before colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400);
    row("folded header", "GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n", 400);
    row("NUL", QByteArray("GET / HTTP/1.1\r\nA: \0b\r\n\r\n", 26), 400);
    row("bare CR", "GET / HTTP/1.1\r\nA: b\rC: d\r\n\r\n", 400);
    row("length and chunks",
        "POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400);
    row("two lengths", "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400);
    row("negative length", "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400);
    row("plus length", "POST / HTTP/1.1\r\nContent-Length: +1\r\n\r\n", 400);
    row("huge length", "POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n", 400);
    row("long length", "POST / HTTP/1.1\r\nContent-Length: 1001\r\n\r\n", 413);
    row("other encoding", "POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", 501);
    row("chunk size", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", 400);
    row("chunk too long", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nFFF\r\n", 413);
    row("chunk without end", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n",
        400);
}

void HttpRequestParserTest::refuses()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    HttpRequestParser parser(1000, 1000);
    QCOMPARE(parser.feed(bytes), State::Failed);
    QCOMPARE(parser.failureStatus(), status);
    QVERIFY(!parser.failureReason().isEmpty());
    QCOMPARE(parser.feed(kPost), State::Failed);
}

void HttpRequestParserTest::holdsItsLimits()
{
    HttpRequestParser head(1000, 1000);
    QCOMPARE(head.feed("GET / HTTP/1.1\r\nA: " + QByteArray(1100, 'a')), State::Failed);
    QCOMPARE(head.failureStatus(), 431);

    HttpRequestParser many(1'000'000, 1000);
    QCOMPARE(many.feed("GET / HTTP/1.1\r\n" + QByteArray("A: b\r\n").repeated(300) + "\r\n"),
             State::Failed);
    QCOMPARE(many.failureStatus(), 431);

    HttpRequestParser address(1'000'000, 1000);
    QCOMPARE(address.feed("GET /" + QByteArray(20'000, 'a') + " HTTP/1.1\r\n\r\n"), State::Failed);
    QCOMPARE(address.failureStatus(), 414);

    HttpRequestParser chunks(1000, 10);
    QCOMPARE(chunks.feed("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n01234567\r\n"),
             State::Body);
    QCOMPARE(chunks.feed("8\r\n"), State::Failed);
    QCOMPARE(chunks.failureStatus(), 413);
}

void HttpRequestParserTest::tellsWhoWaitsToContinue()
{
    HttpRequestParser parser(1000, 1000);
    QCOMPARE(parser.feed("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"),
             State::Body);
    QVERIFY(parser.takeContinue());
    QVERIFY(!parser.takeContinue());
    QCOMPARE(parser.feed("ab"), State::Complete);
    QVERIFY(!parser.takeContinue());
}

void HttpRequestParserTest::knowsWhetherTheConnectionStays_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("keepAlive");
    QTest::addColumn<bool>("chunks");
    QTest::newRow("1.1") << QByteArray("GET / HTTP/1.1\r\n\r\n") << true << true;
    QTest::newRow("1.1 close") << QByteArray("GET / HTTP/1.1\r\nConnection: Close\r\n\r\n") << false
                               << true;
    QTest::newRow("1.0") << QByteArray("GET / HTTP/1.0\r\n\r\n") << false << false;
    QTest::newRow("1.0 keep") << QByteArray("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                              << true << false;
}

void HttpRequestParserTest::knowsWhetherTheConnectionStays()
{
    QFETCH(QByteArray, bytes);
    HttpRequestParser parser(1000, 1000);
    QCOMPARE(parser.feed(bytes), State::Complete);
    const HttpRequest request = parser.take();
    QTEST(request.keepAlive, "keepAlive");
    QTEST(request.chunksAllowed, "chunks");
}

QTEST_GUILESS_MAIN(HttpRequestParserTest)
#include "tst_httprequestparser.moc"
