// SPDX-License-Identifier: GPL-3.0-or-later
#include "claude/messagesrequest.h"
#include "poolfixture.h"
#include "support/claudecode.h"
#include "support/testupstream.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

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

MessageParam said(Role role, const QString& text)
{
    return {role, {ContentBlock::text(text)}, {}};
}

/// The texts that a request to the upstream held, with what the program adds left out.
QStringList turnsOf(const ReceivedRequest& request)
{
    QStringList turns;
    const auto body = MessagesRequest::fromJson(request.body);
    for (const MessageParam& message : body->messages) {
        if (message.role != Role::System)
            turns.append(roleName(message.role) + u": "_s + plainText(message.content));
    }
    return turns;
}

} // namespace

/// The real program, of the version that PROTOCOL names, pointed at the simulator.
class ClaudeRealTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void severalTurns();
    void earlierTurnsAreToldToANewProcess();
    void aLimitIsOne();
    void aCancelledAnswerClosesItsConnection();
    void itsModelsAreListed();

private:
    struct Run
    {
        Run();
        [[nodiscard]] std::unique_ptr<Asked> ask(const QList<MessageParam>& messages);

        TestUpstream upstream;
        PoolFixture fixture;
        AccountId account;
    };
};

ClaudeRealTest::Run::Run()
{
    account = fixture.addAccount(u"real"_s, upstream.baseUrl(),
                                 [](Account& made) { made.kind = AccountKind::ClaudeCommand; });
    PoolOptions options = PoolFixture::quick();
    options.firstByteTimeoutMs = 60'000;
    options.claude.program = realClaude();
    options.claude.folder = fixture.writeFile(u"note"_s, {}) + u"-claude"_s;
    fixture.startPool(options);
}

std::unique_ptr<Asked> ClaudeRealTest::Run::ask(const QList<MessageParam>& messages)
{
    MessagesRequest body;
    body.model = u"claude-sonnet-5-5"_s;
    body.maxTokens = 1000;
    body.system = u"Be brief."_s;
    body.messages = messages;
    Request request = PoolFixture::request(body.model);
    request.body = body.toJson();
    request.conversation = u"conversation"_s;
    return fixture.ask(request);
}

void ClaudeRealTest::initTestCase()
{
    if (realClaude().isEmpty())
        QSKIP(qPrintable(u"The real claude program cannot be had: "_s + whyNoClaude()));
}

