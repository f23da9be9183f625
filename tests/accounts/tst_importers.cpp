// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/importers.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

using Variables = QHash<QString, QString>;

Result<QList<NewAccount>> accountsOf(const QHash<QByteArray, QByteArray>& variables)
{
    Variables decoded;
    for (auto it = variables.cbegin(); it != variables.cend(); ++it)
        decoded.insert(QString::fromUtf8(it.key()), QString::fromUtf8(it.value()));
    return accountsOfEnvironment(Environment(decoded));
}

QByteArray keyOf(const NewAccount& account)
{
    return account.secret.reveal().toByteArray();
}

} // namespace

class ImportersTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noVariableIsNoAccount();
    void oneKeyIsOneAccount();
    void claudeKeyWinsOverAnthropicKey();
    void listSetsEveryField();
    void emailStandsInForName();
    void idsAreStableAndDistinct();
    void limitsAndAddressesAreDefaults();
    void tokenMakesACommandAccount();
    void aFolderOfClaudeCodeMakesAnAccount();
    void faultsNameVariableAndPlace_data();
    void faultsNameVariableAndPlace();
    void defaultBaseUrlIsTheProviders();
    void files_data();
    void files();
    void badFiles_data();
    void badFiles();
};

void ImportersTest::noVariableIsNoAccount()
{
    const auto accounts = accountsOf({{"CLAUDE_API_KEY", ""}, {"CLAUDE_MODEL", "claude-x"}});
    QVERIFY(accounts && accounts->isEmpty());
    QVERIFY(accountsOf({{"CLAUDE_ACCOUNTS", "[]"}})->isEmpty());
}

void ImportersTest::oneKeyIsOneAccount()
{
    const auto accounts = accountsOf({{"CLAUDE_API_KEY", " sk-ant-test-1\n"}});
    QVERIFY(accounts);
    QCOMPARE(accounts->size(), 1);
    const Account& account = accounts->first().account;
    QCOMPARE(account.name, QStringLiteral("env"));
    QCOMPARE(account.kind, AccountKind::ApiKey);
    QCOMPARE(account.source, AccountSource::Environment);
    QVERIFY(account.baseUrl.isEmpty());
    QCOMPARE(account.maxConcurrent, 5);
    QCOMPARE(keyOf(accounts->first()), QByteArray("sk-ant-test-1"));
}

void ImportersTest::claudeKeyWinsOverAnthropicKey()
{
    const auto both =
        accountsOf({{"CLAUDE_API_KEY", "sk-ant-test-1"}, {"ANTHROPIC_API_KEY", "sk-ant-test-2"}});
    QVERIFY(both);
    QCOMPARE(both->size(), 1);
    QCOMPARE(keyOf(both->first()), QByteArray("sk-ant-test-1"));
    const auto other = accountsOf({{"ANTHROPIC_API_KEY", "sk-ant-test-2"}});
    QCOMPARE(keyOf(other->first()), QByteArray("sk-ant-test-2"));
    QCOMPARE(other->first().account.id, both->first().account.id);
}

void ImportersTest::listSetsEveryField()
{
    const auto accounts = accountsOfJson(R"([
        {"name": "work", "apiKey": "sk-ant-test-1", "model": "claude-x", "baseUrl":
         "https://gateway.example.com/v1", "priority": 0, "weight": 3, "maxConcurrent": 9,
         "monthlyBudgetUsd": 12.5, "later": {"x": 1}},
        {"name": "家", "apiKey": "sk-ant-test-2", "model": null}])");
    QVERIFY2(accounts, accounts ? "" : qPrintable(accounts.error().sentence()));
    QCOMPARE(accounts->size(), 2);
    const Account& work = accounts->at(0).account;
    QCOMPARE(work.name, QStringLiteral("work"));
    QCOMPARE(work.model, QStringLiteral("claude-x"));
    QCOMPARE(work.baseUrl, QUrl(QStringLiteral("https://gateway.example.com/v1")));
    QCOMPARE(work.priority, 0);
    QCOMPARE(work.weight, 3);
    QCOMPARE(work.maxConcurrent, 9);
    QCOMPARE(keyOf(accounts->at(0)), QByteArray("sk-ant-test-1"));
    QCOMPARE(accounts->at(1).account.name, QStringLiteral("家"));
    QCOMPARE(accounts->at(1).account.maxConcurrent, 5);
}

