// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/retrypolicy.h"

#include <QDateTime>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;
using Next = Verdict::Next;

namespace {

constexpr qint64 kNow = 1'795'348'800'000; // 2026-11-22T12:00:00Z
constexpr qint64 kHour = 3'600'000;

AttemptFailure answered(int status)
{
    AttemptFailure failure;
    failure.status = status;
    failure.error.cause = u"the reason"_s;
    return failure;
}

AttemptFailure failed(ErrorKind kind)
{
    AttemptFailure failure;
    failure.error.kind = kind;
    return failure;
}

AttemptFailure limited(const AnswerHeaders& headers)
{
    AttemptFailure failure = answered(429);
    failure.headers = headers;
    return failure;
}

AnswerHeaders retryAfter(qint64 ms)
{
    AnswerHeaders headers;
    headers.retryAfterMs = ms;
    return headers;
}

AnswerHeaders exhausted(const QString& window, qint64 resetsInMs, const QString& status = {})
{
    LimitWindow full;
    full.window = window;
    full.limit = 100;
    full.resetsAtMs = kNow + resetsInMs;
    full.status = status;
    LimitWindow well;
    well.window = u"tokens"_s;
    well.limit = 100;
    well.remaining = 40;
    well.resetsAtMs = kNow + 99 * kHour;
    AnswerHeaders headers;
    headers.windows = {well, full};
    return headers;
}

Verdict judge(const AttemptFailure& failure, int attemptsOnAccount = 1, int attempts = 0)
{
    return RetryPolicy(1000).judge(
        failure, {attempts > 0 ? attempts : attemptsOnAccount, attemptsOnAccount}, kNow, 0.5);
}

} // namespace

Q_DECLARE_METATYPE(Patchbay::AttemptFailure)
Q_DECLARE_METATYPE(Patchbay::Verdict::Next)

class RetryPolicyTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsTheTable_data();
    void followsTheTable();
    void marksTheAccount_data();
    void marksTheAccount();
    void jittersOverTheWholePause();
    void attemptsAreBounded();
};

void RetryPolicyTest::followsTheTable_data()
{
    QTest::addColumn<AttemptFailure>("failure");
    QTest::addColumn<Next>("first");
    QTest::addColumn<Next>("second");
    const auto status = [](int code, Next first, Next second) {
        QTest::addRow("%d", code) << answered(code) << first << second;
    };
    for (const int code : {301, 400, 404, 413, 418, 422})
        status(code, Next::Finish, Next::Finish);
    for (const int code : {401, 402, 403, 429})
        status(code, Next::Elsewhere, Next::Elsewhere);
    for (const int code : {408, 500, 502, 503, 504})
        status(code, Next::SameAgain, Next::Elsewhere);
    status(409, Next::SameAgain, Next::Finish);
    status(529, Next::SameAgain, Next::Finish);
    QTest::newRow("429 with retry-after")
        << limited(retryAfter(500)) << Next::Choose << Next::Choose;
    QTest::newRow("lost") << failed(ErrorKind::ConnectionLost) << Next::SameAgain
                          << Next::Elsewhere;
    for (const ErrorKind kind : {ErrorKind::FirstByteTimeout, ErrorKind::IdleTimeout,
                                 ErrorKind::VaultLocked, ErrorKind::SecretAbsent})
        QTest::newRow(qPrintable(errorKindName(kind)))
            << failed(kind) << Next::Elsewhere << Next::Elsewhere;
    for (const ErrorKind kind :
         {ErrorKind::HostNotFound, ErrorKind::ConnectionRefused, ErrorKind::NetworkUnreachable,
          ErrorKind::ConnectTimeout, ErrorKind::TlsFailed, ErrorKind::ProxyFailed})
        QTest::newRow(qPrintable(errorKindName(kind)))
            << failed(kind) << Next::ElsewhereAway << Next::ElsewhereAway;
    QTest::newRow("unexpected") << failed(ErrorKind::UnexpectedAnswer) << Next::Finish
                                << Next::Finish;
}

void RetryPolicyTest::followsTheTable()
{
    QFETCH(AttemptFailure, failure);
    QFETCH(Next, first);
    QFETCH(Next, second);
    QCOMPARE(judge(failure, 1).next, first);
    QCOMPARE(judge(failure, 2).next, second);
}

