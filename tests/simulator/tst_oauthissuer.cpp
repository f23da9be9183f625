// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"
#include "simulator/oauthissuer.h"
#include "simulator/responder.h"

#include <QCryptographicHash>
#include <QTest>
#include <QUrl>
#include <QUrlQuery>

using namespace Patchbay;

namespace {

const QByteArray kVerifier = QByteArrayLiteral("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
const QByteArray kChallenge = QByteArrayLiteral("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");

OAuthScript scripted(const QByteArray& oauth)
{
    const auto script = Script::fromJson("{\"oauth\":" + oauth + '}');
    if (!script)
        qFatal("%s", qPrintable(script.error().sentence()));
    return script->oauth;
}

HttpRequest get(const QByteArray& path, const QByteArray& query = {})
{
    HttpRequest request;
    request.method = "GET";
    request.path = path;
    request.query = query;
    return request;
}

HttpRequest post(const QByteArray& path, const QJsonObject& body)
{
    HttpRequest request;
    request.method = "POST";
    request.path = path;
    request.headers = {{"content-type", "application/json"}};
    request.body = compactJson(body);
    return request;
}

QJsonObject bodyOf(const Answer& answer)
{
    return parseJsonObject(answer.body).value_or(QJsonObject());
}

QString errorOf(const Answer& answer)
{
    return bodyOf(answer).value(u"error").toString();
}

QByteArray authorizeQuery()
{
    return "response_type=code&client_id=c&redirect_uri=http://127.0.0.1:9/callback&state=a%26b"
           "&code_challenge_method=S256&code_challenge=" +
           kChallenge;
}

QJsonObject refreshBody(const QString& token)
{
    return {{QStringLiteral("grant_type"), QStringLiteral("refresh_token")},
            {QStringLiteral("client_id"), QStringLiteral("c")},
            {QStringLiteral("refresh_token"), token}};
}

} // namespace

class OAuthIssuerTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void codeBecomesTokensOnce();
    void codeNeedsItsProof_data();
    void codeNeedsItsProof();
    void requestsWithoutPkceAreRefused();
    void refreshTokenIsGoodOnce_data();
    void refreshTokenIsGoodOnce();
    void stepsComeInOrder();
    void bearersAreCheckedOnEveryRoute();
    void controlEndsAndRevokes();
    void scriptFaultsNameTheirPlace_data();
    void scriptFaultsNameTheirPlace();
};

void OAuthIssuerTest::codeBecomesTokensOnce()
{
    OAuthIssuer issuer(scripted(R"({"client_id":"c","expires_in":7})"));
    const Answer agreed = issuer.answer(get("/oauth/authorize", authorizeQuery()), "req_1");
    QCOMPARE(agreed.status, 302);
    const QUrl target = QUrl::fromEncoded(headerValue(agreed.headers, "location"));
    const QUrlQuery query(target);
    QCOMPARE(target.adjusted(QUrl::RemoveQuery),
             QUrl(QStringLiteral("http://127.0.0.1:9/callback")));
    QCOMPARE(query.queryItemValue(QStringLiteral("state"), QUrl::FullyDecoded),
             QStringLiteral("a&b"));
    const QJsonObject body{
        {QStringLiteral("grant_type"), QStringLiteral("authorization_code")},
        {QStringLiteral("client_id"), QStringLiteral("c")},
        {QStringLiteral("redirect_uri"), QStringLiteral("http://127.0.0.1:9/callback")},
        {QStringLiteral("code"), query.queryItemValue(QStringLiteral("code"))},
        {QStringLiteral("code_verifier"), QString::fromLatin1(kVerifier)}};
    const Answer given = issuer.answer(post("/oauth/token", body), "req_2");
    QCOMPARE(given.status, 200);
    QCOMPARE(bodyOf(given).value(u"expires_in").toInt(), 7);
    QVERIFY(issuer.check(bodyOf(given).value(u"access_token").toString().toLatin1()) ==
            OAuthIssuer::Bearer::Good);
    QCOMPARE(errorOf(issuer.answer(post("/oauth/token", body), "req_3")),
             QStringLiteral("invalid_grant"));
    QCOMPARE(issuer.counts().authorizations, 1);
    QCOMPARE(issuer.counts().exchanges, 1);
    QCOMPARE(issuer.counts().tokenRequests, 2);
}

