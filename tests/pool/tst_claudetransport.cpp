// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/claudeprogram.h"
#include "base/json.h"
#include "claude/messagesrequest.h"
#include "poolfixture.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <csignal>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

/// A pool with one account of the claude program, whose program replays recordings.
struct Replay
{
    explicit Replay(const QStringList& recordings, bool hasToken = true)
    {
        QStringList paths;
        for (const QString& name : recordings)
            paths.append(QStringLiteral(PATCHBAY_TEST_DATA "/claude/") + name);
        log = folder.filePath(u"log"_s);
        const QString program = folder.filePath(u"claude"_s);
        QFile script(program);
        if (!script.open(QIODevice::WriteOnly))
            qFatal("no script");
        script.write("#!/bin/sh\nexec " PATCHBAY_TEST_DATA "/../support/claude-replay '" +
                     paths.join(u',').toUtf8() + "' '" + log.toUtf8() + "' \"$@\"\n");
        script.close();
        script.setPermissions(QFileDevice::ReadOwner | QFileDevice::ExeOwner);
        options = PoolFixture::quick();
        options.claude.program = program;
        options.claude.folder = folder.filePath(u"accounts"_s);
        account = fixture.addAccount(u"max"_s, {},
                                     [](Account& made) { made.kind = AccountKind::ClaudeCommand; });
        if (!hasToken)
            fixture.setSecret(account, Secret());
    }
    void start() { fixture.startPool(options); }

    [[nodiscard]] Request request(const QList<MessageParam>& messages, bool stream = true) const
    {
        MessagesRequest body;
        body.model = u"claude-sonnet-5-5"_s;
        body.maxTokens = 1000;
        body.system = u"Be brief."_s;
        body.messages = messages;
        body.stream = stream;
        Request asked = PoolFixture::request(body.model);
        asked.body = body.toJson();
        asked.stream = stream;
        asked.conversation = u"conversation 1"_s;
        return asked;
    }
    [[nodiscard]] std::unique_ptr<Asked> ask(const QList<MessageParam>& messages)
    {
        return fixture.ask(request(messages));
    }
    [[nodiscard]] QList<QJsonObject> logged(QLatin1StringView key) const
    {
        QList<QJsonObject> found;
        QFile file(log);
        if (!file.open(QIODevice::ReadOnly))
            return found;
        for (const QByteArray& line : file.readAll().split('\n')) {
            const QJsonObject entry = QJsonDocument::fromJson(line).object();
            if (entry.contains(key))
                found.append(entry);
        }
        return found;
    }
    /// The processes that were started and still run.
    [[nodiscard]] int running() const
    {
        int count = 0;
        for (const QJsonObject& start : logged("pid"_L1))
            count += ::kill(static_cast<pid_t>(start.value("pid"_L1).toInt()), 0) == 0 ? 1 : 0;
        return count;
    }

    QTemporaryDir folder;
    QString log;
    PoolOptions options;
    PoolFixture fixture; // ends first
    AccountId account;
};

MessageParam user(const QString& text)
{
    return {Role::User, {ContentBlock::text(text)}, {}};
}

MessageParam assistant(const QString& text)
{
    return {Role::Assistant, {ContentBlock::text(text)}, {}};
}

QString textOf(const QByteArray& stream)
{
    QString text;
    for (const QByteArray& line : stream.split('\n')) {
        if (line.startsWith("data: "))
            text += QJsonDocument::fromJson(line.mid(6))
                        .object()
                        .value("delta"_L1)
                        .toObject()
                        .value("text"_L1)
                        .toString();
    }
    return text;
}

} // namespace

class ClaudeTransportTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersWithTheEventsOfTheProgram();
    void startsItAsMeasuredAndWithNothingElse();
    void severalTurnsUseOneProcess();
    void addsTheTokensOfFurtherModels();
    void passesOverWhatIsNoLineOfItsOwn();
    void tellsEarlierTurnsToANewProcess();
    void sendsATranscriptWhereTurnsAreNotTaken_data();
    void sendsATranscriptWhereTurnsAreNotTaken();
    void answersInOnePiece();
    void turnsFailuresIntoThoseOfTheApi_data();
    void turnsFailuresIntoThoseOfTheApi();
    void restsUntilTheLimitResets();
    void stopsWhereTheAnswerEnds();
    void leavesNothingRunning_data();
    void leavesNothingRunning();
    void endsIdleProcesses();
    void keepsFewProcesses();
    void listsModelsAndLimits();
    void refusesWhatTheProgramCannotDo();
};