void ImportersTest::emailStandsInForName()
{
    const auto accounts = accountsOfJson(R"([
        {"email": "me@example.com", "apiKey": "sk-ant-test-1"},
        {"name": "both", "email": "me@example.com", "apiKey": "sk-ant-test-2"}])");
    QVERIFY(accounts);
    QCOMPARE(accounts->at(0).account.name, QStringLiteral("me@example.com"));
    QCOMPARE(accounts->at(1).account.name, QStringLiteral("both"));
}

void ImportersTest::idsAreStableAndDistinct()
{
    const auto id = [](const char* name, const char* key) {
        return accountsOfJson(QByteArray(R"([{"name": ")") + name + R"(", "apiKey": ")" + key +
                              R"("}])")
            ->first()
            .account.id;
    };
    // Ids are in people's databases: this one may never change.
    QCOMPARE(id("work", "sk-ant-test-1").value, QStringLiteral("0bf619218c9ba1500989893da1cf4b04"));
    QCOMPARE(id("work", "sk-ant-test-1"), id("Work", "sk-ant-test-2"));
    QVERIFY(id("work", "sk-ant-test-1") != id("home", "sk-ant-test-1"));
    const auto command = accountsOf({{"CLAUDE_CODE_OAUTH_TOKEN", "sk-ant-test-1"}});
    QVERIFY(command->first().account.id != id("claude-code", "sk-ant-test-1"));
}

