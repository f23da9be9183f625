// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/alertwebhook.h"
#include "core/webhookreceiver.h"
#include "support/outcome.h"
#include "usage/alert.h"

#include <QLocale>
#include <QTest>

using namespace Patchbay;
using namespace Patchbay::Testing;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kNow = 1'795'348'800'000; // 2026-11-22T12:00:00Z
QStringList s_logged;

void keepLog(QtMsgType, const QMessageLogContext&, const QString& text)
{
    s_logged.append(text);
}

Result<void> waited(const Outcome<void>& outcome)
{
    if (!outcome.wait())
        qFatal("no answer came");
    return outcome.result();
}

AlertWebhookOptions quick()
{
    return {.retryAfterMs = {1, 1}, .timeoutMs = 20'000, .longestQueue = 64};
}

} // namespace

class tst_AlertWebhook : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void postsJson();
    void messageOfEachKind();
    void triesAFewTimes_data();
    void triesAFewTimes();
    void endsWhenNobodyAnswers();
    void endsWhenNobodyIsThere();
    void followsNoRedirect();
    void sendsOneAfterTheOther();
    void dropsTheOldestWhenItIsTooSlow();
    void credentialsAreSentAndNeverTold();
    void destroyedWhileUnderWay();

private:
    static Result<void> post(AlertWebhook& webhook, const QUrl& url,
                             const QJsonObject& message = {{u"type"_s, u"test"_s}})
    {
        Outcome<void> outcome;
        webhook.post(url, message, outcome.completion());
        return waited(outcome);
    }
};

void tst_AlertWebhook::postsJson()
{
    WebhookReceiver receiver;
    AlertWebhook webhook(quick());
    QVERIFY(post(webhook, receiver.url(u"/hook?a=b"_s)));
    QCOMPARE(receiver.posts().size(), 1);
    const WebhookReceiver::Post& got = receiver.posts().constFirst();
    QCOMPARE(got.line, "POST /hook?a=b HTTP/1.1");
    QCOMPARE(got.headers.value("content-type"), "application/json");
    QCOMPARE(got.headers.value("user-agent"), "patchbay/" PATCHBAY_VERSION);
    QVERIFY(!got.headers.contains("authorization"));
    QVERIFY(!got.headers.contains("cookie"));
    QCOMPARE(got.body, (QJsonObject{{u"type"_s, u"test"_s}}));
}

void tst_AlertWebhook::messageOfEachKind()
{
    QLocale::setDefault(QLocale::c());
    Alert alert;
    alert.kind = AlertKind::Budget;
    alert.cause = u"budget/account/a1/month/80"_s;
    alert.subject = u"a1"_s;
    alert.name = u"work"_s;
    alert.scope = u"account"_s;
    alert.period = u"month"_s;
    alert.percent = 83;
    alert.limitMicroUsd = 25'000'000;
    alert.spentMicroUsd = 20'750'000;
    alert.endsAtMs = kNow + 1;
    const QJsonObject budget = alertMessage(alert, kNow);
    QCOMPARE(budget, (QJsonObject{{u"type"_s, u"budget"_s},
                                  {u"cause"_s, u"budget/account/a1/month/80"_s},
                                  {u"title"_s, u"Monthly budget of “work”"_s},
                                  {u"text"_s, budget.value(u"text"_s).toString()},
                                  {u"raised_at"_s, u"2026-11-22T12:00:00.000Z"_s},
                                  {u"subject"_s, u"work"_s},
                                  {u"subject_id"_s, u"a1"_s},
                                  {u"scope"_s, u"account"_s},
                                  {u"period"_s, u"month"_s},
                                  {u"limit_usd"_s, 25.0},
                                  {u"spent_usd"_s, 20.75},
                                  {u"hard"_s, false},
                                  {u"percent"_s, 83},
                                  {u"ends_at"_s, u"2026-11-22T12:00:00.001Z"_s}}));
    QVERIFY(budget.value(u"text"_s).toString().contains(u"is spent (83 %)"_s));

    Alert runsOut;
    runsOut.kind = AlertKind::RunsOut;
    runsOut.window = u"five_hour"_s;
    runsOut.atMs = kNow + 60'000;
    const QJsonObject soon = alertMessage(runsOut, kNow);
    QCOMPARE(soon.value(u"type"_s), u"runs_out"_s);
    QCOMPARE(soon.value(u"window"_s), u"five_hour"_s);
    QCOMPARE(soon.value(u"runs_out_at"_s), u"2026-11-22T12:01:00.000Z"_s);
    QVERIFY(!soon.contains(u"limit_usd"_s));

    Alert errors;
    errors.kind = AlertKind::Errors;
    errors.failed = 5;
    errors.attempts = 10;
    QCOMPARE(alertMessage(errors, kNow).value(u"failed"_s), 5);
    Alert signIn;
    signIn.kind = AlertKind::SignIn;
    QVERIFY(!alertMessage(signIn, kNow).contains(u"percent"_s));
}

void tst_AlertWebhook::triesAFewTimes_data()
{
    QTest::addColumn<QList<QByteArray>>("answers");
    QTest::addColumn<int>("posts");
    QTest::addColumn<bool>("arrives");
    const QByteArray good = statusAnswer("200 OK");
    QTest::newRow("at once") << QList<QByteArray>{good} << 1 << true;
    QTest::newRow("trouble, then well")
        << QList<QByteArray>{statusAnswer("503 No"), good} << 2 << true;
    QTest::newRow("cut, then well") << QList<QByteArray>{"cut", good} << 2 << true;
    QTest::newRow("too fast, then well")
        << QList<QByteArray>{statusAnswer("429 Wait"), statusAnswer("408 Late"), good} << 3 << true;
    QTest::newRow("never well") << QList<QByteArray>{statusAnswer("500 No"), statusAnswer("500 No"),
                                                     statusAnswer("502 No"), good}
                                << 3 << false;
    QTest::newRow("not wanted") << QList<QByteArray>{statusAnswer("404 No"), good} << 1 << false;
    QTest::newRow("not allowed") << QList<QByteArray>{statusAnswer("401 No"), good} << 1 << false;
}

