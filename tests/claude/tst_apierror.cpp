// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"
#include "claude/apierror.h"
#include "claude/limits.h"

#include <QSet>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

QByteArray body(const QByteArray& type, const QByteArray& message, const QByteArray& code = {})
{
    QJsonObject error{{u"type"_s, QString::fromUtf8(type)},
                      {u"message"_s, QString::fromUtf8(message)}};
    if (!code.isEmpty())
        error.insert(u"details"_s, QJsonObject{{u"error_code"_s, QString::fromUtf8(code)}});
    return compactJson(
        {{u"type"_s, u"error"_s}, {u"error"_s, error}, {u"request_id"_s, u"req_body"_s}});
}

} // namespace

class ApiErrorTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void answers_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<QString>("inCause");
        const auto row = [](const char* name, int status, const QByteArray& json, ErrorKind kind,
                            const QString& inCause) {
            QTest::newRow(name) << status << json << kind << inCause;
        };
        row("400", 400, body("invalid_request_error", "messages: at least one"),
            ErrorKind::InvalidRequest, u"messages: at least one"_s);
        row("400 user limit", 400,
            body("invalid_request_error", "You have reached your specified API usage limits. You "
                                          "will regain access on 2026-12-01"),
            ErrorKind::Billing, u"spend limit that was set"_s);
        row("400 workspace limit", 400,
            body("invalid_request_error",
                 "You have reached your specified workspace API usage limits."),
            ErrorKind::Billing, u"spend limit that was set"_s);
        row("400 image", 400, body("invalid_request_error", "x", "image_dimensions_too_large"),
            ErrorKind::InvalidRequest, u"too many pixels"_s);
        row("401", 401, body("authentication_error", "invalid x-api-key"),
            ErrorKind::Authentication, u"Authentication failed"_s);
        row("402", 402, body("billing_error", "credit"), ErrorKind::Billing, u"payment problem"_s);
        row("403", 403, body("permission_error", "no"), ErrorKind::Permission,
            u"may not do that"_s);
        row("403 on hold", 403, body("permission_error", "no", "organization_on_hold"),
            ErrorKind::Permission, u"on hold"_s);
        row("404", 404, body("not_found_error", "model: claude-x"), ErrorKind::ModelNotFound,
            u"model is not known"_s);
        row("409", 409, body("conflict_error", "x"), ErrorKind::Conflict, u"another one"_s);
        row("413", 413, body("request_too_large", "x"), ErrorKind::RequestTooLarge,
            u"larger than the API takes"_s);
        row("413 from the edge", 413,
            "<html><head><title>413 Request Entity Too "
            "Large</title></head><body>cloudflare</body></html>",
            ErrorKind::RequestTooLarge, u"larger than the API takes"_s);
        row("422", 422, body("invalid_request_error", "odd"), ErrorKind::InvalidRequest, u"odd"_s);
        row("429", 429, body("rate_limit_error", "slow"), ErrorKind::RateLimited, u"rate limit"_s);
        row("429 enforced", 429, body("rate_limit_error", "cap", "enforced_spend_limit_reached"),
            ErrorKind::Billing, u"account's plan is reached"_s);
        row("429 contract", 429, body("rate_limit_error", "cap", "contract_spend_limit_reached"),
            ErrorKind::Billing, u"account's plan is reached"_s);
        row("429 ramp", 429, body("rate_limit_error", "ramp", "ramp_limit_exceeded"),
            ErrorKind::RateLimited, u"grew faster"_s);
        row("500", 500, body("api_error", "oops"), ErrorKind::ServerError, u"HTTP 500"_s);
        row("502 of a proxy", 502, "<html><h1>Bad gateway</h1></html>", ErrorKind::ServerError,
            u"HTTP 502"_s);
        row("503 empty", 503, "", ErrorKind::ServerError, u"HTTP 503"_s);
        row("504", 504, body("timeout_error", "late"), ErrorKind::ServerError,
            u"too long to answer"_s);
        row("529", 529, body("overloaded_error", "Overloaded"), ErrorKind::Overloaded,
            u"overloaded"_s);
        row("408", 408, "", ErrorKind::ServerError, u"waited too long"_s);
        row("407", 407, "", ErrorKind::ProxyFailed, u"proxy"_s);
        row("418 of the future", 418, body("teapot_error", "short and stout"),
            ErrorKind::InvalidRequest, u"short and stout"_s);
        row("599 of the future", 599, body("new_error", "x"), ErrorKind::ServerError,
            u"HTTP 599"_s);
        row("200 portal", 200, "<!DOCTYPE html><html><title>Hotel Wi-Fi</title></html>",
            ErrorKind::UnexpectedAnswer, u"not one of the Messages API"_s);
        row("302", 302, "", ErrorKind::UnexpectedAnswer, u"not one of the Messages API"_s);
        row("403 portal", 403, "<html><title>Blocked by policy</title></html>",
            ErrorKind::Permission, u"on the way"_s);
        row("404 of another server", 404, "<html>nginx</html>", ErrorKind::UnexpectedAnswer,
            u"not one of the Messages API"_s);
        row("405 of another server", 405, "", ErrorKind::UnexpectedAnswer,
            u"not one of the Messages API"_s);
        row("511", 511, "<html>sign in</html>", ErrorKind::UnexpectedAnswer,
            u"not one of the Messages API"_s);
        row("401 plain text", 401, "unauthorized", ErrorKind::Authentication,
            u"Authentication failed"_s);
        row("401 array", 401, "[1,2]", ErrorKind::Authentication, u"Authentication failed"_s);
        row("400 other form", 400, R"({"error":"model is required"})", ErrorKind::InvalidRequest,
            u"model is required"_s);
        row("400 detail form", 400, R"({"detail":"bad field"})", ErrorKind::InvalidRequest,
            u"bad field"_s);
        row("400 message form", 400, R"({"message":"no such thing"})", ErrorKind::InvalidRequest,
            u"no such thing"_s);
        row("400 wrong types", 400,
            R"({"error":{"type":7,"message":{},"details":[]},"request_id":5})",
            ErrorKind::InvalidRequest, u"HTTP 400"_s);
        row("400 empty", 400, "", ErrorKind::InvalidRequest, u"HTTP 400"_s);
        row("500 binary", 500, QByteArray("\x00\xff\xfe<\x01", 5), ErrorKind::ServerError,
            u"HTTP 500"_s);
    }
    void answers()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(ErrorKind, kind);
        QFETCH(QString, inCause);
        const ApiError api = ApiError::fromAnswer(status, body, {});
        QCOMPARE(api.status, status);
        QCOMPARE(api.effectiveStatus(), status);
        const Error error = api.toError();
        QCOMPARE(error.kind, kind);
        QVERIFY2(error.cause.contains(inCause), qPrintable(error.cause));
        QVERIFY(!error.nextStep.isEmpty());
        QCOMPARE(error.httpStatus, status);
        QVERIFY(!error.sentence().contains(u'<'));
        QVERIFY(!error.sentence().contains(u'\n'));
    }

    void authenticationSaysWhatToCheck()
    {
        const Error error =
            ApiError::fromAnswer(401, body("authentication_error", "invalid x-api-key"), {})
                .toError();
        QCOMPARE(error.cause, u"Authentication failed"_s);
        QVERIFY(error.nextStep.startsWith("Check that the key"_L1));
        QCOMPARE(error.detail, u"authentication_error: invalid x-api-key"_s);
    }

    void everyKindHasItsOwnSentence()
    {
        QSet<QString> sentences;
        const QList<int> statuses{400, 401, 402, 403, 404, 407, 408, 409, 413, 429, 500, 504, 529};
        for (const int status : statuses)
            sentences.insert(ApiError::fromAnswer(status, body("x", "y"), {}).toError().sentence());
        QCOMPARE(sentences.size(), statuses.size());
    }

    void eventsHaveTheStatusTheyWouldHaveHad_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<int>("status");
        QTest::newRow("400") << QByteArray("invalid_request_error") << 400;
        QTest::newRow("401") << QByteArray("authentication_error") << 401;
        QTest::newRow("402") << QByteArray("billing_error") << 402;
        QTest::newRow("403") << QByteArray("permission_error") << 403;
        QTest::newRow("404") << QByteArray("not_found_error") << 404;
        QTest::newRow("409") << QByteArray("conflict_error") << 409;
        QTest::newRow("413") << QByteArray("request_too_large") << 413;
        QTest::newRow("429") << QByteArray("rate_limit_error") << 429;
        QTest::newRow("500") << QByteArray("api_error") << 500;
        QTest::newRow("504") << QByteArray("timeout_error") << 504;
        QTest::newRow("529") << QByteArray("overloaded_error") << 529;
        QTest::newRow("unknown") << QByteArray("brand_new_error") << 500;
    }
    void eventsHaveTheStatusTheyWouldHaveHad()
    {
        QFETCH(QByteArray, type);
        QFETCH(int, status);
        const ApiError event = ApiError::fromEvent(body(type, "m"));
        QCOMPARE(event.status, 0);
        QCOMPARE(event.effectiveStatus(), status);
        const Error error = event.toError();
        QCOMPARE(error.kind, ApiError::fromAnswer(status, body(type, "m"), {}).toError().kind);
        QCOMPARE(error.requestId, u"req_body"_s);
        // An error body under a good status counts as its type.
        QCOMPARE(ApiError::fromAnswer(200, body(type, "m"), {}).effectiveStatus(), status);
    }

    void headersAddWhatTheBodyLacks()
    {
        AnswerHeaders headers;
        headers.requestId = u"req_header"_s;
        QCOMPARE(ApiError::fromAnswer(429, body("rate_limit_error", "x"), headers).requestId,
                 u"req_header"_s);
        headers.overageDisabledReason = u"out_of_credits"_s;
        const ApiError error = ApiError::fromAnswer(429, body("rate_limit_error", "x"), headers);
        QCOMPARE(error.errorCode, u"out_of_credits"_s);
        QVERIFY(error.toError().cause.contains("no usage credits"_L1));
        QVERIFY(!error.isSpendLimit());
        // The header is on good answers too: only a refusal is about it.
        QVERIFY(ApiError::fromAnswer(500, body("api_error", "x"), headers).errorCode.isEmpty());
        QCOMPARE(
            ApiError::fromAnswer(429, body("rate_limit_error", "x", "ramp_limit_exceeded"), headers)
                .errorCode,
            u"ramp_limit_exceeded"_s);
    }

    void spendLimits()
    {
        for (const char* code : {"enforced_spend_limit_reached", "contract_spend_limit_reached",
                                 "ramp_limit_exceeded"})
            QVERIFY(
                ApiError::fromAnswer(429, body("rate_limit_error", "x", code), {}).isSpendLimit());
        QVERIFY(ApiError::fromAnswer(400,
                                     body("invalid_request_error",
                                          "You have reached your specified API usage limits."),
                                     {})
                    .isSpendLimit());
        QVERIFY(
            !ApiError::fromAnswer(400,
                                  body("invalid_request_error",
                                       "He said: You have reached your specified API usage limits"),
                                  {})
                 .isSpendLimit());
        QVERIFY(!ApiError::fromAnswer(429, body("rate_limit_error", "x"), {}).isSpendLimit());
    }

    void credentialsAreNotRepeated()
    {
        const Error error =
            ApiError::fromAnswer(
                400, body("invalid_request_error", "bad key sk-ant-test-0123456789abcdef given"),
                {})
                .toError();
        QVERIFY(!error.sentence().contains("0123456789"_L1));
        QVERIFY(!error.detail.contains("0123456789"_L1));
    }

    void longMessagesAreCut()
    {
        const ApiError error =
            ApiError::fromAnswer(400, body("invalid_request_error", QByteArray(100'000, 'a')), {});
        QVERIFY(error.message.size() <= 1000);
        const ApiError page = ApiError::fromAnswer(500, QByteArray(5'000'000, '<'), {});
        QVERIFY(page.message.size() <= 1000);
    }

    void writesTheApisForm()
    {
        const ApiError error =
            ApiError::fromAnswer(429, body("rate_limit_error", "slow", "ramp_limit_exceeded"), {});
        QCOMPARE(
            error.toJson(),
            (QJsonObject{{u"type"_s, u"error"_s},
                         {u"error"_s,
                          QJsonObject{{u"type"_s, u"rate_limit_error"_s},
                                      {u"message"_s, u"slow"_s},
                                      {u"details"_s,
                                       QJsonObject{{u"error_code"_s, u"ramp_limit_exceeded"_s}}}}},
                         {u"request_id"_s, u"req_body"_s}}));
        const QJsonObject bare = ApiError::fromAnswer(529, "", {}).toJson();
        QCOMPARE(bare.value("error"_L1).toObject().value("type"_L1).toString(),
                 u"overloaded_error"_s);
        QVERIFY(!bare.value("error"_L1).toObject().value("message"_L1).toString().isEmpty());
        QVERIFY(bare.value("request_id"_L1).isNull());
    }

    void ownFailuresInTheApisForm_data()
    {
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<QString>("type");
        QTest::newRow("no account") << ErrorKind::NoAccount << u"authentication_error"_s;
        QTest::newRow("queue full") << ErrorKind::QueueFull << u"rate_limit_error"_s;
        QTest::newRow("deadline") << ErrorKind::DeadlineExpired << u"rate_limit_error"_s;
        QTest::newRow("bad input") << ErrorKind::InvalidInput << u"invalid_request_error"_s;
        QTest::newRow("not found") << ErrorKind::NotFound << u"not_found_error"_s;
        QTest::newRow("idle") << ErrorKind::IdleTimeout << u"timeout_error"_s;
        QTest::newRow("refused") << ErrorKind::ConnectionRefused << u"api_error"_s;
        QTest::newRow("overloaded") << ErrorKind::Overloaded << u"overloaded_error"_s;
    }
    void ownFailuresInTheApisForm()
    {
        QFETCH(ErrorKind, kind);
        QFETCH(QString, type);
        const QJsonObject json =
            errorToJson({kind, u"What happened"_s, u"What to do"_s, u"detail"_s, {}, 0});
        QCOMPARE(json.value("type"_L1).toString(), u"error"_s);
        const QJsonObject error = json.value("error"_L1).toObject();
        QCOMPARE(error.value("type"_L1).toString(), type);
        QCOMPARE(error.value("message"_L1).toString(), u"What happened. What to do."_s);
        QCOMPARE(error.value("details"_L1).toObject().value("error_code"_L1).toString(),
                 errorKindName(kind));
    }
};

QTEST_GUILESS_MAIN(ApiErrorTest)
#include "tst_apierror.moc"