void ImportersTest::limitsAndAddressesAreDefaults()
{
    const auto accounts = accountsOf({{"MAX_CONCURRENT", "8"},
                                      {"ANTHROPIC_BASE_URL", "http://127.0.0.1:4000"},
                                      {"CLAUDE_API_KEY", "sk-ant-test-0"},
                                      {"CLAUDE_ACCOUNTS",
                                       R"([{"name": "a", "apiKey": "sk-ant-test-1"},
              {"name": "b", "apiKey": "sk-ant-test-2", "maxConcurrent": 2,
               "baseUrl": "https://gateway.example.com"}])"}});
    QVERIFY2(accounts, accounts ? "" : qPrintable(accounts.error().sentence()));
    QCOMPARE(accounts->size(), 3);
    QCOMPARE(accounts->at(0).account.maxConcurrent, 8);
    QCOMPARE(accounts->at(0).account.baseUrl, QUrl(QStringLiteral("http://127.0.0.1:4000")));
    QCOMPARE(accounts->at(1).account.maxConcurrent, 2);
    QCOMPARE(accounts->at(1).account.baseUrl, QUrl(QStringLiteral("https://gateway.example.com")));
    QCOMPARE(accounts->at(2).account.name, QStringLiteral("env"));
    QCOMPARE(accounts->at(2).account.maxConcurrent, 8);
}

void ImportersTest::tokenMakesACommandAccount()
{
    const auto accounts = accountsOf({{"CLAUDE_CODE_OAUTH_TOKEN", "sk-ant-oat-test"},
                                      {"ANTHROPIC_BASE_URL", "https://gateway.example.com"}});
    QVERIFY(accounts);
    QCOMPARE(accounts->size(), 1);
    const Account& account = accounts->first().account;
    QCOMPARE(account.kind, AccountKind::ClaudeCommand);
    QVERIFY(!account.allowEndpoint);
    QVERIFY(account.baseUrl.isEmpty()); // the token is for that program alone
    QCOMPARE(keyOf(accounts->first()), QByteArray("sk-ant-oat-test"));

    const auto local = accountsOf({{"CLAUDE_CODE_OAUTH_TOKEN", "sk-ant-oat-test"},
                                   {"ANTHROPIC_BASE_URL", "http://127.0.0.1:1234"}});
    QCOMPARE(local->first().account.baseUrl, QUrl(u"http://127.0.0.1:1234"_s));
}

void ImportersTest::aFolderOfClaudeCodeMakesAnAccount()
{
    QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkdir(u".claude"_s));
    const QString place = folder.filePath(u".claude"_s);
    QVERIFY(!accountsOfFile(place)); // it holds nothing of the program's
    const auto write = [&place](const QString& name, const QByteArray& bytes) {
        QFile file(place + u'/' + name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    };
    write(u".credentials.json"_s, R"({"claudeAiOauth":{"accessToken":"sk-ant-test-never"}})");
    const auto plain = accountsOfFile(place);
    QVERIFY(plain);
    QCOMPARE(plain->size(), 1);
    QCOMPARE(plain->first().account.kind, AccountKind::ClaudeCommand);
    QCOMPARE(plain->first().account.name, u"claude"_s);
    QCOMPARE(plain->first().account.configDir, place);
    QVERIFY(!plain->first().account.allowEndpoint);
    QVERIFY(plain->first().secret.isEmpty()); // its token stays its own
    write(u".claude.json"_s, R"({"oauthAccount":{"emailAddress":"someone@example.com"}})");
    QCOMPARE(accountsOfFile(place)->first().account.name, u"someone@example.com"_s);
}

void ImportersTest::faultsNameVariableAndPlace_data()
{
    QTest::addColumn<QByteArray>("variable");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("place");
    const auto list = [](const char* name, const char* value, const char* place) {
        QTest::newRow(name) << QByteArray("CLAUDE_ACCOUNTS") << QByteArray(value)
                            << QString::fromUtf8(place);
    };
    list("no JSON", R"([{"name": "a", "apiKey": "sk-ant-test-1"})", "character");
    list("no list", R"({"name": "a"})", "list");
    list("no object", R"([{"name": "a", "apiKey": "sk-ant-test-1"}, "sk-ant-test-2"])", "entry 2");
    list("no name", R"([{"apiKey": "sk-ant-test-1"}])", "entry 1");
    list("blank name", R"([{"name": " ", "apiKey": "sk-ant-test-1"}])", "“name”");
    list("no key", R"([{"name": "a"}])", "“apiKey” is missing");
    list("number for a key", R"([{"name": "a", "apiKey": 17}])", "“apiKey” is no text");
    list("broken key", R"([{"name": "a", "apiKey": "sk-ant-test 1"}])", "entry 1 (“a”)");
    list("same name", R"([{"name": "a", "apiKey": "sk-ant-test-1"},
                          {"name": "A", "apiKey": "sk-ant-test-2"}])",
         "used twice");
    list("plain http", R"([{"name": "a", "apiKey": "sk-ant-test-1", "baseUrl":
                          "http://example.com"}])",
         "unencrypted");
    list("no address", R"([{"name": "a", "apiKey": "sk-ant-test-1", "baseUrl": "https://a b"}])",
         "not an address");
    list("words for a number", R"([{"name": "a", "apiKey": "sk-ant-test-1", "weight": "2"}])",
         "“weight”");
    list("part of a stream", R"([{"name": "a", "apiKey": "sk-ant-test-1", "maxConcurrent": 1.5}])",
         "“maxConcurrent”");
    list("no stream", R"([{"name": "a", "apiKey": "sk-ant-test-1", "maxConcurrent": 0}])",
         "between 1 and 1000");
    list("negative budget", R"([{"name": "a", "apiKey": "sk-ant-test-1", "monthlyBudgetUsd": -1}])",
         "“monthlyBudgetUsd”");
    QTest::newRow("key with a space")
        << QByteArray("CLAUDE_API_KEY") << QByteArray("sk-ant test") << "space";
    QTest::newRow("token with a line break")
        << QByteArray("CLAUDE_CODE_OAUTH_TOKEN") << QByteArray("sk-ant\ntest") << "line break";
    QTest::newRow("no number") << QByteArray("MAX_CONCURRENT") << QByteArray("many") << "number";
    QTest::newRow("zero") << QByteArray("MAX_CONCURRENT") << QByteArray("0") << "number";
    QTest::newRow("plain http for all")
        << QByteArray("ANTHROPIC_BASE_URL") << QByteArray("http://example.com") << "unencrypted";
}

