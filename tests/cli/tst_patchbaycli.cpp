// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/simulatorthread.h"
#include "support/program.h"
#include "support/testcertificate.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace Patchbay;

namespace {

const QString kKey = QStringLiteral("sk-ant-test-1");

QJsonObject json(const QByteArray& bytes)
{
    return QJsonDocument::fromJson(bytes).object();
}

} // namespace

/// patchbay-cli as a script uses it: the real program, its exit codes, and a real upstream.
class PatchbayCliTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void streamsAnAnswerAndAccountsForIt();
    void printsEachEventAsJson();
    void saysWhatToDoWithoutAnAccount();
    void refusesWrongUsage_data();
    void refusesWrongUsage();
    void tellsFailuresApart_data();
    void tellsFailuresApart();
    void tellsARefusedConnection();
    void tellsAnUnknownHost();
    void tellsATlsError();
    void keepsThePartialAnswerOfACutStream();
    void continuesAConversation();
    void leavesNoTraceWithNoSave();
    void answersFromTheDemo();
    void keepsWhatCameWhenInterrupted();
    void readsThePromptFromStandardInput();
    void exportsAndSearches();
    void changesSettings();
    void managesAccounts();

private:
    Program cli(const QStringList& arguments, const QByteArray& input = {});
    void upstream(const QByteArray& script);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Program> m_simulator;
    QString m_baseUrl;
    QString m_key;
};

void PatchbayCliTest::init()
{
    m_simulator.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_baseUrl.clear();
    m_key = kKey;
}

Program PatchbayCliTest::cli(const QStringList& arguments, const QByteArray& input)
{
    QHash<QString, QString> variables{
        {QStringLiteral("PATCHBAY_DATA_DIR"), m_folder->filePath(QStringLiteral("data"))},
        {QStringLiteral("PATCHBAY_CONFIG_DIR"), m_folder->filePath(QStringLiteral("config"))},
        {QStringLiteral("PATCHBAY_VAULT"), QStringLiteral("memory")},
    };
    if (!m_key.isEmpty())
        variables.insert(QStringLiteral("CLAUDE_API_KEY"), m_key);
    if (!m_baseUrl.isEmpty())
        variables.insert(QStringLiteral("ANTHROPIC_BASE_URL"), m_baseUrl);
    Program program(QStringLiteral(PATCHBAY_CLI), arguments, variables);
    program.start(input);
    return program;
}

void PatchbayCliTest::upstream(const QByteArray& script)
{
    const QString scriptFile = m_folder->filePath(QStringLiteral("script.json"));
    const QString portFile = m_folder->filePath(QStringLiteral("port"));
    QFile file(scriptFile);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(script);
    file.close();
    m_simulator = std::make_unique<Program>(QStringLiteral(PATCHBAY_CLI),
                                            QStringList{QStringLiteral("simulate"),
                                                        QStringLiteral("--script"), scriptFile,
                                                        QStringLiteral("--port-file"), portFile},
                                            QHash<QString, QString>{});
    m_simulator->start();
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(portFile), 20'000);
    QFile port(portFile);
    QVERIFY(port.open(QIODevice::ReadOnly));
    m_baseUrl = QStringLiteral("http://127.0.0.1:") + QString::fromLatin1(port.readAll().trimmed());
}

void PatchbayCliTest::streamsAnAnswerAndAccountsForIt()
{
    upstream(
        R"({"keys":{"sk-ant-test-1":[{"reply":"Hello from afar.","input_tokens":1000,"output_tokens":500}]}})");
    Program chat = cli({QStringLiteral("chat"), QStringLiteral("Say hello!")});
    QCOMPARE(chat.exitCode(), 0);
    QCOMPARE(chat.output(), QByteArray("Hello from afar.\n"));
    QCOMPARE(chat.errors(), QByteArray());

    Program usage = cli({QStringLiteral("usage"), QStringLiteral("--json")});
    QCOMPARE(usage.exitCode(), 0);
    const QJsonObject row = json(usage.output()).value(u"rows").toArray().at(0).toObject();
    QCOMPARE(row.value(u"account").toString(), QStringLiteral("env"));
    QCOMPARE(row.value(u"requests").toInt(), 1);
    QCOMPARE(row.value(u"errors").toInt(), 0);
    QCOMPARE(row.value(u"input_tokens").toInt(), 1000);
    QCOMPARE(row.value(u"output_tokens").toInt(), 500);
    // Sonnet 5.5: 2 USD a million in, 10 out.
    QCOMPARE(row.value(u"cost_usd").toDouble(), 0.007);
    QCOMPARE(row.value(u"estimated").toBool(), false);
    QCOMPARE(json(usage.output()).value(u"total").toObject().value(u"cost_usd").toDouble(), 0.007);
}

