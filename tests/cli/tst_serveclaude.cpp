// SPDX-License-Identifier: GPL-3.0-or-later
#include "servefixture.h"
#include "support/claudecode.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatience = 60'000;

} // namespace

/// The endpoint as the real Claude Code uses it, set up as `clients setup` says.
class ServeClaudeTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_serve.reset(); }
    void answers();
    void streams();
    void usesTools();
    void asksForModels();
    void aBrokenStreamIsAskedForAnew();
    void limitsOfAnAccountAreNotSeen();
    void errorsKeepTheirWords();
    void wrongTokensAreNamed();
    void interruptingEndsTheAnswerUpstream();

private:
    /// `claude -p` in the test's folder. `setUp`: of another token, say.
    [[nodiscard]] Program claude(const QStringList& arguments, const QString& setUp = {});
    [[nodiscard]] static QJsonObject result(Program& program);

    std::unique_ptr<ServeFixture> m_serve;
    QHash<QString, QString> m_more; // variables
};

void ServeClaudeTest::init()
{
    if (realClaude().isEmpty())
        QSKIP(qPrintable(u"The real claude program cannot be had: "_s + whyNoClaude()));
    m_more.clear();
    m_serve = std::make_unique<ServeFixture>();
    QVERIFY(m_serve->start(u"coding"_s));
}

Program ServeClaudeTest::claude(const QStringList& arguments, const QString& setUp)
{
    QString script = setUp.isEmpty() ? m_serve->setUp(u"claude-code"_s) : setUp;
    script.replace(u"\nclaude\n"_s, u"\nexec claude \"$@\"\n"_s);
    const CliFixture& cli = m_serve->cli;
    QDir(cli.path({})).mkpath(u"work"_s);
    QHash<QString, QString> variables{
        {u"PATH"_s, QFileInfo(realClaude()).path() + u':' + qEnvironmentVariable("PATH")},
        {u"CLAUDE_CONFIG_DIR"_s, cli.path(u"claude"_s)},
        {u"CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"_s, u"1"_s},
        {u"DISABLE_AUTOUPDATER"_s, u"1"_s},
        {u"CLAUDE_CODE_MAX_RETRIES"_s, u"1"_s}};
    variables.insert(m_more);
    Program program(u"sh"_s,
                    QStringList{u"-c"_s, u"cd "_s + cli.path(u"work"_s) + u" && "_s + script,
                                u"sh"_s, u"-p"_s, u"--model"_s, u"claude-sonnet-5-5"_s} +
                        arguments,
                    variables);
    program.start();
    return program;
}

QJsonObject ServeClaudeTest::result(Program& program)
{
    const QJsonObject json = CliFixture::json(program.output());
    if (json.isEmpty())
        qWarning("%s %s", program.output().constData(), program.errors().constData());
    return json;
}

void ServeClaudeTest::answers()
{
    m_serve->upstream.stepsForAll(
        R"([{"reply":"Hello from far","input_tokens":20,"output_tokens":9}])");
    Program program = claude({u"Hi"_s, u"--output-format"_s, u"json"_s});
    const QJsonObject told = result(program);
    QCOMPARE(told.value(u"result"_s), u"Hello from far"_s);
    QCOMPARE(told.value(u"usage"_s).toObject().value(u"output_tokens"_s), 9);
    QCOMPARE(program.exitCode(), 0);

    const ReceivedRequest asked = m_serve->upstream.messages().constLast();
    QCOMPARE(asked.key, QByteArray("sk-ant-test-1"));
    QCOMPARE(asked.query, QByteArray("beta=true"));
    const QByteArray agent = headerValue(asked.headers, "user-agent");
    QVERIFY2(agent.startsWith("patchbay/") && agent.contains(" (for claude-cli/"),
             agent.constData());
    QVERIFY(headerValue(asked.headers, "anthropic-beta").contains("claude-code-"));
    QVERIFY(!headerValue(asked.headers, "x-claude-code-session-id").isEmpty());

    const QJsonObject used = m_serve->usage();
    QCOMPARE(used.value(u"client"_s), u"coding"_s);
    QCOMPARE(used.value(u"requests"_s).toInteger(), m_serve->upstream.messages().size());
    QCOMPARE(used.value(u"errors"_s), 0);
}

