// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/core.h"
#include "simulator/simulatorthread.h"
#include "storage/connection.h"

#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

SimulatorOptions scripted(const QByteArray& script)
{
    SimulatorOptions options;
    options.script = *Script::fromJson(script);
    return options;
}

} // namespace

/// The parts put together: real files, a real upstream, no keychain.
class TestCore final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void makesTheDataFolder();
    void sharesTheDataFolder();
    void refusesATooNewDatabase();
    void refusesBadValues_data();
    void refusesBadValues();
    void takesDefaultsFromTheEnvironment();
    void usesTheDatabaseOfTheEnvironment();
    void accountsOfTheEnvironmentKeepTheirIds();
    void answersFromTheDemo();
    void keepsLimitsForOtherRuns();
    void choosesNoStoredAccountBesideThoseOfTheEnvironment();
    void testsAnAccount();

private:
    [[nodiscard]] Result<std::unique_ptr<Core>> make(QHash<QString, QString> variables = {},
                                                     bool replaces = true) const;
    /// Sends one short message and waits for its end.
    static Outcome ask(Core& core, const std::optional<AccountId>& account = {});
    static AccountId addStored(Core& core, const QString& name, const QUrl& baseUrl);

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestCore::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

Result<std::unique_ptr<Core>> TestCore::make(QHash<QString, QString> variables, bool replaces) const
{
    variables.insert(u"PATCHBAY_DATA_DIR"_s, m_folder->filePath(u"data"_s));
    variables.insert(u"PATCHBAY_CONFIG_DIR"_s, m_folder->filePath(u"config"_s));
    variables.insert(u"PATCHBAY_VAULT"_s, u"memory"_s);
    CoreOptions options;
    options.environment = Environment(std::move(variables));
    options.program = u"tst_core"_s;
    options.environmentAccountsReplace = replaces;
    return Core::create(options);
}

