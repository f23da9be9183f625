// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/oauthprofile.h"
#include "base/json.h"

#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace Patchbay;

namespace {

QJsonObject goodProfile()
{
    return {
        {QStringLiteral("name"), QStringLiteral("Example")},
        {QStringLiteral("authorize_url"), QStringLiteral("https://id.example.com/authorize?a=b")},
        {QStringLiteral("token_url"), QStringLiteral("https://id.example.com/token")},
        {QStringLiteral("client_id"), QStringLiteral("abc")},
        {QStringLiteral("scopes"), QJsonArray{QStringLiteral("one"), QStringLiteral("two:x")}},
        {QStringLiteral("redirect"), QStringLiteral("paste")},
        {QStringLiteral("token_request"), QStringLiteral("form")},
        {QStringLiteral("headers"),
         QJsonObject{{QStringLiteral("Anthropic-Beta"), QStringLiteral("oauth-2025-04-20")}}},
        {QStringLiteral("client_secret"), QStringLiteral("kept out")}};
}

} // namespace

class OAuthProfileTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatItKnowsAndKeepsTheRestOut();
    void faultsNameTheirField_data();
    void faultsNameTheirField();
    void filesAreReadAndChecked();
};

void OAuthProfileTest::readsWhatItKnowsAndKeepsTheRestOut()
{
    const auto profile = OAuthProfile::fromJson(compactJson(goodProfile()));
    QVERIFY2(profile, profile ? "" : qPrintable(profile.error().sentence()));
    QCOMPARE(profile->name, QStringLiteral("Example"));
    QCOMPARE(profile->authorizeUrl, QUrl(QStringLiteral("https://id.example.com/authorize?a=b")));
    QCOMPARE(profile->tokenUrl, QUrl(QStringLiteral("https://id.example.com/token")));
    QCOMPARE(profile->clientId, QStringLiteral("abc"));
    QCOMPARE(profile->scopes, (QStringList{QStringLiteral("one"), QStringLiteral("two:x")}));
    QVERIFY(profile->redirect == OAuthProfile::Redirect::Paste);
    QVERIFY(profile->tokenRequest == OAuthProfile::TokenRequest::Form);
    QCOMPARE(profile->headers, (HeaderList{{"anthropic-beta", "oauth-2025-04-20"}}));
    QVERIFY(profile->canSignIn());
    QVERIFY(!profile->toJson().contains(QLatin1String("kept out")));
    QVERIFY(*OAuthProfile::fromJson(profile->toJson().toUtf8()) == *profile);

    const auto least = OAuthProfile::fromJson(
        R"({"name":"x","token_url":"http://127.0.0.1:1/token","client_id":"c"})");
    QVERIFY(least);
    QVERIFY(least->redirect == OAuthProfile::Redirect::Loopback);
    QVERIFY(least->tokenRequest == OAuthProfile::TokenRequest::Json);
    QVERIFY(!least->canSignIn());
    QVERIFY(least->canRefresh());
    QVERIFY(*OAuthProfile::fromJson(least->toJson().toUtf8()) == *least);
}

void OAuthProfileTest::faultsNameTheirField_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<QString>("place");
    const auto row = [](const char* name, const QString& field, const QJsonValue& value,
                        const QString& place = {}) {
        QTest::newRow(name) << field << value << (place.isEmpty() ? field : place);
    };
    const auto header = [&](const char* name, const QString& field, const QJsonValue& value) {
        row(name, QStringLiteral("headers"), QJsonObject{{field, value}},
            QStringLiteral("headers.") + field);
    };
    row("no name", QStringLiteral("name"), QJsonValue(QJsonValue::Undefined));
    row("no token address", QStringLiteral("token_url"), QJsonValue(QJsonValue::Undefined));
    row("plain http", QStringLiteral("token_url"), QStringLiteral("http://id.example.com/token"));
    row("plain http to sign in", QStringLiteral("authorize_url"),
        QStringLiteral("http://id.example.com/"));
    row("a password in it", QStringLiteral("token_url"),
        QStringLiteral("https://me:secret@id.example.com/"));
    row("a fragment", QStringLiteral("token_url"), QStringLiteral("https://id.example.com/#x"));
    row("no address", QStringLiteral("token_url"), QStringLiteral("token"));
    row("a file", QStringLiteral("authorize_url"), QStringLiteral("file:///etc/passwd"));
    row("a number", QStringLiteral("client_id"), 7);
    row("scopes in one text", QStringLiteral("scopes"), QStringLiteral("a b"));
    row("a scope with a space", QStringLiteral("scopes"), QJsonArray{QStringLiteral("a b")});
    row("an unknown redirect", QStringLiteral("redirect"), QStringLiteral("window"));
    row("an unknown form", QStringLiteral("token_request"), QStringLiteral("xml"));
    row("headers in a list", QStringLiteral("headers"), QJsonArray{});
    header("another program's name", QStringLiteral("User-Agent"), QStringLiteral("claude-cli"));
    header("another program's mark", QStringLiteral("x-app"), QStringLiteral("cli"));
    header("a credential", QStringLiteral("Authorization"), QStringLiteral("Bearer x"));
    header("two lines", QStringLiteral("x-a"), QStringLiteral("a\r\nb: c"));
    header("no text", QStringLiteral("x-a"), 1);
    header("no name", QStringLiteral("a b"), QStringLiteral("c"));
}

void OAuthProfileTest::faultsNameTheirField()
{
    QFETCH(QString, field);
    QFETCH(QJsonValue, value);
    QFETCH(QString, place);
    QJsonObject object = goodProfile();
    if (value.isUndefined())
        object.remove(field);
    else
        object.insert(field, value);
    const auto profile = OAuthProfile::fromJson(compactJson(object));
    QVERIFY(!profile);
    QCOMPARE(profile.error().kind, ErrorKind::InvalidInput);
    QVERIFY2(profile.error().cause.contains(u'“' + place + u'”'),
             qPrintable(profile.error().sentence()));
    QVERIFY(!profile.error().nextStep.isEmpty());
    QVERIFY(!profile.error().sentence().contains(QLatin1String("secret")));
}

void OAuthProfileTest::filesAreReadAndChecked()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("profile.json"));
    QVERIFY(!OAuthProfile::fromFile(path, true));
    const auto write = [&path](const QJsonObject& object) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(compactJson(object));
    };
    QJsonObject object = goodProfile();
    write(object);
    QVERIFY(OAuthProfile::fromFile(path, true));
    object.remove(QStringLiteral("authorize_url"));
    write(object);
    QVERIFY(OAuthProfile::fromFile(path, false));
    const auto withoutPlace = OAuthProfile::fromFile(path, true);
    QVERIFY(!withoutPlace);
    QVERIFY(withoutPlace.error().cause.contains(QLatin1String("authorize_url")));
}

QTEST_GUILESS_MAIN(OAuthProfileTest)
#include "tst_oauthprofile.moc"