void OAuthIssuerTest::codeNeedsItsProof_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("value");
    QTest::newRow("another verifier")
        << QStringLiteral("code_verifier") << QString::fromLatin1(kVerifier).toUpper();
    QTest::newRow("the challenge itself")
        << QStringLiteral("code_verifier") << QString::fromLatin1(kChallenge);
    QTest::newRow("no verifier") << QStringLiteral("code_verifier") << QString();
    QTest::newRow("another address")
        << QStringLiteral("redirect_uri") << QStringLiteral("http://127.0.0.1:10/callback");
    QTest::newRow("another code") << QStringLiteral("code") << QStringLiteral("code_x");
}

void OAuthIssuerTest::codeNeedsItsProof()
{
    QFETCH(QString, field);
    QFETCH(QString, value);
    OAuthIssuer issuer(OAuthScript{});
    const Answer agreed = issuer.answer(get("/oauth/authorize", authorizeQuery()), "req_1");
    const QUrlQuery query(QUrl::fromEncoded(headerValue(agreed.headers, "location")));
    QJsonObject body{
        {QStringLiteral("grant_type"), QStringLiteral("authorization_code")},
        {QStringLiteral("client_id"), QStringLiteral("c")},
        {QStringLiteral("redirect_uri"), QStringLiteral("http://127.0.0.1:9/callback")},
        {QStringLiteral("code"), query.queryItemValue(QStringLiteral("code"))},
        {QStringLiteral("code_verifier"), QString::fromLatin1(kVerifier)}};
    body.insert(field, value);
    const Answer refused = issuer.answer(post("/oauth/token", body), "req_2");
    QCOMPARE(refused.status, 400);
    QCOMPARE(errorOf(refused), QStringLiteral("invalid_grant"));
}

void OAuthIssuerTest::requestsWithoutPkceAreRefused()
{
    OAuthIssuer issuer(scripted(R"({"client_id":"c"})"));
    for (const auto& [from, to] : {std::pair<QByteArray, QByteArray>{"S256", "plain"},
                                   {"code_challenge=", "x="},
                                   {"client_id=c", "client_id=d"},
                                   {"response_type=code", "response_type=token"}}) {
        QByteArray query = authorizeQuery();
        query.replace(from, to);
        QCOMPARE(issuer.answer(get("/oauth/authorize", query), "req_1").status, 400);
    }
    QCOMPARE(issuer.counts().authorizations, 0);
}

void OAuthIssuerTest::refreshTokenIsGoodOnce_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<bool>("again");
    QTest::addColumn<bool>("tellsRefresh");
    QTest::newRow("once") << QByteArray("") << false << true;
    QTest::newRow("with grace") << QByteArray(R"(,"grace_ms":600000)") << true << true;
    QTest::newRow("without rotation") << QByteArray(R"(,"rotates":false)") << true << false;
}

void OAuthIssuerTest::refreshTokenIsGoodOnce()
{
    QFETCH(QByteArray, script);
    QFETCH(bool, again);
    QFETCH(bool, tellsRefresh);
    OAuthIssuer issuer(
        scripted(R"({"tokens":[{"access_token":"a","refresh_token":"r"}])" + script + '}'));
    QVERIFY(issuer.check("a") == OAuthIssuer::Bearer::Ended);
    const Answer first =
        issuer.answer(post("/v1/oauth/token", refreshBody(QStringLiteral("r"))), "req_1");
    QCOMPARE(first.status, 200);
    QCOMPARE(bodyOf(first).contains(QStringLiteral("refresh_token")), tellsRefresh);
    const Answer second =
        issuer.answer(post("/oauth/token", refreshBody(QStringLiteral("r"))), "req_2");
    QCOMPARE(second.status, again ? 200 : 400);
    QCOMPARE(issuer.counts().refreshes, again ? 2 : 1);
    QCOMPARE(issuer.counts().reuses, tellsRefresh ? 1 : 0);
    QCOMPARE(issuer.counts().refusals, again ? 0 : 1);
    QVERIFY(issuer.check("unheard of") == OAuthIssuer::Bearer::Unknown);
    // A form says the same as JSON.
    HttpRequest form = post("/oauth/token", {});
    form.headers = {{"content-type", "application/x-www-form-urlencoded"}};
    form.body = "grant_type=refresh_token&client_id=c&refresh_token=none";
    QCOMPARE(errorOf(issuer.answer(form, "req_3")), QStringLiteral("invalid_grant"));
}

