// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"
#include "claude/limits.h"
#include "peer.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>

using namespace Patchbay;

namespace {

const QByteArray kKey = "sk-ant-test-1";

} // namespace

/// The API's routes, its own refusals, scripts and bills.
class SimulatorTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void streamsTheDemoToANetworkManager();
    void answersWithoutAStream();
    void saysTheScriptedNumbers();
    void goesThroughTheSteps();
    void keepsKeysApart();
    void tellsLimitsAndIdentity();
    void refusesAsTheApiDoes_data();
    void refusesAsTheApiDoes();
    void takesEitherCredential();
    void writesErrorsInTheApisForm();
    void sendsScriptedHeadersAndBodies();
    void countsTokensForNothing();
    void listsModels();
    void turnsABlockedKeyAwayEverywhere();
    void billsWhatWasAnswered();
    void takesANewScript();
    void remembersRequestsWithoutCredentials();
    void forgetsTheOldestRequests();
    void refusesWebPages();
    void refusesAPortInUse();

private:
    void script(const QByteArray& json);
    [[nodiscard]] PeerAnswer say(const QByteArray& key, const QByteArray& prompt = "Hi",
                                 bool stream = true);

    std::unique_ptr<Simulator> m_simulator;
};

void SimulatorTest::init()
{
    m_simulator = std::make_unique<Simulator>(SimulatorOptions());
    QVERIFY(m_simulator->listen());
}

void SimulatorTest::cleanup()
{
    m_simulator.reset();
}

void SimulatorTest::script(const QByteArray& json)
{
    auto script = Script::fromJson(json);
    QVERIFY2(script, qPrintable(script ? QString() : script.error().sentence()));
    m_simulator->setScript(*script);
}

PeerAnswer SimulatorTest::say(const QByteArray& key, const QByteArray& prompt, bool stream)
{
    return ask(*m_simulator, messagesRequest(key, messagesBody(prompt, stream)));
}

void SimulatorTest::streamsTheDemoToANetworkManager()
{
    QNetworkAccessManager manager;
    QUrl url = m_simulator->baseUrl();
    url.setPath(QStringLiteral("/v1/messages"));
    QNetworkRequest request(url);
    request.setRawHeader("x-api-key", kKey);
    request.setRawHeader("anthropic-version", "2026-10-21");
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    const std::unique_ptr<QNetworkReply> reply(manager.post(
        request,
        R"({"model":"claude-sonnet-5-5","max_tokens":60,"stream":true,"messages":[{"role":"user","content":"Hello"}]})"));
    const QSignalSpy pieces(reply.get(), &QNetworkReply::readyRead);
    QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), 20'000);
    QCOMPARE(reply->error(), QNetworkReply::NoError);
    QVERIFY2(pieces.size() > 5, "the words come one after the other");
    PeerAnswer answer;
    answer.body = reply->readAll();
    QVERIFY(answer.message().isFinished());
    QCOMPARE(answer.message().stopReason(), QStringLiteral("max_tokens"));
    QVERIFY(answer.text().startsWith(QStringLiteral("Hello!")));
    QVERIFY(reply->rawHeader("content-type").startsWith("text/event-stream"));
}

void SimulatorTest::answersWithoutAStream()
{
    script(R"({"default":[{"reply":"Done.","thinking":"hm","input_tokens":9}]})");
    const PeerAnswer answer = say(kKey, "Hi", false);
    QCOMPARE(answer.status, 200);
    const QJsonObject message = answer.json();
    QCOMPARE(message.value(u"type").toString(), QStringLiteral("message"));
    QCOMPARE(message.value(u"content").toArray().size(), 2);
    QCOMPARE(message.value(u"stop_reason").toString(), QStringLiteral("end_turn"));
    QCOMPARE(message.value(u"usage").toObject().value(u"input_tokens").toInt(), 9);
    QCOMPARE(answer.text(), QStringLiteral("Done."));
}

