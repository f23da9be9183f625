// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/accessline.h"
#include "endpoint/answerhead.h"
#include "endpoint/apianswer.h"
#include "endpoint/poolrequest.h"
#include "endpoint/router.h"
#include "endpoint/streamtail.h"
#include "endpoint/throttle.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class EndpointPartsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tailsTellWhereEventsEnd();
    void throttlesForgetAndStaySmall();
    void userAgentsAreMadePlain();
    void failuresBecomeAnswers_data();
    void failuresBecomeAnswers();
    void headersOfAnswersCannotBreakOut();
    void routesAreExact();
    void logLinesHoldNoSecrets();
    void logLinesAreJson();
};

void EndpointPartsTest::tailsTellWhereEventsEnd()
{
    const QByteArray events = "event: a\ndata: 1\n\nevent: error\r\ndata: 2\r\n\r\n: c\n\nx";
    QRandomGenerator random(1);
    for (int i = 0; i < 200; ++i) {
        StreamTail tail;
        QVERIFY(tail.isBetweenEvents());
        qsizetype at = 0;
        const auto feedUpTo = [&](qsizetype end) {
            while (at < end) {
                const qsizetype size = std::min<qsizetype>(random.bounded(1, 9), end - at);
                tail.feed(QByteArrayView(events).sliced(at, size));
                at += size;
            }
        };
        feedUpTo(10);
        QVERIFY(!tail.isBetweenEvents());
        feedUpTo(17);
        QVERIFY(!tail.isBetweenEvents()); // the line has ended, the event has not
        feedUpTo(18);
        QVERIFY(tail.isBetweenEvents());
        QVERIFY(!tail.endsInError());
        feedUpTo(events.indexOf(": c"));
        QVERIFY(tail.endsInError());
        feedUpTo(events.size() - 1);
        QVERIFY(tail.isBetweenEvents());
        QVERIFY(!tail.endsInError());
        feedUpTo(events.size());
        QVERIFY(!tail.isBetweenEvents());
    }
}

