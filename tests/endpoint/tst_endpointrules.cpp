// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpointfixture.h"
#include "upstream.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kWhole =
    R"({"id":"msg_1","type":"message","role":"assistant","model":"claude-haiku-4-5","content":[],)"
    R"("stop_reason":"end_turn","usage":{"input_tokens":3,"output_tokens":2}})";

const QByteArray kBody = "{ \"model\" : \"claude-opus-5-5\",\"max_tokens\":64000,\"new\":[1.50],"
                         "\"messages\":[{\"role\":\"user\",\"content\":\"model \\u00e4\"}] }\n";

QJsonObject jsonOf(const QByteArray& bytes)
{
    return QJsonDocument::fromJson(bytes).object();
}

EndpointRule rule(const QString& model, const QString& useModel, qint64 maxTokens = 0)
{
    EndpointRule made;
    made.model = model;
    made.useModel = useModel;
    made.maxTokens = maxTokens;
    return made;
}

} // namespace

/// The user's rules, at work.
class EndpointRulesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void withoutRulesBodiesStay();
    void onlyWhatARuleSaysChanges();
    void rulesAreForTheirClients();
    void rulesCountFromTheNextRequestOn();
    void countingTokensFollowsTheModel();
    void chatCompletionsFollow();
    void responsesFollow();
    void clientsAskForTheirOwnModels();
    void theLedgerHasTheModelThatWasUsed();

private:
    [[nodiscard]] QByteArray sent(const QByteArray& path, const QByteArray& body)
    {
        const qsizetype before = m_upstream->requests().size();
        m_status = m_fixture->ask(m_fixture->post(path, body)).status;
        return m_upstream->requests().size() > before ? m_upstream->requests().last().body
                                                      : QByteArray();
    }
    void setRules(const QList<EndpointRule>& rules)
    {
        m_fixture->endpoint().setRules(RuleTable(rules));
    }

    std::unique_ptr<Upstream> m_upstream;
    std::unique_ptr<EndpointFixture> m_fixture;
    int m_status = 0;
};

void EndpointRulesTest::init()
{
    m_upstream = std::make_unique<Upstream>(Upstream::always(Answers::json(200, kWhole)));
    m_fixture = std::make_unique<EndpointFixture>();
    m_fixture->pool.addAccount(u"one"_s, m_upstream->baseUrl());
    m_fixture->start();
}

void EndpointRulesTest::cleanup()
{
    m_fixture.reset();
    m_upstream.reset();
}

