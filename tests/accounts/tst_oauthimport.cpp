// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/importers.h"
#include "accounts/oauthimport.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Patchbay;

namespace {

constexpr qint64 kNowMs = 1'795'348'800'000;
constexpr qint64 kHourMs = 3'600'000;
const QUrl kDefault(QStringLiteral("https://api.example.com"));

/// A folder of developer profiles, as the provider's own program writes it.
class Folder
{
public:
    Folder()
    {
        write(QStringLiteral("configs/default.json"),
              R"({"version":"1.0","authentication":{"type":"user_oauth","client_id":"abc"}})");
        write(QStringLiteral("credentials/default.json"), credentials(kNowMs / 1000 + 7200));
    }
    static QByteArray credentials(qint64 expiresAt)
    {
        return R"({"version":"1.0","type":"oauth_token","access_token":"sk-ant-test-oat-1",)"
               R"("refresh_token":"sk-ant-test-ort-1","scope":"a b","organization_uuid":"o",)"
               R"("account_email":"me@example.com","expires_at":)" +
               QByteArray::number(expiresAt) + '}';
    }
    QString write(const QString& name, const QByteArray& bytes) const
    {
        const QString path = m_folder.filePath(name);
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("no file");
        return path;
    }
    [[nodiscard]] QString path(const QString& name = {}) const { return m_folder.filePath(name); }
    [[nodiscard]] Result<NewAccount> import(const QString& name = {}) const
    {
        return accountOfDeveloperProfile(path(name), kDefault, kNowMs);
    }

private:
    QTemporaryDir m_folder;
};

OAuthProfile profileOf(const NewAccount& account)
{
    return OAuthProfile::fromJson(account.account.oauthProfile.toUtf8()).value_or(OAuthProfile());
}

} // namespace

class OAuthImportTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void developerProfileBecomesAnAccount_data();
    void developerProfileBecomesAnAccount();
    void activeProfileOfAFolderIsTaken();
    void detailsOfTheProfileAreTaken();
    void lifetimeIsTaken_data();
    void lifetimeIsTaken();
    void faultsAreTold_data();
    void faultsAreTold();
    void credentialsWithAProfile();
    void tokensOfTheClaudeProgramStayThere_data();
    void tokensOfTheClaudeProgramStayThere();
    void signInsAreNoListsOfAccounts();
};

void OAuthImportTest::developerProfileBecomesAnAccount_data()
{
    QTest::addColumn<QString>("source");
    QTest::newRow("folder") << QString();
    QTest::newRow("config") << QStringLiteral("configs/default.json");
    QTest::newRow("credentials") << QStringLiteral("credentials/default.json");
}

void OAuthImportTest::developerProfileBecomesAnAccount()
{
    QFETCH(QString, source);
    const Folder folder;
    QVERIFY(isDeveloperProfile(folder.path(source)));
    const auto account = folder.import(source);
    QVERIFY2(account, account ? "" : qPrintable(account.error().sentence()));
    QCOMPARE(account->account.name, QStringLiteral("me@example.com"));
    QCOMPARE(account->account.kind, AccountKind::OAuth);
    QVERIFY(account->account.baseUrl.isEmpty());
    const OAuthProfile profile = profileOf(*account);
    QCOMPARE(profile.tokenUrl, QUrl(QStringLiteral("https://api.example.com/v1/oauth/token")));
    QCOMPARE(profile.clientId, QStringLiteral("abc"));
    QVERIFY(profile.tokenRequest == OAuthProfile::TokenRequest::Json);
    QCOMPARE(profile.headers, (HeaderList{{"anthropic-beta", "oauth-2025-04-20"}}));
    QVERIFY(!profile.canSignIn()); // where, is not built in
    QVERIFY(profile.canRefresh());
    const auto token = OAuthToken::fromSecret(account->secret);
    QVERIFY(token);
    QCOMPARE(token->access.reveal(), QByteArrayView("sk-ant-test-oat-1"));
    QCOMPARE(token->refresh.reveal(), QByteArrayView("sk-ant-test-ort-1"));
    QVERIFY(!account->account.oauthProfile.contains(QLatin1String("sk-ant")));
}

