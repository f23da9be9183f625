// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpointfixture.h"
#include "support/testupstream.h"
#include "upstream.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

QJsonObject jsonOf(const QByteArray& bytes)
{
    return QJsonDocument::fromJson(bytes).object();
}

QByteArray chatBody(bool stream, const QByteArray& more = {})
{
    return QByteArray(
               R"({"model":"claude-sonnet-5-5","messages":[{"role":"user","content":"Hi"}])") +
           more + ",\"stream\":" + (stream ? "true" : "false") + "}";
}

} // namespace

class OtherFormsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void chatCompletions();
    void chatCompletionsStream();
    void responses();
    void responsesStream();
    void headersOfOtherClientsStayHere();
    void errorsHaveTheirForm();
    void brokenStreamsTellSo();
    void modelsForBothKindsOfClients();
    void modelsWithoutAnUpstream();

private:
    std::unique_ptr<TestUpstream> m_upstream;
    std::unique_ptr<EndpointFixture> m_fixture;
};

void OtherFormsTest::init()
{
    m_upstream = std::make_unique<TestUpstream>();
    m_upstream->stepsForAll(R"([{"reply":"Hello there"}])");
    m_fixture = std::make_unique<EndpointFixture>();
    m_fixture->pool.addAccount(u"one"_s, m_upstream->baseUrl());
    m_fixture->start();
}

void OtherFormsTest::cleanup()
{
    m_fixture.reset();
    m_upstream.reset();
}

void OtherFormsTest::chatCompletions()
{
    const RawAnswer answer =
        m_fixture->ask(m_fixture->post("/v1/chat/completions", chatBody(false, ",\"top_p\":0.5")));
    QCOMPARE(answer.status, 200);
    const QJsonObject json = jsonOf(answer.body);
    QCOMPARE(json.value("object"_L1).toString(), u"chat.completion"_s);
    const QJsonObject choice = json.value("choices"_L1).toArray().first().toObject();
    QCOMPARE(choice.value("message"_L1).toObject().value("content"_L1).toString(),
             u"Hello there"_s);
    QCOMPARE(choice.value("finish_reason"_L1).toString(), u"stop"_s);
    QVERIFY(!answer.header("x-request-id").isEmpty());
    // The model takes no top_p: that it was left out is told.
    QVERIFY(answer.header("x-patchbay-notes").contains("top_p"));
    const auto rows = m_fixture->pool.attempts();
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows.first().outcome, u"succeeded"_s);
}

void OtherFormsTest::chatCompletionsStream()
{
    const RawAnswer answer =
        m_fixture->ask(m_fixture->post("/v1/chat/completions", chatBody(true)));
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.header("content-type").startsWith("text/event-stream"));
    QVERIFY(answer.isWhole);
    QVERIFY(answer.body.startsWith("data: {"));
    QVERIFY(answer.body.endsWith("data: [DONE]\n\n"));
    QVERIFY(!answer.body.contains("message_start"));
}

void OtherFormsTest::responses()
{
    const RawAnswer answer = m_fixture->ask(
        m_fixture->post("/v1/responses", R"({"model":"claude-sonnet-5-5","input":"Hi"})"));
    QCOMPARE(answer.status, 200);
    const QJsonObject json = jsonOf(answer.body);
    QCOMPARE(json.value("object"_L1).toString(), u"response"_s);
    QCOMPARE(json.value("status"_L1).toString(), u"completed"_s);
    QVERIFY(answer.body.contains("Hello there"));
}

void OtherFormsTest::responsesStream()
{
    const RawAnswer answer = m_fixture->ask(m_fixture->post(
        "/v1/responses", R"({"model":"claude-sonnet-5-5","input":"Hi","stream":true})"));
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.isWhole);
    QVERIFY(answer.body.startsWith("event: response.created\n"));
    QVERIFY(answer.body.contains("event: response.completed\n"));
}

void OtherFormsTest::headersOfOtherClientsStayHere()
{
    QCOMPARE(m_fixture
                 ->ask(m_fixture->post("/v1/chat/completions", chatBody(true),
                                       "X-Stainless-Lang: js\r\nOpenAI-Organization: o\r\n"
                                       "anthropic-beta: b-1\r\nUser-Agent: OpenAI/JS 7\r\n"))
                 .status,
             200);
    const ReceivedRequest request = m_upstream->messages().first();
    QCOMPARE(request.path, QByteArray("/v1/messages"));
    QVERIFY(headerValue(request.headers, "x-stainless-lang").isEmpty());
    QVERIFY(headerValue(request.headers, "openai-organization").isEmpty());
    QVERIFY(headerValue(request.headers, "anthropic-beta").contains("b-1"));
    QCOMPARE(headerValue(request.headers, "user-agent"),
             QByteArray("patchbay/test (for OpenAI/JS 7)"));
}