void PatchbayCliTest::printsEachEventAsJson()
{
    upstream(R"({"default":[{"reply":"Hi","input_tokens":3,"output_tokens":2}]})");
    Program chat = cli({QStringLiteral("chat"), QStringLiteral("--json"), QStringLiteral("Hi")});
    QCOMPARE(chat.exitCode(), 0);
    const QList<QByteArray> lines = chat.output().trimmed().split('\n');
    QVERIFY(lines.size() > 4);
    QCOMPARE(json(lines.first()).value(u"type").toString(), QStringLiteral("message_start"));
    QCOMPARE(json(lines.at(lines.size() - 2)).value(u"type").toString(),
             QStringLiteral("message_stop"));
    const QJsonObject result = json(lines.last());
    QCOMPARE(result.value(u"type").toString(), QStringLiteral("patchbay_result"));
    QCOMPARE(result.value(u"account").toString(), QStringLiteral("env"));
    QCOMPARE(result.value(u"stop_reason").toString(), QStringLiteral("end_turn"));
    QCOMPARE(result.value(u"usage").toObject().value(u"output_tokens").toInt(), 2);
    QVERIFY(!result.value(u"conversation_id").toString().isEmpty());
}

void PatchbayCliTest::saysWhatToDoWithoutAnAccount()
{
    m_key.clear();
    Program chat = cli({QStringLiteral("chat"), QStringLiteral("Hello")});
    QCOMPARE(chat.exitCode(), 3);
    QVERIFY2(chat.errors().contains("No API key found"), chat.errors().constData());
    QVERIFY2(chat.errors().contains("accounts add"), chat.errors().constData());
    QCOMPARE(chat.errors().count('\n'), 1);
    QCOMPARE(chat.output(), QByteArray());
}

void PatchbayCliTest::refusesWrongUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("word");
    const auto row = [](const char* name, const QString& line, const char* word) {
        QTest::newRow(name) << line.split(u' ') << QByteArray(word);
    };
    row("no verb", QStringLiteral("--json"), "");
    row("unknown verb", QStringLiteral("fly"), "fly");
    row("unknown account", QStringLiteral("chat --account nobody hello"), "nobody");
    row("unknown conversation", QStringLiteral("chat --continue ffffffff hello"), "ffffffff");
    row("missing file", QStringLiteral("chat --attach /nonexistent.png hello"), "/nonexistent.png");
    row("bad group", QStringLiteral("usage --by colour"), "colour");
    row("bad time", QStringLiteral("usage --since yesteryear"), "yesteryear");
    row("unknown setting", QStringLiteral("settings get colour"), "colour");
    row("bad setting", QStringLiteral("settings set theme purple"), "purple");
    row("bad format", QStringLiteral("chats export ffffffff --format doc"), "doc");
    row("bad listen", QStringLiteral("simulate --listen 8.8.8.8:1"), "8.8.8.8");
    row("missing env file", QStringLiteral("usage --env-file /nonexistent.env"),
        "/nonexistent.env");
}

void PatchbayCliTest::refusesWrongUsage()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, word);
    Program program = cli(arguments);
    QCOMPARE(program.exitCode(), 2);
    QVERIFY2(program.errors().contains(word), program.errors().constData());
}

