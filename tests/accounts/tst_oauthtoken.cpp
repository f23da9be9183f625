// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/oauthtoken.h"

#include <QTest>

using namespace Patchbay;

namespace {

Secret secretOf(const QByteArray& bytes)
{
    return Secret::take(QByteArray(bytes.constData(), bytes.size()));
}

} // namespace

class OAuthTokenTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void entryOfTheVaultComesBackAsItWas();
    void answersBecomeTokensOrFailures_data();
    void answersBecomeTokensOrFailures();
    void missingRefreshTokenKeepsTheOldOne();
    void failuresRepeatNothingOfTheAnswer();
    void nobodyCanPrintIt();
};

void OAuthTokenTest::entryOfTheVaultComesBackAsItWas()
{
    OAuthToken token;
    token.access = secretOf("sk-ant-test-oat-1");
    token.refresh = secretOf("sk-ant-test-ort-1/+=~");
    token.receivedAtMs = 1'795'348'800'123;
    token.lifetimeMs = 28'800'000;
    token.scope = QStringLiteral("user:a \"quoted\" ü");
    const auto back = OAuthToken::fromSecret(token.toSecret());
    QVERIFY2(back, back ? "" : qPrintable(back.error().sentence()));
    QVERIFY(*back == token);
    const auto least = OAuthToken::fromSecret(OAuthToken{token.access, {}, 0, 0, {}}.toSecret());
    QVERIFY(least);
    QVERIFY(least->refresh.isEmpty());
    QCOMPARE(least->lifetimeMs, 0);
}

void OAuthTokenTest::answersBecomeTokensOrFailures_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<qint64>("lifetimeMs"); // of a token; -1: a failure of that kind
    QTest::addColumn<int>("kind");
    const auto good = [](const char* name, const char* body, qint64 lifetimeMs) {
        QTest::newRow(name) << 200 << QByteArray(body) << lifetimeMs << 0;
    };
    using Kind = TokenFailure::Kind;
    const auto bad = [](const char* name, int status, const char* body, Kind kind) {
        QTest::newRow(name) << status << QByteArray(body) << qint64(-1) << int(kind);
    };
    good("plain", R"({"access_token":"a","expires_in":3600,"token_type":"bearer"})", 3'600'000);
    good("number as text", R"({"access_token":"a","expires_in":"60"})", 60'000);
    good("no lifetime", R"({"access_token":"a"})", 0);
    good("a lifetime of nothing", R"({"access_token":"a","expires_in":0})", 0);
    good("a negative one", R"({"access_token":"a","expires_in":-5})", 0);
    good("an endless one", R"({"access_token":"a","expires_in":1e300})",
         10LL * 366 * 24 * 3600 * 1000);
    bad("no token", 200, R"({"token_type":"bearer"})", Kind::Temporary);
    bad("an empty one", 200, R"({"access_token":""})", Kind::Temporary);
    bad("of two lines", 200, R"({"access_token":"a\r\nb"})", Kind::Temporary);
    bad("no text", 200, R"({"access_token":1})", Kind::Temporary);
    bad("of another type", 200, R"({"access_token":"a","token_type":"mac"})", Kind::Temporary);
    bad("a page", 200, "<html>", Kind::Temporary);
    bad("nothing", 200, "", Kind::Temporary);
    bad("invalid_grant", 400, R"({"error":"invalid_grant"})", Kind::Refused);
    bad("as 401", 401, R"({"error":"invalid_grant"})", Kind::Refused);
    bad("in the API's form", 400, R"({"type":"error","error":{"type":"invalid_grant"}})",
        Kind::Refused);
    bad("said by a broken server", 503, R"({"error":"invalid_grant"})", Kind::Temporary);
    bad("invalid_client", 401, R"({"error":"invalid_client"})", Kind::Misfitted);
    bad("invalid_request", 400, R"({"error":"invalid_request"})", Kind::Misfitted);
    bad("an unknown code", 400, R"({"error":"slow_down"})", Kind::Temporary);
    bad("no code", 400, "no", Kind::Temporary);
    bad("500", 500, "", Kind::Temporary);
    bad("redirect", 302, "", Kind::Temporary);
}

void OAuthTokenTest::answersBecomeTokensOrFailures()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(qint64, lifetimeMs);
    QFETCH(int, kind);
    const auto outcome = readTokenAnswer(status, body, {}, 77);
    QCOMPARE(outcome.has_value(), lifetimeMs >= 0);
    if (outcome) {
        QVERIFY(outcome->access == secretOf("a"));
        QCOMPARE(outcome->lifetimeMs, lifetimeMs);
        QCOMPARE(outcome->receivedAtMs, 77);
        return;
    }
    QCOMPARE(int(outcome.error().kind), kind);
    QCOMPARE(outcome.error().error.httpStatus, status);
    QVERIFY(!outcome.error().error.cause.isEmpty());
    QVERIFY(!outcome.error().error.nextStep.isEmpty());
}

void OAuthTokenTest::missingRefreshTokenKeepsTheOldOne()
{
    const Secret before = secretOf("r1");
    QVERIFY(readTokenAnswer(200, R"({"access_token":"a"})", before, 0)->refresh == before);
    QVERIFY(
        readTokenAnswer(200, R"({"access_token":"a","refresh_token":""})", before, 0)->refresh ==
        before);
    QVERIFY(
        readTokenAnswer(200, R"({"access_token":"a","refresh_token":"r2"})", before, 0)->refresh ==
        secretOf("r2"));
}

void OAuthTokenTest::failuresRepeatNothingOfTheAnswer()
{
    for (const char* body :
         {R"({"error":"invalid_grant","error_description":"topsecret is used"})",
          R"({"error":"topsecret 1","error_description":"topsecret"})", "topsecret"}) {
        const auto outcome = readTokenAnswer(400, body, {}, 0);
        QVERIFY(!outcome);
        QString printed;
        QDebug(&printed) << outcome.error().error;
        QVERIFY2(!printed.contains(QLatin1String("topsecret")), qPrintable(printed));
    }
}

template <class T>
concept Printable = requires(QDebug debug, const T& value) { debug << value; };

void OAuthTokenTest::nobodyCanPrintIt()
{
    QVERIFY(!Printable<Secret>);
    QVERIFY(!Printable<OAuthToken>);
}

QTEST_GUILESS_MAIN(OAuthTokenTest)
#include "tst_oauthtoken.moc"