void ImportersTest::faultsNameVariableAndPlace()
{
    QFETCH(QByteArray, variable);
    QFETCH(QByteArray, value);
    QFETCH(QString, place);
    const auto accounts = accountsOf({{variable, value}});
    QVERIFY(!accounts);
    const Error& error = accounts.error();
    QCOMPARE(error.kind, ErrorKind::InvalidInput);
    QVERIFY2(error.sentence().contains(QString::fromUtf8(variable)), qPrintable(error.sentence()));
    QVERIFY2(error.sentence().contains(place), qPrintable(error.sentence()));
    QVERIFY(!error.sentence().contains(QLatin1String("sk-ant")));
    QVERIFY(!error.detail.contains(QLatin1String("sk-ant")));
}

void ImportersTest::defaultBaseUrlIsTheProviders()
{
    QCOMPARE(defaultBaseUrl(Environment()).value(),
             QUrl(QStringLiteral("https://api.anthropic.com")));
    const QString name = QStringLiteral("ANTHROPIC_BASE_URL");
    QCOMPARE(
        defaultBaseUrl(Environment(Variables{{name, QStringLiteral("http://[::1]:1")}})).value(),
        QUrl(QStringLiteral("http://[::1]:1")));
}

void ImportersTest::files_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QStringList>("names");
    QTest::newRow(".env") << QByteArray("# mine\nexport CLAUDE_API_KEY='sk-ant-test-1'\n")
                          << QStringList{QStringLiteral("env")};
    QTest::newRow(".env with a list")
        << QByteArray("CLAUDE_ACCOUNTS='[{\"name\": \"a\", \"apiKey\": \"sk-ant-test-1\"}]'\n"
                      "ANTHROPIC_API_KEY=sk-ant-test-2")
        << QStringList{QStringLiteral("a"), QStringLiteral("env")};
    QTest::newRow("JSON") << QByteArray("\xef\xbb\xbf \n[{\"name\": \"a\", \"apiKey\": "
                                        "\"sk-ant-test-1\"}]")
                          << QStringList{QStringLiteral("a")};
}

void ImportersTest::files()
{
    QFETCH(QByteArray, text);
    QFETCH(QStringList, names);
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("accounts")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    file.close();
    const auto accounts = accountsOfFile(file.fileName());
    QVERIFY2(accounts, accounts ? "" : qPrintable(accounts.error().sentence()));
    QStringList found;
    for (const NewAccount& added : *accounts) {
        found.append(added.account.name);
        QCOMPARE(added.account.source, AccountSource::Stored);
        QVERIFY(added.account.id.isNull());
        QVERIFY(validateApiKey(added.secret));
    }
    QCOMPARE(found, names);
}

void ImportersTest::badFiles_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("nothing of ours") << QByteArray("PATH=/bin\n");
    QTest::newRow("empty list") << QByteArray("[]");
    QTest::newRow("an object") << QByteArray(
        "{\"claudeAiOauth\": {\"accessToken\": \"sk-ant-x\"}}");
    QTest::newRow("no .env") << QByteArray("sk-ant-test-1\n");
    QTest::newRow("huge") << QByteArray(5 * 1024 * 1024, '\n');
}

void ImportersTest::badFiles()
{
    QFETCH(QByteArray, text);
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("accounts")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    file.close();
    const auto accounts = accountsOfFile(file.fileName());
    QVERIFY(!accounts);
    QCOMPARE(accounts.error().kind, ErrorKind::InvalidInput);
    QVERIFY(!accounts.error().sentence().contains(QLatin1String("sk-ant")));
    QVERIFY(!accountsOfFile(folder.filePath(QStringLiteral("absent"))));
    QVERIFY(!accountsOfFile(folder.path()));
}

QTEST_GUILESS_MAIN(ImportersTest)
#include "tst_importers.moc"