void EndpointPartsTest::throttlesForgetAndStaySmall()
{
    Throttle throttle({3, 1000, 50});
    for (int i = 0; i < 3; ++i)
        QCOMPARE(throttle.failed("a", 100), 0);
    QCOMPARE(throttle.failed("a", 600), 500);
    QCOMPARE(throttle.failed("a", 1099), 1);
    QCOMPARE(throttle.failed("b", 1099), 0);
    QCOMPARE(throttle.failed("a", 1100), 0);
    for (int i = 0; i < 10'000; ++i)
        QCOMPARE(throttle.failed(QByteArray::number(i), 2000 + i / 100), 0);
    QCOMPARE(throttle.size(), 50);
}

void EndpointPartsTest::userAgentsAreMadePlain()
{
    const auto of = [](const QByteArray& name) { return userAgentFor(u"patchbay/1"_s, name); };
    QCOMPARE(of({}), QByteArray("patchbay/1"));
    QCOMPARE(of("curl/8"), QByteArray("patchbay/1 (for curl/8)"));
    QCOMPARE(of("a (b; c)"), QByteArray("patchbay/1 (for a (b; c))"));
    QCOMPARE(of("a) (b"), QByteArray("patchbay/1 (for a] [b)"));
    QCOMPARE(of("a\r\nX: y\x80\\"), QByteArray("patchbay/1 (for aX: y)"));
    QVERIFY(of(QByteArray(10'000, 'a')).size() < 300);
}

void EndpointPartsTest::failuresBecomeAnswers_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("type");
    QTest::addColumn<bool>("isForAPerson");
    const auto row = [](ErrorKind kind, int status, const char* type, bool isForAPerson) {
        QTest::newRow(qPrintable(errorKindName(kind)))
            << static_cast<int>(kind) << status << QString::fromLatin1(type) << isForAPerson;
    };
    row(ErrorKind::QueueFull, 429, "rate_limit_error", false);
    row(ErrorKind::DeadlineExpired, 429, "rate_limit_error", false);
    row(ErrorKind::NoEligibleAccount, 403, "permission_error", true);
    row(ErrorKind::NoAccount, 503, "api_error", true);
    row(ErrorKind::Authentication, 503, "api_error", true);
    row(ErrorKind::VaultLocked, 503, "api_error", false);
    row(ErrorKind::ConnectionLost, 502, "api_error", false);
    row(ErrorKind::FirstByteTimeout, 504, "timeout_error", false);
    row(ErrorKind::Overloaded, 529, "overloaded_error", false);
    row(ErrorKind::InvalidInput, 400, "invalid_request_error", true);
    row(ErrorKind::Internal, 500, "api_error", false);
}

void EndpointPartsTest::failuresBecomeAnswers()
{
    QFETCH(int, kind);
    QFETCH(int, status);
    QFETCH(QString, type);
    QFETCH(bool, isForAPerson);
    Outcome outcome;
    outcome.error =
        Error{static_cast<ErrorKind>(kind), u"What happened"_s, u"What to do"_s, {}, {}, 0};
    const EndpointAnswer answer = answerOfFailure(outcome, ErrorForm::Anthropic, "req_1", 1000);
    QCOMPARE(answer.status, status);
    const QJsonObject json = QJsonDocument::fromJson(answer.body).object();
    QCOMPARE(json.value("type"_L1).toString(), u"error"_s);
    QCOMPARE(json.value("request_id"_L1).toString(), u"req_1"_s);
    QCOMPARE(json.value("error"_L1).toObject().value("type"_L1).toString(), type);
    QVERIFY(
        json.value("error"_L1).toObject().value("message"_L1).toString().contains(u"What to do"_s));
    QCOMPARE(headerValue(answer.headers, "x-should-retry"),
             QByteArray(isForAPerson ? "false" : ""));
    QCOMPARE(headerValue(answer.headers, "retry-after").isEmpty(), status != 429);
    // With a time it is worth waiting for.
    outcome.retryAtMs = 8500;
    if (outcome.error->kind == ErrorKind::NoEligibleAccount) {
        const EndpointAnswer later = answerOfFailure(outcome, ErrorForm::Anthropic, {}, 1000);
        QCOMPARE(later.status, 429);
        QCOMPARE(headerValue(later.headers, "retry-after"), QByteArray("8"));
    }
}

void EndpointPartsTest::headersOfAnswersCannotBreakOut()
{
    const HeaderList passed = passedOnHeaders({{"Request-Id", "a"},
                                               {"anthropic-x", "b\r\nset-cookie: c"},
                                               {"Set-Cookie", "d"},
                                               {"Retry-After", "3"}});
    QCOMPARE(passed, (HeaderList{{"Request-Id", "a"}, {"Retry-After", "3"}}));
    AnswerHead head;
    head.status = 200;
    head.contentType = "application/json";
    head.length = 5;
    const QByteArray bytes = bytesOf(head, 0);
    QVERIFY(bytes.startsWith("HTTP/1.1 200 OK\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n"));
    QVERIFY(bytes.endsWith("Content-Length: 5\r\nConnection: keep-alive\r\n\r\n"));
    QCOMPARE(chunkHead(255), QByteArray("ff\r\n"));
    QVERIFY(newRequestId() != newRequestId());
}

void EndpointPartsTest::routesAreExact()
{
    QCOMPARE(routeOf("/v1/messages"), Route::Messages);
    QCOMPARE(routeOf("/v1/models/claude-x@1:2"), Route::Models);
    for (const char* path :
         {"/v1/messages/", "//v1/messages", "/V1/messages", "/v1/messages/x", "", "/v1/models/",
          "/v1/models/a/b", "/v1/models/a%41", "/v1/models/..", "*"})
        QCOMPARE(routeOf(path), Route::Unknown);
    QVERIFY(!isMethodAllowed(Route::Messages, "GET"));
    QVERIFY(!isMethodAllowed(Route::Health, "POST"));
    QVERIFY(isMethodAllowed(Route::Health, "HEAD"));
}

void EndpointPartsTest::logLinesHoldNoSecrets()
{
    RequestRecord record;
    record.model = u"sk-ant-api03-"_s + QString(60, u'a');
    record.client = QString(5000, u'x');
    const QByteArray line = accessLine(record);
    QVERIFY(!line.contains("aaaaaaaa"));
    QVERIFY(line.size() < 1000);
    QVERIFY(line.endsWith("}\n"));
    QCOMPARE(line.count('\n'), 1);
}

void EndpointPartsTest::logLinesAreJson()
{
    RequestRecord record;
    record.cameAtMs = 1'795'168'800'007;
    record.method = "PO\"ST";
    record.route = Route::Messages;
    record.client = u"a \"b\" \\ c\n\td 你好 🙂"_s;
    record.status = 200;
    record.durationMs = 12;
    record.bytesIn = 3;
    record.bytesOut = 4;
    record.firstByteMs = 5;
    record.account = u"work"_s;
    record.usage.input = 6;
    record.usage.output = 7;
    record.costMicroUsd = 1'000'042;
    record.wasCut = true;
    const QByteArray line = accessLine(record);
    QCOMPARE(line.count('\n'), 1);
    QJsonParseError error{};
    const QJsonObject object = QJsonDocument::fromJson(line, &error).object();
    QCOMPARE(error.error, QJsonParseError::NoError);
    QCOMPARE(object.value(u"time"_s).toString(), u"2026-11-20T10:00:00.007Z"_s);
    QCOMPARE(object.value(u"method"_s).toString(), u"PO\"ST"_s);
    QCOMPARE(object.value(u"route"_s).toString(), QLatin1String(routeName(Route::Messages)));
    QCOMPARE(object.value(u"client"_s).toString(), record.client);
    QVERIFY(object.value(u"request_id"_s).isNull());
    QVERIFY(!object.contains(u"model"_s));
    QCOMPARE(object.value(u"status"_s).toInt(), 200);
    QCOMPARE(object.value(u"first_byte_ms"_s).toInt(), 5);
    QCOMPARE(object.value(u"input_tokens"_s).toInt(), 6);
    QCOMPARE(object.value(u"cost_usd"_s).toDouble(), 1.000042);
    QVERIFY(object.value(u"cut"_s).toBool());
}

QTEST_GUILESS_MAIN(EndpointPartsTest)
#include "tst_endpointparts.moc"
