// SPDX-License-Identifier: GPL-3.0-or-later
#include "clifixture.h"
#include "support/program.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocalSocket>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTcpServer>
#include <QTest>

#include <csignal>
#include <memory>
#include <vector>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatience = 60'000;
constexpr char kQuestion[] = R"({"model":"claude-sonnet-5-5","max_tokens":50,"stream":%1,)"
                             R"("messages":[{"role":"user","content":"Hi"}]})";

} // namespace

/// `patchbay-cli serve`, as scripts and service managers use it.
class ServeCommandTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void answersHealthChatAndFigures();
    void aTokenOfTheEnvironmentIsNotWritten();
    void aClientTakesTheFilesPlace();
    void theSecondNamesTheFirst();
    void wrongUsageIsTold_data();
    void wrongUsageIsTold();
    void streamsEndWithinTheGraceTime();
    void theGraceTimeEnds();
    void aHangUpReadsAgain();
    void aHangUpReadsTheEnvironmentFile();
    void pagesAndSocketsAreAllowedByName();

private:
    [[nodiscard]] bool serve(const QString& flags = {});
    [[nodiscard]] QByteArray token();
    [[nodiscard]] QUrl url(const QString& path) const { return QUrl(m_address + path); }
    QNetworkReply* get(const QString& path, const QByteArray& token = {});
    QNetworkReply* ask(bool streams, const QByteArray& token);
    [[nodiscard]] static bool ended(const QNetworkReply* reply)
    {
        return QTest::qWaitFor([reply] { return reply->isFinished(); }, kPatience);
    }
    [[nodiscard]] static int status(const QNetworkReply* reply)
    {
        return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    }

    std::unique_ptr<CliFixture> m_cli;
    std::unique_ptr<Program> m_server;
    std::unique_ptr<QNetworkAccessManager> m_network;
    QString m_address;
};

void ServeCommandTest::init()
{
    m_cli = std::make_unique<CliFixture>();
    m_network = std::make_unique<QNetworkAccessManager>();
}

void ServeCommandTest::cleanup()
{
    m_network.reset();
    m_server.reset();
    m_cli.reset();
}

bool ServeCommandTest::serve(const QString& flags)
{
    const QString portFile = m_cli->path(u"served"_s);
    m_server = std::make_unique<Program>(
        m_cli->run(u"serve --listen 127.0.0.1:0 "_s + flags, {u"--port-file"_s, portFile}));
    if (!QTest::qWaitFor([&] { return QFile::exists(portFile); }, kPatience))
        return false;
    QFile port(portFile);
    if (!port.open(QIODevice::ReadOnly))
        return false;
    m_address = u"http://127.0.0.1:"_s + QString::fromLatin1(port.readAll().trimmed());
    return true;
}

QByteArray ServeCommandTest::token()
{
    QFile file(m_cli->path(u"data/serve.token"_s));
    return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed() : QByteArray();
}

QNetworkReply* ServeCommandTest::get(const QString& path, const QByteArray& token)
{
    QNetworkRequest request(url(path));
    if (!token.isEmpty())
        request.setRawHeader("x-api-key", token);
    return m_network->get(request);
}

QNetworkReply* ServeCommandTest::ask(bool streams, const QByteArray& token)
{
    QNetworkRequest request(url(u"/v1/messages"_s));
    request.setRawHeader("authorization", "Bearer " + token);
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    return m_network->post(request,
                           QByteArray(kQuestion).replace("%1", streams ? "true" : "false"));
}

