// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/requestparser.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Patchbay;
using State = RequestParser::State;

namespace {

struct Parsed
{
    State state = State::Head;
    int status = 0;
    RequestHead head;
    QByteArray body;
    qsizetype used = 0;
};

// As a session feeds it: in pieces, what was not used again.
Parsed parse(const QByteArray& bytes, const std::function<qsizetype()>& pieceSize,
             qint64 bodyLimit = 1000)
{
    RequestParser parser({1024, 200, 10});
    Parsed parsed;
    qsizetype end = 0;
    while (true) {
        const qsizetype used =
            parser.feed(QByteArrayView(bytes).sliced(parsed.used, end - parsed.used));
        parsed.used += used;
        parsed.body += parser.takeBody();
        if (parser.state() == State::HeadReady) {
            parsed.head = parser.head();
            parser.readBody(bodyLimit);
            continue;
        }
        if (parser.state() == State::Failed || parser.state() == State::Complete ||
            end == bytes.size())
            break;
        end = std::min(bytes.size(), end + pieceSize());
    }
    parsed.state = parser.state();
    parsed.status = parser.state() == State::Failed ? parser.fault().status : 0;
    return parsed;
}

} // namespace

class RequestParserTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void splitsMakeNoDifference();
    void anEmptyBodyInPiecesIsTaken();
    void largeChunksInPiecesAreTaken();
    void leavesWhatFollows();
    void takesTargetsApart();
    void keepsItsLimits();
    void survivesMutations();
};

void RequestParserTest::splitsMakeNoDifference()
{
    const QByteArray chunked =
        "POST /a?b=c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nX: 1\r\nX: 2\r\n\r\n"
        "5;ext=\"v\"\r\nhello\r\n1\r\n \r\nA\r\nworldworld\r\n0\r\nTrailer: x\r\n\r\n";
    QRandomGenerator random(1);
    for (int i = 0; i < 300; ++i) {
        const Parsed parsed = parse(
            chunked, [&] { return i == 0 ? 1 : static_cast<qsizetype>(random.bounded(1, 60)); });
        QCOMPARE(parsed.state, State::Complete);
        QCOMPARE(parsed.body, QByteArray("hello worldworld"));
        QCOMPARE(parsed.used, chunked.size());
        QCOMPARE(parsed.head.method, QByteArray("POST"));
        QCOMPARE(parsed.head.path, QByteArray("/a"));
        QCOMPARE(parsed.head.query, QByteArray("?b=c"));
        QVERIFY(parsed.head.isChunked);
        QCOMPARE(parsed.head.values("x"), (QByteArrayList{"1", "2"}));
        QCOMPARE(parsed.head.headers.size(), 4);
    }
}

void RequestParserTest::anEmptyBodyInPiecesIsTaken()
{
    const QByteArray head = "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (const QByteArray& body :
         {QByteArray("0\r\n\r\n"), QByteArray("00\r\n\r\n"), QByteArray("0;a=b\r\nX: y\r\n\r\n")}) {
        const QByteArray bytes = head + body;
        for (qsizetype size = 1; size <= body.size(); ++size) {
            bool isFirst = true;
            const Parsed parsed =
                parse(bytes, [&] { return std::exchange(isFirst, false) ? head.size() : size; });
            QCOMPARE(parsed.state, State::Complete);
            QCOMPARE(parsed.body, QByteArray());
            QCOMPARE(parsed.used, bytes.size());
        }
    }
}

void RequestParserTest::largeChunksInPiecesAreTaken()
{
    QByteArray bytes = "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 5; ++i)
        bytes += "fff4\r\n" + QByteArray(0xfff4, 'x') + "\r\n";
    bytes += "0\r\n\r\n";
    QRandomGenerator random(2);
    for (const int most : {2, 7, 1000, 65'536, 131'072}) {
        const Parsed parsed = parse(
            bytes, [&] { return static_cast<qsizetype>(random.bounded(1, most)); }, 1'000'000);
        QCOMPARE(parsed.state, State::Complete);
        QCOMPARE(parsed.body.size(), 5 * 0xfff4);
        QCOMPARE(parsed.used, bytes.size());
    }
}