void PatchbayCliTest::tellsFailuresApart_data()
{
    QTest::addColumn<QByteArray>("step");
    QTest::addColumn<QByteArray>("sentence");
    QTest::newRow("wrong key") << QByteArray(R"({"status":401})")
                               << QByteArray("Authentication failed");
    QTest::newRow("bad request")
        << QByteArray(
               R"({"status":400,"body":{"type":"error","error":{"type":"invalid_request_error","message":"messages: too few"}}})")
        << QByteArray("messages: too few");
    QTest::newRow("payment") << QByteArray(R"({"status":402})") << QByteArray("");
    QTest::newRow("unknown model")
        << QByteArray(
               R"({"status":404,"body":{"type":"error","error":{"type":"not_found_error","message":"model: x"}}})")
        << QByteArray("model");
    QTest::newRow("hang") << QByteArray(R"({"reply":"never","fault":"hang","at_event":0})")
                          << QByteArray("1 s");
}

void PatchbayCliTest::tellsFailuresApart()
{
    QFETCH(QByteArray, step);
    QFETCH(QByteArray, sentence);
    upstream(R"({"default":[)" + step + "]}");
    QCOMPARE(cli({QStringLiteral("settings"), QStringLiteral("set"),
                  QStringLiteral("first-byte-timeout"), QStringLiteral("1")})
                 .exitCode(),
             0);
    QCOMPARE(cli({QStringLiteral("settings"), QStringLiteral("set"), QStringLiteral("idle-timeout"),
                  QStringLiteral("1")})
                 .exitCode(),
             0);
    Program chat = cli({QStringLiteral("chat"), QStringLiteral("Hello")});
    QCOMPARE(chat.exitCode(), 1);
    QVERIFY2(chat.errors().contains(sentence), chat.errors().constData());
    QCOMPARE(chat.errors().count('\n'), 1);
    QVERIFY(!chat.errors().contains("sk-ant"));
}

void PatchbayCliTest::tellsARefusedConnection()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    m_baseUrl = QStringLiteral("http://127.0.0.1:%1").arg(server.serverPort());
    server.close();
    Program chat = cli({QStringLiteral("chat"), QStringLiteral("Hello")});
    QCOMPARE(chat.exitCode(), 1);
    QVERIFY2(chat.errors().contains("refused"), chat.errors().constData());
}

void PatchbayCliTest::tellsAnUnknownHost()
{
    m_baseUrl = QStringLiteral("https://nowhere.invalid");
    Program chat = cli({QStringLiteral("chat"), QStringLiteral("Hello")});
    QCOMPARE(chat.exitCode(), 1);
    QVERIFY2(chat.errors().contains("nowhere.invalid"), chat.errors().constData());
}

void PatchbayCliTest::tellsATlsError()
{
    QString why;
    const auto certificate = TestCertificate::make(TestCertificate::Kind::SelfSigned, &why);
    if (!certificate)
        QSKIP(qPrintable(why));
    SimulatorOptions options;
    options.tls = certificate->server;
    SimulatorThread server(std::move(options));
    QVERIFY(server.start());
    m_baseUrl = server.baseUrl().toString();
    Program chat = cli({QStringLiteral("chat"), QStringLiteral("Hello")});
    QCOMPARE(chat.exitCode(), 1);
    QVERIFY2(chat.errors().contains("certificate"), chat.errors().constData());
}

void PatchbayCliTest::keepsThePartialAnswerOfACutStream()
{
    upstream(
        R"({"default":[{"reply":"one two three four five six seven eight nine ten","fault":"cut","at_event":6}]})");
    Program chat = cli({QStringLiteral("chat"), QStringLiteral("Count")});
    QCOMPARE(chat.exitCode(), 1);
    QVERIFY2(chat.output().startsWith("one"), chat.output().constData());
    QVERIFY2(!chat.output().contains("ten"), chat.output().constData());
    QVERIFY2(!chat.errors().isEmpty(), "a cut stream is told");

    Program list = cli({QStringLiteral("chats"), QStringLiteral("list"), QStringLiteral("--json")});
    const QString id = json(list.output())
                           .value(u"conversations")
                           .toArray()
                           .at(0)
                           .toObject()
                           .value(u"id")
                           .toString();
    Program shown = cli({QStringLiteral("chats"), QStringLiteral("show"), id});
    QVERIFY2(shown.output().contains(chat.output().trimmed()), shown.output().constData());
}