void SimulatorTest::saysTheScriptedNumbers()
{
    script(R"({"default":[{"reply":"a b c","input_tokens":1000,"output_tokens":500,
        "cache_read_input_tokens":30,"cache_creation_5m_input_tokens":40,
        "cache_creation_1h_input_tokens":50,"thinking_tokens":60,"stop_reason":"refusal",
        "model":"claude-opus-5"}]})");
    const auto message = say(kKey).message();
    QCOMPARE(message.usage().input, 1000);
    QCOMPARE(message.usage().output, 500);
    QCOMPARE(message.usage().cacheRead, 30);
    QCOMPARE(message.usage().cacheWrite5m, 40);
    QCOMPARE(message.usage().cacheWrite1h, 50);
    QCOMPARE(message.usage().thinking, 60);
    QCOMPARE(message.stopReason(), QStringLiteral("refusal"));
    QCOMPARE(message.model(), QStringLiteral("claude-opus-5"));
    Billed expected{1, 1000, 500, 30, 40, 50};
    QCOMPARE(m_simulator->billed().value(kKey).value(QStringLiteral("claude-opus-5")), expected);
}

void SimulatorTest::goesThroughTheSteps()
{
    script(
        R"({"keys":{"sk-ant-test-1":[{"status":429,"times":2},{"reply":"one"},{"reply":"two"}]}})");
    QCOMPARE(say(kKey).status, 429);
    QCOMPARE(say(kKey).errorType(), QStringLiteral("rate_limit_error"));
    QCOMPARE(say(kKey).text(), QStringLiteral("one"));
    QCOMPARE(say(kKey).text(), QStringLiteral("two"));
    QCOMPARE(say(kKey).text(), QStringLiteral("two"));
}

void SimulatorTest::keepsKeysApart()
{
    script(R"({"keys":{"sk-ant-test-1":[{"reply":"one"}],"sk-ant-test-2":[{"status":529}]}})");
    QCOMPARE(say(kKey).text(), QStringLiteral("one"));
    QCOMPARE(say("sk-ant-test-2").errorType(), QStringLiteral("overloaded_error"));
    QCOMPARE(say("sk-ant-test-3").status, 401);
    script(R"({"default":[{"reply":"anybody"}]})");
    QCOMPARE(say("whoever").text(), QStringLiteral("anybody"));
}

void SimulatorTest::tellsLimitsAndIdentity()
{
    script(R"({"default":[{"reply":"x","input_tokens":5000,"output_tokens":10}],
               "organizations":{"sk-ant-test-2":"org-2","sk-ant-test-3":"org-2"}})");
    const PeerAnswer first = say(kKey);
    const PeerAnswer second = say(kKey);
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const AnswerHeaders headers = readAnswerHeaders(second.headers, now);
    QVERIFY(headers.requestId.startsWith(QStringLiteral("req_")));
    QCOMPARE(headers.windows.size(), 4);
    for (const LimitWindow& window : headers.windows) {
        QVERIFY2(window.remaining < window.limit ||
                     window.window == QStringLiteral("output_tokens"),
                 qPrintable(window.window));
        QVERIFY(window.resetsAtMs > now - 1000 && window.resetsAtMs < now + 61'000);
    }
    const QByteArray organization = headerValue(first.headers, "anthropic-organization-id");
    QCOMPARE(headerValue(second.headers, "anthropic-organization-id"), organization);
    QVERIFY(headerValue(first.headers, "request-id") != headerValue(second.headers, "request-id"));
    QVERIFY(!headerValue(first.headers, "date").isEmpty());
    const QByteArray other = headerValue(say("sk-ant-test-4").headers, "anthropic-organization-id");
    QVERIFY(!other.isEmpty() && other != organization);
    QCOMPARE(headerValue(say("sk-ant-test-2").headers, "anthropic-organization-id"),
             QByteArray("org-2"));
}