void ClaudeTransportTest::answersWithTheEventsOfTheProgram()
{
    Replay replay({u"two-turns"_s});
    replay.start();
    const auto asked = replay.ask({user(u"one"_s)});
    QTRY_VERIFY_WITH_TIMEOUT(asked->isFinished(), 20'000);
    const Outcome& outcome = asked->outcome();
    QVERIFY2(outcome.succeeded(),
             qPrintable(outcome.error ? outcome.error->sentence() : QString()));
    QCOMPARE(textOf(asked->bytes), u"Answer 1 of mock"_s);
    QVERIFY(asked->bytes.startsWith("event: message_start\ndata: {"));
    QVERIFY(asked->bytes.endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"));
    QCOMPARE(outcome.modelServed, u"claude-sonnet-5-5"_s);
    QCOMPARE(outcome.stopReason, u"end_turn"_s);
    QCOMPARE(outcome.requestId, u"req_ok_1"_s);
    QCOMPARE(outcome.usage.input, 11);
    QCOMPARE(outcome.usage.output, 5);
    QCOMPARE(outcome.usage.cacheRead, 3);
    QCOMPARE(outcome.usage.cacheWrite(), 2);
    QVERIFY(outcome.cost && outcome.cost->microUsd > 0 && !outcome.cost->estimated);
    const QList<AttemptRow> rows = replay.fixture.attempts();
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows[0].outcome, u"succeeded"_s);
    QCOMPARE(rows[0].output, 5);

    // The limits that the program told.
    QTRY_VERIFY(!replay.fixture.findings.isEmpty() &&
                !replay.fixture.findings.last().limits.isEmpty());
    QMap<QString, LimitWindow> windows;
    for (const LimitWindow& window : replay.fixture.findings.last().limits)
        windows.insert(window.window, window);
    QCOMPARE(windows.value(u"five_hour"_s).remaining, 58);
    QCOMPARE(windows.value(u"five_hour"_s).limit, 100);
    QCOMPARE(windows.value(u"seven_day"_s).remaining, 80);
    QVERIFY(windows.value(u"five_hour"_s).resetsAtMs > replay.fixture.clock.nowMs());
}

void ClaudeTransportTest::startsItAsMeasuredAndWithNothingElse()
{
    for (const char* name : {"ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL",
                             "CLAUDE_CODE_USE_BEDROCK", "AWS_SECRET_ACCESS_KEY", "DATABASE_URL"})
        qputenv(name, "planted");
    Replay replay({u"two-turns"_s});
    replay.start();
    const auto asked = replay.ask({user(u"one"_s)});
    QTRY_VERIFY_WITH_TIMEOUT(asked->isFinished(), 20'000);
    QVERIFY(asked->outcome().succeeded());
    const QJsonObject start = replay.logged("pid"_L1).value(0);
    QStringList arguments;
    for (const QJsonValue& argument : start.value("arguments"_L1).toArray())
        arguments.append(argument.toString());
    QCOMPARE(arguments,
             (QStringList{u"-p"_s, u"--output-format"_s, u"stream-json"_s, u"--verbose"_s,
                          u"--include-partial-messages"_s, u"--input-format"_s, u"stream-json"_s,
                          u"--tools"_s, QString(), u"--system-prompt"_s, QString(),
                          u"--setting-sources"_s, QString(), u"--strict-mcp-config"_s,
                          u"--disable-slash-commands"_s, u"--no-session-persistence"_s,
                          u"--model"_s, u"claude-sonnet-5-5"_s}));
    const QJsonObject environment = start.value("environment"_L1).toObject();
    for (auto variable = environment.begin(); variable != environment.end(); ++variable)
        QVERIFY2(variable.value().toString() != u"planted"_s, qPrintable(variable.key()));
    QCOMPARE(environment.value("CLAUDE_CODE_OAUTH_TOKEN"_L1).toString(), u"sk-ant-test-max"_s);
    const QString configDir = replay.options.claude.folder + u"/id-max"_s;
    QCOMPARE(environment.value("CLAUDE_CONFIG_DIR"_L1).toString(), configDir);
    QCOMPARE(QFile::permissions(configDir) &
                 (QFileDevice::ReadGroup | QFileDevice::ReadOther | QFileDevice::ExeOther),
             QFileDevice::Permissions());
    for (const auto& name :
         {"DISABLE_AUTOUPDATER"_L1, "DISABLE_TELEMETRY"_L1, "DISABLE_ERROR_REPORTING"_L1})
        QCOMPARE(environment.value(name).toString(), u"1"_s);
    QCOMPARE(environment.value("CLAUDE_CODE_MAX_OUTPUT_TOKENS"_L1).toString(), u"1000"_s);
    QVERIFY(!environment.contains("ANTHROPIC_BASE_URL"_L1));
    const QJsonObject first = replay.logged("written"_L1).value(0).value("written"_L1).toObject();
    QCOMPARE(first.value("request"_L1).toObject().value("systemPrompt"_L1).toString(),
             u"Be brief."_s);
    for (const char* name : {"ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL",
                             "CLAUDE_CODE_USE_BEDROCK", "AWS_SECRET_ACCESS_KEY", "DATABASE_URL"})
        qunsetenv(name);
}

void ClaudeTransportTest::severalTurnsUseOneProcess()
{
    Replay replay({u"two-turns"_s});
    replay.start();
    const auto one = replay.ask({user(u"one"_s)});
    QTRY_VERIFY_WITH_TIMEOUT(one->isFinished(), 20'000);
    const auto two = replay.ask({user(u"one"_s), assistant(u"Answer 1 of mock"_s), user(u"two"_s)});
    QTRY_VERIFY_WITH_TIMEOUT(two->isFinished(), 20'000);
    QVERIFY(two->outcome().succeeded());
    QCOMPARE(textOf(two->bytes), u"Answer 2 of mock"_s);
    // Of this turn alone, though the program tells the sum.
    QCOMPARE(two->outcome().usage.input, 11);
    QCOMPARE(two->outcome().usage.output, 5);
    QCOMPARE(replay.logged("pid"_L1).size(), 1);
    QCOMPARE(replay.running(), 1);
    const QList<AttemptRow> rows = replay.fixture.attempts();
    QCOMPARE(rows.size(), 2);
    QCOMPARE(rows[1].input, 11);
    replay.fixture.stopPool();
    QTRY_COMPARE(replay.running(), 0);
}

void ClaudeTransportTest::addsTheTokensOfFurtherModels()
{
    Replay replay({u"two-models"_s});
    replay.start();
    const auto asked = replay.ask({user(u"one"_s)});
    QTRY_VERIFY_WITH_TIMEOUT(asked->isFinished(), 20'000);
    QVERIFY(asked->outcome().succeeded());
    QCOMPARE(asked->outcome().modelServed, u"claude-sonnet-5-5"_s);
    QCOMPARE(asked->outcome().usage.input, 111);
    QCOMPARE(asked->outcome().usage.output, 25);
}

void ClaudeTransportTest::passesOverWhatIsNoLineOfItsOwn()
{
    Replay replay({u"garbage"_s});
    replay.start();
    const auto asked = replay.ask({user(u"one"_s)});
    QTRY_VERIFY_WITH_TIMEOUT(asked->isFinished(), 20'000);
    QVERIFY(asked->outcome().succeeded());
    QCOMPARE(textOf(asked->bytes), u"Answer 1 of mock"_s);
}

void ClaudeTransportTest::tellsEarlierTurnsToANewProcess()
{
    Replay replay({u"earlier-turns"_s});
    replay.start();
    const auto asked = replay.ask({user(u"one"_s), assistant(u"first answer"_s), user(u"two"_s)});
    QTRY_VERIFY_WITH_TIMEOUT(asked->isFinished(), 20'000);
    QVERIFY2(asked->outcome().succeeded(),
             asked->outcome().error ? qPrintable(asked->outcome().error->sentence()) : "");
    const QList<QJsonObject> written = replay.logged("written"_L1);
    QCOMPARE(written.size(), 4);
    const auto textAt = [&written](qsizetype i) {
        const QJsonObject message =
            written[i].value("written"_L1).toObject().value("message"_L1).toObject();
        return message.value("role"_L1).toString() + u": "_s +
               message.value("content"_L1).toArray().at(0).toObject().value("text"_L1).toString();
    };
    QCOMPARE(textAt(1), u"user: one"_s);
    QCOMPARE(textAt(2), u"assistant: first answer"_s);
    QCOMPARE(textAt(3), u"user: two"_s);
}

void ClaudeTransportTest::sendsATranscriptWhereTurnsAreNotTaken_data()
{
    QTest::addColumn<QStringList>("recordings");
    QTest::addColumn<int>("starts");
    QTest::newRow("a version of another kind") << QStringList{u"newer"_s} << 1;
    QTest::newRow("one that answers at once")
        << QStringList{u"no-earlier-turns"_s, u"two-turns"_s} << 2;
}

void ClaudeTransportTest::sendsATranscriptWhereTurnsAreNotTaken()
{
    QFETCH(QStringList, recordings);
    QFETCH(int, starts);
    Replay replay(recordings);
    replay.start();
    MessageParam first = user(u"one"_s);
    first.content.append(ContentBlock::image(u"image/png"_s, "picture"));
    const auto asked = replay.ask({first, assistant(u"first answer"_s), user(u"two"_s)});
    QTRY_VERIFY_WITH_TIMEOUT(asked->isFinished(), 20'000);
    QVERIFY(asked->outcome().succeeded());
    QCOMPARE(textOf(asked->bytes), u"Answer 1 of mock"_s);
    QCOMPARE(replay.logged("pid"_L1).size(), starts);
    const QJsonObject line = replay.logged("written"_L1).last().value("written"_L1).toObject();
    const QString said =
        plainText(contentFromJson(line.value("message"_L1).toObject().value("content"_L1)));
    QVERIFY(!line.contains("shouldQuery"_L1));
    const QStringList parts{u"<user_said>"_s, u"one"_s, u"<you_said>"_s, u"first answer"_s,
                            u"<end_of_transcript/>\n\ntwo"_s};
    qsizetype at = 0;
    for (const QString& part : parts) {
        at = said.indexOf(part, at);
        QVERIFY2(at >= 0, qPrintable(part));
    }
    QVERIFY(compactJson(line).contains("\"image\""));
    QTRY_VERIFY(replay.running() <= 1);
}

void ClaudeTransportTest::answersInOnePiece()
{
    Replay replay({u"two-turns"_s});
    replay.start();
    const auto asked = replay.fixture.ask(replay.request({user(u"one"_s)}, false));
    QTRY_VERIFY_WITH_TIMEOUT(asked->isFinished(), 20'000);
    QVERIFY(asked->outcome().succeeded());
    const QJsonObject message = QJsonDocument::fromJson(asked->bytes).object();
    QCOMPARE(plainText(contentFromJson(message.value("content"_L1))), u"Answer 1 of mock"_s);
    QCOMPARE(message.value("stop_reason"_L1).toString(), u"end_turn"_s);
    QCOMPARE(asked->outcome().usage.output, 5);
    QCOMPARE(asked->outcome().usage.input, 11);
}

void ClaudeTransportTest::turnsFailuresIntoThoseOfTheApi_data()
{
    QTest::addColumn<QStringList>("recordings");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("state"); // of the account
    QTest::addColumn<QString>("says");
    const QString well = accountStateName(AccountState::Ready);
    const QString rests = accountStateName(AccountState::CoolingDown);
    const QString blocked = accountStateName(AccountState::Blocked);
    const QString signIn = accountStateName(AccountState::NeedsSignIn);
    const auto row = [](const char* name, ErrorKind kind, const QString& state,
                        const QString& says = {}) {
        QTest::newRow(name) << QStringList{QString::fromLatin1(name)} << kind << state << says;
    };
    row("burst-limit", ErrorKind::RateLimited, well);
    row("unauthorized", ErrorKind::Authentication, signIn, u"setup-token"_s);
    row("not-signed-in", ErrorKind::Authentication, signIn, u"not signed in"_s);
    row("forbidden", ErrorKind::Permission, blocked);
    row("overloaded", ErrorKind::Overloaded, well);
    row("server-error", ErrorKind::ServerError, rests);
    row("invalid", ErrorKind::InvalidRequest, well, u"mock 400"_s);
    row("no-model", ErrorKind::ModelNotFound, well);
    row("too-large", ErrorKind::RequestTooLarge, well);
    row("spend-limit", ErrorKind::Billing, blocked);
    row("early-error-event", ErrorKind::Overloaded, well);
    row("too-old", ErrorKind::NoEligibleAccount, blocked, u"2.0.14"_s);
    row("unknown-option", ErrorKind::NoEligibleAccount, blocked, u"older"_s);
    row("dies-at-once", ErrorKind::ConnectionLost, rests, u"ended"_s);
    row("dies-before-content", ErrorKind::ConnectionLost, rests, u"ended"_s);
    row("dies-after-content", ErrorKind::ConnectionLost, well, u"ended"_s);
    row("cut", ErrorKind::ServerError, well);
    row("error-event", ErrorKind::Overloaded, well);
    row("silent", ErrorKind::ConnectTimeout, well, u"says nothing"_s);
    row("no-answer", ErrorKind::ServerError, rests);
    row("absent", ErrorKind::NoEligibleAccount, blocked, u"not found"_s);
}

void ClaudeTransportTest::turnsFailuresIntoThoseOfTheApi()
{
    QFETCH(QStringList, recordings);
    QFETCH(ErrorKind, kind);
    QFETCH(QString, state);
    QFETCH(QString, says);
    Replay replay(recordings);
    if (recordings.first() == "absent"_L1)
        replay.options.claude.program = u"/nowhere/claude"_s;
    if (recordings.first() == "silent"_L1)
        replay.options.claude.startMs = 300;
    replay.start();
    const auto asked = replay.ask({user(u"one"_s)});
    QTRY_VERIFY_WITH_TIMEOUT(asked->isFinished(), 30'000);
    QVERIFY(asked->outcome().error);
    const Error error = *asked->outcome().error;
    QVERIFY2(error.kind == kind,
             qPrintable(errorKindName(error.kind) + error.sentence() + error.detail));
    QVERIFY2(error.sentence().contains(says), qPrintable(error.sentence()));
    QVERIFY(!error.nextStep.isEmpty());
    const auto stateNow = [&replay] {
        return replay.fixture.findings.isEmpty()
                   ? accountStateName(AccountState::Ready)
                   : accountStateName(replay.fixture.findings.last().state);
    };
    QTRY_COMPARE(stateNow(), state);
    QTRY_COMPARE_WITH_TIMEOUT(replay.running(), 0, 20'000);
}

void ClaudeTransportTest::restsUntilTheLimitResets()
{
    Replay replay({u"limit-reached"_s});
    replay.start();
    const auto asked = replay.ask({user(u"one"_s)});
    QTRY_VERIFY(!replay.fixture.findings.isEmpty());
    const AccountFinding finding = replay.fixture.findings.last();
    QCOMPARE(finding.state, AccountState::CoolingDown);
    const qint64 inMs = finding.untilMs - replay.fixture.clock.nowMs();
    QVERIFY2(inMs > 3'000'000 && inMs <= 3'700'000, qPrintable(QString::number(inMs)));
}

// What the program would do on its own after max_tokens is not asked for.
void ClaudeTransportTest::stopsWhereTheAnswerEnds()
{
    Replay replay({u"max-tokens"_s});
    replay.start();
    const auto asked = replay.ask({user(u"one"_s)});
    QTRY_VERIFY_WITH_TIMEOUT(asked->isFinished(), 20'000);
    QVERIFY(asked->outcome().succeeded());
    QCOMPARE(asked->outcome().stopReason, u"max_tokens"_s);
    QCOMPARE(asked->bytes.count("message_start"), 2); // its name and its type
    // Both calls were made.
    QCOMPARE(asked->outcome().usage.output, 10);
    QTRY_COMPARE_WITH_TIMEOUT(replay.running(), 0, 20'000);
}

void ClaudeTransportTest::leavesNothingRunning_data()
{
    QTest::addColumn<QString>("recording");
    QTest::newRow("deaf to interrupt") << u"hangs"_s;
    QTest::newRow("deaf to everything") << u"hangs-hard"_s;
}

void ClaudeTransportTest::leavesNothingRunning()
{
    QFETCH(QString, recording);
    Replay replay({recording});
    replay.start();
    const auto asked = replay.ask({user(u"one"_s)});
    QTRY_VERIFY_WITH_TIMEOUT(asked->bytes.contains("Answer"), 20'000);
    QCOMPARE(replay.running(), 1);
    asked->handle.cancel();
    QTRY_VERIFY(asked->isFinished());
    QCOMPARE(asked->errorKind(), ErrorKind::Cancelled);
    QTRY_COMPARE_WITH_TIMEOUT(replay.running(), 0, 20'000);
    const QList<AttemptRow> rows = replay.fixture.attempts();
    QCOMPARE(rows.value(0).outcome, u"cancelled"_s);
    QCOMPARE(rows.value(0).input, 11);
    QVERIFY(rows.value(0).isEstimated);

    // And with the pool.
    const auto second = replay.ask({user(u"one"_s)});
    QTRY_VERIFY_WITH_TIMEOUT(second->bytes.contains("Answer"), 20'000);
    replay.fixture.stopPool();
    QTRY_COMPARE(replay.running(), 0);
}

void ClaudeTransportTest::endsIdleProcesses()
{
    Replay replay({u"two-turns"_s});
    replay.options.claude.longestIdleMs = 100;
    replay.start();
    const auto asked = replay.ask({user(u"one"_s)});
    QTRY_VERIFY_WITH_TIMEOUT(asked->isFinished(), 20'000);
    QVERIFY(asked->outcome().succeeded());
    QTRY_COMPARE_WITH_TIMEOUT(replay.running(), 0, 20'000);
}

void ClaudeTransportTest::keepsFewProcesses()
{
    Replay replay({u"two-turns"_s});
    replay.options.workers = 1;
    replay.options.claude.mostKept = 2;
    replay.start();
    for (int i = 0; i < 4; ++i) {
        Request request = replay.request({user(u"one"_s)});
        request.conversation = u"conversation %1"_s.arg(i);
        const auto asked = replay.fixture.ask(request);
        QTRY_VERIFY_WITH_TIMEOUT(asked->isFinished(), 20'000);
        QVERIFY(asked->outcome().succeeded());
    }
    QCOMPARE(replay.logged("pid"_L1).size(), 4);
    QTRY_COMPARE_WITH_TIMEOUT(replay.running(), 2, 20'000);
    // Those of an account that is gone go too.
    replay.fixture.accounts().clear();
    replay.fixture.giveAccounts();
    QTRY_COMPARE_WITH_TIMEOUT(replay.running(), 0, 20'000);
}

void ClaudeTransportTest::listsModelsAndLimits()
{
    Replay replay({u"signed-in"_s}, false);
    replay.start();
    Request request;
    request.method = "GET";
    request.path = "/v1/models?limit=1000";
    request.stream = false;
    request.account = replay.account;
    const auto asked = replay.fixture.ask(request);
    QTRY_VERIFY_WITH_TIMEOUT(asked->isFinished(), 20'000);
    QVERIFY(asked->outcome().succeeded());
    const QJsonArray models =
        QJsonDocument::fromJson(asked->bytes).object().value("data"_L1).toArray();
    QStringList ids;
    for (const QJsonValue& model : models)
        ids.append(model.toObject().value("id"_L1).toString());
    QCOMPARE(ids, (QStringList{u"claude-opus-5-5"_s, u"claude-fable-5-2"_s, u"claude-sonnet-5-5"_s,
                               u"claude-haiku-5-5"_s}));
    QCOMPARE(models[0].toObject().value("display_name"_L1).toString(), u"Opus 5.5"_s);
    QVERIFY(replay.fixture.attempts().isEmpty());
    QTRY_COMPARE_WITH_TIMEOUT(replay.running(), 0, 20'000);

    Replay other({u"not-signed-in"_s}, false);
    other.start();
    request.account = other.account;
    const auto refused = other.fixture.ask(request);
    QTRY_VERIFY_WITH_TIMEOUT(refused->isFinished(), 20'000);
    QCOMPARE(refused->errorKind(), ErrorKind::Authentication);
}

void ClaudeTransportTest::refusesWhatTheProgramCannotDo()
{
    Replay replay({u"two-turns"_s});
    replay.start();
    Request request = replay.request({user(u"one"_s)});
    request.body.replace("\"messages\"", "\"tools\":[{\"name\":\"f\"}],\"messages\"");
    const auto tools = replay.fixture.ask(request);
    QTRY_VERIFY(tools->isFinished());
    QCOMPARE(tools->errorKind(), ErrorKind::InvalidRequest);
    const auto prefill = replay.ask({user(u"one"_s), assistant(u"and"_s)});
    QTRY_VERIFY(prefill->isFinished());
    QCOMPARE(prefill->errorKind(), ErrorKind::InvalidRequest);
    QVERIFY(replay.logged("pid"_L1).isEmpty());
}

QTEST_GUILESS_MAIN(ClaudeTransportTest)
#include "tst_claudetransport.moc"