void PatchbayCliTest::continuesAConversation()
{
    upstream(R"({"default":[{"reply":"First."},{"reply":"Second."}]})");
    QCOMPARE(cli({QStringLiteral("chat"), QStringLiteral("One")}).exitCode(), 0);
    Program list = cli({QStringLiteral("chats"), QStringLiteral("list"), QStringLiteral("--json")});
    const QJsonArray conversations = json(list.output()).value(u"conversations").toArray();
    QCOMPARE(conversations.size(), 1);
    const QString id = conversations.at(0).toObject().value(u"id").toString();
    Program second = cli(
        {QStringLiteral("chat"), QStringLiteral("--continue"), id.left(10), QStringLiteral("Two")});
    QCOMPARE(second.exitCode(), 0);
    Program shown = cli({QStringLiteral("chats"), QStringLiteral("show"), id});
    for (const char* text : {"One", "First.", "Two", "Second."})
        QVERIFY2(shown.output().contains(text), shown.output().constData());
}

void PatchbayCliTest::leavesNoTraceWithNoSave()
{
    upstream(R"({"default":[{"reply":"Nothing to see."}]})");
    Program chat =
        cli({QStringLiteral("chat"), QStringLiteral("--no-save"), QStringLiteral("Secretly")});
    QCOMPARE(chat.output(), QByteArray("Nothing to see.\n"));
    Program list = cli({QStringLiteral("chats"), QStringLiteral("list"), QStringLiteral("--json")});
    QCOMPARE(json(list.output()).value(u"conversations").toArray().size(), 0);
    Program usage = cli({QStringLiteral("usage"), QStringLiteral("--json")});
    QCOMPARE(json(usage.output()).value(u"total").toObject().value(u"requests").toInt(), 1);
}

void PatchbayCliTest::answersFromTheDemo()
{
    m_key.clear();
    Program chat = cli({QStringLiteral("chat"), QStringLiteral("--demo"), QStringLiteral("Hello")});
    QCOMPARE(chat.exitCode(), 0);
    QVERIFY(chat.output().size() > 40);
    Program usage = cli({QStringLiteral("usage"), QStringLiteral("--json")});
    QCOMPARE(json(usage.output()).value(u"total").toObject().value(u"requests").toInt(), 0);
}

