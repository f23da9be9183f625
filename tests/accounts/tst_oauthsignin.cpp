// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/oauthsignin.h"
#include "signinfixture.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTcpSocket>
#include <QUrlQuery>

using namespace Patchbay;
using namespace Patchbay::Testing;

namespace {

/// One sign-in with what it told.
struct SignIn
{
    explicit SignIn(const OAuthProfile& profile, const Clock& clock, qint64 timeoutMs = 60'000)
        : object(std::make_unique<OAuthSignIn>(profile, QUrl(), clock,
                                               OAuthSignInOptions{timeoutMs, 20'000}))
    {
        auto* const signIn = object.get();
        QObject::connect(signIn, &OAuthSignIn::urlReady, signIn,
                         [this](const QUrl& ready) { url = ready; });
        QObject::connect(signIn, &OAuthSignIn::needsCode, signIn, [this] { needsCode = true; });
        QObject::connect(signIn, &OAuthSignIn::codeRefused, signIn,
                         [this](const Error& refused) { refusals.append(refused.cause); });
        QObject::connect(signIn, &OAuthSignIn::signedIn, signIn, [this](const OAuthToken& given) {
            ++ends;
            token = given;
        });
        QObject::connect(signIn, &OAuthSignIn::failed, signIn, [this](const Error& given) {
            ++ends;
            error = given;
        });
        signIn->start();
        QVERIFY(url.isEmpty());
        QVERIFY(QTest::qWaitFor([this] { return !url.isEmpty(); }, 20'000));
    }
    [[nodiscard]] QString field(const QString& name) const
    {
        return QUrlQuery(url).queryItemValue(name, QUrl::FullyDecoded);
    }
    [[nodiscard]] bool waitForEnd() const
    {
        return QTest::qWaitFor([this] { return ends > 0; }, 20'000);
    }

    std::unique_ptr<OAuthSignIn> object;
    QUrl url;
    bool needsCode = false;
    QStringList refusals;
    int ends = 0;
    OAuthToken token;
    Error error;
};

/// What a browser shows in the end, and where.
struct Page
{
    int status = 0;
    QByteArray body;
};

Page browse(const QUrl& url)
{
    QNetworkAccessManager manager;
    QNetworkRequest request(url);
    request.setRawHeader("sec-fetch-site", "cross-site"); // as a browser does
    const std::unique_ptr<QNetworkReply> reply(manager.get(request));
    if (!QTest::qWaitFor([&] { return reply->isFinished(); }, 20'000))
        return {};
    return {reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), reply->readAll()};
}

} // namespace

class OAuthSignInTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void browserComesBack_data();
    void browserComesBack();
    void askedForWithPkceAndState();
    void foreignRequestsAreRefused_data();
    void foreignRequestsAreRefused();
    void listensForItsTimeAlone();
    void codeIsPasted_data();
    void codeIsPasted();
    void pastedTextsThatAreNoCode_data();
    void pastedTextsThatAreNoCode();
    void wholeAddressMayBePastedInstead();
    void registeredAddressIsKept();
    void endsThatAreNoSuccess_data();
    void endsThatAreNoSuccess();
    void timeRunsOut();
    void cancelEndsIt();
    void destroyingIsSilent();
};

void OAuthSignInTest::browserComesBack_data()
{
    QTest::addColumn<bool>("isForm");
    QTest::newRow("json") << false;
    QTest::newRow("form") << true;
}

void OAuthSignInTest::browserComesBack()
{
    QFETCH(bool, isForm);
    SignInFixture fixture;
    OAuthProfile profile = fixture.profile();
    profile.clientId = QStringLiteral("a&b=c d%2B+é");
    profile.tokenRequest =
        isForm ? OAuthProfile::TokenRequest::Form : OAuthProfile::TokenRequest::Json;
    SignIn signIn(profile, fixture.clock);
    QVERIFY(!signIn.needsCode);
    const Page page = browse(signIn.url);
    QCOMPARE(page.status, 200);
    QVERIFY2(page.body.contains("You may close this page"), page.body.constData());
    QVERIFY(signIn.waitForEnd());
    QVERIFY2(!signIn.token.access.isEmpty(), qPrintable(signIn.error.sentence()));
    QVERIFY(!signIn.token.refresh.isEmpty());
    QCOMPARE(signIn.token.lifetimeMs, 3'600'000);
    QCOMPARE(signIn.token.receivedAtMs, fixture.clock.nowMs());
    QCOMPARE(fixture.upstream.oauthCounts().exchanges, 1);
    const ReceivedRequest asked = fixture.upstream.requests().last();
    QCOMPARE(asked.path, QByteArray("/oauth/token"));
    QVERIFY(headerValue(asked.headers, "user-agent").startsWith("patchbay/"));
    QCOMPARE(signIn.ends, 1);
}

void OAuthSignInTest::askedForWithPkceAndState()
{
    SignInFixture fixture;
    OAuthProfile profile = fixture.profile();
    profile.authorizeUrl.setQuery(QStringLiteral("audience=x%26y&state=mine"));
    profile.scopes = {QStringLiteral("user:one"), QStringLiteral("two")};
    const SignIn first(profile, fixture.clock);
    const SignIn second(profile, fixture.clock);
    QCOMPARE(first.field(QStringLiteral("response_type")), QStringLiteral("code"));
    QCOMPARE(first.field(QStringLiteral("client_id")), profile.clientId);
    QCOMPARE(first.field(QStringLiteral("scope")), QStringLiteral("user:one two"));
    QCOMPARE(first.field(QStringLiteral("audience")), QStringLiteral("x&y"));
    QCOMPARE(first.field(QStringLiteral("code_challenge_method")), QStringLiteral("S256"));
    QVERIFY(
        first.field(QStringLiteral("redirect_uri")).startsWith(QLatin1String("http://127.0.0.1:")));
    for (const char* name : {"state", "code_challenge", "redirect_uri"}) {
        const QString field = QString::fromLatin1(name);
        QVERIFY(first.field(field).size() >= 22);
        QVERIFY(first.field(field) != second.field(field));
    }
}

void OAuthSignInTest::foreignRequestsAreRefused_data()
{
    QTest::addColumn<QByteArray>("request"); // STATE and PORT are the right ones
    QTest::addColumn<QByteArray>("status");
    const auto row = [](const char* name, const QByteArray& line, const QByteArray& host,
                        const QByteArray& status) {
        QTest::newRow(name) << line + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n" << status;
    };
    row("wrong state", "GET /callback?code=x&state=other", "127.0.0.1:PORT", "400");
    row("no state", "GET /callback?code=x", "127.0.0.1:PORT", "400");
    row("no code", "GET /callback?state=STATE", "127.0.0.1:PORT", "400");
    row("an error of nobody's", "GET /callback?error=access_denied", "127.0.0.1:PORT", "400");
    row("another host", "GET /callback?code=x&state=STATE", "evil.example:PORT", "403");
    row("no port", "GET /callback?code=x&state=STATE", "127.0.0.1", "403");
    row("two hosts", "GET /callback?code=x&state=STATE", "127.0.0.1:PORT\r\nHost: a", "403");
    row("another path", "GET /other?code=x&state=STATE", "127.0.0.1:PORT", "404");
    row("POST", "POST /callback?code=x&state=STATE", "127.0.0.1:PORT", "405");
    row("no request", "hello", "127.0.0.1:PORT", "405");
    row("endless", "GET /callback?" + QByteArray(20'000, 'a'), "127.0.0.1:PORT", "431");
}

void OAuthSignInTest::foreignRequestsAreRefused()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, status);
    SignInFixture fixture;
    SignIn signIn(fixture.profile(), fixture.clock);
    const int port = QUrl(signIn.field(QStringLiteral("redirect_uri"))).port();
    request.replace("STATE", signIn.field(QStringLiteral("state")).toLatin1());
    request.replace("PORT", QByteArray::number(port));
    QTcpSocket socket;
    socket.connectToHost(QStringLiteral("127.0.0.1"), static_cast<quint16>(port));
    QTRY_COMPARE_WITH_TIMEOUT(socket.state(), QAbstractSocket::ConnectedState, 20'000);
    socket.write(request);
    QTRY_VERIFY_WITH_TIMEOUT(socket.bytesAvailable() >= 12, 20'000);
    QCOMPARE(socket.readAll().mid(9, 3), status);
    QCOMPARE(signIn.ends, 0);
    // The right one still comes through.
    QCOMPARE(browse(signIn.url).status, 200);
    QVERIFY(signIn.waitForEnd());
    QVERIFY(!signIn.token.access.isEmpty());
}

void OAuthSignInTest::listensForItsTimeAlone()
{
    SignInFixture fixture;
    SignIn signIn(fixture.profile(), fixture.clock);
    const QUrl callback(signIn.field(QStringLiteral("redirect_uri")));
    QCOMPARE(browse(signIn.url).status, 200);
    QVERIFY(signIn.waitForEnd());
    QTcpSocket socket;
    socket.connectToHost(callback.host(), static_cast<quint16>(callback.port()));
    QTRY_COMPARE_WITH_TIMEOUT(socket.error(), QAbstractSocket::ConnectionRefusedError, 20'000);
    QCOMPARE(signIn.ends, 1);
}

void OAuthSignInTest::codeIsPasted_data()
{
    QTest::addColumn<QString>("form");
    QTest::newRow("code and state") << QStringLiteral("  CODE#STATE\n");
    QTest::newRow("the code alone") << QStringLiteral("CODE");
    QTest::newRow("the address it was sent to")
        << QStringLiteral("https://id.example.com/shown?code=CODE&state=STATE");
    QTest::newRow("its query alone") << QStringLiteral("code=CODE&state=STATE#");
}

void OAuthSignInTest::codeIsPasted()
{
    QFETCH(QString, form);
    SignInFixture fixture;
    OAuthProfile profile = fixture.profile();
    profile.redirect = OAuthProfile::Redirect::Paste;
    SignIn signIn(profile, fixture.clock);
    QVERIFY(signIn.needsCode);
    const QString shown = QString::fromUtf8(browse(signIn.url).body).trimmed();
    QCOMPARE(shown.section(u'#', 1), signIn.field(QStringLiteral("state")));
    form.replace(QLatin1String("CODE"), shown.section(u'#', 0, 0));
    form.replace(QLatin1String("STATE"), shown.section(u'#', 1));
    signIn.object->submitCode(form);
    QVERIFY(signIn.waitForEnd());
    QVERIFY2(!signIn.token.access.isEmpty(), qPrintable(signIn.error.sentence()));
    QVERIFY(signIn.refusals.isEmpty());
}

void OAuthSignInTest::pastedTextsThatAreNoCode_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << QString();
    QTest::newRow("white space") << QStringLiteral(" \n");
    QTest::newRow("another state") << QStringLiteral("CODE#other");
    QTest::newRow("no code") << QStringLiteral("#STATE");
    QTest::newRow("an address of another sign-in")
        << QStringLiteral("https://id.example.com/?code=CODE&state=other");
    QTest::newRow("an address without state") << QStringLiteral("https://x.example/?code=CODE");
}

void OAuthSignInTest::pastedTextsThatAreNoCode()
{
    QFETCH(QString, text);
    SignInFixture fixture;
    OAuthProfile profile = fixture.profile();
    profile.redirect = OAuthProfile::Redirect::Paste;
    SignIn signIn(profile, fixture.clock);
    const QString shown = QString::fromUtf8(browse(signIn.url).body).trimmed();
    text.replace(QLatin1String("CODE"), shown.section(u'#', 0, 0));
    text.replace(QLatin1String("STATE"), shown.section(u'#', 1));
    signIn.object->submitCode(text);
    QCOMPARE(signIn.refusals.size(), 1);
    QCOMPARE(signIn.ends, 0);
    QCOMPARE(fixture.upstream.oauthCounts().tokenRequests, 0);
    signIn.object->submitCode(shown);
    QVERIFY(signIn.waitForEnd());
    QVERIFY(!signIn.token.access.isEmpty());
}

void OAuthSignInTest::wholeAddressMayBePastedInstead()
{
    SignInFixture fixture;
    SignIn signIn(fixture.profile(), fixture.clock);
    signIn.object->submitCode(QStringLiteral("code-alone"));
    QCOMPARE(signIn.refusals.size(), 1);
    // As a browser on another machine shows it, which finds nobody there.
    QNetworkAccessManager manager;
    QNetworkRequest request(signIn.url);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::ManualRedirectPolicy);
    const std::unique_ptr<QNetworkReply> reply(manager.get(request));
    QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), 20'000);
    signIn.object->submitCode(QString::fromLatin1(reply->rawHeader("location")));
    QVERIFY(signIn.waitForEnd());
    QVERIFY2(!signIn.token.access.isEmpty(), qPrintable(signIn.error.sentence()));
}

void OAuthSignInTest::registeredAddressIsKept()
{
    SignInFixture fixture;
    OAuthProfile profile = fixture.profile();
    profile.redirect = OAuthProfile::Redirect::Paste;
    profile.authorizeUrl.setQuery(QStringLiteral("redirect_uri=https://id.example.com/shown%3Fa"));
    SignIn signIn(profile, fixture.clock);
    QCOMPARE(signIn.field(QStringLiteral("redirect_uri")),
             QStringLiteral("https://id.example.com/shown?a"));
    signIn.object->submitCode(QString::fromUtf8(browse(signIn.url).body));
    QVERIFY(signIn.waitForEnd());
    QVERIFY2(!signIn.token.access.isEmpty(), qPrintable(signIn.error.sentence()));
}

void OAuthSignInTest::endsThatAreNoSuccess_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<QString>("says");
    QTest::newRow("denied") << QByteArray(R"({"denies":true})")
                            << QStringLiteral("the test provider was told not to let Patchbay in");
    QTest::newRow("code refused") << QByteArray(R"({"steps":[{"error":"invalid_grant"}]})")
                                  << QStringLiteral("the test provider did not accept the code");
    QTest::newRow("wrong profile") << QByteArray(R"({"steps":[{"error":"invalid_client"}]})")
                                   << QStringLiteral("does not accept the sign-in profile");
    QTest::newRow("500") << QByteArray(R"({"steps":[{"status":500}]})")
                         << QStringLiteral("status 500");
    QTest::newRow("answer lost") << QByteArray(R"({"steps":[{"fault":"lost"}]})")
                                 << QStringLiteral("cannot be reached");
}

void OAuthSignInTest::endsThatAreNoSuccess()
{
    QFETCH(QByteArray, script);
    QFETCH(QString, says);
    SignInFixture fixture;
    fixture.upstream.oauth(script);
    SignIn signIn(fixture.profile(), fixture.clock);
    (void)browse(signIn.url);
    QVERIFY(signIn.waitForEnd());
    QVERIFY(signIn.token.access.isEmpty());
    QVERIFY2(signIn.error.sentence().contains(says), qPrintable(signIn.error.sentence()));
    QVERIFY(!signIn.error.nextStep.isEmpty());
    QCOMPARE(signIn.ends, 1);
    QCOMPARE_LE(fixture.upstream.oauthCounts().tokenRequests, 1);
}

void OAuthSignInTest::timeRunsOut()
{
    SignInFixture fixture;
    SignIn signIn(fixture.profile(), fixture.clock, 50);
    QVERIFY(signIn.waitForEnd());
    QCOMPARE(signIn.error.kind, ErrorKind::DeadlineExpired);
    QVERIFY(signIn.error.cause.contains(QLatin1String("in time")));
    QTcpSocket socket;
    const QUrl callback(signIn.field(QStringLiteral("redirect_uri")));
    QTRY_VERIFY_WITH_TIMEOUT(
        [&] {
            socket.abort();
            socket.connectToHost(callback.host(), static_cast<quint16>(callback.port()));
            return QTest::qWaitFor(
                [&] { return socket.error() == QAbstractSocket::ConnectionRefusedError; }, 200);
        }(),
        20'000);
}

void OAuthSignInTest::cancelEndsIt()
{
    SignInFixture fixture;
    SignIn signIn(fixture.profile(), fixture.clock);
    signIn.object->cancel();
    QCOMPARE(signIn.error.kind, ErrorKind::Cancelled);
    signIn.object->cancel();
    signIn.object->submitCode(QStringLiteral("a#b"));
    QCOMPARE(signIn.ends, 1);
}

void OAuthSignInTest::destroyingIsSilent()
{
    SignInFixture fixture;
    fixture.upstream.oauth(R"({"steps":[{"delay_ms":100}]})");
    SignIn signIn(fixture.profile(), fixture.clock);
    QCOMPARE(browse(signIn.url).status, 200);
    QTRY_COMPARE_WITH_TIMEOUT(fixture.upstream.oauthCounts().tokenRequests, 1, 20'000);
    signIn.object.reset();
    QVERIFY(!QTest::qWaitFor([&] { return signIn.ends > 0; }, 200));
}

QTEST_GUILESS_MAIN(OAuthSignInTest)
#include "tst_oauthsignin.moc"