void SimulatorTest::refusesAsTheApiDoes_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("type");
    const auto row = [](const char* name, const QByteArray& request, int status, const char* type) {
        QTest::newRow(name) << request << status << QString::fromLatin1(type);
    };
    const QByteArray good = messagesBody("Hi");
    row("no credential", messagesRequest({}, good), 401, "authentication_error");
    row("wrong key", messagesRequest("sk-ant-api03-nobody", good), 401, "authentication_error");
    row("not JSON", messagesRequest(kKey, "{\"model\":"), 400, "invalid_request_error");
    row("a list", messagesRequest(kKey, "[]"), 400, "invalid_request_error");
    row("no model", messagesRequest(kKey, R"({"max_tokens":1,"messages":[]})"), 400,
        "invalid_request_error");
    row("unknown model",
        messagesRequest(
            kKey,
            R"({"model":"claude-9","max_tokens":1,"messages":[{"role":"user","content":"a"}]})"),
        404, "not_found_error");
    row("no max_tokens",
        messagesRequest(
            kKey, R"({"model":"claude-sonnet-5-5","messages":[{"role":"user","content":"a"}]})"),
        400, "invalid_request_error");
    QByteArray version = messagesRequest(kKey, good);
    version.replace("2023-06-01", "2020-01-01");
    row("unknown version", version, 400, "invalid_request_error");
    row("unknown path", apiRequest("GET", "/v1/files", kKey), 404, "not_found_error");
    row("other method", apiRequest("GET", "/v1/messages", kKey), 404, "not_found_error");
    row("unknown model's page", apiRequest("GET", "/v1/models/claude-9", kKey), 404,
        "not_found_error");
    row("unknown control", apiRequest("GET", "/simulator/other", kKey), 404, "not_found_error");
}

void SimulatorTest::refusesAsTheApiDoes()
{
    QFETCH(QByteArray, request);
    const PeerAnswer answer = ask(*m_simulator, request);
    QTEST(answer.status, "status");
    QTEST(answer.errorType(), "type");
    QVERIFY(m_simulator->billed().isEmpty());
}

void SimulatorTest::takesEitherCredential()
{
    script(R"({"keys":{"sk-ant-test-1":[{"reply":"mine"}]}})");
    const QByteArray body = messagesBody("Hi");
    QCOMPARE(ask(*m_simulator, apiRequest("POST", "/v1/messages", {}, body,
                                          "Authorization: Bearer " + kKey + "\r\n"))
                 .text(),
             QStringLiteral("mine"));
    QCOMPARE(m_simulator->requests().last().credentialKind, QByteArray("bearer"));
    // Where both are sent the key decides.
    QCOMPARE(ask(*m_simulator, apiRequest("POST", "/v1/messages", "wrong", body,
                                          "Authorization: Bearer " + kKey + "\r\n"))
                 .status,
             401);
}

void SimulatorTest::writesErrorsInTheApisForm()
{
    script(R"({"default":[{"status":429,"error":{"message":"Slow down",
        "error_code":"enforced_spend_limit_reached"}},{"status":503}]})");
    const PeerAnswer answer = say(kKey);
    QCOMPARE(answer.json().value(u"type").toString(), QStringLiteral("error"));
    const QJsonObject error = answer.json().value(u"error").toObject();
    QCOMPARE(error.value(u"type").toString(), QStringLiteral("rate_limit_error"));
    QCOMPARE(error.value(u"message").toString(), QStringLiteral("Slow down"));
    QCOMPARE(error.value(u"details").toObject().value(u"error_code").toString(),
             QStringLiteral("enforced_spend_limit_reached"));
    QCOMPARE(answer.json().value(u"request_id").toString().toLatin1(),
             headerValue(answer.headers, "request-id"));
    // Nothing that the script did not ask for speaks of limits.
    for (const auto& [name, value] : answer.headers)
        QVERIFY2(!name.startsWith("anthropic-ratelimit") && name != "retry-after",
                 name.constData());
    QCOMPARE(say(kKey).errorType(), QStringLiteral("api_error"));
}