void ServeCommandTest::answersHealthChatAndFigures()
{
    QVERIFY(m_cli->startUpstream(
        R"({"default":[{"reply":"Hello","input_tokens":10,"output_tokens":10}]})"));
    m_cli->setKey(u"sk-ant-test-1"_s);
    m_cli->variables.insert(u"WORKER_ID"_s, u"node-7"_s);
    QVERIFY(serve());
    const QNetworkReply* health = get(u"/health"_s);
    QVERIFY(ended(health));
    QCOMPARE(status(health), 200);
    const QJsonObject told = CliFixture::json(const_cast<QNetworkReply*>(health)->readAll());
    QCOMPARE(told.value(u"status"_s), u"ok"_s);
    QCOMPARE(told.value(u"worker_id"_s), u"node-7"_s);
    QCOMPARE(told.value(u"accounts"_s).toObject().value(u"ready"_s), 1);

    QCOMPARE(QFileInfo(m_cli->path(u"data/serve.token"_s)).permissions() &
                 (QFile::ReadGroup | QFile::ReadOther),
             QFile::Permissions());
    QVERIFY(!token().isEmpty());
    QNetworkReply* answer = ask(false, token());
    QVERIFY(ended(answer));
    QCOMPARE(status(answer), 200);
    QVERIFY(answer->readAll().contains("Hello"));
    QNetworkReply* refused = ask(false, "sk-ant-test-1");
    QVERIFY(ended(refused));
    QCOMPARE(status(refused), 401);

    QNetworkReply* usage = get(u"/api/usage?by=client,model"_s, token());
    QVERIFY(ended(usage));
    const QJsonObject row =
        CliFixture::json(usage->readAll()).value(u"rows"_s).toArray().first().toObject();
    QCOMPARE(row.value(u"client"_s), u"env"_s);
    QCOMPARE(row.value(u"model"_s), u"claude-sonnet-5-5"_s);
    QCOMPARE(row.value(u"input_tokens"_s), 10);
    QNetworkReply* wrong = get(u"/api/usage?by=colour"_s, token());
    QVERIFY(ended(wrong));
    QCOMPARE(status(wrong), 400);
    QNetworkReply* accounts = get(u"/api/accounts"_s, token());
    QVERIFY(ended(accounts));
    QCOMPARE(CliFixture::json(accounts->readAll()).value(u"accounts"_s).toArray().size(), 1);
    QNetworkReply* metrics = get(u"/metrics"_s, token());
    QVERIFY(ended(metrics));
    const QByteArray text = metrics->readAll();
    QVERIFY(text.contains("patchbay_account_ready{account=\"env\"} 1"));
    QVERIFY(text.contains("patchbay_queue_limit 256"));
    QVERIFY(!text.contains(token()));

    m_server->signal(SIGTERM);
    QCOMPARE(m_server->exitCode(), 0);
    const QByteArray errors = m_server->errors();
    QVERIFY(errors.contains("listening on " + m_address.toUtf8()));
    QVERIFY(errors.contains("serve.token"));
}

void ServeCommandTest::aTokenOfTheEnvironmentIsNotWritten()
{
    QVERIFY(m_cli->startUpstream(R"({"default":[{"reply":"Hello"}]})"));
    m_cli->setKey(u"sk-ant-test-1"_s);
    m_cli->variables.insert(u"PATCHBAY_TOKEN"_s, u"pb-test-token-of-the-environment"_s);
    QVERIFY(serve());
    QNetworkReply* answer = ask(false, "pb-test-token-of-the-environment");
    QVERIFY(ended(answer));
    QCOMPARE(status(answer), 200);
    QVERIFY(!QFile::exists(m_cli->path(u"data/serve.token"_s)));
}

void ServeCommandTest::aClientTakesTheFilesPlace()
{
    QVERIFY(m_cli->startUpstream(R"({"default":[{"reply":"Hello"}]})"));
    m_cli->setKey(u"sk-ant-test-1"_s);
    QVERIFY(serve());
    const QByteArray old = token();
    const QByteArray fresh = m_cli->run(u"clients add ci"_s).output().trimmed();
    QVERIFY(fresh.startsWith("pb-"));
    // Seen from the other process within seconds.
    QTRY_VERIFY_WITH_TIMEOUT(
        [&] {
            QNetworkReply* answer = ask(false, fresh);
            return ended(answer) && status(answer) == 200;
        }(),
        kPatience);
    QTRY_VERIFY(!QFile::exists(m_cli->path(u"data/serve.token"_s)));
    const auto lastUsed = [this] {
        return CliFixture::json(m_cli->run(u"clients list --json"_s).output())
            .value(u"clients"_s)
            .toArray()
            .first()
            .toObject()
            .value(u"last_used_at"_s);
    };
    QTRY_VERIFY_WITH_TIMEOUT(lastUsed().isString(), kPatience);
    QNetworkReply* refused = ask(false, old);
    QVERIFY(ended(refused));
    QCOMPARE(status(refused), 401);
}