void OtherFormsTest::errorsHaveTheirForm()
{
    const auto isOfForm = [](const RawAnswer& answer) {
        const QJsonObject error = jsonOf(answer.body).value("error"_L1).toObject();
        return jsonOf(answer.body).size() == 1 && error.contains("message"_L1) &&
               error.contains("type"_L1) && error.contains("param"_L1) && error.contains("code"_L1);
    };
    QByteArray wrongToken = m_fixture->post("/v1/chat/completions", chatBody(true));
    wrongToken.replace(EndpointFixture::token(), "pb-wrong");
    const RawAnswer unknown = m_fixture->ask(wrongToken);
    QCOMPARE(unknown.status, 401);
    QVERIFY(isOfForm(unknown));
    const RawAnswer broken = m_fixture->ask(m_fixture->post("/v1/chat/completions", "{"));
    QCOMPARE(broken.status, 400);
    QVERIFY(isOfForm(broken));
    const RawAnswer many =
        m_fixture->ask(m_fixture->post("/v1/chat/completions", chatBody(true, ",\"n\":2")));
    QCOMPARE(many.status, 400);
    QCOMPARE(jsonOf(many.body).value("error"_L1).toObject().value("param"_L1).toString(), u"n"_s);
    m_upstream->stepsForAll(R"([{"status":400,"error":{"message":"not like that"}}])");
    const RawAnswer theirs =
        m_fixture->ask(m_fixture->post("/v1/chat/completions", chatBody(true)));
    QCOMPARE(theirs.status, 400);
    QVERIFY(isOfForm(theirs));
    QVERIFY(theirs.errorMessage().contains(u"not like that"_s));
}

void OtherFormsTest::brokenStreamsTellSo()
{
    m_upstream->stepsForAll(R"([{"reply":"Hello there and more","fault":"cut","at_event":5}])");
    const RawAnswer answer =
        m_fixture->ask(m_fixture->post("/v1/chat/completions", chatBody(true)));
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.body.contains("data: {\"error\":{"));
    QVERIFY(!answer.body.contains("[DONE]"));
}

void OtherFormsTest::modelsForBothKindsOfClients()
{
    const RawAnswer answer = m_fixture->ask(m_fixture->get("/v1/models?limit=3"));
    QCOMPARE(answer.status, 200);
    const QJsonObject json = jsonOf(answer.body);
    QCOMPARE(json.value("object"_L1).toString(), u"list"_s);
    QCOMPARE(json.value("has_more"_L1).toBool(true), false);
    const QJsonArray models = json.value("data"_L1).toArray();
    QVERIFY(models.size() > 3);
    const QString id = models.first().toObject().value("id"_L1).toString();
    QVERIFY(!models.first().toObject().value("display_name"_L1).toString().isEmpty());
    const RawAnswer one = m_fixture->ask(m_fixture->get("/v1/models/" + id.toLatin1()));
    QCOMPARE(one.status, 200);
    QCOMPARE(jsonOf(one.body).value("id"_L1).toString(), id);
    QCOMPARE(m_fixture->ask(m_fixture->get("/v1/models/unheard-of")).status, 404);
    // Only those that the client may use.
    EndpointClient client = EndpointFixture::client();
    client.models = {id};
    m_fixture->endpoint().setClients(ClientTable({client}));
    const RawAnswer few = m_fixture->ask(m_fixture->get("/v1/models"));
    QCOMPARE(jsonOf(few.body).value("data"_L1).toArray().size(), 1);
}

void OtherFormsTest::modelsWithoutAnUpstream()
{
    m_fixture->pool.accounts().clear();
    m_fixture->pool.giveAccounts();
    const RawAnswer answer = m_fixture->ask(m_fixture->get("/v1/models"));
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.body.contains("claude-sonnet-5-5"));
    QCOMPARE(m_fixture->ask(m_fixture->get("/v1/models/claude-sonnet-5-5")).status, 200);
    QCOMPARE(m_fixture->ask(m_fixture->get("/v1/models/unheard-of")).status, 404);
}

QTEST_GUILESS_MAIN(OtherFormsTest)
#include "tst_otherforms.moc"