void ServeClaudeTest::streams()
{
    m_serve->upstream.stepsForAll(R"([{"thinking":"Hm.","reply":"one two three"}])");
    Program program = claude({u"Hi"_s, u"--output-format"_s, u"stream-json"_s, u"--verbose"_s,
                              u"--include-partial-messages"_s});
    QByteArray said;
    const QList<QByteArray> lines = program.output().split('\n');
    for (const QByteArray& line : lines) {
        const QJsonObject delta =
            CliFixture::json(line).value(u"event"_s).toObject().value(u"delta"_s).toObject();
        said += delta.value(u"text"_s).toString().toUtf8();
    }
    QCOMPARE(said, QByteArray("one two three"));
}

void ServeClaudeTest::usesTools()
{
    const QString file = m_serve->cli.write(u"note.txt"_s, "the word is patchbay\n");
    m_serve->upstream.stepsForAll(
        R"([{"content":[{"type":"tool_use","id":"toolu_1","name":"Read","input":{"file_path":")" +
        file.toUtf8() + R"("}}]},{"reply":"I have read it"}])");
    Program program =
        claude({u"Read the note"_s, u"--output-format"_s, u"json"_s, u"--allowedTools"_s, u"Read"_s,
                u"--add-dir"_s, m_serve->cli.path({})});
    QCOMPARE(result(program).value(u"result"_s), u"I have read it"_s);
    QVERIFY(m_serve->upstream.messages().constLast().body.contains("the word is patchbay"));
    QVERIFY(m_serve->upstream.messages().constLast().body.contains("tool_result"));
}

void ServeClaudeTest::asksForModels()
{
    m_more.insert(u"CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY"_s, u"1"_s);
    m_serve->upstream.stepsForAll(R"([{"reply":"Hello"}])");
    Program program = claude({u"Hi"_s, u"--output-format"_s, u"json"_s});
    QCOMPARE(result(program).value(u"result"_s), u"Hello"_s);
    const QList<ReceivedRequest> asked = m_serve->upstream.requests();
    QVERIFY(std::any_of(asked.begin(), asked.end(), [](const ReceivedRequest& request) {
        return request.path == "/v1/models" && request.status == 200;
    }));
}

void ServeClaudeTest::aBrokenStreamIsAskedForAnew()
{
    m_serve->upstream.stepsForAll(
        R"([{"reply":"one two three","fault":"error_event","at_event":5},{"reply":"whole"}])");
    Program program = claude({u"Hi"_s, u"--output-format"_s, u"json"_s});
    QCOMPARE(result(program).value(u"result"_s), u"whole"_s);
    QCOMPARE(m_serve->upstream.messages().size(), 2);
}

void ServeClaudeTest::limitsOfAnAccountAreNotSeen()
{
    m_serve->upstream.stepsForAll(R"([{"status":529},{"reply":"Hello"}])");
    m_more.insert(u"CLAUDE_CODE_MAX_RETRIES"_s, u"0"_s);
    Program program = claude({u"Hi"_s, u"--output-format"_s, u"json"_s});
    QCOMPARE(result(program).value(u"result"_s), u"Hello"_s);
}

void ServeClaudeTest::errorsKeepTheirWords()
{
    m_serve->upstream.stepsForAll(
        R"([{"status":400,"error":{"type":"invalid_request_error","message":"No such thing as that"}}])");
    Program program = claude({u"Hi"_s, u"--output-format"_s, u"json"_s});
    const QJsonObject told = result(program);
    QCOMPARE(told.value(u"is_error"_s), true);
    QVERIFY(told.value(u"result"_s).toString().contains(u"No such thing as that"_s));
    QVERIFY(program.exitCode() != 0);
}

void ServeClaudeTest::wrongTokensAreNamed()
{
    Program program =
        claude({u"Hi"_s, u"--output-format"_s, u"json"_s},
               m_serve->setUp(u"claude-code"_s).replace(m_serve->token(), u"pb-not-this-one"_s));
    const QJsonObject told = result(program);
    QCOMPARE(told.value(u"is_error"_s), true);
    QVERIFY2(told.value(u"result"_s).toString().contains(u"401"_s),
             qPrintable(told.value(u"result"_s).toString()));
    QVERIFY(m_serve->upstream.requests().isEmpty());
}

void ServeClaudeTest::interruptingEndsTheAnswerUpstream()
{
    m_serve->upstream.stepsForAll(R"([{"reply":"one two three","fault":"hang","at_event":4}])");
    Program program = claude({u"Hi"_s});
    QTRY_COMPARE_WITH_TIMEOUT(m_serve->upstream.openAnswers(), 1, kPatience);
    program.interrupt();
    QTRY_COMPARE_WITH_TIMEOUT(m_serve->upstream.openAnswers(), 0, kPatience);
}

QTEST_GUILESS_MAIN(ServeClaudeTest)
#include "tst_serveclaude.moc"