Outcome TestCore::ask(Core& core, const std::optional<AccountId>& account)
{
    Request request;
    request.body =
        R"({"model":"claude-sonnet-5-5","max_tokens":64,"stream":true,"messages":[{"role":"user","content":"Hi"}]})";
    request.model = u"claude-sonnet-5-5"_s;
    request.maxTokens = 64;
    request.client.kind = Client::Kind::CommandLine;
    request.account = account;
    Mailbox mailbox;
    std::optional<Outcome> outcome;
    RequestObserver observer;
    observer.finished = [&](const Outcome& ended) { outcome = ended; };
    const RequestHandle handle =
        core.pool().send(std::move(request), mailbox.address(), std::move(observer));
    [&] { QTRY_VERIFY_WITH_TIMEOUT(outcome, 20'000); }();
    return outcome.value_or(Outcome());
}

AccountId TestCore::addStored(Core& core, const QString& name, const QUrl& baseUrl)
{
    NewAccount added;
    added.account.name = name;
    added.account.baseUrl = baseUrl;
    added.secret = Secret::take("sk-ant-test-stored");
    std::optional<Result<AccountId>> id;
    core.accounts().add(std::move(added), [&](const Result<AccountId>& made) { id = made; });
    [&] { QTRY_VERIFY_WITH_TIMEOUT(id, 20'000); }();
    return id && *id ? **id : AccountId();
}

void TestCore::makesTheDataFolder()
{
    const auto core = make();
    QVERIFY2(core, qPrintable(core ? QString() : core.error().sentence()));
    const QString data = m_folder->filePath(u"data"_s);
    QCOMPARE((*core)->database().file(), data + u"/patchbay.db"_s);
    for (const QString& path : {data, data + u"/patchbay.db"_s, data + u"/locks"_s}) {
        QVERIFY2(!(QFileInfo(path).permissions() & (QFile::ReadGroup | QFile::ReadOther)),
                 qPrintable(path));
    }
    QVERIFY((*core)->accounts().accounts().isEmpty());
    const Outcome outcome = ask(**core);
    QVERIFY(outcome.error);
    QCOMPARE(outcome.error->kind, ErrorKind::NoAccount);
}

// The window and any number of commands run at once on one data folder, and see each other's work.
void TestCore::sharesTheDataFolder()
{
    const auto one = make();
    QVERIFY(one);
    const auto other = make();
    QVERIFY2(other, qPrintable(other ? QString() : other.error().sentence()));
    (void)addStored(**one, u"work"_s, {});
    QTRY_VERIFY_WITH_TIMEOUT((*other)->accounts().findByName(u"work"_s), 20'000);
}

void TestCore::refusesATooNewDatabase()
{
    QString file;
    {
        const auto core = make();
        QVERIFY(core);
        file = (*core)->database().file();
    }
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"newer"_s);
        database.setDatabaseName(file);
        QVERIFY(database.open());
        QSqlQuery query(database);
        QVERIFY(query.exec(u"PRAGMA user_version = 9999"_s));
    }
    QSqlDatabase::removeDatabase(u"newer"_s);
    const auto core = make();
    QVERIFY(!core);
    QCOMPARE(core.error().kind, ErrorKind::StorageTooNew);
    QVERIFY(!core.error().nextStep.isEmpty());
}

void TestCore::refusesBadValues_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("no number") << u"MAX_TOKENS"_s << u"many"_s << ErrorKind::InvalidInput;
    QTest::newRow("nothing") << u"MAX_TOKENS"_s << u"0"_s << ErrorKind::InvalidInput;
    QTest::newRow("unencrypted") << u"ANTHROPIC_BASE_URL"_s << u"http://192.0.2.1"_s
                                 << ErrorKind::InvalidInput;
    QTest::newRow("accounts") << u"CLAUDE_ACCOUNTS"_s << u"{}"_s << ErrorKind::InvalidInput;
    QTest::newRow("postgresql") << u"DATABASE_URL"_s << u"postgresql://h/d"_s
                                << ErrorKind::StorageUnavailable;
    QTest::newRow("redis") << u"REDIS_URL"_s << u"redis://127.0.0.1"_s
                           << ErrorKind::StorageUnavailable;
}

void TestCore::refusesBadValues()
{
    QFETCH(QString, name);
    QFETCH(QString, value);
    QFETCH(ErrorKind, kind);
    const auto core = make({{name, value}});
    QVERIFY(!core);
    QCOMPARE(core.error().kind, kind);
    QVERIFY2(core.error().cause.contains(name), qPrintable(core.error().cause));
}

void TestCore::takesDefaultsFromTheEnvironment()
{
    const auto plain = make();
    QVERIFY(plain);
    QCOMPARE((*plain)->defaultModel(), u"claude-sonnet-5-5"_s);
    QCOMPARE((*plain)->defaultMaxTokens(), 8192);
    const auto core =
        make({{u"CLAUDE_MODEL"_s, u"claude-haiku-4-5"_s}, {u"MAX_TOKENS"_s, u"77"_s}});
    QVERIFY(core);
    QVERIFY((*core)->settings().setValue(SettingKey::MaxTokens, 99));
    QCOMPARE((*core)->defaultModel(), u"claude-haiku-4-5"_s);
    QCOMPARE((*core)->defaultMaxTokens(), 77);
}

void TestCore::usesTheDatabaseOfTheEnvironment()
{
    const QString file = m_folder->filePath(u"elsewhere.db"_s);
    const auto core = make({{u"DATABASE_URL"_s, u"sqlite://"_s + file}});
    QVERIFY2(core, qPrintable(core ? QString() : core.error().sentence()));
    QCOMPARE((*core)->database().file(), file);
    QVERIFY(QFileInfo::exists(file));
    QVERIFY(!QFileInfo::exists(m_folder->filePath(u"data/patchbay.db"_s)));
}

void TestCore::accountsOfTheEnvironmentKeepTheirIds()
{
    const QHash<QString, QString> variables{{u"CLAUDE_API_KEY"_s, u"sk-ant-test-1"_s}};
    AccountId id;
    {
        const auto core = make(variables);
        QVERIFY(core);
        const Account* account = (*core)->accounts().findByName(u"env"_s);
        QVERIFY(account);
        QCOMPARE(account->source, AccountSource::Environment);
        id = account->id;
    }
    const auto again = make(variables);
    QVERIFY(again);
    QCOMPARE((*again)->accounts().findByName(u"env"_s)->id, id);
    const auto without = make();
    QVERIFY(without);
    QVERIFY((*without)->accounts().accounts().isEmpty());
}

void TestCore::answersFromTheDemo()
{
    const auto core = make();
    QVERIFY(core);
    const auto id = (*core)->enableDemo();
    QVERIFY2(id, qPrintable(id ? QString() : id.error().sentence()));
    QCOMPARE((*core)->enableDemo().value(), *id);
    QCOMPARE((*core)->accounts().accounts().size(), 1);
    const Outcome outcome = ask(**core, *id);
    QVERIFY2(outcome.succeeded(),
             qPrintable(outcome.error ? outcome.error->sentence() : QString()));
    QVERIFY(outcome.usage.output > 0);
}

void TestCore::keepsLimitsForOtherRuns()
{
    SimulatorThread upstream(scripted(
        R"({"default":[{"reply":"Hi","headers":{"anthropic-ratelimit-requests-limit":"50","anthropic-ratelimit-requests-remaining":"49","anthropic-ratelimit-requests-reset":"2030-01-01T00:00:00Z"}}]})"));
    QVERIFY(upstream.start());
    const QHash<QString, QString> variables{
        {u"CLAUDE_API_KEY"_s, u"sk-ant-test-1"_s},
        {u"ANTHROPIC_BASE_URL"_s, upstream.baseUrl().toString()}};
    const auto requests = [](const Core& core, const AccountId& id) {
        const QList<LimitWindow> windows = core.accountLimits().value(id);
        for (const LimitWindow& window : windows) {
            if (window.window == u"requests")
                return window;
        }
        return LimitWindow();
    };
    AccountId id;
    LimitWindow told;
    {
        const auto core = make(variables);
        QVERIFY(core);
        id = (*core)->accounts().findByName(u"env"_s)->id;
        QVERIFY(ask(**core).succeeded());
        QTRY_COMPARE_WITH_TIMEOUT(requests(**core, id).limit, 50, 20'000);
        told = requests(**core, id);
        QCOMPARE(told.remaining, 49);
        QVERIFY(told.asOfMs > 0);
    }
    const auto later = make(variables);
    QVERIFY(later);
    QCOMPARE(requests(**later, id), told);
}

void TestCore::choosesNoStoredAccountBesideThoseOfTheEnvironment()
{
    SimulatorThread upstream(
        scripted(R"({"keys":{"sk-ant-test-1":[{"status":401}]},"default":[{"reply":"Hi"}]})"));
    QVERIFY(upstream.start());
    const QHash<QString, QString> variables{
        {u"CLAUDE_API_KEY"_s, u"sk-ant-test-1"_s},
        {u"ANTHROPIC_BASE_URL"_s, upstream.baseUrl().toString()}};
    const auto core = make(variables);
    QVERIFY(core);
    const AccountId stored = addStored(**core, u"work"_s, upstream.baseUrl());

    const Outcome chosen = ask(**core);
    QVERIFY(chosen.error);
    QCOMPARE(chosen.error->kind, ErrorKind::Authentication);
    const Outcome named = ask(**core, stored);
    QVERIFY2(named.succeeded(), qPrintable(named.error ? named.error->sentence() : QString()));
    QCOMPARE(named.lease->accountName, u"work"_s);
    // The account itself is as it was for those who show and edit it.
    QVERIFY((*core)->accounts().find(stored)->allowCommandLine);
}

void TestCore::testsAnAccount()
{
    SimulatorThread upstream(
        scripted(R"({"keys":{"sk-ant-test-bad":[{"status":401}]},"default":[{"reply":"Hi"}]})"));
    QVERIFY(upstream.start());
    const auto core = make(
        {{u"ANTHROPIC_BASE_URL"_s, upstream.baseUrl().toString()},
         {u"CLAUDE_ACCOUNTS"_s,
          uR"([{"name":"good","apiKey":"sk-ant-test-good"},{"name":"bad","apiKey":"sk-ant-test-bad"}])"_s}});
    QVERIFY2(core, qPrintable(core ? QString() : core.error().sentence()));
    const auto test = [&core](const QString& name) {
        std::optional<Result<void>> result;
        (*core)->testAccount((*core)->accounts().findByName(name)->id,
                             [&](const Result<void>& tested) { result = tested; });
        [&] { QTRY_VERIFY_WITH_TIMEOUT(result, 20'000); }();
        return result.value_or(Result<void>());
    };
    QVERIFY(test(u"good"_s));
    const auto bad = test(u"bad"_s);
    QVERIFY(!bad);
    QCOMPARE(bad.error().kind, ErrorKind::Authentication);
    QTRY_COMPARE_WITH_TIMEOUT((*core)->accounts().findByName(u"bad"_s)->state,
                              AccountState::NeedsSignIn, 20'000);
}

QTEST_GUILESS_MAIN(TestCore)
#include "tst_core.moc"
