// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/eventthread.h"
#include "poolfixture.h"
#include "support/testcertificate.h"
#include "tunnel.h"
#include "upstream.h"

#include <QScopeGuard>
#include <QTest>
#include <QThread>
#include <QTimer>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

// A port where connecting never ends: its queue is full, and nobody takes anyone out of it.
class BlackHole final
{
public:
    BlackHole()
    {
        m_listener = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        auto* const raw = reinterpret_cast<sockaddr*>(&address);
        socklen_t size = sizeof address;
        if (::bind(m_listener, raw, size) != 0 || ::listen(m_listener, 0) != 0 ||
            ::getsockname(m_listener, raw, &size) != 0)
            qFatal("no port");
        m_port = ntohs(address.sin_port);
        for (int& filler : m_fillers) {
            filler = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
            ::connect(filler, raw, size);
        }
    }
    ~BlackHole()
    {
        for (const int filler : m_fillers)
            ::close(filler);
        ::close(m_listener);
    }
    [[nodiscard]] QUrl url() const { return QUrl(u"http://127.0.0.1:%1"_s.arg(m_port)); }

private:
    int m_listener = -1;
    int m_fillers[4] = {};
    int m_port = 0;
};

quint16 unusedPort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

const QByteArray kGood = Answers::streamOf(Answers::message("Hello there", 25, 15));

} // namespace

class UpstreamFaultsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsFaultsOfTheWayApart_data();
    void tellsFaultsOfTheWayApart();
    void tellsTimeOutsApart_data();
    void tellsTimeOutsApart();
    void pingsKeepAStreamAlive();
    void tellsFaultsOfTlsApart_data();
    void tellsFaultsOfTlsApart();
    void trustsAnAuthorityOfTheUsers();
    void followsNoRedirect();
    void refusesWhatIsNotTheApi_data();
    void refusesWhatIsNotTheApi();
    void boundsErrorBodies();
    void sendsLargeBodiesWhole();
    void readsNoFasterThanTheOneWhoAsks();
    void opensAsManyConnectionsAsItTakes();
    void usesConnectionsAgain();
    void usesTheProxyOfTheAccount();
    void usesTheProxyOfTheSystem();
    void tellsFaultsOfTheProxy();

private:
    // Asks once over one account; the outcome's error, checked for what every failure has.
    static std::unique_ptr<Asked> askOnce(PoolFixture& fixture, PoolOptions options)
    {
        fixture.startPool(std::move(options));
        auto asked = fixture.ask();
        if (!QTest::qWaitFor([&] { return asked->isFinished(); }, 20'000))
            qFatal("no end");
        return asked;
    }
    static bool hasWords(const Asked& asked, const QString& host)
    {
        const auto& error = asked.outcome().error;
        return error && error->cause.contains(host) && !error->nextStep.isEmpty() &&
               !error->sentence().contains(u"sk-ant"_s) && !error->sentence().contains(u'%');
    }
};

void UpstreamFaultsTest::tellsFaultsOfTheWayApart_data()
{
    QTest::addColumn<QUrl>("url");
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("refused") << QUrl(u"http://127.0.0.1:%1"_s.arg(unusedPort()))
                             << ErrorKind::ConnectionRefused;
    QTest::newRow("unknown host") << QUrl(u"https://no-such-host.invalid"_s)
                                  << ErrorKind::HostNotFound;
}

void UpstreamFaultsTest::tellsFaultsOfTheWayApart()
{
    QFETCH(QUrl, url);
    QFETCH(ErrorKind, kind);
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, url);
    const auto asked = askOnce(fixture, PoolFixture::quick());
    QCOMPARE(asked->errorKind(), kind);
    QVERIFY2(hasWords(*asked, url.host()), qPrintable(asked->outcome().error->sentence()));
    QCOMPARE(asked->leases.size(), 1);
    QCOMPARE(fixture.attempts().value(0).outcome, u"failed"_s);
    // The account is not to blame.
    QVERIFY(fixture.findings.isEmpty());
}