void ClaudeRealTest::severalTurns()
{
    Run run;
    run.upstream.stepsForAll(R"([{"reply":"First answer","input_tokens":30,"output_tokens":7},
                                 {"reply":"Second answer","input_tokens":50,"output_tokens":9}])");
    const MessageParam one = said(Role::User, u"One"_s);
    const auto first = run.ask({one});
    QTRY_VERIFY_WITH_TIMEOUT(first->isFinished(), 90'000);
    QVERIFY2(first->outcome().succeeded(),
             first->outcome().error
                 ? qPrintable(first->outcome().error->sentence() + first->outcome().error->detail)
                 : "");
    QCOMPARE(textOf(first->bytes), u"First answer"_s);
    QCOMPARE(first->outcome().usage.input, 30);
    QCOMPARE(first->outcome().usage.output, 7);

    const auto second =
        run.ask({one, said(Role::Assistant, u"First answer"_s), said(Role::User, u"Two"_s)});
    QTRY_VERIFY_WITH_TIMEOUT(second->isFinished(), 90'000);
    QVERIFY(second->outcome().succeeded());
    QCOMPARE(textOf(second->bytes), u"Second answer"_s);
    QCOMPARE(second->outcome().usage.output, 9);
    QCOMPARE(run.upstream.messages().size(), 2); // and nothing beside
    QCOMPARE(turnsOf(run.upstream.messages().last()),
             (QStringList{u"user: One"_s, u"assistant: First answer"_s, u"user: Two"_s}));
    // One process: the session's id is the same.
    const auto session = [](const ReceivedRequest& request) {
        return headerValue(request.headers, "x-claude-code-session-id");
    };
    QVERIFY(!session(run.upstream.messages().first()).isEmpty());
    QCOMPARE(session(run.upstream.messages().first()), session(run.upstream.messages().last()));

    const Billed billed = run.upstream.billedTo("sk-ant-test-real");
    const QList<AttemptRow> rows = run.fixture.attempts();
    QCOMPARE(rows.size(), 2);
    QCOMPARE(rows[0].input + rows[1].input, billed.inputTokens);
    QCOMPARE(rows[0].output + rows[1].output, billed.outputTokens);
}

void ClaudeRealTest::earlierTurnsAreToldToANewProcess()
{
    Run run;
    run.upstream.stepsForAll(R"([{"reply":"Third answer"}])");
    MessageParam picture = said(Role::User, u"One"_s);
    const QByteArray png = QByteArray::fromBase64("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAA"
                                                  "DUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
                                                  "gg==");
    picture.content.append(ContentBlock::image(u"image/png"_s, png));
    const auto asked =
        run.ask({picture, said(Role::Assistant, u"First answer"_s), said(Role::User, u"Two"_s),
                 said(Role::Assistant, u"Second answer"_s), said(Role::User, u"Three"_s)});
    QTRY_VERIFY_WITH_TIMEOUT(asked->isFinished(), 90'000);
    QVERIFY(asked->outcome().succeeded());
    QCOMPARE(run.upstream.messages().size(), 1);
    QCOMPARE(turnsOf(run.upstream.messages().last()),
             (QStringList{u"user: One"_s, u"assistant: First answer"_s, u"user: Two"_s,
                          u"assistant: Second answer"_s, u"user: Three"_s}));
    QVERIFY(run.upstream.messages().last().body.contains("image/png"));
    QVERIFY(run.upstream.messages().last().body.contains("Be brief."));
}

void ClaudeRealTest::aLimitIsOne()
{
    Run run;
    const qint64 reset = run.fixture.clock.nowMs() / 1000 + 3600;
    run.upstream.stepsForAll(
        R"([{"status":429,"headers":{"anthropic-ratelimit-unified-status":"rejected",)"
        R"("anthropic-ratelimit-unified-representative-claim":"five_hour",)"
        R"("anthropic-ratelimit-unified-5h-utilization":"1.0",)"
        R"("anthropic-ratelimit-unified-5h-status":"rejected",)"
        R"("anthropic-ratelimit-unified-5h-reset":")" +
        QByteArray::number(reset) + R"(","anthropic-ratelimit-unified-reset":")" +
        QByteArray::number(reset) +
        R"("},"body":{"type":"error","error":{"type":"rate_limit_error","message":"no"}}}])");
    const auto asked = run.ask({said(Role::User, u"One"_s)});
    QTRY_VERIFY_WITH_TIMEOUT(!run.fixture.findings.isEmpty() || asked->isFinished(), 90'000);
    QTRY_VERIFY(!run.fixture.findings.isEmpty());
    QCOMPARE(run.fixture.findings.last().state, AccountState::CoolingDown);
    QCOMPARE(run.fixture.findings.last().untilMs, reset * 1000);
}

void ClaudeRealTest::aCancelledAnswerClosesItsConnection()
{
    Run run;
    run.upstream.stepsForAll(R"([{"reply":"A long answer that stops somewhere","fault":"hang",)"
                             R"("at_event":4}])");
    const auto asked = run.ask({said(Role::User, u"One"_s)});
    QTRY_VERIFY_WITH_TIMEOUT(!textOf(asked->bytes).isEmpty() || asked->isFinished(), 90'000);
    QVERIFY(!asked->isFinished());
    QCOMPARE(run.upstream.openAnswers(), 1);
    asked->handle.cancel();
    QTRY_VERIFY(asked->isFinished());
    QCOMPARE(asked->errorKind(), ErrorKind::Cancelled);
    QTRY_COMPARE_WITH_TIMEOUT(run.upstream.openAnswers(), 0, 20'000);
    QCOMPARE(run.fixture.attempts().value(0).outcome, u"cancelled"_s);
}

void ClaudeRealTest::itsModelsAreListed()
{
    Run run;
    Request request;
    request.method = "GET";
    request.path = "/v1/models";
    request.stream = false;
    request.account = run.account;
    const auto asked = run.fixture.ask(request);
    QTRY_VERIFY_WITH_TIMEOUT(asked->isFinished(), 90'000);
    QVERIFY(asked->outcome().succeeded());
    QVERIFY(asked->bytes.contains(R"("id":"claude-opus-5-5")"));

    run.fixture.setSecret(run.account, Secret()); // nobody signed in
    run.fixture.pool().forgetCredential(run.account);
    const auto refused = run.fixture.ask(request);
    QTRY_VERIFY_WITH_TIMEOUT(refused->isFinished(), 90'000);
    QCOMPARE(refused->errorKind(), ErrorKind::Authentication);
    QVERIFY(refused->outcome().error->cause.contains(u"not signed in"_s));
}

QTEST_GUILESS_MAIN(ClaudeRealTest)
#include "tst_claudereal.moc"
