// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/sockettransport.h"
#include "recordinglistener.h"
#include "socksproxy.h"
#include "support/testcertificate.h"
#include "tunnel.h"
#include "upstream.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatience = 20'000;
constexpr int kIdleMs = 700; // such a connection counts as idle

// One way to an upstream on this machine.
enum class Way { Clear, Tls, HttpProxy, SocksProxy, TlsThroughProxy };

QByteArray chunked(const QByteArray& body, const QByteArray& trailers = {})
{
    return "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" + Answers::chunk(body) +
           "0\r\n" + trailers + "\r\n";
}

} // namespace

class SocketTransportTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void tellsAnAnswerInOrder_data();
    void tellsAnAnswerInOrder();
    void sendsWhatItIsGiven();
    void cannotBeMadeToSendAnotherHeader();
    void tellsWhatWentWrong_data();
    void tellsWhatWentWrong();
    void mayBeDestroyedAtAnyInstant_data();
    void mayBeDestroyedAtAnyInstant();
    void keepsConnections();
    void keepsNoConnectionThatServersClose_data();
    void keepsNoConnectionThatServersClose();
    void keepsNoConnectionOfAbsentAccounts();
    void keepsOnlySoManyConnections();
    void sendsOnceMoreWhenAKeptConnectionWasClosed();
    void sendsNothingTwiceThatMayHaveBeenTaken();
    void usesNoConnectionWhoseRequestIsUnderWay();
    void leavesUnreadWhatNobodyTakes_data();
    void leavesUnreadWhatNobodyTakes();
    void triesEveryAddress();
    void takesIpv6Addresses();

private:
    [[nodiscard]] static TransportRequest requestTo(const QUrl& baseUrl,
                                                    const QByteArray& body = "{}")
    {
        TransportRequest request;
        request.method = "POST";
        request.url = baseUrl;
        request.url.setPath(u"/v1/messages"_s);
        request.body = body;
        return request;
    }
    [[nodiscard]] std::unique_ptr<RecordingListener> ask(TransportRequest request,
                                                         const Account& account = {})
    {
        auto listener = std::make_unique<RecordingListener>();
        listener->start(m_transports->make(account, std::move(request)));
        return listener;
    }
    // Waits for the end.
    [[nodiscard]] std::unique_ptr<RecordingListener> asked(TransportRequest request,
                                                           const Account& account = {})
    {
        auto listener = ask(std::move(request), account);
        if (!QTest::qWaitFor([&] { return listener->isEnded; }, kPatience))
            qFatal("no end");
        return listener;
    }

    QTemporaryDir m_folder;
    std::optional<TestCertificate> m_tls;      // of 127.0.0.1
    std::optional<TestCertificate> m_tlsOfFar; // of elsewhere.test
    QString m_why;
    std::unique_ptr<SocketTransports> m_transports;
};

void SocketTransportTest::initTestCase()
{
    m_tls = TestCertificate::make(TestCertificate::Kind::Good, &m_why);
    m_tlsOfFar = TestCertificate::make(TestCertificate::Kind::WrongHost, &m_why);
    QString caFile;
    if (m_tls && m_tlsOfFar) {
        caFile = m_folder.filePath(u"ca.pem"_s);
        QFile file(caFile);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(m_tls->authority.toPem() + m_tlsOfFar->authority.toPem());
    }
    m_transports = std::make_unique<SocketTransports>(caFile);
}

void SocketTransportTest::tellsAnAnswerInOrder_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QStringList>("calls");
    const QStringList all{u"moved"_s, u"head"_s, u"bytes"_s, u"ended"_s};
    const QStringList bare{u"moved"_s, u"head"_s, u"ended"_s};
    const QStringList trailing{u"moved"_s, u"head"_s, u"bytes"_s, u"trailers"_s, u"ended"_s};
    QTest::newRow("whole") << Answers::json(200, R"({"a":1})") << 200 << QByteArray(R"({"a":1})")
                           << all;
    QTest::newRow("an error") << Answers::error(429, "rate_limit_error") << 429 << QByteArray()
                              << all;
    QTest::newRow("chunks") << chunked("hello") << 200 << QByteArray("hello") << all;
    QTest::newRow("trailers") << chunked("hello", "x-late: yes\r\n") << 200 << QByteArray("hello")
                              << trailing;
    QTest::newRow("no body") << QByteArray("HTTP/1.1 204 No Content\r\n\r\n") << 204 << QByteArray()
                             << bare;
    QTest::newRow("after interim answers")
        << "HTTP/1.1 103 Early Hints\r\nlink: <a>\r\n\r\n" + chunked("hello") << 200
        << QByteArray("hello") << all;
    QTest::newRow("redirected")
        << QByteArray("HTTP/1.1 307 Go\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n") << 307
        << QByteArray() << bare;
}