void ServeCommandTest::theSecondNamesTheFirst()
{
    QVERIFY(serve());
    Program second = m_cli->run(u"serve --listen 127.0.0.1:0"_s);
    QCOMPARE(second.exitCode(), 1);
    QVERIFY(second.errors().contains(QByteArray::number(m_server->processId())));
    m_server->signal(SIGTERM);
    QCOMPARE(m_server->exitCode(), 0);
    QVERIFY(serve());
}

void ServeCommandTest::wrongUsageIsTold_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("port");
    QTest::newRow("no port") << u"serve --listen 127.0.0.1"_s << QString();
    QTest::newRow("no address") << u"serve --listen here:80"_s << QString();
    QTest::newRow("open without encryption") << u"serve --listen 0.0.0.0:0"_s << QString();
    QTest::newRow("certificate alone") << u"serve --tls-cert cert.pem"_s << QString();
    QTest::newRow("no certificate")
        << u"serve --listen 127.0.0.1:0 --tls-cert none.pem --tls-key none.pem"_s << QString();
    QTest::newRow("any page") << u"serve --listen 127.0.0.1:0 --allow-origin *"_s << QString();
    QTest::newRow("page with a path")
        << u"serve --listen 127.0.0.1:0 --allow-origin https://app.example/"_s << QString();
    QTest::newRow("no socket") << u"serve --listen 127.0.0.1:0 --unix-socket /nowhere/s"_s
                               << QString();
    QTest::newRow("variable") << u"serve"_s << u"many"_s;
    QTest::newRow("port file") << u"serve --listen 127.0.0.1:0 --port-file /nowhere/port"_s
                               << QString();
}

void ServeCommandTest::wrongUsageIsTold()
{
    QFETCH(const QString, line);
    QFETCH(const QString, port);
    if (!port.isEmpty())
        m_cli->variables.insert(u"WORKER_PORT"_s, port);
    Program program = m_cli->run(line);
    QCOMPARE(program.exitCode(), 2);
    QVERIFY(!program.errors().isEmpty());
}

void ServeCommandTest::streamsEndWithinTheGraceTime()
{
    QVERIFY(m_cli->startUpstream(
        R"({"default":[{"reply":"Hello there","first_event_delay_ms":1500}]})"));
    m_cli->setKey(u"sk-ant-test-1"_s);
    m_cli->variables.insert(u"MAX_CONCURRENT"_s, u"20"_s);
    QVERIFY(serve());
    std::vector<QNetworkReply*> replies;
    std::vector<std::unique_ptr<QNetworkAccessManager>> managers; // six connections at most each
    for (int i = 0; i < 20; ++i) {
        managers.push_back(std::make_unique<QNetworkAccessManager>());
        QNetworkRequest request(url(u"/v1/messages"_s));
        request.setRawHeader("x-api-key", token());
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
        replies.push_back(
            managers.back()->post(request, QByteArray(kQuestion).replace("%1", "true")));
    }
    // All of them are under way.
    const auto underWay = [&] {
        return std::count_if(replies.begin(), replies.end(),
                             [](QNetworkReply* reply) { return status(reply) == 200; });
    };
    QTRY_COMPARE_WITH_TIMEOUT(underWay(), 20, kPatience);
    m_server->signal(SIGTERM);
    for (QNetworkReply* reply : replies) {
        QVERIFY(ended(reply));
        QCOMPARE(reply->error(), QNetworkReply::NoError);
        QVERIFY(reply->readAll().contains("message_stop"));
    }
    QCOMPARE(m_server->exitCode(), 0);
}

