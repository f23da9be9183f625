// SPDX-License-Identifier: GPL-3.0-or-later
#include "servefixture.h"
#include "support/testcertificate.h"

#include <QFile>
#include <QJsonArray>
#include <QSslKey>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatience = 60'000;
constexpr char kQuestion[] = R"({"model":"claude-sonnet-5-5","max_tokens":50,"stream":%1,)"
                             R"("messages":[{"role":"user","content":"Hi"}]})";

QString question(bool streams)
{
    return QString::fromLatin1(kQuestion).replace(u"%1"_s, streams ? u"true"_s : u"false"_s);
}

} // namespace

/// The endpoint as curl uses it.
class ServeCurlTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_serve = std::make_unique<ServeFixture>(); }
    void cleanup() { m_serve.reset(); }
    void setUpsWorkAsPrinted_data();
    void setUpsWorkAsPrinted();
    void streams();
    void keepsConnections();
    void largeBodiesArriveWhole();
    void compressedBodiesAreUnpacked();
    void onlyTheHead();
    void wrongTokens();
    void overAUnixSocket();
    void encrypted();
    void goingAwayEndsTheAnswerUpstream();

private:
    [[nodiscard]] Program curl(const QStringList& arguments) const;
    /// With the client's token and a JSON body.
    [[nodiscard]] Program post(const QString& path, const QString& body,
                               const QStringList& more = {}) const;
    [[nodiscard]] QString url(const QString& path) const { return m_serve->address() + path; }

    std::unique_ptr<ServeFixture> m_serve;
};

Program ServeCurlTest::curl(const QStringList& arguments) const
{
    Program program(u"curl"_s, QStringList{u"--silent"_s, u"--max-time"_s, u"60"_s} + arguments,
                    {});
    program.start();
    return program;
}

Program ServeCurlTest::post(const QString& path, const QString& body, const QStringList& more) const
{
    return curl(QStringList{url(path), u"-H"_s, u"Authorization: Bearer "_s + m_serve->token(),
                            u"-H"_s, u"content-type: application/json"_s, u"--data-binary"_s,
                            body} +
                more);
}

void ServeCurlTest::setUpsWorkAsPrinted_data()
{
    QTest::addColumn<QString>("tool");
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("anthropic") << u"curl"_s << QByteArray(R"("type":"message")");
    QTest::newRow("openai") << u"openai-curl"_s << QByteArray(R"("object":"chat.completion")");
}

void ServeCurlTest::setUpsWorkAsPrinted()
{
    QFETCH(const QString, tool);
    QFETCH(const QByteArray, answer);
    m_serve->upstream.stepsForAll(R"([{"reply":"Hello from far"}])");
    QVERIFY(m_serve->start(u"script"_s));
    Program shell(u"sh"_s, {m_serve->cli.write(u"setup.sh"_s, m_serve->setUp(tool).toUtf8())}, {});
    shell.start();
    const QByteArray said = shell.output();
    QVERIFY2(said.contains("Hello from far") && said.contains(answer), said.constData());
    QCOMPARE(m_serve->usage().value(u"client"_s), u"script"_s);
}

void ServeCurlTest::streams()
{
    m_serve->upstream.stepsForAll(R"([{"reply":"one two three"}])");
    QVERIFY(m_serve->start(u"script"_s));
    const QByteArray events = post(u"/v1/messages"_s, question(true), {u"--no-buffer"_s}).output();
    QVERIFY(events.startsWith("event: message_start\n"));
    QVERIFY(events.contains("event: message_stop\n"));
    const QByteArray chunks =
        post(u"/v1/chat/completions"_s, question(true), {u"--no-buffer"_s}).output();
    QVERIFY(chunks.startsWith("data: {"));
    QVERIFY(chunks.endsWith("data: [DONE]\n\n"));
    QCOMPARE(m_serve->usage().value(u"requests"_s), 2);
}

void ServeCurlTest::keepsConnections()
{
    QVERIFY(m_serve->start(u"script"_s));
    Program two =
        curl({u"--write-out"_s, u"%{http_code} %{num_connects}\n"_s, u"-o"_s, u"/dev/null"_s,
              url(u"/health"_s), u"-o"_s, u"/dev/null"_s, url(u"/health"_s)});
    QCOMPARE(two.output(), QByteArray("200 1\n200 0\n"));
}

void ServeCurlTest::largeBodiesArriveWhole()
{
    m_serve->upstream.stepsForAll(R"([{"reply":"Hello"}])");
    QVERIFY(m_serve->start(u"script"_s));
    const QByteArray body = question(false).replace(u"Hi"_s, QString(3'000'000, u'x')).toUtf8();
    const QString file = u'@' + m_serve->cli.write(u"body.json"_s, body);
    Program asked = post(u"/v1/messages"_s, file, {u"-H"_s, u"Expect: 100-continue"_s, u"-v"_s});
    QVERIFY(asked.output().contains("Hello"));
    QVERIFY(asked.errors().contains("HTTP/1.1 100 Continue"));
    QCOMPARE(m_serve->upstream.messages().constLast().body, body);
    Program chunked = post(u"/v1/messages"_s, file, {u"-H"_s, u"Transfer-Encoding: chunked"_s});
    QVERIFY(chunked.output().contains("Hello"));
    QCOMPARE(m_serve->upstream.messages().constLast().body, body);
}