void SocketTransportTest::tellsAnAnswerInOrder()
{
    QFETCH(QByteArray, answer);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QStringList, calls);
    Upstream upstream(Upstream::always(answer));
    const auto listener = asked(requestTo(upstream.baseUrl()));
    QVERIFY(!listener->error);
    QCOMPARE(listener->calls, calls);
    QVERIFY(!listener->wasCalledWithinStart);
    QCOMPARE(listener->head->status, status);
    if (!body.isEmpty())
        QCOMPARE(listener->bytes, body);
    if (calls.contains(u"trailers"_s))
        QCOMPARE(listener->trailers, (HeaderList{{"x-late", "yes"}}));
    QCOMPARE(upstream.requests().size(), 1);
}

void SocketTransportTest::sendsWhatItIsGiven()
{
    Upstream upstream(Upstream::always("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n"));
    TransportRequest request = requestTo(upstream.baseUrl());
    request.method = "HEAD";
    request.body.clear();
    request.url.setPath(u"/über/a b"_s);
    request.url.setQuery(u"beta=true&x=%2F"_s);
    request.headers = {{"X-Name", "value"}, {"Host", "planted.test"}, {"Content-Length", "7"}};
    request.credential = {Credential::Form::Bearer, Secret::take(QByteArray("sk-ant-test-1"))};
    const auto listener = asked(std::move(request));
    QVERIFY(!listener->error); // its length is that of what a GET would give
    const UpstreamRequest sent = upstream.requests().value(0);
    QCOMPARE(sent.method, "HEAD");
    QCOMPARE(sent.path, "/%C3%BCber/a%20b?beta=true&x=%2F");
    QCOMPARE(sent.headers.value("x-name"), "value");
    QCOMPARE(sent.headers.value("host"), "127.0.0.1:" + QByteArray::number(upstream.port()));
    QCOMPARE(sent.headers.value("authorization"), "Bearer sk-ant-test-1");
    QVERIFY(!sent.headers.contains("content-length"));
    // A length is told with every other, were it none.
    Upstream another(Upstream::always(Answers::json(200, "{}")));
    QVERIFY(!asked(requestTo(another.baseUrl(), {}))->error);
    QCOMPARE(another.requests().value(0).headers.value("content-length"), "0");
}

void SocketTransportTest::cannotBeMadeToSendAnotherHeader()
{
    Upstream upstream(Upstream::always(Answers::json(200, "{}")));
    TransportRequest request = requestTo(upstream.baseUrl());
    request.headers = {{"x-one", "a\r\nx-planted: yes"},
                       {"x-two\r\nx-planted", "yes"},
                       {"x-three: yes\nx-planted", "yes"},
                       {"x-four", QByteArray("a\0b", 3)},
                       {"x-five", "kept"}};
    QVERIFY(!asked(std::move(request))->error);
    QCOMPARE(upstream.requests().size(), 1);
    const auto headers = upstream.requests().first().headers;
    QVERIFY(!headers.contains("x-planted"));
    QVERIFY(!headers.contains("x-four"));
    QCOMPARE(headers.value("x-five"), "kept");
}

