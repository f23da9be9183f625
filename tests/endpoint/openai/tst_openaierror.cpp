// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/error.h"
#include "endpoint/openai/openaierror.h"
#include "requestcase.h"

using namespace Patchbay;
using namespace Qt::StringLiterals;

class OpenAiErrorTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void translatesAnswers_data();
    void translatesAnswers();
    void translatesFailuresOfThisSide_data();
    void translatesFailuresOfThisSide();
    void writesTheForm();
};

void OpenAiErrorTest::translatesAnswers_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("answered");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* name, int status, const char* type, const char* said,
                        int answered, const QString& openAiType, const QString& code) {
        QTest::newRow(name) << status
                            << QByteArray(R"({"type":"error","error":{"type":")") + type +
                                   R"(","message":")" + said + "\"}}"
                            << answered << openAiType << code << QString::fromLatin1(said);
    };
    row("400", 400, "invalid_request_error", "Bad", 400, u"invalid_request_error"_s, {});
    row("too long", 400, "invalid_request_error", "prompt is too long: 9 tokens > 8 maximum", 400,
        u"invalid_request_error"_s, u"context_length_exceeded"_s);
    row("limit of the user's", 400, "invalid_request_error",
        "You have reached your specified API usage limits. Wait.", 400, u"insufficient_quota"_s,
        u"insufficient_quota"_s);
    row("401", 401, "authentication_error", "Key", 401, u"invalid_request_error"_s,
        u"invalid_api_key"_s);
    row("402", 402, "billing_error", "Pay", 402, u"insufficient_quota"_s, u"insufficient_quota"_s);
    row("403", 403, "permission_error", "No", 403, u"permission_error"_s, u"permission_denied"_s);
    row("404", 404, "not_found_error", "model: x", 404, u"invalid_request_error"_s,
        u"model_not_found"_s);
    row("413", 413, "request_too_large", "Big", 413, u"invalid_request_error"_s,
        u"request_too_large"_s);
    row("429", 429, "rate_limit_error", "Slow", 429, u"rate_limit_error"_s,
        u"rate_limit_exceeded"_s);
    row("500", 500, "api_error", "Oh", 500, u"server_error"_s, u"server_error"_s);
    row("529", 529, "overloaded_error", "Overloaded", 503, u"server_error"_s, u"overloaded"_s);
    row("418", 418, "teapot_error", "Tea", 418, u"invalid_request_error"_s, {});
    row("503", 503, "api_error", "Away", 503, u"server_error"_s, u"server_error"_s);
    QTest::newRow("code") << 429 << QByteArray(R"({"error":{"type":"rate_limit_error","message":"m",
                                "details":{"error_code":"ramp_limit_exceeded"}}})")
                          << 429 << u"insufficient_quota"_s << u"insufficient_quota"_s << u"m"_s;
    QTest::newRow("page") << 502 << QByteArray("<html><title>Bad gateway</title></html>") << 502
                          << u"server_error"_s << u"server_error"_s << u"Bad gateway"_s;
    QTest::newRow("garbage") << 500 << QByteArray("\xff\xfe{[") << 500 << u"server_error"_s
                             << u"server_error"_s << QString();
    QTest::newRow("empty") << 500 << QByteArray() << 500 << u"server_error"_s << u"server_error"_s
                           << QString();
}

void OpenAiErrorTest::translatesAnswers()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(int, answered);
    QFETCH(QString, type);
    QFETCH(QString, code);
    QFETCH(QString, message);
    const OpenAiError error = OpenAiError::fromAnswer(status, body);
    QCOMPARE(error.status, answered);
    QCOMPARE(error.type, type);
    QCOMPARE(error.code, code);
    if (!message.isEmpty())
        QCOMPARE(error.message, message);
    QVERIFY(!error.message.isEmpty());
}

void OpenAiErrorTest::translatesFailuresOfThisSide_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("status");
    QTest::newRow("no account") << int(ErrorKind::NoAccount) << 401;
    QTest::newRow("all busy") << int(ErrorKind::QueueFull) << 429;
    QTest::newRow("none eligible") << int(ErrorKind::NoEligibleAccount) << 429;
    QTest::newRow("too large") << int(ErrorKind::RequestTooLarge) << 413;
    QTest::newRow("lost") << int(ErrorKind::ConnectionLost) << 500;
    QTest::newRow("slow") << int(ErrorKind::FirstByteTimeout) << 504;
    QTest::newRow("overloaded") << int(ErrorKind::Overloaded) << 503;
    QTest::newRow("no model") << int(ErrorKind::ModelNotFound) << 404;
}

void OpenAiErrorTest::translatesFailuresOfThisSide()
{
    QFETCH(int, kind);
    QFETCH(int, status);
    const OpenAiError error = OpenAiError::fromError(
        Error{static_cast<ErrorKind>(kind), u"Cause"_s, u"Next step"_s, u"secret detail"_s, {}, 0});
    QCOMPARE(error.status, status);
    QVERIFY(error.message.contains("Cause"_L1) && error.message.contains("Next step"_L1));
    QVERIFY(!error.toJson().contains("secret detail"));
}

void OpenAiErrorTest::writesTheForm()
{
    QCOMPARE(
        OpenAiError::invalid(u"n"_s, u"a \"b\"\n"_s).toJson(),
        R"({"error":{"message":"a \"b\"\n","type":"invalid_request_error","param":"n","code":null}})");
}

QTEST_GUILESS_MAIN(OpenAiErrorTest)
#include "tst_openaierror.moc"