void ServeCommandTest::theGraceTimeEnds()
{
    QVERIFY(m_cli->startUpstream(
        R"({"default":[{"reply":"Hello there","fault":"hang","at_event":3}]})"));
    m_cli->setKey(u"sk-ant-test-1"_s);
    QVERIFY(serve(u"--grace 1"_s));
    QNetworkReply* reply = ask(true, token());
    QTRY_VERIFY_WITH_TIMEOUT(reply->bytesAvailable() > 0, kPatience);
    m_server->signal(SIGTERM);
    QVERIFY(ended(reply));
    QVERIFY(!reply->readAll().contains("message_stop"));
    QCOMPARE(m_server->exitCode(), 0);
    const QJsonObject total =
        CliFixture::json(m_cli->run(u"usage --json"_s).output()).value(u"total"_s).toObject();
    QCOMPARE(total.value(u"requests"_s), 1);
}

void ServeCommandTest::aHangUpReadsAgain()
{
    QVERIFY(m_cli->startUpstream(R"({"default":[{"reply":"Hello"}]})"));
    m_cli->setKey(u"sk-ant-test-1"_s);
    QVERIFY(serve());
    m_server->signal(SIGHUP);
    QNetworkReply* answer = ask(false, token());
    QVERIFY(ended(answer));
    QCOMPARE(status(answer), 200);
    m_server->signal(SIGTERM);
    QCOMPARE(m_server->exitCode(), 0);
}

void ServeCommandTest::aHangUpReadsTheEnvironmentFile()
{
    QVERIFY(m_cli->startUpstream(R"({"keys":{"sk-ant-test-1":[{"reply":"first"}],)"
                                 R"("sk-ant-test-2":[{"reply":"second"}]}})"));
    m_cli->variables.insert(u"PATCHBAY_TOKEN"_s, u"a-token-of-the-environment"_s);
    const QString file = m_cli->write(u"accounts.env"_s, "CLAUDE_API_KEY=sk-ant-test-1\n");
    QVERIFY(serve(u"--env-file "_s + file));
    const QByteArray token = "a-token-of-the-environment";
    const auto said = [&]() -> QByteArray {
        QNetworkReply* answer = ask(false, token);
        return ended(answer) ? answer->readAll() : QByteArray();
    };
    QVERIFY(said().contains("first"));
    // A file with a fault changes nothing.
    m_cli->write(u"accounts.env"_s, "CLAUDE_ACCOUNTS=[{]\n");
    m_server->signal(SIGHUP);
    QTRY_VERIFY_WITH_TIMEOUT(m_server->errorsSoFar().contains("CLAUDE_ACCOUNTS"), kPatience);
    QVERIFY(said().contains("first"));
    m_cli->write(u"accounts.env"_s, "CLAUDE_API_KEY=sk-ant-test-2\n");
    m_server->signal(SIGHUP);
    QTRY_VERIFY_WITH_TIMEOUT(said().contains("second"), kPatience);
    m_server->signal(SIGTERM);
    QCOMPARE(m_server->exitCode(), 0);
}

void ServeCommandTest::pagesAndSocketsAreAllowedByName()
{
    const QString socketFile = m_cli->path(u"endpoint.socket"_s);
    QVERIFY(serve(u"--allow-origin https://app.example --unix-socket "_s + socketFile));
    QNetworkRequest request(url(u"/health"_s));
    request.setRawHeader("origin", "https://app.example");
    const QNetworkReply* allowed = m_network->get(request);
    QVERIFY(ended(allowed));
    QCOMPARE(allowed->rawHeader("access-control-allow-origin"), "https://app.example");
    request.setRawHeader("origin", "https://other.example");
    const QNetworkReply* refused = m_network->get(request);
    QVERIFY(ended(refused));
    QCOMPARE(status(refused), 403);

    QLocalSocket local;
    local.connectToServer(socketFile);
    QVERIFY(local.waitForConnected(kPatience));
    local.write("GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    QTRY_VERIFY_WITH_TIMEOUT(local.state() == QLocalSocket::UnconnectedState, kPatience);
    QVERIFY(local.readAll().startsWith("HTTP/1.1 503")); // no account
}

QTEST_GUILESS_MAIN(ServeCommandTest)
#include "tst_servecommand.moc"