void OAuthIssuerTest::stepsComeInOrder()
{
    OAuthIssuer issuer(scripted(
        R"({"tokens":[{"access_token":"a","refresh_token":"r"}],"steps":[{"status":500,"times":2},
            {"error":"invalid_grant"},{"fault":"hang"},{"fault":"lost","delay_ms":5}],
            "grace_ms":600000})"));
    const auto ask = [&] {
        return issuer.answer(post("/oauth/token", refreshBody(QStringLiteral("r"))), "req_1");
    };
    QCOMPARE(ask().status, 500);
    QCOMPARE(ask().status, 500);
    QCOMPARE(errorOf(ask()), QStringLiteral("invalid_grant"));
    const Answer hangs = ask();
    QVERIFY(hangs.manner.fault == ScriptFault::Hang);
    QCOMPARE(hangs.manner.atEvent, 0);
    QCOMPARE(issuer.counts().refreshes, 0);
    const Answer lost = ask();
    QVERIFY(lost.manner.fault == ScriptFault::Cut);
    QCOMPARE(lost.manner.delayMs, 5);
    QCOMPARE(issuer.counts().refreshes, 1); // done all the same
    QCOMPARE(ask().status, 200);
    QCOMPARE(issuer.counts().tokenRequests, 6);
}

void OAuthIssuerTest::bearersAreCheckedOnEveryRoute()
{
    const auto script = Script::fromJson(
        R"({"keys":{"sk-ant-test-oauth":[{"reply":"For those who signed in"}]},
            "oauth":{"tokens":[{"access_token":"good","lives_ms":600000},{"access_token":"ended"}]}})");
    QVERIFY(script);
    Responder responder(*script);
    for (const auto& [token, status] :
         {std::pair<QByteArray, int>{"good", 200}, {"ended", 401}, {"unheard-of", 401}}) {
        HttpRequest request = get("/v1/models");
        request.headers = {{"authorization", "Bearer " + token},
                           {"anthropic-version", "2023-06-01"}};
        ReceivedRequest received;
        QCOMPARE(responder.answer(request, received).status, status);
        QCOMPARE(received.credentialKind, QByteArray("bearer"));
    }
    QCOMPARE(responder.oauthCounts().rejectedBearers, 1);
}

void OAuthIssuerTest::controlEndsAndRevokes()
{
    Responder responder(
        *Script::fromJson(R"({"oauth":{"tokens":[{"access_token":"a","refresh_token":"r",
                              "lives_ms":600000}]}})"));
    ReceivedRequest received;
    const auto control = [&](const QJsonObject& body) {
        return bodyOf(responder.answer(post("/simulator/oauth", body), received));
    };
    HttpRequest models = get("/v1/models");
    models.headers = {{"authorization", "Bearer a"}, {"anthropic-version", "2023-06-01"}};
    QCOMPARE(responder.answer(models, received).status, 200);
    QCOMPARE(control({{QStringLiteral("expire"), true}}).value(u"rejected_bearers").toInt(), 0);
    (void)responder.answer(models, received);
    QCOMPARE(bodyOf(responder.answer(get("/simulator/oauth"), received))
                 .value(u"rejected_bearers")
                 .toInt(),
             1);
    (void)control({{QStringLiteral("revoke"), true}});
    QCOMPARE(
        errorOf(responder.answer(post("/oauth/token", refreshBody(QStringLiteral("r"))), received)),
        QStringLiteral("invalid_grant"));
}

void OAuthIssuerTest::scriptFaultsNameTheirPlace_data()
{
    QTest::addColumn<QByteArray>("oauth");
    QTest::addColumn<QString>("place");
    QTest::newRow("no object") << QByteArray("[]") << QStringLiteral("oauth");
    QTest::newRow("unknown field")
        << QByteArray(R"({"expires":1})") << QStringLiteral("oauth.expires");
    QTest::newRow("no number") << QByteArray(R"({"expires_in":"1"})")
                               << QStringLiteral("oauth.expires_in");
    QTest::newRow("steps in no list")
        << QByteArray(R"({"steps":{}})") << QStringLiteral("oauth.steps");
    QTest::newRow("unknown fault") << QByteArray(R"({"steps":[{},{"fault":"cut"}]})")
                                   << QStringLiteral("oauth.steps[1].fault");
    QTest::newRow("a token without text") << QByteArray(R"({"tokens":[{"refresh_token":"r"}]})")
                                          << QStringLiteral("oauth.tokens[0].access_token");
}

void OAuthIssuerTest::scriptFaultsNameTheirPlace()
{
    QFETCH(QByteArray, oauth);
    QFETCH(QString, place);
    const auto script = Script::fromJson("{\"oauth\":" + oauth + '}');
    QVERIFY(!script);
    QVERIFY2(script.error().cause.endsWith(u' ' + place), qPrintable(script.error().cause));
}

QTEST_GUILESS_MAIN(OAuthIssuerTest)
#include "tst_oauthissuer.moc"