void EndpointRulesTest::withoutRulesBodiesStay()
{
    QCOMPARE(sent("/v1/messages", kBody), kBody);
    setRules({rule(u"claude-haiku-*"_s, u"other"_s, 1), rule(u"*"_s, {}, 64'000)});
    QCOMPARE(sent("/v1/messages", kBody), kBody);
    QCOMPARE(m_status, 200);
}

void EndpointRulesTest::onlyWhatARuleSaysChanges()
{
    setRules({rule(u"claude-opus-*"_s, u"claude-haiku-4-5"_s)});
    QCOMPARE(sent("/v1/messages?beta=true", kBody),
             QByteArray(kBody).replace("claude-opus-5-5", "claude-haiku-4-5"));
    QCOMPARE(m_upstream->requests().last().path, QByteArray("/v1/messages?beta=true"));
    setRules({rule(u"*"_s, {}, 1000)});
    QCOMPARE(sent("/v1/messages", kBody), QByteArray(kBody).replace("64000", "1000"));
    setRules({rule(u"*"_s, {}, 1000), rule(u"*opus*"_s, u"claude-haiku-4-5"_s, 9)});
    QCOMPARE(
        sent("/v1/messages", kBody),
        QByteArray(kBody).replace("claude-opus-5-5", "claude-haiku-4-5").replace("64000", "1000"));
}

void EndpointRulesTest::rulesAreForTheirClients()
{
    EndpointRule others = rule(u"*"_s, u"claude-haiku-4-5"_s);
    others.client = u"another"_s;
    setRules({others});
    QCOMPARE(sent("/v1/messages", kBody), kBody);
    others.client = EndpointFixture::client().name.toUpper();
    setRules({others});
    QCOMPARE(sent("/v1/messages", kBody),
             QByteArray(kBody).replace("claude-opus-5-5", "claude-haiku-4-5"));
}

void EndpointRulesTest::rulesCountFromTheNextRequestOn()
{
    RawClient client(m_fixture->port());
    for (const QString& model : {u"claude-a"_s, u"claude-b"_s}) {
        setRules({rule(u"*"_s, model)});
        client.send(m_fixture->post("/v1/messages", kBody));
        QCOMPARE(client.answer().status, 200);
        QCOMPARE(jsonOf(m_upstream->requests().last().body).value("model"_L1).toString(), model);
    }
    setRules({});
    client.send(m_fixture->post("/v1/messages", kBody));
    QCOMPARE(client.answer().status, 200);
    QCOMPARE(m_upstream->requests().last().body, kBody);
}

void EndpointRulesTest::countingTokensFollowsTheModel()
{
    setRules({rule(u"claude-opus-*"_s, u"claude-haiku-4-5"_s, 1)});
    const QByteArray body = R"({"model":"claude-opus-5-5","messages":[]})";
    QCOMPARE(sent("/v1/messages/count_tokens", body),
             QByteArray(body).replace("claude-opus-5-5", "claude-haiku-4-5"));
}

void EndpointRulesTest::chatCompletionsFollow()
{
    const QByteArray plain = R"({"model":"gpt-x","messages":[{"role":"user","content":"Hi"}]})";
    setRules({rule(u"gpt-*"_s, u"claude-haiku-4-5"_s), rule(u"gpt-x"_s, u"never"_s, 500)});
    QJsonObject body = jsonOf(sent("/v1/chat/completions", plain));
    QCOMPARE(m_status, 200);
    QCOMPARE(body.value("model"_L1).toString(), u"claude-haiku-4-5"_s);
    QCOMPARE(body.value("max_tokens"_L1).toInt(), 500);
    const QByteArray less =
        R"({"model":"gpt-x","max_tokens":20,"messages":[{"role":"user","content":"Hi"}]})";
    QCOMPARE(jsonOf(sent("/v1/chat/completions", less)).value("max_tokens"_L1).toInt(), 20);
    // The answer says that it is shorter than asked for.
    const RawAnswer answer = m_fixture->ask(m_fixture->post(
        "/v1/chat/completions",
        R"({"model":"gpt-x","max_tokens":9000,"messages":[{"role":"user","content":"Hi"}]})"));
    QVERIFY2(answer.header("x-patchbay-notes").contains("max_tokens became 500"),
             answer.header("x-patchbay-notes").constData());
}

void EndpointRulesTest::responsesFollow()
{
    setRules({rule(u"gpt-*"_s, u"claude-haiku-4-5"_s, 300)});
    const QJsonObject body = jsonOf(sent("/v1/responses", R"({"model":"gpt-x","input":"Hi"})"));
    QCOMPARE(m_status, 200);
    QCOMPARE(body.value("model"_L1).toString(), u"claude-haiku-4-5"_s);
    QCOMPARE(body.value("max_tokens"_L1).toInt(), 300);
}

// A client's list is of what it may ask for; what a rule makes of that is the user's word.
void EndpointRulesTest::clientsAskForTheirOwnModels()
{
    EndpointClient limited = EndpointFixture::client();
    limited.models = {u"claude-opus-*"_s};
    m_fixture->endpoint().setClients(ClientTable({limited}));
    setRules({rule(u"claude-opus-5-5"_s, u"claude-haiku-4-5"_s),
              rule(u"claude-haiku-4-5"_s, u"claude-opus-5-5"_s)});
    QVERIFY(sent("/v1/messages", kBody).contains("claude-haiku-4-5"));
    QCOMPARE(m_status, 200);
    QVERIFY(sent("/v1/messages", QByteArray(kBody).replace("opus-5-5", "haiku-4-5")).isEmpty());
    QCOMPARE(m_status, 403);
    const QByteArray chat =
        R"({"model":"claude-opus-5-5","messages":[{"role":"user","content":"Hi"}]})";
    QVERIFY(sent("/v1/chat/completions", chat).contains("claude-haiku-4-5"));
    QCOMPARE(m_status, 200);
    QVERIFY(
        sent("/v1/chat/completions", QByteArray(chat).replace("opus-5-5", "haiku-4-5")).isEmpty());
    QCOMPARE(m_status, 403);
}

void EndpointRulesTest::theLedgerHasTheModelThatWasUsed()
{
    setRules({rule(u"claude-opus-*"_s, u"claude-haiku-4-5"_s)});
    QVERIFY(!sent("/v1/messages", kBody).isEmpty());
    const auto rows = m_fixture->pool.attempts();
    QCOMPARE(rows.size(), 1);
    const TokenUsage usage{3, 2};
    QCOMPARE(
        rows.first().costMicroUsd,
        m_fixture->pool.prices.cost(u"claude-haiku-4-5"_s, usage, m_fixture->pool.clock.nowMs())
            ->microUsd);
}

QTEST_GUILESS_MAIN(EndpointRulesTest)
#include "tst_endpointrules.moc"