void OAuthImportTest::activeProfileOfAFolderIsTaken()
{
    const Folder folder;
    const QByteArray config =
        R"({"authentication":{"type":"user_oauth"},"base_url":"https://other.example.com/x/"})";
    folder.write(QStringLiteral("configs/work.json"), config);
    folder.write(QStringLiteral("credentials/work.json"), Folder::credentials(0));
    QCOMPARE(folder.import()->account.name, QStringLiteral("me@example.com")); // the default one
    folder.write(QStringLiteral("active_config"), "work\n");
    QCOMPARE(folder.import()->account.name, QStringLiteral("work"));
    folder.write(QStringLiteral("active_config"), "../../etc");
    QCOMPARE(folder.import()->account.name, QStringLiteral("me@example.com"));
    QFile::remove(folder.path(QStringLiteral("configs/default.json")));
    QCOMPARE(folder.import()->account.name, QStringLiteral("work")); // the only one
    folder.write(QStringLiteral("configs/play.json"), config);
    const auto unclear = folder.import();
    QVERIFY(!unclear);
    QVERIFY(unclear.error().nextStep.contains(QLatin1String("configs/play.json")));
}

void OAuthImportTest::detailsOfTheProfileAreTaken()
{
    const Folder folder;
    folder.write(QStringLiteral("configs/work.json"),
                 R"({"authentication":{"type":"user_oauth","client_id":"c",
                     "credentials_path":"../elsewhere.json"},"workspace_id":"wrkspc_1",
                     "base_url":"https://other.example.com/x/"})");
    folder.write(QStringLiteral("elsewhere.json"), Folder::credentials(0));
    const auto account = folder.import(QStringLiteral("configs/work.json"));
    QVERIFY2(account, account ? "" : qPrintable(account.error().sentence()));
    QCOMPARE(account->account.baseUrl, QUrl(QStringLiteral("https://other.example.com/x/")));
    const OAuthProfile profile = profileOf(*account);
    QCOMPARE(profile.tokenUrl, QUrl(QStringLiteral("https://other.example.com/x/v1/oauth/token")));
    QCOMPARE(headerValue(profile.headers, "anthropic-workspace-id"), QByteArray("wrkspc_1"));
}

void OAuthImportTest::lifetimeIsTaken_data()
{
    QTest::addColumn<QByteArray>("expiresAt");
    QTest::addColumn<qint64>("endMs"); // 0: not known
    QTest::newRow("seconds") << QByteArray::number(kNowMs / 1000 + 7200) << kNowMs + 2 * kHourMs;
    QTest::newRow("milliseconds") << QByteArray::number(kNowMs + 7) << kNowMs + 7;
    QTest::newRow("past") << QByteArray::number(kNowMs / 1000 - 60) << kNowMs - 60'000;
    QTest::newRow("text") << QByteArray("\"2026-11-22T13:00:00Z\"") << kNowMs + kHourMs;
    QTest::newRow("null") << QByteArray("null") << qint64(0);
    QTest::newRow("negative") << QByteArray("-5") << qint64(0);
    QTest::newRow("no time") << QByteArray("\"soon\"") << qint64(0);
}

void OAuthImportTest::lifetimeIsTaken()
{
    QFETCH(QByteArray, expiresAt);
    QFETCH(qint64, endMs);
    const Folder folder;
    folder.write(QStringLiteral("credentials/default.json"),
                 R"({"access_token":"a","refresh_token":"r","expires_at":)" + expiresAt + '}');
    const auto account = folder.import();
    QVERIFY2(account, account ? "" : qPrintable(account.error().sentence()));
    QCOMPARE(account->account.name, QStringLiteral("default"));
    const auto token = OAuthToken::fromSecret(account->secret);
    QVERIFY(token);
    if (endMs == 0)
        QCOMPARE(token->lifetimeMs, 0);
    else
        QCOMPARE(token->receivedAtMs + token->lifetimeMs, endMs);
}

