// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/accountstore.h"
#include "accounts/importers.h"

#include <QTest>

using namespace Patchbay;

class ValidationTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void baseUrls_data();
    void baseUrls();
    void apiKeys_data();
    void apiKeys();
    void keysAreTrimmed();
    void accounts_data();
    void accounts();
};

void ValidationTest::baseUrls_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("isGood");
    for (const char* url : {"https://api.anthropic.com", "https://gateway.example.com/v1/claude/",
                            "https://10.0.0.7:8443", "http://127.0.0.1:3002",
                            "http://localhost:8080", "http://[::1]:8080", "http://127.1.2.3"})
        QTest::newRow(url) << QString::fromLatin1(url) << true;
    for (const char* url :
         {"http://api.anthropic.com", "http://10.0.0.7:8080", "http://localhost.example.com",
          "http://127.0.0.1.example.com", "ftp://example.com", "api.anthropic.com", "https://",
          "https://user:password@example.com", "https://example.com?key=1",
          "https://example.com#top", "file:///etc/passwd", "https://exa mple.com", "http://0.0.0.0",
          "http://[::]:80"})
        QTest::newRow(url) << QString::fromLatin1(url) << false;
}

void ValidationTest::baseUrls()
{
    QFETCH(QString, url);
    QFETCH(bool, isGood);
    const auto checked = validateBaseUrl(QUrl(url, QUrl::StrictMode));
    QCOMPARE(checked.has_value(), isGood);
    if (!isGood) {
        QCOMPARE(checked.error().kind, ErrorKind::InvalidInput);
        QVERIFY(!checked.error().nextStep.isEmpty());
        QVERIFY(!checked.error().sentence().contains(QLatin1String("password@")));
    }
}

void ValidationTest::apiKeys_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<bool>("isGood");
    QTest::newRow("key") << QByteArray("sk-ant-test-abc_DEF-123") << true;
    QTest::newRow("another gateway's") << QByteArray("a+/=.~!") << true;
    QTest::newRow("empty") << QByteArray() << false;
    QTest::newRow("space within") << QByteArray("sk-ant test") << false;
    QTest::newRow("line break within") << QByteArray("sk-ant\ntest") << false;
    QTest::newRow("tab within") << QByteArray("sk-ant\ttest") << false;
    QTest::newRow("zero byte") << QByteArray("sk-ant\0test", 11) << false;
    QTest::newRow("curly quotes") << QByteArray("“sk-ant-test”") << false;
    QTest::newRow("header smuggling") << QByteArray("sk-ant\r\nx-evil: 1") << false;
}

void ValidationTest::apiKeys()
{
    QFETCH(QByteArray, key);
    QFETCH(bool, isGood);
    const auto checked = validateApiKey(Secret::take(QByteArray(key)));
    QCOMPARE(checked.has_value(), isGood);
    if (!isGood)
        QVERIFY(!checked.error().sentence().contains(QLatin1String("sk-ant")));
}

void ValidationTest::keysAreTrimmed()
{
    QVERIFY(trimmedKey(Secret::take(" \r\nsk-ant-test-1 \n")).reveal() == "sk-ant-test-1");
    QVERIFY(trimmedKey(Secret::take("sk-ant-test-1")).reveal() == "sk-ant-test-1");
    QVERIFY(trimmedKey(Secret::take(" \n ")).isEmpty());
    QVERIFY(trimmedKey({}).isEmpty());
}

void ValidationTest::accounts_data()
{
    QTest::addColumn<Account>("account");
    QTest::addColumn<bool>("isGood");
    const auto row = [](const char* name, bool isGood, const auto& change) {
        Account account;
        account.name = QStringLiteral("work");
        change(account);
        QTest::newRow(name) << account << isGood;
    };
    row("plain", true, [](Account&) {});
    row("Chinese", true, [](Account& account) { account.name = QStringLiteral("工作 账户"); });
    row("nameless", false, [](Account& account) { account.name = QStringLiteral("  "); });
    row("line break", false, [](Account& account) { account.name = QStringLiteral("a\nb"); });
    row("endless name", false, [](Account& account) { account.name = QString(201, u'a'); });
    row("plain http", false,
        [](Account& account) { account.baseUrl = QUrl(QStringLiteral("http://example.com")); });
    row("proxy", true,
        [](Account& account) { account.proxy = QUrl(QStringLiteral("socks5://127.0.0.1:1080")); });
    row("proxy of no kind", false,
        [](Account& account) { account.proxy = QUrl(QStringLiteral("gopher://127.0.0.1")); });
    row("proxy's password", false,
        [](Account& account) { account.proxy = QUrl(QStringLiteral("http://a:b@127.0.0.1:1")); });
    row("no stream", false, [](Account& account) { account.maxConcurrent = 0; });
    row("no weight", false, [](Account& account) { account.weight = 0; });
    row("priority below zero", false, [](Account& account) { account.priority = -1; });
}

void ValidationTest::accounts()
{
    QFETCH(Account, account);
    QFETCH(bool, isGood);
    const auto checked = validateAccount(account);
    QCOMPARE(checked.has_value(), isGood);
    if (!isGood)
        QVERIFY(!checked.error().cause.isEmpty() && !checked.error().nextStep.isEmpty());
}

QTEST_GUILESS_MAIN(ValidationTest)
#include "tst_validation.moc"
