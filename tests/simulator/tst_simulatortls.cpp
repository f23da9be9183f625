// SPDX-License-Identifier: GPL-3.0-or-later
#include "peer.h"
#include "support/testcertificate.h"
#include "support/testupstream.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSslError>

using namespace Patchbay;
using Kind = TestCertificate::Kind;

class SimulatorTlsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isTrustedAsItsCertificateDeserves_data();
    void isTrustedAsItsCertificateDeserves();
    void refusesPlainTextWhereTlsIsSpoken();
};

void SimulatorTlsTest::isTrustedAsItsCertificateDeserves_data()
{
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QList<QSslError::SslError>>("errors");
    const auto row = [](const char* name, Kind kind, QList<QSslError::SslError> errors) {
        QTest::newRow(name) << kind << errors;
    };
    row("good", Kind::Good, {});
    row("expired", Kind::Expired, {QSslError::CertificateExpired});
    row("wrong host", Kind::WrongHost, {QSslError::HostNameMismatch});
    row("self-signed", Kind::SelfSigned, {QSslError::SelfSignedCertificate});
}

void SimulatorTlsTest::isTrustedAsItsCertificateDeserves()
{
    QFETCH(Kind, kind);
    QFETCH(QList<QSslError::SslError>, errors);
    QString why;
    const auto certificate = TestCertificate::make(kind, &why);
    if (!certificate)
        QSKIP(qPrintable(why));
    SimulatorOptions options;
    options.tls = certificate->server;
    TestUpstream upstream(options);
    upstream.stepsForAll(R"([{"reply":"over TLS"},{"reply":"cut","fault":"cut","at_event":3}])");
    QCOMPARE(upstream.baseUrl().scheme(), QStringLiteral("https"));

    QNetworkAccessManager manager;
    QUrl url = upstream.baseUrl();
    url.setPath(QStringLiteral("/v1/messages"));
    QNetworkRequest request(url);
    QSslConfiguration trust = QSslConfiguration::defaultConfiguration();
    if (kind != Kind::SelfSigned)
        trust.setCaCertificates({certificate->authority});
    request.setSslConfiguration(trust);
    request.setRawHeader("x-api-key", "sk-ant-test-1");
    request.setRawHeader("anthropic-version", "2023-06-01");
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    QList<QSslError::SslError> seen;
    connect(&manager, &QNetworkAccessManager::sslErrors, this,
            [&](QNetworkReply*, const QList<QSslError>& faults) {
                for (const QSslError& fault : faults)
                    seen.append(fault.error());
            });
    const auto post = [&] {
        std::unique_ptr<QNetworkReply> reply(manager.post(request, messagesBody("Hi")));
        std::ignore = QTest::qWaitFor([&] { return reply->isFinished(); }, 20'000);
        return reply;
    };
    const auto reply = post();
    QVERIFY(reply->isFinished());
    for (const QSslError::SslError error : errors)
        QVERIFY2(seen.contains(error), qPrintable(QString::number(error)));
    if (!errors.isEmpty()) {
        QCOMPARE(reply->error(), QNetworkReply::SslHandshakeFailedError);
        QCOMPARE(upstream.requestCount(), 0);
        return;
    }
    QCOMPARE(seen, QList<QSslError::SslError>());
    QCOMPARE(reply->error(), QNetworkReply::NoError);
    PeerAnswer answer;
    answer.body = reply->readAll();
    QCOMPARE(answer.text(), QStringLiteral("over TLS"));
    // A cut stream is one here, too.
    const auto cut = post();
    QVERIFY(cut->error() != QNetworkReply::NoError);
}

void SimulatorTlsTest::refusesPlainTextWhereTlsIsSpoken()
{
    QString why;
    const auto certificate = TestCertificate::make(Kind::Good, &why);
    if (!certificate)
        QSKIP(qPrintable(why));
    SimulatorOptions options;
    options.tls = certificate->server;
    const TestUpstream upstream(options);
    Peer peer(upstream.port());
    peer.send(messagesRequest("sk-ant-test-1", messagesBody("Hi")));
    QVERIFY(peer.waitForEnd());
    QVERIFY(!peer.received().startsWith("HTTP/"));
    QCOMPARE(upstream.requestCount(), 0);
}

QTEST_GUILESS_MAIN(SimulatorTlsTest)
#include "tst_simulatortls.moc"
