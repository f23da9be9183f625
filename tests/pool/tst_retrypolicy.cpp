// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/retrypolicy.h"

#include <QDateTime>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;
using Next = Verdict::Next;
using Scope = AccountEffect::Scope;

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
    full.asOfMs = kNow;
    LimitWindow well;
    well.window = u"tokens"_s;
    well.limit = 100;
    well.remaining = 40;
    well.resetsAtMs = kNow + 99 * kHour;
    well.asOfMs = kNow;
    AnswerHeaders headers;
    headers.windows = {well, full};
    return headers;
}

AttemptHistory history(int attemptsOnAccount = 1)
{
    AttemptHistory made;
    made.attempts = attemptsOnAccount;
    made.attemptsOnAccount = attemptsOnAccount;
    made.modelFamily = u"sonnet"_s;
    return made;
}

Verdict judge(const AttemptFailure& failure, const AttemptHistory& before)
{
    return RetryPolicy(1000).judge(failure, before, kNow, 0.5);
}

Verdict judge(const AttemptFailure& failure, int attemptsOnAccount = 1)
{
    return judge(failure, history(attemptsOnAccount));
}

} // namespace

Q_DECLARE_METATYPE(Patchbay::AttemptFailure)
Q_DECLARE_METATYPE(Patchbay::Verdict::Next)
Q_DECLARE_METATYPE(Patchbay::AccountEffect::Scope)

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
    void whomItConcerns_data();
    void whomItConcerns();
    void aWarmConversationWaitsALittle();
    void aRejectedCredentialIsRenewedOnce();
    void theUpstreamsWordIsAboutTheSameAccountAlone();
    void restsShortlyAfterAFault();
    void withoutABudgetNothingIsRepeatedInPlace();
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
    status(529, Next::SameAgain, Next::Elsewhere);
    QTest::newRow("429 with retry-after")
        << limited(retryAfter(500)) << Next::Choose << Next::Choose;
    for (const ErrorKind kind :
         {ErrorKind::ConnectionLost, ErrorKind::FirstByteTimeout, ErrorKind::IdleTimeout})
        QTest::newRow(qPrintable(errorKindName(kind)))
            << failed(kind) << Next::SameAgain << Next::Elsewhere;
    for (const ErrorKind kind :
         {ErrorKind::VaultLocked, ErrorKind::SecretAbsent, ErrorKind::Authentication})
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
    row("a subscription's week is spent",
        limited(exhausted(u"seven_day"_s, 99 * kHour, u"rejected"_s)), AccountState::CoolingDown,
        kNow + 99 * kHour);
    row("a minute window, not believed", limited(exhausted(u"requests"_s, kHour)),
        AccountState::CoolingDown, kNow + 63'000);
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
    row("no credits for the model", credits, AccountState::CoolingDown, kNow + kHour / 2);
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
    QCOMPARE(policy.judge(answered(500), history(), kNow, 0).delayMs, 0);
    QCOMPARE(policy.judge(answered(500), history(), kNow, 0.5).delayMs, 500);
    QVERIFY(policy.judge(answered(500), history(), kNow, 0.999).delayMs <= 999);
}

void RetryPolicyTest::attemptsAreBounded()
{
    AttemptHistory last = history();
    last.attempts = RetryPolicy::kMostAttempts;
    QCOMPARE(judge(answered(401), last).next, Next::Finish);
    QVERIFY(judge(answered(401), last).effect.has_value());
    QCOMPARE(judge(limited(retryAfter(0)), RetryPolicy::kMostAttemptsOnAccount).next,
             Next::Elsewhere);
    AttemptHistory hopped = history(2);
    hopped.hops = RetryPolicy::kMostHops;
    QCOMPARE(judge(answered(500), hopped).next, Next::Finish);
    hopped.hops = 1;
    QCOMPARE(judge(answered(500), hopped).next, Next::Elsewhere);
    QCOMPARE(judge(answered(529), hopped).next, Next::Finish);
    hopped.attemptsOnAccount = 1;
    QCOMPARE(judge(answered(529), hopped).next, Next::Finish);
    // A burst limit met again elsewhere is of the way there, not of the accounts.
    QCOMPARE(judge(answered(429), hopped).next, Next::Finish);
}