void RequestParserTest::leavesWhatFollows()
{
    const QByteArray first = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc";
    const Parsed parsed = parse(first + "GET / HTTP/1.1\r\n", [] { return 1000; });
    QCOMPARE(parsed.state, State::Complete);
    QCOMPARE(parsed.used, first.size());
    QCOMPARE(parsed.body, QByteArray("abc"));
    QVERIFY(parsed.head.keepAlive);
    QVERIFY(!parse("GET / HTTP/1.0\r\n\r\n", [] { return 9; }).head.keepAlive);
    QVERIFY(
        parse("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", [] { return 9; }).head.keepAlive);
    QVERIFY(
        !parse("GET / HTTP/1.1\r\nConnection: x, Close\r\n\r\n", [] { return 9; }).head.keepAlive);
}

void RequestParserTest::takesTargetsApart()
{
    const auto headOf = [](const QByteArray& target) {
        return parse("GET " + target + " HTTP/1.1\r\n\r\n", [] { return 1000; }).head;
    };
    QCOMPARE(headOf("http://Host:1/p?q").authority, QByteArray("Host:1"));
    QCOMPARE(headOf("http://Host:1/p?q").path, QByteArray("/p"));
    QCOMPARE(headOf("HTTPS://h").path, QByteArray("/"));
    QCOMPARE(headOf("/p?a?b").query, QByteArray("?a?b"));
    QCOMPARE(headOf("*").path, QByteArray("*"));
    QCOMPARE(headOf("/http://x/").path, QByteArray("/http://x/"));
    QVERIFY(headOf("p").method.isEmpty());
    QVERIFY(headOf("ftp://x/").method.isEmpty());
}

void RequestParserTest::keepsItsLimits()
{
    const auto statusOf = [](const QByteArray& bytes) {
        return parse(bytes, [] { return 100'000; }).status;
    };
    QCOMPARE(statusOf("GET /" + QByteArray(300, 'a') + " HTTP/1.1\r\n\r\n"), 414);
    QCOMPARE(statusOf("GET / HTTP/1.1\r\nX: " + QByteArray(2000, 'a') + "\r\n\r\n"), 431);
    QCOMPARE(statusOf("GET / HTTP/1.1\r\n" + QByteArray("X: 1\r\n").repeated(11) + "\r\n"), 431);
    QCOMPARE(statusOf("POST / HTTP/1.1\r\nContent-Length: 2000\r\n\r\n" + QByteArray(2000, 'a')),
             413);
}

void RequestParserTest::survivesMutations()
{
    QRandomGenerator random(2);
    const QByteArrayList valid{
        "POST /v1/messages?x=1 HTTP/1.1\r\nHost: localhost:1\r\nContent-Length: "
        "10\r\n\r\n0123456789",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    };
    const QByteArray signs("\r\n :;,\0\t0123456789abcdefABCDEF/\xff", 33);
    int complete = 0;
    for (int i = 0; i < 100'000; ++i) {
        QByteArray bytes = valid[static_cast<int>(random.bounded(2))];
        for (int change = random.bounded(1, 4); change > 0; --change) {
            const qsizetype at = random.bounded(bytes.size());
            if (random.bounded(3) == 0)
                bytes.remove(at, 1);
            else
                bytes.insert(at, signs[random.bounded(static_cast<int>(signs.size()))]);
        }
        const Parsed whole = parse(bytes, [&] { return bytes.size(); });
        const Parsed split =
            parse(bytes, [&] { return static_cast<qsizetype>(random.bounded(1, 20)); });
        // However it came, it is the same request.
        QCOMPARE(whole.state == State::Complete, split.state == State::Complete);
        if (whole.state != State::Complete)
            continue;
        QCOMPARE(whole.body, split.body);
        QCOMPARE(whole.used, split.used);
        QCOMPARE(whole.head.path, split.head.path);
        QCOMPARE(whole.head.headers, split.head.headers);
        ++complete;
    }
    QVERIFY(complete > 1000);
}

QTEST_GUILESS_MAIN(RequestParserTest)
#include "tst_requestparser.moc"
