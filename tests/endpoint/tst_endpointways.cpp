// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpointfixture.h"
#include "support/testcertificate.h"
#include "upstream.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocalSocket>
#include <QSslKey>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class EndpointWaysTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesToStart();
    void speaksTls();
    void cutsTlsThatNeverBegins();
    void listensOnAFile();
    void writesAnAccessLog();
    void movesALargeAccessLog();
    void countsForPrometheus();
    void tellsWhenClientsAreUsed();

private:
    QTemporaryDir m_folder;
};

void EndpointWaysTest::refusesToStart()
{
    EndpointFixture first;
    first.start();
    EndpointFixture fixture;
    fixture.pool.startPool();
    const auto errorOf = [&](const std::function<void(EndpointOptions&)>& change) {
        EndpointOptions options = EndpointFixture::quick();
        change(options);
        const auto started = fixture.tryToStart(std::move(options));
        if (started)
            return Error{};
        return started.error();
    };
    const Error taken = errorOf([&](EndpointOptions& options) { options.port = first.port(); });
    QCOMPARE(taken.kind, ErrorKind::AlreadyExists);
    QVERIFY(taken.cause.contains(QString::number(first.port())));
    // This very program.
    QVERIFY(taken.cause.contains(QString::number(QCoreApplication::applicationPid())));
    QVERIFY(!taken.nextStep.isEmpty());
    const Error open = errorOf([](EndpointOptions& options) { options.address = u"0.0.0.0"_s; });
    QCOMPARE(open.kind, ErrorKind::InvalidInput);
    QVERIFY(open.nextStep.contains(u"--tls-cert"_s));
    QCOMPARE(errorOf([](EndpointOptions& options) { options.address = u"::"_s; }).kind,
             ErrorKind::InvalidInput);
    QCOMPARE(errorOf([](EndpointOptions& options) { options.address = u"example.test"_s; }).kind,
             ErrorKind::InvalidInput);
    QCOMPARE(errorOf([](EndpointOptions& options) {
                 options.address = u"192.0.2.1"_s;
                 options.insecureHttp = true;
             }).kind,
             ErrorKind::InvalidInput);
    QCOMPARE(
        errorOf([](EndpointOptions& options) { options.tlsCertFile = u"/nowhere.pem"_s; }).kind,
        ErrorKind::InvalidInput);
    const Error noCertificate = errorOf([](EndpointOptions& options) {
        options.tlsCertFile = u"/nowhere.pem"_s;
        options.tlsKeyFile = u"/nowhere.key"_s;
    });
    QCOMPARE(noCertificate.kind, ErrorKind::InvalidInput);
    QVERIFY(noCertificate.cause.contains(u"/nowhere.pem"_s));
    QFile file(m_folder.filePath(u"a file"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(errorOf([&](EndpointOptions& options) { options.socketFile = file.fileName(); }).kind,
             ErrorKind::InvalidInput);
    QVERIFY(file.exists());
    // For a container it may be open.
    QCOMPARE(errorOf([](EndpointOptions& options) {
                 options.address = u"0.0.0.0"_s;
                 options.insecureHttp = true;
             }).cause,
             QString());
    QByteArray published = fixture.get("/api/workers");
    published.replace("Host: 127.0.0.1:" + QByteArray::number(fixture.port()),
                      "Host: localhost:8080");
    QCOMPARE(fixture.ask(published).status, 200);
    published.replace("Host: localhost:8080", "Host: evil.test:8080");
    QCOMPARE(fixture.ask(published).status, 403);
    QCOMPARE(first.ask(first.get("/api/workers")).status, 200);
}

void EndpointWaysTest::speaksTls()
{
    QString why;
    const auto certificate = TestCertificate::make(TestCertificate::Kind::Good, &why);
    if (!certificate)
        QSKIP(qPrintable(why));
    EndpointOptions options = EndpointFixture::quick();
    options.tlsCertFile = m_folder.filePath(u"cert.pem"_s);
    options.tlsKeyFile = m_folder.filePath(u"key.pem"_s);
    const auto write = [](const QString& name, const QByteArray& bytes) {
        QFile file(name);
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
    };
    QVERIFY(write(options.tlsCertFile, certificate->server.localCertificate().toPem()));
    QVERIFY(write(options.tlsKeyFile, certificate->server.privateKey().toPem()));
    const QByteArray events = Answers::message(QByteArray(300'000, 'x'), 1, 1);
    Upstream upstream(Upstream::always(Answers::streamOf(events)));
    EndpointFixture fixture;
    fixture.pool.addAccount(u"one"_s, upstream.baseUrl());
    fixture.start(options);
    QVERIFY(fixture.endpoint().isEncrypted());
    QSslSocket socket;
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setCaCertificates({certificate->authority});
    configuration.setAllowedNextProtocols({"h2", "http/1.1"});
    socket.setSslConfiguration(configuration);
    socket.connectToHostEncrypted(u"localhost"_s, fixture.port());
    QTRY_VERIFY_WITH_TIMEOUT(socket.isEncrypted(), 30'000);
    QCOMPARE(socket.sslConfiguration().nextNegotiatedProtocol(), QByteArray("http/1.1"));
    QByteArray received;
    for (int i = 0; i < 2; ++i) {
        received.clear();
        socket.write(
            fixture.post("/v1/messages", EndpointFixture::body(true, QByteArray(100'000, 'y'))));
        QTRY_VERIFY_WITH_TIMEOUT(readAnswer(received += socket.readAll(), false).isWhole, 30'000);
        QCOMPARE(readAnswer(received, false).body, events);
    }
    socket.write(fixture.get("/api/workers", "Connection: close\r\n"));
    QTRY_COMPARE_WITH_TIMEOUT(socket.state(), QAbstractSocket::UnconnectedState, 30'000);
    QCOMPARE(readAnswer(socket.readAll(), true).status, 200);
    // A client that takes it for plain HTTP gets nothing, and no hang.
    RawClient plain(fixture.port());
    plain.send(fixture.get("/api/workers"));
    QVERIFY(plain.waitForClose());
    // One that goes in the middle of a stream, and an endpoint that ends in one.
    socket.connectToHostEncrypted(u"localhost"_s, fixture.port());
    QTRY_VERIFY_WITH_TIMEOUT(socket.isEncrypted(), 30'000);
    socket.write(fixture.post("/v1/messages", EndpointFixture::body(true)));
    QTRY_VERIFY_WITH_TIMEOUT(socket.bytesAvailable() > 0, 30'000);
    socket.abort();
    QTRY_COMPARE(fixture.pool.load().inFlight, 0);
}

void EndpointWaysTest::cutsTlsThatNeverBegins()
{
    QString why;
    const auto certificate = TestCertificate::make(TestCertificate::Kind::Good, &why);
    if (!certificate)
        QSKIP(qPrintable(why));
    EndpointOptions options = EndpointFixture::quick();
    options.limits.headerMs = 300;
    QFile cert(options.tlsCertFile = m_folder.filePath(u"cert2.pem"_s));
    QFile key(options.tlsKeyFile = m_folder.filePath(u"key2.pem"_s));
    QVERIFY(cert.open(QIODevice::WriteOnly) && key.open(QIODevice::WriteOnly));
    cert.write(certificate->server.localCertificate().toPem());
    key.write(certificate->server.privateKey().toPem());
    cert.close();
    key.close();
    EndpointFixture fixture;
    fixture.start(options);
    RawClient silent(fixture.port());
    QVERIFY(silent.waitForClose());
}

void EndpointWaysTest::listensOnAFile()
{
    EndpointOptions options = EndpointFixture::quick();
    options.socketFile = m_folder.filePath(u"socket"_s);
    EndpointFixture fixture;
    fixture.start(options);
    const QFile::Permissions mine = QFile::ReadOwner | QFile::WriteOwner;
    QCOMPARE(QFile::permissions(options.socketFile) & (mine | QFile::ReadGroup | QFile::WriteGroup |
                                                       QFile::ReadOther | QFile::WriteOther),
             mine);
    QLocalSocket socket;
    socket.connectToServer(options.socketFile);
    socket.write("GET /api/workers HTTP/1.1\r\nHost: localhost\r\nx-api-key: " +
                 EndpointFixture::token() + "\r\n\r\n");
    QByteArray received;
    QTRY_VERIFY_WITH_TIMEOUT(readAnswer(received += socket.readAll(), false).isWhole, 30'000);
    QCOMPARE(readAnswer(received, false).status, 200);
    // Another one finds it in use; what a dead process left is taken over.
    EndpointFixture second;
    second.pool.startPool();
    const auto started = second.tryToStart(options);
    QVERIFY(!started);
    QCOMPARE(started.error().kind, ErrorKind::AlreadyExists);
    fixture.stop();
    QVERIFY(!QFile::exists(options.socketFile));
}

void EndpointWaysTest::writesAnAccessLog()
{
    Upstream upstream(Upstream::always(Answers::streamOf(Answers::message("Hi", 25, 15))));
    EndpointOptions options = EndpointFixture::quick();
    options.accessLogFile = m_folder.filePath(u"access.log"_s);
    EndpointFixture fixture;
    fixture.pool.addAccount(u"one"_s, upstream.baseUrl());
    fixture.start(options);
    QCOMPARE(fixture
                 .ask(fixture.post("/v1/messages?beta=true&secret=canary",
                                   EndpointFixture::body(true, "canary")))
                 .status,
             200);
    QByteArray wrong = fixture.post("/v1/messages", EndpointFixture::body(true));
    wrong.replace(EndpointFixture::token(), "canary");
    QCOMPARE(fixture.ask(wrong).status, 401);
    QCOMPARE(
        fixture
            .ask(fixture.post("/v1/messages", "{\"model\":\"canary \\n \\\"x\",\"stream\":true}"))
            .status,
        200);
    fixture.stop();
    QFile file(options.accessLogFile);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    const QByteArrayList lines = file.readAll().trimmed().split('\n');
    QCOMPARE(lines.size(), 3);
    const QJsonObject first = QJsonDocument::fromJson(lines[0]).object();
    QCOMPARE(first.value("client"_L1).toString(), u"tool"_s);
    QCOMPARE(first.value("route"_L1).toString(), u"messages"_s);
    QCOMPARE(first.value("status"_L1).toInt(), 200);
    QCOMPARE(first.value("account"_L1).toString(), u"one"_s);
    QCOMPARE(first.value("input_tokens"_L1).toInt(), 25);
    QCOMPARE(first.value("output_tokens"_L1).toInt(), 15);
    QCOMPARE(first.value("request_id"_L1).toString(), u"req_test"_s);
    QVERIFY(first.value("cost_usd"_L1).toDouble() > 0);
    const QJsonObject second = QJsonDocument::fromJson(lines[1]).object();
    QCOMPARE(second.value("status"_L1).toInt(), 401);
    QVERIFY(second.value("client"_L1).isNull());
    QVERIFY(!lines[0].contains("canary") && !lines[1].contains("canary"));
}

void EndpointWaysTest::movesALargeAccessLog()
{
    EndpointOptions options = EndpointFixture::quick();
    options.accessLogFile = m_folder.filePath(u"small.log"_s);
    options.accessLogBytes = 2000;
    EndpointFixture fixture;
    fixture.start(options);
    const QString moved = options.accessLogFile + u".1"_s;
    for (int i = 0; i < 400 && !QFile::exists(moved); ++i) {
        QCOMPARE(fixture.ask(fixture.get("/api/workers")).status, 200);
        QTest::qWait(10);
    }
    QVERIFY(QFile::exists(moved));
    QVERIFY(QFile(moved).size() >= 2000);
}

void EndpointWaysTest::countsForPrometheus()
{
    Upstream upstream(Upstream::always(Answers::streamOf(Answers::message("Hi", 25, 15))));
    EndpointFixture fixture;
    fixture.pool.addAccount(u"one"_s, upstream.baseUrl());
    fixture.start();
    for (int i = 0; i < 3; ++i)
        QCOMPARE(fixture.ask(fixture.post("/v1/messages", EndpointFixture::body(true))).status,
                 200);
    QCOMPARE(fixture.ask(fixture.get("/nothing")).status, 404);
    const RawAnswer answer = fixture.ask(fixture.get("/metrics"));
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.header("content-type").startsWith("text/plain; version=0.0.4"));
    for (const char* line :
         {"patchbay_requests_total{client=\"tool\",route=\"messages\",status=\"200\"} 3\n",
          "patchbay_requests_total{client=\"\",route=\"unknown\",status=\"404\"} 1\n",
          "patchbay_tokens_total{client=\"tool\",kind=\"input\"} 75\n",
          "patchbay_tokens_total{client=\"tool\",kind=\"output\"} 45\n",
          "patchbay_request_duration_seconds_bucket{route=\"messages\",le=\"+Inf\"} 3\n",
          "patchbay_request_duration_seconds_count{route=\"messages\"} 3\n",
          "patchbay_active_requests 1\n", "patchbay_test_gauge 1\n"})
        QVERIFY2(answer.body.contains(line), line);
    QVERIFY(answer.body.contains("patchbay_cost_usd_total{client=\"tool\"} 0."));
    // Each family is told of once, and every line is a sample or a comment.
    QSet<QByteArray> families;
    for (const QByteArray& line : answer.body.trimmed().split('\n')) {
        if (line.startsWith("# TYPE ")) {
            const QByteArray name = line.split(' ').at(2);
            QVERIFY(!families.contains(name));
            families.insert(name);
        } else if (!line.startsWith('#')) {
            bool isNumber = false;
            line.mid(line.lastIndexOf(' ') + 1).toDouble(&isNumber);
            QVERIFY2(isNumber, line.constData());
        }
    }
    QByteArray noToken = fixture.get("/metrics");
    noToken.replace(EndpointFixture::token(), "x");
    QCOMPARE(fixture.ask(noToken).status, 401);
}

void EndpointWaysTest::tellsWhenClientsAreUsed()
{
    const auto told = std::make_shared<std::atomic<int>>(0);
    EndpointOptions options = EndpointFixture::quick();
    options.clientUsed = [told](const QString& id, qint64 atMs) {
        if (id == u"client-1"_s && atMs > 0)
            ++*told;
    };
    EndpointFixture fixture;
    fixture.start(options);
    for (int i = 0; i < 3; ++i)
        QCOMPARE(fixture.ask(fixture.get("/api/workers")).status, 200);
    QCOMPARE(told->load(), 1);
}

QTEST_GUILESS_MAIN(EndpointWaysTest)
#include "tst_endpointways.moc"