void SimulatorTest::sendsScriptedHeadersAndBodies()
{
    script(R"({"default":[
        {"status":429,"headers":{"retry-after":"7","anthropic-ratelimit-requests-reset":"{now+60}",
         "anthropic-ratelimit-unified-reset":"{unix+60}","request-id":null}},
        {"status":200,"body":"<html>Log in</html>","headers":{"content-type":"text/html"}},
        {"status":302,"headers":{"location":"http://elsewhere.test/"}},
        {"reply":"x","headers":{"request-id":"mine","anthropic-ratelimit-requests-limit":null}}]})");
    const PeerAnswer limited = say(kKey);
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    QCOMPARE(headerValue(limited.headers, "retry-after"), QByteArray("7"));
    QVERIFY(headerValue(limited.headers, "request-id").isEmpty());
    const qint64 unixReset =
        headerValue(limited.headers, "anthropic-ratelimit-unified-reset").toLongLong();
    QVERIFY(unixReset >= now && unixReset <= now + 60);
    const QByteArray reset = headerValue(limited.headers, "anthropic-ratelimit-requests-reset");
    QCOMPARE(QDateTime::fromString(QString::fromLatin1(reset), Qt::ISODate).toSecsSinceEpoch(),
             unixReset);
    const PeerAnswer portal = say(kKey);
    QCOMPARE(portal.status, 200);
    QCOMPARE(portal.body, QByteArray("<html>Log in</html>"));
    QCOMPARE(headerValue(portal.headers, "content-type"), QByteArray("text/html"));
    const PeerAnswer redirect = say(kKey);
    QCOMPARE(redirect.status, 302);
    QCOMPARE(redirect.body, QByteArray());
    const PeerAnswer reply = say(kKey);
    QCOMPARE(headerValue(reply.headers, "request-id"), QByteArray("mine"));
    QVERIFY(headerValue(reply.headers, "anthropic-ratelimit-requests-limit").isEmpty());
}

void SimulatorTest::countsTokensForNothing()
{
    const PeerAnswer answer = ask(
        *m_simulator,
        apiRequest(
            "POST", "/v1/messages/count_tokens", kKey,
            R"({"model":"claude-sonnet-5-5","messages":[{"role":"user","content":"Hello there"}]})"));
    QCOMPARE(answer.status, 200);
    const int tokens = answer.json().value(u"input_tokens").toInt();
    QVERIFY(tokens > 0 && tokens < 20);
    QVERIFY(m_simulator->billed().isEmpty());
    script(R"({"default":[{"route":"count_tokens","input_tokens":77}]})");
    QCOMPARE(
        ask(*m_simulator,
            apiRequest("POST", "/v1/messages/count_tokens?beta=true", kKey,
                       R"({"model":"claude-opus-5","messages":[{"role":"user","content":"a"}]})"))
            .json()
            .value(u"input_tokens")
            .toInt(),
        77);
}

void SimulatorTest::listsModels()
{
    const auto page = [this](const QByteArray& query) {
        return ask(*m_simulator, apiRequest("GET", "/v1/models?" + query, kKey)).json();
    };
    const QJsonObject all = page("limit=1000");
    const QJsonArray data = all.value(u"data").toArray();
    QVERIFY(data.size() > 15);
    QCOMPARE(all.value(u"has_more").toBool(), false);
    QCOMPARE(all.value(u"first_id"), data.first().toObject().value(u"id"));
    // Page by page it is the same list.
    QJsonArray paged;
    QByteArray query = "limit=5";
    for (;;) {
        const QJsonObject one = page(query);
        const QJsonArray rows = one.value(u"data").toArray();
        QVERIFY(rows.size() <= 5);
        for (const QJsonValue& row : rows)
            paged.append(row);
        if (!one.value(u"has_more").toBool())
            break;
        query = "limit=5&after_id=" + one.value(u"last_id").toString().toLatin1();
    }
    QCOMPARE(paged, data);
    const QByteArray third = data.at(2).toObject().value(u"id").toString().toLatin1();
    QCOMPARE(page("before_id=" + third).value(u"data").toArray().size(), 2);
    QCOMPARE(ask(*m_simulator, apiRequest("GET", "/v1/models/" + third, kKey)).json(),
             data.at(2).toObject());
    script(R"({"default":[{"reply":"x"}],"models":["claude-new"]})");
    QCOMPARE(page("limit=1000").value(u"data").toArray().size(), data.size() + 1);
}

void SimulatorTest::turnsABlockedKeyAwayEverywhere()
{
    script(R"({"default":[{"status":403},{"reply":"x"}]})");
    const auto models = [this] {
        return ask(*m_simulator, apiRequest("GET", "/v1/models", kKey)).status;
    };
    QCOMPARE(models(), 403);
    QCOMPARE(models(), 403);
    QCOMPARE(say(kKey).status, 403);
    QCOMPARE(models(), 200);
    // A limit on messages is not one on the list of models.
    script(R"({"default":[{"status":429}]})");
    QCOMPARE(models(), 200);
}