void UpstreamFaultsTest::tellsTimeOutsApart_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("never answers") << QByteArray() << ErrorKind::FirstByteTimeout;
    QTest::newRow("half a head") << QByteArray("HTTP/1.1 200 OK\r\ncontent-")
                                 << ErrorKind::FirstByteTimeout;
    QTest::newRow("a head alone") << Answers::streamHead() << ErrorKind::IdleTimeout;
    QTest::newRow("stops in the middle")
        << Answers::streamHead() +
               Answers::chunk(Answers::messageStart(25) + Answers::blockStart() +
                              Answers::textDelta("Twelve chars"))
        << ErrorKind::IdleTimeout;
    QTest::newRow("never connects") << QByteArray("-") << ErrorKind::ConnectTimeout;
}

void UpstreamFaultsTest::tellsTimeOutsApart()
{
    QFETCH(QByteArray, answer);
    QFETCH(ErrorKind, kind);
    Upstream upstream(Upstream::always(answer));
    const BlackHole hole;
    PoolFixture fixture;
    fixture.addAccount(u"one"_s,
                       kind == ErrorKind::ConnectTimeout ? hole.url() : upstream.baseUrl());
    // Only the one in question is short.
    PoolOptions options = PoolFixture::quick();
    if (kind == ErrorKind::ConnectTimeout)
        options.connectTimeoutMs = 120;
    else if (kind == ErrorKind::FirstByteTimeout)
        options.firstByteTimeoutMs = 120;
    else
        options.idleTimeoutMs = 120;
    const auto asked = askOnce(fixture, options);
    QCOMPARE(asked->errorKind(), kind);
    QVERIFY2(hasWords(*asked, u"127.0.0.1"_s), qPrintable(asked->outcome().error->sentence()));
    // Once more in place, unless something of it came or there was no way there.
    const bool isRepeated = kind != ErrorKind::ConnectTimeout && !answer.contains("Twelve");
    QCOMPARE(asked->leases.size(), isRepeated ? 2 : 1);
    if (answer.contains("Twelve")) {
        QVERIFY(asked->bytes.contains("Twelve chars"));
        QCOMPARE(fixture.attempts().value(0).input, 25);
        QCOMPARE(fixture.attempts().value(0).output, 3);
    }
    // The connection is given up with it.
    QTRY_COMPARE(upstream.openConnections(), 0);
}

void UpstreamFaultsTest::pingsKeepAStreamAlive()
{
    QTimer pings;
    QTcpSocket* stream = nullptr;
    int left = 8;
    Upstream upstream([&](QTcpSocket& socket, const UpstreamRequest&) {
        stream = &socket;
        socket.write(Answers::streamHead() +
                     Answers::chunk(Answers::messageStart(25) + Answers::blockStart()));
        pings.start(50);
    });
    connect(&pings, &QTimer::timeout, this, [&] {
        if (--left > 0) {
            stream->write(Answers::chunk(left % 2 ? ": still here\n\n"
                                                  : "event: ping\ndata: {\"type\":\"ping\"}\n\n"));
            return;
        }
        pings.stop();
        stream->write(Answers::chunk(Answers::messageEnd(1)) + Answers::chunk({}));
    });
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, upstream.baseUrl());
    PoolOptions options = PoolFixture::quick();
    options.idleTimeoutMs = 300; // the answer takes 400
    const auto asked = askOnce(fixture, options);
    QVERIFY(asked->outcome().succeeded());
}

void UpstreamFaultsTest::tellsFaultsOfTlsApart_data()
{
    QTest::addColumn<TestCertificate::Kind>("certificate");
    QTest::addColumn<bool>("isTrusted");
    QTest::addColumn<QString>("word");
    using Kind = TestCertificate::Kind;
    QTest::newRow("unknown authority") << Kind::Good << false << u"not from an authority"_s;
    QTest::newRow("self-signed") << Kind::SelfSigned << false << u"not from an authority"_s;
    QTest::newRow("expired") << Kind::Expired << true << u"has expired"_s;
    QTest::newRow("another host") << Kind::WrongHost << true << u"is for another host"_s;
}

void UpstreamFaultsTest::tellsFaultsOfTlsApart()
{
    QFETCH(TestCertificate::Kind, certificate);
    QFETCH(bool, isTrusted);
    QFETCH(QString, word);
    QString why;
    const auto tls = TestCertificate::make(certificate, &why);
    if (!tls)
        QSKIP(qPrintable(why));
    Upstream upstream(Upstream::always(kGood), tls->server);
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, upstream.baseUrl());
    PoolOptions options = PoolFixture::quick();
    if (isTrusted)
        options.extraCaFile = fixture.writeFile(u"ca.pem"_s, tls->authority.toPem());
    const auto asked = askOnce(fixture, options);
    QCOMPARE(asked->errorKind(), ErrorKind::TlsFailed);
    QVERIFY2(asked->outcome().error->cause.contains(word),
             qPrintable(asked->outcome().error->cause + asked->outcome().error->detail));
    QVERIFY(hasWords(*asked, u"127.0.0.1"_s));
    QVERIFY(!asked->outcome().error->detail.isEmpty());
    QVERIFY(upstream.requests().isEmpty()); // no byte of the request went out
}

