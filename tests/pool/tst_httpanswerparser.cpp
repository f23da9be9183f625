// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/httpanswerparser.h"

#include <QTest>

#include <random>

using namespace Patchbay;
using Fault = HttpAnswerParser::Fault;

namespace {

// What an answer came to, fed in pieces of one size.
struct Read
{
    Fault fault = Fault::None;
    std::optional<ResponseHead> head;
    QByteArray body;
    HeaderList trailers;
    bool isComplete = false;
    bool leavesOpen = false;
    int keepAlive = -1;
};

Read readIn(const QByteArray& answer, qsizetype piece, bool isClosed = false, bool isToHead = false)
{
    HttpAnswerParser parser(isToHead);
    Read read;
    const auto take = [&] {
        if (auto head = parser.takeHead())
            read.head = head;
        read.body += parser.takeBody();
        read.trailers += parser.takeTrailers();
    };
    for (qsizetype i = 0; i < answer.size() && read.fault == Fault::None; i += piece) {
        read.fault = parser.feed(answer.mid(i, piece));
        take();
    }
    if (isClosed && read.fault == Fault::None)
        read.fault = parser.finish();
    take();
    read.isComplete = parser.isComplete();
    read.leavesOpen = parser.leavesConnectionOpen();
    read.keepAlive = parser.isComplete() ? parser.keepAliveSeconds() : -1;
    return read;
}

const QByteArray kChunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

} // namespace

class HttpAnswerParserTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAnswers_data();
    void readsAnswers();
    void refusesWhatIsNotHttp_data();
    void refusesWhatIsNotHttp();
    void noticesWhatWasCut_data();
    void noticesWhatWasCut();
    void boundsHeaders_data();
    void boundsHeaders();
    void tellsWhenAConnectionCanBeUsedAgain_data();
    void tellsWhenAConnectionCanBeUsedAgain();
    void skipsInterimAnswers();
    void givesBodiesAsTheyCome();
    void takesLongBodies();
    void keepsHeadersApart();
    void bearsWhateverComes();
};

void HttpAnswerParserTest::readsAnswers_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("isClosed"); // the end of the connection ends the answer
    QTest::newRow("a length") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
                              << 200 << QByteArray("hello") << false;
    QTest::newRow("no body") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") << 200
                             << QByteArray() << false;
    QTest::newRow("no reason") << QByteArray("HTTP/1.1 529 \r\nContent-Length: 2\r\n\r\n{}") << 529
                               << QByteArray("{}") << false;
    QTest::newRow("no content") << QByteArray("HTTP/1.1 204 No Content\r\n\r\n") << 204
                                << QByteArray() << false;
    QTest::newRow("chunks") << kChunked + "5\r\nhello\r\n7;name=value\r\n, world\r\n0\r\n\r\n"
                            << 200 << QByteArray("hello, world") << false;
    QTest::newRow("no chunk") << kChunked + "0\r\n\r\n" << 200 << QByteArray() << false;
    QTest::newRow("up to the end")
        << QByteArray("HTTP/1.1 200 OK\r\n\r\nhello") << 200 << QByteArray("hello") << true;
    QTest::newRow("HTTP/1.0") << QByteArray("HTTP/1.0 200 OK\r\n\r\nhello") << 200
                              << QByteArray("hello") << true;
}

void HttpAnswerParserTest::readsAnswers()
{
    QFETCH(QByteArray, answer);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(bool, isClosed);
    for (const qsizetype piece : {qsizetype(1), qsizetype(2), qsizetype(7), answer.size()}) {
        const Read read = readIn(answer, piece, isClosed);
        QCOMPARE(read.fault, Fault::None);
        QVERIFY(read.head);
        QCOMPARE(read.head->status, status);
        QCOMPARE(read.body, body);
        QVERIFY(read.isComplete);
        QCOMPARE(read.leavesOpen, !isClosed);
    }
}