void RetryPolicyTest::marksTheAccount_data()
{
    QTest::addColumn<AttemptFailure>("failure");
    QTest::addColumn<bool>("marks");
    QTest::addColumn<AccountState>("state");
    QTest::addColumn<qint64>("untilMs");
    const auto row = [](const char* name, const AttemptFailure& failure, AccountState state,
                        qint64 untilMs) {
        QTest::newRow(name) << failure << true << state << untilMs;
    };
    const auto none = [](const char* name, const AttemptFailure& failure) {
        QTest::newRow(name) << failure << false << AccountState::Ready << qint64(0);
    };
    row("401", answered(401), AccountState::NeedsSignIn, 0);
    row("402", answered(402), AccountState::Blocked, 0);
    row("403", answered(403), AccountState::Blocked, 0);
    row("vault", failed(ErrorKind::VaultDenied), AccountState::Locked, 0);
    row("retry-after", limited(retryAfter(7000)), AccountState::CoolingDown, kNow + 7000);
    row("retry-after beyond reason", limited(retryAfter(400 * 24 * kHour)),
        AccountState::CoolingDown, kNow + kHour / 2);
    row("minute window", limited(exhausted(u"requests"_s, 30'000)), AccountState::CoolingDown,
        kNow + 30'000);
    row("five hours", limited(exhausted(u"five_hour"_s, 2 * kHour, u"rejected"_s)),
        AccountState::CoolingDown, kNow + 2 * kHour);
    row("five hours, not believed", limited(exhausted(u"five_hour"_s, 90 * kHour, u"rejected"_s)),
        AccountState::CoolingDown, kNow + 5 * kHour + kHour / 4);
    AnswerHeaders both = exhausted(u"requests"_s, 30'000);
    both.retryAfterMs = 1000;
    row("a window says more than retry-after", limited(both), AccountState::CoolingDown,
        kNow + 30'000);
    none("a window that is open again", limited(exhausted(u"requests"_s, -1)));
    AttemptFailure spent = answered(429);
    spent.isSpendLimit = true;
    row("spend limit", spent, AccountState::Blocked,
        QDateTime(QDate(2026, 12, 1), QTime(), Qt::UTC).toMSecsSinceEpoch());
    AnswerHeaders burst;
    burst.shouldRetry = true;
    none("burst", limited(burst));
    AttemptFailure credits = answered(429);
    credits.errorCode = u"out_of_credits"_s;
    none("no credits for the model", credits);
    none("529", answered(529));
    none("500", answered(500));
    none("lost", failed(ErrorKind::ConnectionLost));
    none("refused", failed(ErrorKind::ConnectionRefused));
    none("400", answered(400));
}

void RetryPolicyTest::marksTheAccount()
{
    QFETCH(AttemptFailure, failure);
    QFETCH(bool, marks);
    QFETCH(AccountState, state);
    QFETCH(qint64, untilMs);
    const Verdict verdict = judge(failure);
    QCOMPARE(verdict.effect.has_value(), marks);
    if (!marks)
        return;
    QCOMPARE(verdict.effect->state, state);
    QCOMPARE(verdict.effect->untilMs, untilMs);
    QCOMPARE(verdict.effect->reason, failure.error.cause);
}

void RetryPolicyTest::jittersOverTheWholePause()
{
    const RetryPolicy policy(1000);
    QCOMPARE(policy.judge(answered(500), {1, 1}, kNow, 0).delayMs, 0);
    QCOMPARE(policy.judge(answered(500), {1, 1}, kNow, 0.5).delayMs, 500);
    QVERIFY(policy.judge(answered(500), {1, 1}, kNow, 0.999).delayMs <= 999);
}

void RetryPolicyTest::attemptsAreBounded()
{
    QCOMPARE(judge(answered(401), 1, RetryPolicy::kMostAttempts).next, Next::Finish);
    QVERIFY(judge(answered(401), 1, RetryPolicy::kMostAttempts).effect.has_value());
    QCOMPARE(judge(limited(retryAfter(0)), RetryPolicy::kMostAttemptsOnAccount).next,
             Next::Elsewhere);
}

QTEST_GUILESS_MAIN(RetryPolicyTest)
#include "tst_retrypolicy.moc"