void SimulatorTest::billsWhatWasAnswered()
{
    script(R"({"default":[{"status":529},{"reply":"x","input_tokens":10,"output_tokens":3}]})");
    for (int i = 0; i < 4; ++i)
        std::ignore = say(kKey, "Hi", i % 2 == 0);
    std::ignore = ask(*m_simulator, messagesRequest(kKey, "{}"));
    const PeerAnswer billed = ask(*m_simulator, "GET /simulator/billed HTTP/1.1\r\n\r\n");
    const QJsonObject row = billed.json()
                                .value(u"keys")
                                .toObject()
                                .value(QString::fromLatin1(kKey))
                                .toObject()
                                .value(u"claude-sonnet-5-5")
                                .toObject();
    QCOMPARE(row.value(u"requests").toInt(), 3);
    QCOMPARE(row.value(u"input_tokens").toInt(), 30);
    QCOMPARE(row.value(u"output_tokens").toInt(), 9);
    QCOMPARE(row.value(u"cache_read_input_tokens").toInt(-1), 0);
    QCOMPARE(m_simulator->requestCount(), 6);
}

void SimulatorTest::takesANewScript()
{
    const QByteArray wrong = R"({"default":[{"staus":1}]})";
    const QByteArray right = R"({"default":[{"reply":"new"}]})";
    const PeerAnswer refused =
        ask(*m_simulator, apiRequest("POST", "/simulator/script", {}, wrong));
    QCOMPARE(refused.status, 400);
    QVERIFY(refused.body.contains("default[0].staus"));
    QCOMPARE(ask(*m_simulator, apiRequest("POST", "/simulator/script", {}, right)).status, 200);
    QCOMPARE(say(kKey).text(), QStringLiteral("new"));
}

void SimulatorTest::remembersRequestsWithoutCredentials()
{
    const QByteArray body = messagesBody("Hi");
    std::ignore =
        ask(*m_simulator, apiRequest("POST", "/v1/messages?beta=true", "sk-ant-api03-real", body,
                                     "X-App: cli\r\nCookie: a=b\r\n"));
    const auto requests = m_simulator->requests();
    QCOMPARE(requests.size(), 1);
    const ReceivedRequest& request = requests.first();
    QCOMPARE(request.method, QByteArray("POST"));
    QCOMPARE(request.path, QByteArray("/v1/messages"));
    QCOMPARE(request.query, QByteArray("beta=true"));
    QCOMPARE(request.body, body);
    QCOMPARE(request.status, 401);
    QCOMPARE(headerValue(request.headers, "x-app"), QByteArray("cli"));
    QVERIFY(request.key.startsWith("sha256:"));
    for (const auto& [name, value] : request.headers)
        QVERIFY2(!value.contains("sk-ant") && name != "Cookie", value.constData());
    QVERIFY(qAbs(request.receivedAtMs - QDateTime::currentMSecsSinceEpoch()) < 60'000);
}

void SimulatorTest::forgetsTheOldestRequests()
{
    SimulatorOptions options;
    options.rememberedRequests = 2;
    m_simulator = std::make_unique<Simulator>(options);
    QVERIFY(m_simulator->listen());
    for (const char* path : {"/1", "/2", "/3"})
        std::ignore = ask(*m_simulator, apiRequest("GET", path, kKey));
    QCOMPARE(m_simulator->requests().size(), 2);
    QCOMPARE(m_simulator->requests().first().path, QByteArray("/2"));
    QCOMPARE(m_simulator->requestCount(), 3);
}

void SimulatorTest::refusesWebPages()
{
    QCOMPARE(ask(*m_simulator,
                 apiRequest("POST", "/simulator/script", {}, "{}", "Origin: http://evil.test\r\n"))
                 .status,
             403);
    QCOMPARE(ask(*m_simulator,
                 apiRequest("GET", "/v1/models", kKey, {}, "Sec-Fetch-Site: same-origin\r\n"))
                 .status,
             403);
}

void SimulatorTest::refusesAPortInUse()
{
    SimulatorOptions options;
    options.port = m_simulator->port();
    Simulator other(options);
    const auto listening = other.listen();
    QVERIFY(!listening);
    QVERIFY(listening.error().cause.contains(QString::number(options.port)));
}

QTEST_GUILESS_MAIN(SimulatorTest)
#include "tst_simulator.moc"