void HttpAnswerParserTest::refusesWhatIsNotHttp_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("words") << QByteArray("hello, this is no web server\r\n\r\n");
    QTest::newRow("another protocol") << QByteArray("SSH-2.0-OpenSSH_9.2p1\r\n");
    QTest::newRow("zeros") << QByteArray(64, '\0');
    QTest::newRow("no status") << QByteArray("HTTP/1.1 abc OK\r\n\r\n");
    QTest::newRow("status zero") << QByteArray("HTTP/1.1 000 OK\r\n\r\n");
    QTest::newRow("a protocol nobody asked for")
        << QByteArray("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n");
    QTest::newRow("a version of later") << QByteArray("HTTP/3.0 200 OK\r\n\r\n");
    QTest::newRow("a field without a colon")
        << QByteArray("HTTP/1.1 200 OK\r\nnonsense\r\nContent-Length: 0\r\n\r\n");
    QTest::newRow("a length that is none")
        << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n");
    QTest::newRow("two lengths") << QByteArray(
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n");
    QTest::newRow("a length and chunks")
        << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n");
    QTest::newRow("a chunk without a size") << kChunked + "hello\r\n";
    QTest::newRow("a chunk that is longer than it says") << kChunked + "5\r\nhello, world\r\n";
    QTest::newRow("a chunk of more than there can be")
        << kChunked + "fffffffffffffffff\r\nhello\r\n";
}

void HttpAnswerParserTest::refusesWhatIsNotHttp()
{
    QFETCH(QByteArray, answer);
    for (const qsizetype piece : {qsizetype(1), qsizetype(3), answer.size()}) {
        const Read read = readIn(answer, piece);
        QCOMPARE(read.fault, Fault::Malformed);
        QVERIFY(!read.isComplete);
        QVERIFY(!read.leavesOpen);
    }
    // It stays at that.
    HttpAnswerParser parser;
    QCOMPARE(parser.feed(answer), Fault::Malformed);
    QVERIFY(!parser.detail().isEmpty());
    QCOMPARE(parser.feed("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), Fault::Malformed);
}

void HttpAnswerParserTest::noticesWhatWasCut_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QByteArray>("body"); // what came of it
    QTest::newRow("nothing") << QByteArray() << QByteArray();
    QTest::newRow("half a line") << QByteArray("HTTP/1.1 20") << QByteArray();
    QTest::newRow("half a head") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n")
                                 << QByteArray();
    QTest::newRow("half a body") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel")
                                 << QByteArray("hel");
    QTest::newRow("half a chunk") << kChunked + "5\r\nhel" << QByteArray("hel");
    QTest::newRow("no last chunk") << kChunked + "5\r\nhello\r\n" << QByteArray("hello");
    QTest::newRow("half a last chunk") << kChunked + "5\r\nhello\r\n0\r\n" << QByteArray("hello");
    QTest::newRow("an interim answer alone")
        << QByteArray("HTTP/1.1 100 Continue\r\n\r\n") << QByteArray();
}

void HttpAnswerParserTest::noticesWhatWasCut()
{
    QFETCH(QByteArray, answer);
    QFETCH(QByteArray, body);
    for (const qsizetype piece : {qsizetype(1), answer.size() + 1}) {
        const Read read = readIn(answer, piece, true);
        QCOMPARE(read.fault, Fault::Truncated);
        QCOMPARE(read.body, body);
        QVERIFY(!read.isComplete);
    }
}

void HttpAnswerParserTest::boundsHeaders_data()
{
    QTest::addColumn<QByteArray>("begin");
    QTest::addColumn<QByteArray>("repeated");
    const QByteArray line = QByteArray(1000, 'x');
    QTest::newRow("one long field") << QByteArray("HTTP/1.1 200 OK\r\nname: ") << line;
    QTest::newRow("many fields") << QByteArray("HTTP/1.1 200 OK\r\n") << "name: " + line + "\r\n";
    QTest::newRow("a long reason") << QByteArray("HTTP/1.1 200 ") << line;
    QTest::newRow("a long extension of a chunk") << kChunked + "5;name=" << line;
    QTest::newRow("many trailers") << kChunked + "0\r\n" << "name: " + line + "\r\n";
}

void HttpAnswerParserTest::boundsHeaders()
{
    QFETCH(QByteArray, begin);
    QFETCH(QByteArray, repeated);
    for (const int linesAtOnce : {1, 1000}) {
        HttpAnswerParser parser;
        Fault fault = parser.feed(begin);
        int lines = 0;
        for (; fault == Fault::None && lines < 1000; lines += linesAtOnce)
            fault = parser.feed(repeated.repeated(linesAtOnce));
        QCOMPARE(fault, Fault::Malformed);
        QVERIFY(linesAtOnce > 1 || lines < 150);
    }
}

void HttpAnswerParserTest::tellsWhenAConnectionCanBeUsedAgain_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<bool>("isOpen");
    QTest::addColumn<int>("seconds");
    const QByteArray end = "Content-Length: 0\r\n\r\n";
    QTest::newRow("kept") << "HTTP/1.1 200 OK\r\n" + end << true << -1;
    QTest::newRow("to be closed") << "HTTP/1.1 200 OK\r\nConnection: close\r\n" + end << false
                                  << -1;
    QTest::newRow("of long ago") << "HTTP/1.0 200 OK\r\n" + end << false << -1;
    QTest::newRow("of long ago, kept")
        << "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n" + end << true << -1;
    QTest::newRow("for a while") << "HTTP/1.1 200 OK\r\nKeep-Alive: max=100, Timeout=5\r\n" + end
                                 << true << 5;
    QTest::newRow("for nonsense") << "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=soon, timeout=-3\r\n" +
                                         end
                                  << true << -1;
    QTest::newRow("with more than was asked for")
        << "HTTP/1.1 200 OK\r\n" + end + "HTTP/1.1 200 OK\r\n"
        << false << -1;
    QTest::newRow("with a body where none belongs")
        << QByteArray("HTTP/1.1 204 No Content\r\n\r\nhello") << false << -1;
}