void OAuthImportTest::faultsAreTold_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("content"); // empty: it is not there
    QTest::addColumn<QString>("says");
    const QString config = QStringLiteral("configs/default.json");
    const QString credentials = QStringLiteral("credentials/default.json");
    QTest::newRow("no credentials")
        << credentials << QByteArray() << QStringLiteral("cannot be read");
    QTest::newRow("no config") << config << QByteArray() << QStringLiteral("holds no profile");
    QTest::newRow("broken") << credentials << QByteArray("{")
                            << QStringLiteral("not a JSON object");
    QTest::newRow("no token") << credentials << QByteArray("{}")
                              << QStringLiteral("holds no token");
    QTest::newRow("a machine's") << config
                                 << QByteArray(R"({"authentication":{"type":"oidc_federation"}})")
                                 << QStringLiteral("not one of a person's sign-in");
    QTest::newRow("not encrypted")
        << config
        << QByteArray(
               R"({"authentication":{"type":"user_oauth"},"base_url":"http://api.example.com"})")
        << QStringLiteral("unencrypted");
    QTest::newRow("the claude program's")
        << credentials << QByteArray(R"({"claudeAiOauth":{"accessToken":"x"}})")
        << QStringLiteral("the sign-in of the claude program");
}

void OAuthImportTest::faultsAreTold()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, content);
    QFETCH(QString, says);
    const Folder folder;
    if (content.isEmpty())
        QFile::remove(folder.path(file));
    else
        folder.write(file, content);
    const auto account = folder.import();
    QVERIFY(!account);
    QCOMPARE(account.error().kind, ErrorKind::InvalidInput);
    QVERIFY2(account.error().cause.contains(says), qPrintable(account.error().sentence()));
    QVERIFY(!account.error().nextStep.isEmpty());
}

void OAuthImportTest::credentialsWithAProfile()
{
    const Folder folder;
    OAuthProfile profile;
    profile.name = QStringLiteral("Example");
    profile.tokenUrl = QUrl(QStringLiteral("https://id.example.com/token"));
    profile.clientId = QStringLiteral("c");
    const QString path = folder.write(QStringLiteral("mine.json"),
                                      R"({"access_token":"a","refresh_token":"r","expires_at":0})");
    QVERIFY(!isDeveloperProfile(path));
    const auto account = accountOfCredentials(path, profile, kNowMs);
    QVERIFY2(account, account ? "" : qPrintable(account.error().sentence()));
    QCOMPARE(account->account.name, QStringLiteral("Example"));
    QVERIFY(profileOf(*account) == profile);
    QVERIFY(credentialsNotice().contains(QLatin1String("your own")));
}

void OAuthImportTest::tokensOfTheClaudeProgramStayThere_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("signed in") << QByteArray(
        R"({"claudeAiOauth":{"accessToken":"x","refreshToken":"y"}})");
    QTest::newRow("signed in to tools alone") << QByteArray(R"( {"mcpOAuth":{}})");
}

void OAuthImportTest::tokensOfTheClaudeProgramStayThere()
{
    QFETCH(QByteArray, content);
    const Folder folder;
    const QString path = folder.write(QStringLiteral(".credentials.json"), content);
    OAuthProfile profile;
    profile.name = QStringLiteral("Example");
    profile.tokenUrl = QUrl(QStringLiteral("https://id.example.com/token"));
    const auto listed = accountsOfFile(path);
    const auto owned = accountOfCredentials(path, profile, kNowMs);
    QVERIFY(!listed);
    QVERIFY(!owned);
    for (const Error& error : {listed.error(), owned.error()}) {
        QVERIFY2(error.cause.contains(QLatin1String("the sign-in of the claude program")),
                 qPrintable(error.sentence()));
        QVERIFY(error.nextStep.contains(QLatin1String("--kind claude_command")));
    }
}

void OAuthImportTest::signInsAreNoListsOfAccounts()
{
    const Folder folder;
    const auto listed = accountsOfFile(
        folder.write(QStringLiteral("mine.json"), R"({"access_token":"a","refresh_token":"r"})"));
    QVERIFY(!listed);
    QVERIFY(listed.error().nextStep.contains(QLatin1String("--oauth-profile")));
    QVERIFY(!listed.error().sentence().contains(QLatin1String("\"a\"")));
}

QTEST_GUILESS_MAIN(OAuthImportTest)
#include "tst_oauthimport.moc"