void UpstreamFaultsTest::trustsAnAuthorityOfTheUsers()
{
    QString why;
    const auto tls = TestCertificate::make(TestCertificate::Kind::Good, &why);
    if (!tls)
        QSKIP(qPrintable(why));
    Upstream upstream(Upstream::always(kGood), tls->server);
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, upstream.baseUrl());
    PoolOptions options = PoolFixture::quick();
    options.extraCaFile = fixture.writeFile(u"ca.pem"_s, tls->authority.toPem());
    const auto asked = askOnce(fixture, options);
    QVERIFY2(asked->outcome().succeeded(),
             asked->outcome().error ? qPrintable(asked->outcome().error->detail) : "");
    QCOMPARE(asked->bytes, Answers::message("Hello there", 25, 15));
}

void UpstreamFaultsTest::followsNoRedirect()
{
    Upstream elsewhere(Upstream::always(kGood));
    for (const int status : {301, 302, 307, 308}) {
        Upstream upstream(
            Upstream::always("HTTP/1.1 " + QByteArray::number(status) +
                             " Moved\r\nlocation: " + elsewhere.baseUrl().toEncoded() +
                             "/v1/messages?token=planted\r\ncontent-length: 0\r\n\r\n"));
        PoolFixture fixture;
        fixture.addAccount(u"one"_s, upstream.baseUrl());
        const auto asked = askOnce(fixture, PoolFixture::quick());
        QCOMPARE(asked->errorKind(), ErrorKind::UnexpectedAnswer);
        QCOMPARE(asked->outcome().error->httpStatus, status);
        QVERIFY(asked->outcome().error->cause.contains(elsewhere.baseUrl().toString()));
        QVERIFY(!asked->outcome().error->sentence().contains(u"planted"_s));
        QCOMPARE(upstream.requests().size(), 1);
    }
    QVERIFY(elsewhere.requests().isEmpty());
}

void UpstreamFaultsTest::refusesWhatIsNotTheApi_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("a portal's page")
        << Answers::whole(200, "text/html", "<html><title>Sign in</title></html>");
    QTest::newRow("JSON for a stream") << Answers::json(200, R"({"hello":"world"})");
    QTest::newRow("events that are not JSON")
        << Answers::streamOf("event: message_start\ndata: hello\n\n");
}

void UpstreamFaultsTest::refusesWhatIsNotTheApi()
{
    QFETCH(QByteArray, answer);
    Upstream upstream([&](QTcpSocket& socket, const UpstreamRequest&) {
        socket.write(answer);
        socket.disconnectFromHost();
    });
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, upstream.baseUrl());
    const auto asked = askOnce(fixture, PoolFixture::quick());
    QCOMPARE(asked->errorKind(), ErrorKind::UnexpectedAnswer);
    QVERIFY(!asked->outcome().error->nextStep.isEmpty());
    QVERIFY(asked->bytes.isEmpty());
    QCOMPARE(upstream.requests().size(), 1);
}

void UpstreamFaultsTest::boundsErrorBodies()
{
    qint64 written = 0;
    Upstream upstream([&](QTcpSocket& socket, const UpstreamRequest&) {
        socket.write("HTTP/1.1 400 Bad\r\ncontent-type: text/plain\r\n\r\n");
        // Without an end, as long as somebody reads.
        const auto pour = [&written, s = &socket] {
            while (s->bytesToWrite() < 256 * 1024)
                written += s->write(QByteArray(64 * 1024, 'x'));
        };
        connect(&socket, &QTcpSocket::bytesWritten, &socket, pour);
        pour();
    });
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, upstream.baseUrl());
    const auto asked = askOnce(fixture, PoolFixture::quick());
    QCOMPARE(asked->outcome().head.status, 400);
    QCOMPARE(asked->outcome().errorBody.size(), 1024 * 1024);
    QVERIFY(asked->outcome().error->sentence().size() < 5000);
    QTRY_COMPARE(upstream.openConnections(), 0);
    QVERIFY(written < 64LL * 1024 * 1024);
}