void HttpAnswerParserTest::tellsWhenAConnectionCanBeUsedAgain()
{
    QFETCH(QByteArray, answer);
    QFETCH(bool, isOpen);
    QFETCH(int, seconds);
    for (const qsizetype piece : {qsizetype(1), answer.size()}) {
        const Read read = readIn(answer, piece);
        QCOMPARE(read.fault, Fault::None);
        QVERIFY(read.isComplete);
        QCOMPARE(read.leavesOpen, isOpen);
        QCOMPARE(read.keepAlive, seconds);
    }
}

void HttpAnswerParserTest::skipsInterimAnswers()
{
    const QByteArray answer = "HTTP/1.1 100 Continue\r\n\r\n"
                              "HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n"
                              "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nName: value\r\n\r\nhi";
    for (const qsizetype piece : {qsizetype(1), answer.size()}) {
        const Read read = readIn(answer, piece);
        QCOMPARE(read.head->status, 200);
        QCOMPARE(read.head->headers, (HeaderList{{"content-length", "2"}, {"name", "value"}}));
        QCOMPARE(read.body, "hi");
    }
    // Also before the answer to a HEAD, whose length is that of a body which does not follow.
    const Read toHead = readIn("HTTP/1.1 100 Continue\r\n\r\n"
                               "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
                               1, false, true);
    QVERIFY(toHead.isComplete);
    QVERIFY(toHead.leavesOpen);
    QCOMPARE(headerValue(toHead.head->headers, "content-length"), "5");
}

void HttpAnswerParserTest::givesBodiesAsTheyCome()
{
    HttpAnswerParser parser;
    QCOMPARE(parser.feed(kChunked), Fault::None);
    QVERIFY(parser.takeHead());
    QVERIFY(!parser.takeHead()); // told once
    QVERIFY(parser.takeBody().isEmpty());
    QCOMPARE(parser.feed("a\r\nhello"), Fault::None);
    QCOMPARE(parser.takeBody(), "hello");
    QCOMPARE(parser.feed("world\r\n3\r"), Fault::None);
    QCOMPARE(parser.takeBody(), "world");
    QVERIFY(!parser.isComplete());
    QCOMPARE(parser.feed("\nend\r\n0\r\nname: value\r\n\r\n"), Fault::None);
    QCOMPARE(parser.takeBody(), "end");
    QCOMPARE(parser.takeTrailers(), (HeaderList{{"name", "value"}}));
    QVERIFY(parser.isComplete());
    // What came before a fault is there.
    HttpAnswerParser faulty;
    QCOMPARE(faulty.feed(kChunked + "5\r\nhello\r\nxyz\r\n"), Fault::Malformed);
    QVERIFY(faulty.takeHead());
    QCOMPARE(faulty.takeBody(), "hello");
}