void ServeCurlTest::compressedBodiesAreUnpacked()
{
    m_serve->upstream.stepsForAll(R"([{"reply":"Hello"}])");
    QVERIFY(m_serve->start(u"script"_s));
    const QByteArray body = question(false).toUtf8();
    const QString file = m_serve->cli.write(u"body.json"_s, body);
    Program gzip(u"gzip"_s, {u"--keep"_s, file}, {});
    gzip.start();
    QCOMPARE(gzip.exitCode(), 0);
    Program asked =
        post(u"/v1/messages"_s, u'@' + file + u".gz"_s, {u"-H"_s, u"Content-Encoding: gzip"_s});
    QVERIFY(asked.output().contains("Hello"));
    QCOMPARE(m_serve->upstream.messages().constLast().body, body);
}

void ServeCurlTest::onlyTheHead()
{
    QVERIFY(m_serve->start(u"script"_s));
    Program health = curl({u"--head"_s, url(u"/health"_s)});
    QVERIFY(health.output().startsWith("HTTP/1.1 200 "));
    QCOMPARE(health.exitCode(), 0);
    Program unknown = curl({u"--head"_s, url(u"/api/hello"_s)});
    QVERIFY(unknown.output().startsWith("HTTP/1.1 404 "));
}

void ServeCurlTest::wrongTokens()
{
    QVERIFY(m_serve->start(u"script"_s));
    Program failing =
        curl({u"--fail"_s, u"-H"_s, u"x-api-key: sk-ant-test-1"_s, url(u"/v1/models"_s)});
    QCOMPARE(failing.exitCode(), 22);
    Program told = curl({u"-H"_s, u"x-api-key: sk-ant-test-1"_s, url(u"/v1/models"_s)});
    QCOMPARE(CliFixture::json(told.output()).value(u"error"_s).toObject().value(u"type"_s),
             u"authentication_error"_s);
    QVERIFY(m_serve->upstream.requests().isEmpty());
}

void ServeCurlTest::overAUnixSocket()
{
    m_serve->upstream.stepsForAll(R"([{"reply":"Hello"}])");
    const QString file = m_serve->cli.path(u"socket"_s);
    QVERIFY(m_serve->start(u"script"_s, {u"--unix-socket"_s, file}));
    Program asked = post(u"/v1/messages"_s, question(false), {u"--unix-socket"_s, file});
    QVERIFY(asked.output().contains("Hello"));
}

void ServeCurlTest::encrypted()
{
    QString why;
    const auto certificate = TestCertificate::make(TestCertificate::Kind::Good, &why);
    if (!certificate)
        QSKIP(qPrintable(why));
    const CliFixture& cli = m_serve->cli;
    const QSslConfiguration& server = certificate->server;
    const QString chain =
        cli.write(u"cert.pem"_s, server.localCertificateChain().constFirst().toPem());
    const QString key = cli.write(u"key.pem"_s, server.privateKey().toPem());
    const QString authority = cli.write(u"ca.pem"_s, certificate->authority.toPem());
    m_serve->upstream.stepsForAll(R"([{"reply":"Hello"}])");
    QVERIFY(m_serve->start(u"script"_s, {u"--tls-cert"_s, chain, u"--tls-key"_s, key}));
    Program asked = post(u"/v1/messages"_s, question(false), {u"--cacert"_s, authority});
    QVERIFY2(asked.output().contains("Hello"), asked.errors().constData());
    Program distrusting = post(u"/v1/messages"_s, question(false));
    QCOMPARE(distrusting.exitCode(), 60);
}

void ServeCurlTest::goingAwayEndsTheAnswerUpstream()
{
    m_serve->upstream.stepsForAll(R"([{"reply":"one two three","fault":"hang","at_event":4}])");
    QVERIFY(m_serve->start(u"script"_s));
    Program asked = post(u"/v1/messages"_s, question(true), {u"--no-buffer"_s});
    QTRY_VERIFY_WITH_TIMEOUT(asked.outputSoFar().contains("content_block_delta"), kPatience);
    QCOMPARE(m_serve->upstream.openAnswers(), 1);
    asked.interrupt();
    QTRY_COMPARE_WITH_TIMEOUT(m_serve->upstream.openAnswers(), 0, kPatience);
}

QTEST_GUILESS_MAIN(ServeCurlTest)
#include "tst_servecurl.moc"