void UpstreamFaultsTest::sendsLargeBodiesWhole()
{
    Upstream upstream(Upstream::always(kGood));
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, upstream.baseUrl());
    fixture.startPool();
    Request request = PoolFixture::request();
    QByteArray body(5'000'000, '\0');
    for (qsizetype i = 0; i < body.size(); ++i)
        body[i] = static_cast<char>(i * 31 >> 3);
    request.body = body;
    const auto asked = fixture.ask(request);
    QTRY_VERIFY_WITH_TIMEOUT(asked->isFinished(), 20'000);
    QVERIFY(asked->outcome().succeeded());
    QCOMPARE(upstream.requests().size(), 1);
    QVERIFY(upstream.requests().first().body == body);
}

void UpstreamFaultsTest::readsNoFasterThanTheOneWhoAsks()
{
    // 64 MB in pieces; the one who asks (this thread) sleeps over the first of them.
    constexpr int kPieces = 1000;
    const QByteArray piece = Answers::textDelta(QByteArray(64'000, 'x'));
    int sent = 0;
    Upstream upstream([&](QTcpSocket& socket, const UpstreamRequest&) {
        socket.write(Answers::streamHead() +
                     Answers::chunk(Answers::messageStart(1) + Answers::blockStart()));
        const auto pour = [&sent, &piece, s = &socket] {
            while (sent < kPieces && s->bytesToWrite() < 128 * 1024) {
                s->write(Answers::chunk(piece));
                if (++sent == kPieces)
                    s->write(Answers::chunk(Answers::messageEnd(9)) + Answers::chunk({}));
            }
        };
        connect(&socket, &QTcpSocket::bytesWritten, &socket, pour);
        pour();
    });
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, upstream.baseUrl());
    fixture.startPool();
    EventThread caller(u"caller"_s);
    std::atomic<bool> mayRead = false;
    std::atomic<qint64> taken = 0;
    std::atomic<bool> succeeded = false;
    std::atomic<int> finished = 0;
    RequestObserver observer;
    observer.chunk = [&](const QByteArray& bytes) {
        while (!mayRead)
            QThread::yieldCurrentThread();
        taken += bytes.size();
    };
    observer.finished = [&](const Outcome& outcome) {
        succeeded = outcome.succeeded();
        ++finished;
    };
    std::unique_ptr<RequestHandle> handle;
    const auto stop = qScopeGuard([&] {
        mayRead = true;
        caller.post([&] { handle.reset(); });
        caller.stop();
    });
    caller.post([&] {
        handle = std::make_unique<RequestHandle>(
            fixture.pool().send(PoolFixture::request(), caller.address(), observer));
    });
    // What Qt, the kernel and the flow hold between them, and no more.
    int before = -1;
    while (before != sent) {
        before = sent;
        QTest::qWait(150);
    }
    QVERIFY2(sent < kPieces / 2, qPrintable(QString::number(sent)));
    mayRead = true;
    QTRY_COMPARE_WITH_TIMEOUT(finished.load(), 1, 30'000);
    QVERIFY(succeeded);
    QCOMPARE(sent, kPieces);
    QCOMPARE(taken.load(), kPieces * piece.size() + Answers::messageStart(1).size() +
                               Answers::blockStart().size() + Answers::messageEnd(9).size());
}

void UpstreamFaultsTest::opensAsManyConnectionsAsItTakes()
{
    // One worker, twenty streams of one account at once: each has its own connection.
    QList<QTcpSocket*> streams;
    Upstream upstream([&](QTcpSocket& socket, const UpstreamRequest&) {
        socket.write(Answers::streamHead() +
                     Answers::chunk(Answers::messageStart(1) + Answers::blockStart()));
        streams.append(&socket);
    });
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, upstream.baseUrl(),
                       [](Account& account) { account.maxConcurrent = 20; });
    PoolOptions options = PoolFixture::quick();
    options.workers = 1;
    fixture.startPool(options);
    std::vector<std::unique_ptr<Asked>> all;
    for (int i = 0; i < 20; ++i)
        all.push_back(fixture.ask());
    QTRY_COMPARE(streams.size(), 20);
    for (QTcpSocket* stream : streams)
        stream->write(Answers::chunk(Answers::messageEnd(1)) + Answers::chunk({}));
    QTRY_VERIFY(areAllFinished(all));
    for (const auto& asked : all)
        QVERIFY(asked->outcome().succeeded());
}

void UpstreamFaultsTest::usesConnectionsAgain()
{
    Upstream upstream(Upstream::always(kGood));
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, upstream.baseUrl());
    fixture.startPool();
    for (int i = 0; i < 5; ++i) {
        const auto asked = fixture.ask();
        QTRY_VERIFY(asked->isFinished());
        QVERIFY(asked->outcome().succeeded());
    }
    QCOMPARE(upstream.connections(), 1);
}