void RetryPolicyTest::whomItConcerns_data()
{
    QTest::addColumn<AttemptFailure>("failure");
    QTest::addColumn<Scope>("scope");
    QTest::newRow("401") << answered(401) << Scope::Account;
    QTest::newRow("retry-after") << limited(retryAfter(7000)) << Scope::Account;
    QTest::newRow("minute window")
        << limited(exhausted(u"requests"_s, 30'000)) << Scope::Organization;
    QTest::newRow("five hours") << limited(exhausted(u"five_hour"_s, kHour, u"rejected"_s))
                                << Scope::Organization;
    QTest::newRow("a family's week")
        << limited(exhausted(u"seven_day_sonnet"_s, kHour, u"rejected"_s)) << Scope::ModelFamily;
    AttemptFailure credits = answered(429);
    credits.errorCode = u"out_of_credits"_s;
    QTest::newRow("no credits") << credits << Scope::ModelFamily;
}

void RetryPolicyTest::whomItConcerns()
{
    QFETCH(AttemptFailure, failure);
    QFETCH(Scope, scope);
    const auto effect = judge(failure).effect;
    QVERIFY(effect);
    QCOMPARE(effect->scope, scope);
}

void RetryPolicyTest::aWarmConversationWaitsALittle()
{
    AttemptHistory warm = history();
    warm.isWarm = true;
    QCOMPARE(judge(limited(retryAfter(7000)), warm).next, Next::Stay);
    QCOMPARE(judge(limited(retryAfter(RetryPolicy::kLongestStayMs + 1)), warm).next, Next::Choose);
    QCOMPARE(judge(limited(exhausted(u"requests"_s, 5000)), warm).next, Next::Choose);
    QCOMPARE(judge(limited(retryAfter(7000))).next, Next::Choose);
}

void RetryPolicyTest::aRejectedCredentialIsRenewedOnce()
{
    AttemptHistory renewable = history();
    renewable.canRenew = true;
    const Verdict verdict = judge(answered(401), renewable);
    QCOMPARE(verdict.next, Next::SameAgain);
    QVERIFY(verdict.renews);
    QVERIFY(!verdict.effect);
    QCOMPARE(verdict.delayMs, 0);
    renewable.canRenew = false;
    QCOMPARE(judge(answered(401), renewable).effect->state, AccountState::NeedsSignIn);
}

void RetryPolicyTest::theUpstreamsWordIsAboutTheSameAccountAlone()
{
    AttemptFailure failure = answered(500);
    failure.headers.shouldRetry = false;
    QCOMPARE(judge(failure).next, Next::Elsewhere);
    failure.headers.shouldRetry = true;
    QCOMPARE(judge(failure).next, Next::SameAgain);
    failure = answered(409);
    failure.headers.shouldRetry = false;
    QCOMPARE(judge(failure).next, Next::Finish);
}

void RetryPolicyTest::restsShortlyAfterAFault()
{
    QVERIFY(!judge(answered(500)).effect);
    const Verdict verdict = judge(answered(500), 2);
    QCOMPARE(verdict.effect->state, AccountState::CoolingDown);
    QCOMPARE(verdict.effect->untilMs, kNow + RetryPolicy::kShortRestMs);
    QVERIFY(verdict.isHop);
    QVERIFY(!judge(answered(529), 2).effect);
    QVERIFY(judge(answered(529), 2).isOverload);
}

void RetryPolicyTest::withoutABudgetNothingIsRepeatedInPlace()
{
    for (const int status : {408, 500, 529}) {
        const Verdict verdict =
            RetryPolicy(1000).judgeWithoutRepeating(answered(status), history(), kNow);
        QCOMPARE(verdict.next, Next::Elsewhere);
    }
}

QTEST_GUILESS_MAIN(RetryPolicyTest)
#include "tst_retrypolicy.moc"