void PatchbayCliTest::keepsWhatCameWhenInterrupted()
{
    upstream(
        R"({"default":[{"reply":"one two three four five six seven eight nine ten","fault":"hang","at_event":6}]})");
    Program chat = cli({QStringLiteral("chat"), QStringLiteral("Count")});
    QTRY_VERIFY_WITH_TIMEOUT(chat.outputSoFar().startsWith("one"), 20'000);
    chat.interrupt();
    QCOMPARE(chat.exitCode(), 130);
    Program list = cli({QStringLiteral("chats"), QStringLiteral("list"), QStringLiteral("--json")});
    const QString id = json(list.output())
                           .value(u"conversations")
                           .toArray()
                           .at(0)
                           .toObject()
                           .value(u"id")
                           .toString();
    Program shown = cli({QStringLiteral("chats"), QStringLiteral("show"), id});
    QVERIFY2(shown.output().contains("one"), shown.output().constData());
}

void PatchbayCliTest::readsThePromptFromStandardInput()
{
    upstream(R"({"default":[{"reply":"Read."}]})");
    QCOMPARE(cli({QStringLiteral("chat")}, "From a pipe").output(), QByteArray("Read.\n"));
    QCOMPARE(cli({QStringLiteral("chat"), QStringLiteral("-")}, "From a pipe").output(),
             QByteArray("Read.\n"));
    QCOMPARE(cli({QStringLiteral("chat")}, " \n").exitCode(), 2);
}

void PatchbayCliTest::exportsAndSearches()
{
    upstream(R"({"default":[{"reply":"**Bold** marmalade"}]})");
    QCOMPARE(cli({QStringLiteral("chat"), QStringLiteral("Breakfast?")}).exitCode(), 0);
    Program search = cli({QStringLiteral("chats"), QStringLiteral("search"),
                          QStringLiteral("--json"), QStringLiteral("marma")});
    const QJsonArray hits = json(search.output()).value(u"hits").toArray();
    QCOMPARE(hits.size(), 1);
    const QString id = hits.at(0).toObject().value(u"conversation_id").toString();
    for (const QString& format :
         {QStringLiteral("md"), QStringLiteral("json"), QStringLiteral("html")}) {
        Program exported = cli({QStringLiteral("chats"), QStringLiteral("export"), id,
                                QStringLiteral("--format"), format});
        QCOMPARE(exported.exitCode(), 0);
        QVERIFY2(exported.output().contains("marmalade"), exported.output().constData());
    }
}

void PatchbayCliTest::changesSettings()
{
    QCOMPARE(cli({QStringLiteral("settings"), QStringLiteral("set"), QStringLiteral("theme"),
                  QStringLiteral("dark")})
                 .exitCode(),
             0);
    QCOMPARE(
        cli({QStringLiteral("settings"), QStringLiteral("get"), QStringLiteral("theme")}).output(),
        QByteArray("dark\n"));
    Program list =
        cli({QStringLiteral("settings"), QStringLiteral("list"), QStringLiteral("--json")});
    QCOMPARE(json(list.output()).value(u"settings").toObject().value(u"theme").toString(),
             QStringLiteral("dark"));
}

// With the memory vault a secret lasts as long as one command, which is all these verbs need.
void PatchbayCliTest::managesAccounts()
{
    m_key.clear();
    const auto accounts = [this](QStringList arguments, const QByteArray& input = {}) {
        return cli(QStringList{QStringLiteral("accounts")} + arguments, input);
    };
    QCOMPARE(accounts({QStringLiteral("add"), QStringLiteral("--name"), QStringLiteral("work")},
                      "sk-ant-test-2\n")
                 .exitCode(),
             0);
    Program twice =
        accounts({QStringLiteral("add"), QStringLiteral("--name"), QStringLiteral("WORK")},
                 "sk-ant-test-3\n");
    QCOMPARE(twice.exitCode(), 2);
    QCOMPARE(accounts({QStringLiteral("add"), QStringLiteral("--name"), QStringLiteral("x"),
                       QStringLiteral("--base-url"), QStringLiteral("http://example.com")},
                      "sk-ant-test-3\n")
                 .exitCode(),
             2);
    QCOMPARE(accounts({QStringLiteral("add"), QStringLiteral("--name"), QStringLiteral("x")}, "\n")
                 .exitCode(),
             2);
    QCOMPARE(accounts({QStringLiteral("edit"), QStringLiteral("work"), QStringLiteral("--priority"),
                       QStringLiteral("7")})
                 .exitCode(),
             0);
    QCOMPARE(accounts({QStringLiteral("disable"), QStringLiteral("work")}).exitCode(), 0);
    Program list = accounts({QStringLiteral("list"), QStringLiteral("--json")});
    const QJsonObject account = json(list.output()).value(u"accounts").toArray().at(0).toObject();
    QCOMPARE(account.value(u"name").toString(), QStringLiteral("work"));
    QCOMPARE(account.value(u"state").toString(), QStringLiteral("disabled"));
    QCOMPARE(account.value(u"priority").toInt(), 7);
    QVERIFY(!list.output().contains("sk-ant"));
    Program refused = cli({QStringLiteral("chat"), QStringLiteral("Hello")});
    QCOMPARE(refused.exitCode(), 3);
    QCOMPARE(accounts({QStringLiteral("remove"), QStringLiteral("work")}).exitCode(), 0);
    QCOMPARE(json(accounts({QStringLiteral("list"), QStringLiteral("--json")}).output())
                 .value(u"accounts")
                 .toArray()
                 .size(),
             0);
}

QTEST_GUILESS_MAIN(PatchbayCliTest)
#include "tst_patchbaycli.moc"