void UpstreamFaultsTest::usesTheProxyOfTheAccount()
{
    QString why;
    const auto tls = TestCertificate::make(TestCertificate::Kind::WrongHost, &why);
    if (!tls)
        QSKIP(qPrintable(why));
    Upstream upstream(Upstream::always(kGood), tls->server);
    Tunnel proxy(upstream.port());
    PoolFixture fixture;
    fixture.addAccount(u"far"_s, QUrl(u"https://elsewhere.test"_s),
                       [&](Account& account) { account.proxy = proxy.url(); });
    PoolOptions options = PoolFixture::quick();
    options.extraCaFile = fixture.writeFile(u"ca.pem"_s, tls->authority.toPem());
    const auto asked = askOnce(fixture, options);
    QVERIFY2(asked->outcome().succeeded(),
             asked->outcome().error
                 ? qPrintable(asked->outcome().error->sentence() + asked->outcome().error->detail)
                 : "");
    QCOMPARE(proxy.targets(), QList<QByteArray>{"elsewhere.test:443"});
    QCOMPARE(upstream.requests().size(), 1);

    // Never to this machine itself.
    Upstream near(Upstream::always(kGood));
    fixture.accounts().clear();
    fixture.addAccount(u"near"_s, near.baseUrl(),
                       [&](Account& account) { account.proxy = proxy.url(); });
    fixture.giveAccounts();
    const auto local = fixture.ask();
    QTRY_VERIFY(local->isFinished());
    QVERIFY(local->outcome().succeeded());
    QCOMPARE(proxy.targets().size(), 1);
}

void UpstreamFaultsTest::usesTheProxyOfTheSystem()
{
    QString why;
    const auto tls = TestCertificate::make(TestCertificate::Kind::WrongHost, &why);
    if (!tls)
        QSKIP(qPrintable(why));
    Upstream upstream(Upstream::always(kGood), tls->server);
    Tunnel proxy(upstream.port());
    qputenv("https_proxy", proxy.url().toEncoded());
    const auto unset = qScopeGuard([] { qunsetenv("https_proxy"); });
    PoolFixture fixture;
    fixture.addAccount(u"far"_s, QUrl(u"https://elsewhere.test"_s));
    PoolOptions options = PoolFixture::quick();
    options.extraCaFile = fixture.writeFile(u"ca.pem"_s, tls->authority.toPem());
    const auto asked = askOnce(fixture, options);
    QVERIFY2(asked->outcome().succeeded(),
             asked->outcome().error
                 ? qPrintable(asked->outcome().error->sentence() + asked->outcome().error->detail)
                 : "");
    QCOMPARE(proxy.targets(), QList<QByteArray>{"elsewhere.test:443"});
}

void UpstreamFaultsTest::tellsFaultsOfTheProxy()
{
    PoolFixture fixture;
    fixture.addAccount(u"far"_s, QUrl(u"https://elsewhere.test"_s), [&](Account& account) {
        account.proxy = QUrl(u"http://user:planted@127.0.0.1:%1"_s.arg(unusedPort()));
    });
    const auto asked = askOnce(fixture, PoolFixture::quick());
    QCOMPARE(asked->errorKind(), ErrorKind::ProxyFailed);
    QVERIFY(!asked->outcome().error->nextStep.isEmpty());
    QVERIFY(!asked->outcome().error->sentence().contains(u"planted"_s));
    QVERIFY(!asked->outcome().error->detail.contains(u"planted"_s));
}

QTEST_GUILESS_MAIN(UpstreamFaultsTest)
#include "tst_upstreamfaults.moc"