void SocketTransportTest::tellsWhatWentWrong_data()
{
    QTest::addColumn<QByteArray>("answer"); // and then the connection is closed
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("nothing") << QByteArray() << ErrorKind::ConnectionLost << QByteArray();
    QTest::newRow("half a head") << QByteArray("HTTP/1.1 200 OK\r\ncontent-")
                                 << ErrorKind::ConnectionLost << QByteArray();
    QTest::newRow("half a body") << QByteArray("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhello")
                                 << ErrorKind::ConnectionLost << QByteArray("hello");
    QTest::newRow("no last chunk") << Answers::streamHead() + Answers::chunk("hello")
                                   << ErrorKind::ConnectionLost << QByteArray("hello");
    QTest::newRow("not HTTP") << QByteArray("220 mail.test ESMTP\r\n")
                              << ErrorKind::UnexpectedAnswer << QByteArray();
    QTest::newRow("bad chunks") << Answers::streamHead() + Answers::chunk("hello") + "world\r\n"
                                << ErrorKind::UnexpectedAnswer << QByteArray("hello");
    QTest::newRow("a head without an end")
        << "HTTP/1.1 200 OK\r\n" + QByteArray("x-name: value\r\n").repeated(20'000)
        << ErrorKind::UnexpectedAnswer << QByteArray();
}

void SocketTransportTest::tellsWhatWentWrong()
{
    QFETCH(QByteArray, answer);
    QFETCH(ErrorKind, kind);
    QFETCH(QByteArray, body);
    Upstream upstream([&](QTcpSocket& socket, const UpstreamRequest&) {
        socket.write(answer);
        socket.disconnectFromHost();
    });
    const auto listener = asked(requestTo(upstream.baseUrl()));
    QVERIFY(listener->error);
    QCOMPARE(listener->error->kind, kind);
    QCOMPARE(listener->bytes, body);
    QVERIFY(listener->error->cause.contains(u"127.0.0.1"_s));
    QCOMPARE(upstream.requests().size(), 1);
    QTRY_COMPARE(upstream.openConnections(), 0);
}

void SocketTransportTest::mayBeDestroyedAtAnyInstant_data()
{
    QTest::addColumn<QString>("call");
    QTest::addColumn<bool>("isEncrypted");
    for (const char* call : {"moved", "head", "bytes", "trailers", "ended"}) {
        for (const bool isEncrypted : {false, true})
            QTest::addRow("%s%s", call, isEncrypted ? ", TLS" : "")
                << QString::fromLatin1(call) << isEncrypted;
    }
}

void SocketTransportTest::mayBeDestroyedAtAnyInstant()
{
    QFETCH(QString, call);
    QFETCH(bool, isEncrypted);
    if (isEncrypted && !m_tls)
        QSKIP(qPrintable(m_why));
    const auto answer = Upstream::always(chunked("hello", "x-late: yes\r\n"));
    Upstream upstream = isEncrypted ? Upstream(answer, m_tls->server) : Upstream(answer);
    // On a new connection, and on one that is kept if any is.
    for (int round = 0; round < 3; ++round) {
        RecordingListener listener;
        listener.destroyAt = call;
        listener.start(m_transports->make({}, requestTo(upstream.baseUrl())));
        QTRY_VERIFY_WITH_TIMEOUT(!listener.transport, kPatience);
        const QStringList before = listener.calls;
        QTest::qWait(5);
        QCOMPARE(listener.calls, before);
        QCOMPARE(listener.calls.last(), call);
    }
    // From outside: before it began, and on its way.
    for (int turns = 0; turns < 8; ++turns) {
        RecordingListener listener;
        listener.start(m_transports->make({}, requestTo(upstream.baseUrl())));
        for (int i = 0; i < turns; ++i)
            QCoreApplication::processEvents();
        listener.transport.reset();
        const QStringList before = listener.calls;
        QTest::qWait(1);
        QCOMPARE(listener.calls, before);
    }
}

void SocketTransportTest::keepsConnections()
{
    if (!m_tls)
        QSKIP(qPrintable(m_why));
    Upstream clear(Upstream::always(chunked("hello")));
    Upstream encrypted(Upstream::always(chunked("hello")), m_tls->server);
    for (Upstream* upstream : {&clear, &encrypted}) {
        for (int i = 0; i < 5; ++i)
            QVERIFY(!asked(requestTo(upstream->baseUrl(), QByteArray(200'000, 'x')))->error);
        QCOMPARE(upstream->connections(), 1);
        QCOMPARE(upstream->requests().size(), 5);
        // Each account has its own, and so has each proxy.
        Account other;
        other.id = {u"other"_s};
        QVERIFY(!asked(requestTo(upstream->baseUrl()), other)->error);
        QCOMPARE(upstream->connections(), 2);
    }
}

void SocketTransportTest::keepsNoConnectionThatServersClose_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("said so") << QByteArray(
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
    QTest::newRow("of long ago") << QByteArray("HTTP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n");
    QTest::newRow("soon") << QByteArray(
        "HTTP/1.1 200 OK\r\nkeep-alive: timeout=1\r\ncontent-length: 0\r\n\r\n");
    QTest::newRow("with more than was asked for")
        << QByteArray("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\nHTTP/1.1 200 OK\r\n\r\nplanted");
}

void SocketTransportTest::keepsNoConnectionThatServersClose()
{
    QFETCH(QByteArray, answer);
    Upstream upstream(Upstream::always(answer));
    for (int i = 1; i < 4; ++i) {
        const auto listener = asked(requestTo(upstream.baseUrl()));
        QVERIFY(!listener->error);
        QVERIFY(listener->bytes.isEmpty());
        QCOMPARE(upstream.connections(), i);
        QTRY_COMPARE(upstream.openConnections(), 0);
    }
    // What comes later, unasked, is nobody's answer.
    QPointer<QTcpSocket> served;
    Upstream late([&](QTcpSocket& socket, const UpstreamRequest&) {
        served = &socket;
        socket.write("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    });
    QVERIFY(!asked(requestTo(late.baseUrl()))->error);
    QCOMPARE(late.openConnections(), 1);
    served->write("HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\nplanted");
    QTRY_COMPARE(late.openConnections(), 0);
    QVERIFY(asked(requestTo(late.baseUrl()))->bytes.isEmpty());
}

void SocketTransportTest::keepsNoConnectionOfAbsentAccounts()
{
    Upstream upstream(Upstream::always(chunked("hello")));
    Account one;
    one.id = {u"one"_s};
    QVERIFY(!asked(requestTo(upstream.baseUrl()), one)->error);
    QCOMPARE(upstream.openConnections(), 1);
    m_transports->keepOnly({one.id});
    QVERIFY(!asked(requestTo(upstream.baseUrl()), one)->error);
    QCOMPARE(upstream.connections(), 1);
    // Another proxy is another way there.
    one.proxy = QUrl(u"http://127.0.0.1:1"_s);
    QVERIFY(!asked(requestTo(upstream.baseUrl()), one)->error);
    QCOMPARE(upstream.connections(), 2);
    m_transports->keepOnly({});
    QTRY_COMPARE(upstream.openConnections(), 0);
}

void SocketTransportTest::keepsOnlySoManyConnections()
{
    QList<QTcpSocket*> open;
    Upstream upstream([&](QTcpSocket& socket, const UpstreamRequest&) { open.append(&socket); });
    constexpr int kMany = static_cast<int>(SocketConnections::kMostIdle) + 10;
    std::vector<std::unique_ptr<RecordingListener>> all;
    for (int i = 0; i < kMany; ++i)
        all.push_back(ask(requestTo(upstream.baseUrl())));
    QTRY_COMPARE_WITH_TIMEOUT(open.size(), kMany, kPatience);
    for (QTcpSocket* socket : std::as_const(open))
        socket->write(chunked("hello"));
    QTRY_COMPARE_WITH_TIMEOUT(upstream.openConnections(),
                              static_cast<int>(SocketConnections::kMostIdle), kPatience);
    for (const auto& listener : all)
        QVERIFY(listener->isEnded && !listener->error);
}

void SocketTransportTest::sendsOnceMoreWhenAKeptConnectionWasClosed()
{
    // The server closes an idle connection at the moment when the next request comes on it.
    int onThis = 0;
    QPointer<QTcpSocket> last;
    Upstream upstream([&](QTcpSocket& socket, const UpstreamRequest&) {
        onThis = last == &socket ? onThis + 1 : 1;
        last = &socket;
        if (onThis > 1)
            socket.abort();
        else
            socket.write(chunked("hello"));
    });
    QVERIFY(!asked(requestTo(upstream.baseUrl()))->error);
    QTest::qWait(kIdleMs);
    const auto listener = asked(requestTo(upstream.baseUrl(), QByteArray(100'000, 'x')));
    QVERIFY(!listener->error);
    QCOMPARE(listener->bytes, "hello");
    QCOMPARE(listener->calls, (QStringList{u"moved"_s, u"head"_s, u"bytes"_s, u"ended"_s}));
    QCOMPARE(upstream.connections(), 2);
    QCOMPARE(upstream.requests().last().body.size(), 100'000);
    // One that was closed before is not used at all.
    last->disconnectFromHost();
    QTRY_COMPARE(upstream.openConnections(), 0);
    QVERIFY(!asked(requestTo(upstream.baseUrl()))->error);
    QCOMPARE(upstream.requests().size(), 4);
}

void SocketTransportTest::sendsNothingTwiceThatMayHaveBeenTaken()
{
    // Cut after the first byte of an answer; and on connections that are new.
    int served = 0;
    Upstream upstream([&](QTcpSocket& socket, const UpstreamRequest&) {
        if (++served == 1) {
            socket.write(chunked("hello"));
            return;
        }
        socket.write("H");
        socket.disconnectFromHost();
    });
    QVERIFY(!asked(requestTo(upstream.baseUrl()))->error);
    QTest::qWait(kIdleMs);
    const auto cut = asked(requestTo(upstream.baseUrl()));
    QCOMPARE(cut->error->kind, ErrorKind::ConnectionLost);
    QCOMPARE(upstream.requests().size(), 2);
    Upstream closing([](QTcpSocket& socket, const UpstreamRequest&) { socket.abort(); });
    QCOMPARE(asked(requestTo(closing.baseUrl()))->error->kind, ErrorKind::ConnectionLost);
    QCOMPARE(closing.requests().size(), 1);
    // Only once, however often it happens; and not where it was in use just now.
    for (const int waitMs : {kIdleMs, 0}) {
        served = 0;
        Upstream never([&](QTcpSocket& socket, const UpstreamRequest&) {
            if (++served == 1)
                socket.write(chunked("hello"));
            else
                socket.abort();
        });
        QVERIFY(!asked(requestTo(never.baseUrl()))->error);
        QTest::qWait(waitMs);
        QElapsedTimer sinceThen;
        sinceThen.start();
        QCOMPARE(asked(requestTo(never.baseUrl()))->error->kind, ErrorKind::ConnectionLost);
        if (waitMs > 0 || sinceThen.elapsed() < 300) // else this machine was too slow
            QCOMPARE(never.requests().size(), waitMs > 0 ? 3 : 2);
    }
}

void SocketTransportTest::usesNoConnectionWhoseRequestIsUnderWay()
{
    // Refused by a server that does not read what follows: the rest of it would be the next
    // request.
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    int connections = 0;
    connect(&server, &QTcpServer::newConnection, this, [&] {
        ++connections;
        QTcpSocket* const socket = server.nextPendingConnection();
        socket->setReadBufferSize(1000);
        connect(socket, &QTcpSocket::readyRead, socket, [socket] {
            if (socket->peek(4) == "POST")
                socket->write(Answers::error(413, "request_too_large"));
            disconnect(socket, &QTcpSocket::readyRead, nullptr, nullptr);
        });
    });
    const QUrl url(u"http://127.0.0.1:%1"_s.arg(server.serverPort()));
    for (int i = 1; i < 3; ++i) {
        const auto listener = asked(requestTo(url, QByteArray(30'000'000, 'x')));
        QVERIFY(!listener->error);
        QCOMPARE(listener->head->status, 413);
        QCOMPARE(connections, i);
    }
}

void SocketTransportTest::leavesUnreadWhatNobodyTakes_data()
{
    QTest::addColumn<Way>("way");
    QTest::newRow("in the clear") << Way::Clear;
    QTest::newRow("TLS") << Way::Tls;
    QTest::newRow("through an HTTP proxy") << Way::HttpProxy;
    QTest::newRow("through a SOCKS proxy") << Way::SocksProxy;
    QTest::newRow("TLS through an HTTP proxy") << Way::TlsThroughProxy;
}

void SocketTransportTest::leavesUnreadWhatNobodyTakes()
{
    QFETCH(Way, way);
    const bool isEncrypted = way == Way::Tls || way == Way::TlsThroughProxy;
    if (isEncrypted && !m_tls)
        QSKIP(qPrintable(m_why));
    static constexpr qint64 kAll = 200LL * 1024 * 1024;
    const QByteArray piece(256 * 1024, 'x');
    qint64 written = 0;
    const Upstream::Handler pouring = [&](QTcpSocket& socket, const UpstreamRequest&) {
        socket.write("HTTP/1.1 200 OK\r\ncontent-length: " + QByteArray::number(kAll) + "\r\n\r\n");
        const auto pour = [&written, &piece, s = &socket] {
            auto* const encrypted = qobject_cast<QSslSocket*>(s);
            const auto waiting = [&] {
                return s->bytesToWrite() + (encrypted ? encrypted->encryptedBytesToWrite() : 0);
            };
            while (written < kAll && waiting() < piece.size())
                written += s->write(piece);
        };
        connect(&socket, &QTcpSocket::bytesWritten, &socket, pour);
        if (auto* const encrypted = qobject_cast<QSslSocket*>(&socket))
            connect(encrypted, &QSslSocket::encryptedBytesWritten, &socket, pour);
        pour();
    };
    const auto& tls = way == Way::Tls ? m_tls : m_tlsOfFar;
    Upstream upstream = isEncrypted ? Upstream(pouring, tls->server) : Upstream(pouring);
    Tunnel tunnel(upstream.port());
    SocksProxy socks(upstream.port());
    Account account;
    QUrl url = upstream.baseUrl();
    if (way != Way::Clear && way != Way::Tls) {
        account.proxy = way == Way::SocksProxy ? socks.url() : tunnel.url();
        url = QUrl(isEncrypted ? u"https://elsewhere.test"_s : u"http://elsewhere.test"_s);
    }

    RecordingListener listener;
    listener.pauseAfter = 0;
    listener.start(m_transports->make(account, requestTo(url)));
    QTRY_VERIFY_WITH_TIMEOUT(listener.size > 0, kPatience);
    qint64 before = -1;
    while (before != written) {
        before = written;
        QTest::qWait(200);
    }
    // The kernel's buffers on the way are the most of it.
    QVERIFY2(written < 40LL * 1024 * 1024, qPrintable(QString::number(written)));
    QVERIFY2(listener.size < 1024 * 1024, qPrintable(QString::number(listener.size)));
    // It goes on where it stopped, several times.
    for (const qint64 until : {1LL, 10LL, 50LL}) {
        listener.pauseAfter = until * 1024 * 1024;
        listener.transport->setPaused(false);
        QTRY_VERIFY_WITH_TIMEOUT(listener.size > listener.pauseAfter, kPatience);
        QTest::qWait(20);
        QVERIFY(listener.size < listener.pauseAfter + 1024 * 1024);
    }
    listener.pauseAfter = -1;
    listener.transport->setPaused(false);
    QTRY_VERIFY_WITH_TIMEOUT(listener.isEnded, 60'000);
    QVERIFY2(!listener.error, listener.error ? qPrintable(listener.error->detail) : "");
    QCOMPARE(listener.size, kAll);
}

void SocketTransportTest::triesEveryAddress()
{
    // "localhost" is ::1 as well on most machines, and nobody listens there.
    Upstream upstream(Upstream::always(chunked("hello")));
    const QUrl url(u"http://localhost:%1"_s.arg(upstream.port()));
    const auto listener = asked(requestTo(url));
    QVERIFY(!listener->error);
    QCOMPARE(upstream.requests().value(0).headers.value("host"),
             "localhost:" + QByteArray::number(upstream.port()));
    QTcpServer nobody;
    nobody.listen(QHostAddress::LocalHost);
    const QUrl refused(u"http://localhost:%1"_s.arg(nobody.serverPort()));
    nobody.close();
    QCOMPARE(asked(requestTo(refused))->error->kind, ErrorKind::ConnectionRefused);
}

void SocketTransportTest::takesIpv6Addresses()
{
    QTcpServer server;
    if (!server.listen(QHostAddress::LocalHostIPv6))
        QSKIP("this machine has no IPv6");
    QByteArray sent;
    connect(&server, &QTcpServer::newConnection, this, [&] {
        QTcpSocket* const socket = server.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [&sent, socket] {
            sent += socket->readAll();
            if (sent.endsWith("{}"))
                socket->write(chunked("hello"));
        });
    });
    const QUrl url(u"http://[::1]:%1"_s.arg(server.serverPort()));
    QVERIFY(!asked(requestTo(url))->error);
    QVERIFY(sent.contains("\r\nhost: [::1]:" + QByteArray::number(server.serverPort()) + "\r\n"));
}

QTEST_GUILESS_MAIN(SocketTransportTest)
#include "tst_sockettransport.moc"