void tst_AlertWebhook::triesAFewTimes()
{
    QFETCH(QList<QByteArray>, answers);
    QFETCH(int, posts);
    QFETCH(bool, arrives);
    WebhookReceiver receiver;
    receiver.answers = answers;
    AlertWebhook webhook(quick());
    QCOMPARE(post(webhook, receiver.url()).has_value(), arrives);
    QCOMPARE(receiver.posts().size(), posts);
}

void tst_AlertWebhook::endsWhenNobodyAnswers()
{
    WebhookReceiver receiver;
    receiver.answer.clear();
    AlertWebhook webhook({.retryAfterMs = {1}, .timeoutMs = 200, .longestQueue = 64});
    const auto result = post(webhook, receiver.url());
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::ConnectionLost);
    QCOMPARE(receiver.posts().size(), 2);
    // The next one goes all the same.
    receiver.answer = statusAnswer("200 OK");
    QVERIFY(post(webhook, receiver.url()));
}

void tst_AlertWebhook::endsWhenNobodyIsThere()
{
    QUrl url;
    {
        const WebhookReceiver receiver;
        url = receiver.url();
    }
    AlertWebhook webhook(quick());
    const auto result = post(webhook, url);
    QVERIFY(!result);
    QVERIFY(result.error().cause.contains(u"127.0.0.1"_s));
    QVERIFY(!result.error().nextStep.isEmpty());
}

void tst_AlertWebhook::followsNoRedirect()
{
    WebhookReceiver other;
    WebhookReceiver receiver;
    receiver.answer =
        statusAnswer("307 Elsewhere", "Location: " + other.url().toEncoded() + "\r\n");
    AlertWebhook webhook(quick());
    const auto result = post(webhook, receiver.url());
    QVERIFY(!result);
    QCOMPARE(result.error().httpStatus, 307);
    QVERIFY(other.posts().isEmpty());
}

void tst_AlertWebhook::sendsOneAfterTheOther()
{
    WebhookReceiver receiver;
    receiver.answers = {statusAnswer("503 No")};
    AlertWebhook webhook(quick());
    Outcome<void> last;
    for (int i = 0; i < 5; ++i)
        webhook.post(receiver.url(), {{u"n"_s, i}});
    webhook.post(receiver.url(), {{u"n"_s, 5}}, last.completion());
    QVERIFY(waited(last));
    QList<int> order;
    for (const auto& each : receiver.posts())
        order.append(each.body.value(u"n"_s).toInt());
    QCOMPARE(order, (QList<int>{0, 0, 1, 2, 3, 4, 5}));
}

void tst_AlertWebhook::dropsTheOldestWhenItIsTooSlow()
{
    WebhookReceiver receiver;
    AlertWebhook webhook({.retryAfterMs = {}, .timeoutMs = 20'000, .longestQueue = 2});
    QList<Outcome<void>> outcomes(5);
    for (int i = 0; i < 5; ++i)
        webhook.post(receiver.url(), {{u"n"_s, i}}, outcomes[i].completion());
    for (const int i : {0, 3, 4})
        QVERIFY(waited(outcomes[i]));
    for (const int i : {1, 2})
        QCOMPARE(waited(outcomes[i]).error().kind, ErrorKind::QueueFull);
    QCOMPARE(receiver.posts().size(), 3);
}

void tst_AlertWebhook::credentialsAreSentAndNeverTold()
{
    WebhookReceiver receiver;
    receiver.answers = {statusAnswer("500 No"), statusAnswer("500 No"), statusAnswer("500 No")};
    QUrl url = receiver.url(u"/services/T0/sekrit-path?token=sekrit-query"_s);
    url.setUserInfo(u"me:sekrit-password"_s);
    AlertWebhook webhook(quick());
    s_logged.clear();
    const auto before = qInstallMessageHandler(keepLog);
    const auto result = post(webhook, url);
    qInstallMessageHandler(before);
    QVERIFY(!result);
    QCOMPARE(receiver.posts().constFirst().headers.value("authorization"),
             "Basic " + QByteArray("me:sekrit-password").toBase64());
    QVERIFY(!result.error().sentence().contains(u"sekrit"_s));
    QVERIFY(!result.error().detail.contains(u"sekrit"_s));
    QVERIFY(!s_logged.isEmpty()); // that it was not sent is told
    for (const QString& line : std::as_const(s_logged))
        QVERIFY2(!line.contains(u"sekrit"_s), qPrintable(line));
}

void tst_AlertWebhook::destroyedWhileUnderWay()
{
    WebhookReceiver receiver;
    receiver.answer.clear();
    bool isCalled = false;
    auto webhook = std::make_unique<AlertWebhook>(quick());
    webhook->post(receiver.url(), {}, [&](const Result<void>&) { isCalled = true; });
    QTRY_COMPARE(receiver.posts().size(), 1);
    webhook.reset();
    QCoreApplication::processEvents();
    QVERIFY(!isCalled);
}

QTEST_GUILESS_MAIN(tst_AlertWebhook)
#include "tst_alertwebhook.moc"