void HttpAnswerParserTest::takesLongBodies()
{
    // More than the 8 MB that the parser underneath takes by itself.
    const QByteArray body(12'000'000, 'x');
    const auto length = QByteArray::number(body.size());
    const auto inHex = QByteArray::number(body.size(), 16);
    for (const QByteArray& answer :
         {QByteArray("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + body),
          QByteArray(kChunked + inHex + "\r\n" + body + "\r\n0\r\n\r\n")}) {
        const Read read = readIn(answer, 50'000);
        QCOMPARE(read.fault, Fault::None);
        QVERIFY(read.isComplete);
        QVERIFY(read.body == body);
    }
    const Read toTheEnd = readIn("HTTP/1.1 200 OK\r\n\r\n" + body, 50'000, true);
    QVERIFY(toTheEnd.isComplete);
    QVERIFY(toTheEnd.body == body);
}

void HttpAnswerParserTest::keepsHeadersApart()
{
    const Read read = readIn("HTTP/1.1 200 OK\r\nName:  two  words \r\nname: again\r\nEmpty:\r\n"
                             "Request-ID: req_1\r\nContent-Length: 0\r\n\r\n",
                             1000);
    QCOMPARE(read.head->headers, (HeaderList{{"name", "two  words"},
                                             {"name", "again"},
                                             {"empty", ""},
                                             {"request-id", "req_1"},
                                             {"content-length", "0"}}));
}

void HttpAnswerParserTest::bearsWhateverComes()
{
    const QByteArrayList answers{
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nKeep-Alive: timeout=5\r\n\r\nhello",
        kChunked + "5;a=\"b\"\r\nhello\r\n0;c\r\nname: value\r\n folded\r\n\r\n",
        kChunked + "0\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No\r\nname: value\r\n\r\n",
    };
    const QByteArray marks = QByteArray("\r\n\0:; 0f-\"\xff", 12);
    std::minstd_rand random(1); // always the same
    const auto below = [&random](qsizetype limit) {
        return static_cast<qsizetype>(random() % static_cast<unsigned>(limit));
    };
    int whole = 0;
    for (int round = 0; round < 40'000; ++round) {
        QByteArray answer = answers[below(answers.size())];
        for (qsizetype changes = below(4); changes > 0; --changes) {
            const qsizetype at = below(answer.size());
            const char mark = marks[below(marks.size())];
            if (below(3) == 0)
                answer.insert(at, mark);
            else if (below(2) == 0)
                answer[at] = mark;
            else
                answer.remove(at, 1 + below(3));
            if (answer.isEmpty())
                break;
        }
        // Whatever pieces it comes in, it means the same.
        const bool isToHead = below(8) == 0;
        const Read atOnce = readIn(answer, answer.size() + 1, true, isToHead);
        const Read inPieces = readIn(answer, 1 + below(9), true, isToHead);
        QCOMPARE(inPieces.isComplete, atOnce.isComplete);
        if (atOnce.isComplete) {
            ++whole;
            QCOMPARE(inPieces.body, atOnce.body);
            QCOMPARE(inPieces.head->headers, atOnce.head->headers);
        } else {
            QVERIFY(atOnce.fault != Fault::None);
        }
    }
    QVERIFY(whole > 1000);
    QVERIFY(whole < 39'000);
}

QTEST_GUILESS_MAIN(HttpAnswerParserTest)
#include "tst_httpanswerparser.moc"
