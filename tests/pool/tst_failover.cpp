// SPDX-License-Identifier: GPL-3.0-or-later
#include "poolfixture.h"
#include "upstream.h"

#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

// Each key its answers in turn; the last repeats.
Upstream::Handler byKey(QHash<QByteArray, QList<QByteArray>> answers)
{
    return [answers](QTcpSocket& socket, const UpstreamRequest& request) mutable {
        QList<QByteArray>& list = answers[request.key()];
        socket.write(list.size() > 1 ? list.takeFirst() : list.value(0));
    };
}

const QByteArray kGood = Answers::streamOf(Answers::message("Hello there", 25, 15));

QByteArray key(const QString& account)
{
    return "sk-ant-test-" + account.toUtf8();
}

} // namespace

/// What becomes of a request whose account, key, limit, server or connection fails.
class FailoverTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anotherAccountGoesOnAfterARejectedKey();
    void aNamedAccountIsTriedAloneAndAgain();
    void aRateLimitedAccountRests();
    void theOnlyAccountIsWaitedFor();
    void anOverloadedProviderIsTriedTwiceAndOnceElsewhere();
    void aFaultyServerIsTriedTwiceThenAnother();
    void aLostConnectionIsNotRepeatedInSecret();
    void errorEventsBeforeContentCountAsTheirStatus();
    void nothingIsRepeatedAfterContent_data();
    void nothingIsRepeatedAfterContent();
    void invalidRequestsComeStraightBack();
    void twentyAtOnceOverFaultyAccounts();
};

void FailoverTest::anotherAccountGoesOnAfterARejectedKey()
{
    Upstream upstream(byKey({{key(u"bad"_s), {Answers::error(401, "authentication_error")}},
                             {key(u"good"_s), {kGood}}}));
    PoolFixture fixture;
    const AccountId bad = fixture.addAccount(u"bad"_s, upstream.baseUrl());
    fixture.addAccount(u"good"_s, upstream.baseUrl());
    fixture.startPool();
    const auto asked = fixture.ask();
    QTRY_VERIFY(asked->isFinished());
    QVERIFY(asked->outcome().succeeded());
    QCOMPARE(asked->calls,
             (QStringList{u"leased"_s, u"leased"_s, u"head"_s, u"chunk"_s, u"finished"_s}));
    QCOMPARE(asked->leases.last().attempt, 2);
    QCOMPARE(fixture.findings.value(0).account, bad);
    QCOMPARE(fixture.findings.value(0).state, AccountState::NeedsSignIn);
    QVERIFY(!fixture.findings.value(0).reason.isEmpty());

    const QList<AttemptRow> rows = fixture.attempts();
    QCOMPARE(rows.size(), 2);
    QCOMPARE(rows[0].outcome, u"failed"_s);
    QCOMPARE(rows[0].errorKind, u"authentication"_s);
    QCOMPARE(rows[0].status, 401);
    QVERIFY(!rows[0].isLast);
    QVERIFY(rows[1].isLast);
    QCOMPARE(rows[0].requestKey, rows[1].requestKey);
    QCOMPARE(fixture.rollupSum(u"requests"_s), 1);
    QCOMPARE(fixture.rollupSum(u"errors"_s), 0);

    // It is not asked again, ...
    for (int i = 0; i < 2; ++i) {
        const auto more = fixture.ask();
        QTRY_VERIFY(more->isFinished());
        QCOMPARE(more->leases.size(), 1);
        QCOMPARE(more->leases.first().accountName, u"good"_s);
    }
    // ... and the account list that still calls it ready changes nothing.
    fixture.giveAccounts();
    const auto more = fixture.ask();
    QTRY_VERIFY(more->isFinished());
    QCOMPARE(more->leases.first().accountName, u"good"_s);
}

void FailoverTest::aNamedAccountIsTriedAloneAndAgain()
{
    Upstream upstream(byKey({{key(u"bad"_s), {Answers::error(401, "authentication_error"), kGood}},
                             {key(u"good"_s), {kGood}}}));
    PoolFixture fixture;
    Request named = PoolFixture::request();
    named.account = fixture.addAccount(u"bad"_s, upstream.baseUrl());
    fixture.addAccount(u"good"_s, upstream.baseUrl());
    fixture.startPool();
    const auto first = fixture.ask(named);
    QTRY_VERIFY(first->isFinished());
    QCOMPARE(first->errorKind(), ErrorKind::Authentication);
    QVERIFY(first->outcome().error->cause.contains(u"Authentication failed"_s));
    QCOMPARE(first->outcome().head.status, 401);
    QVERIFY(first->outcome().errorBody.contains("authentication_error"));
    QCOMPARE(first->leases.size(), 1);

    const auto second = fixture.ask(named);
    QTRY_VERIFY(second->isFinished());
    QVERIFY(second->outcome().succeeded());
    // What works is well again.
    QTRY_COMPARE(fixture.findings.last().state, AccountState::Ready);
}

void FailoverTest::aRateLimitedAccountRests()
{
    Upstream upstream(
        byKey({{key(u"full"_s), {Answers::error(429, "rate_limit_error", "retry-after: 600\r\n")}},
               {key(u"free"_s), {kGood}}}));
    PoolFixture fixture;
    fixture.addAccount(u"full"_s, upstream.baseUrl());
    fixture.addAccount(u"free"_s, upstream.baseUrl());
    fixture.startPool();
    const qint64 before = fixture.clock.nowMs();
    for (int i = 0; i < 3; ++i) {
        const auto asked = fixture.ask();
        QTRY_VERIFY(asked->isFinished());
        QVERIFY(asked->outcome().succeeded());
        QCOMPARE(asked->leases.size(), i == 0 ? 2 : 1);
    }
    QCOMPARE(fixture.findings.value(0).state, AccountState::CoolingDown);
    QVERIFY(fixture.findings.value(0).untilMs >= before + 600'000);
    QVERIFY(fixture.findings.value(0).untilMs <= fixture.clock.nowMs() + 600'000);

    // With nobody else, and longer than it may wait: nothing is sent.
    fixture.accounts().removeLast();
    fixture.giveAccounts();
    const auto refused = fixture.ask();
    QTRY_VERIFY(refused->isFinished());
    QCOMPARE(refused->errorKind(), ErrorKind::NoEligibleAccount);
    QVERIFY(refused->outcome().error->cause.contains(u"full rests until"_s));
    QCOMPARE(refused->calls, QStringList{u"finished"_s});
}

void FailoverTest::theOnlyAccountIsWaitedFor()
{
    Upstream upstream(
        byKey({{key(u"one"_s),
                {Answers::error(429, "rate_limit_error", "retry-after-ms: 60\r\n"), kGood}}}));
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, upstream.baseUrl());
    fixture.startPool();
    const auto asked = fixture.ask();
    QTRY_VERIFY(asked->isFinished());
    QVERIFY(asked->outcome().succeeded());
    QCOMPARE(asked->calls, (QStringList{u"leased"_s, u"waiting"_s, u"leased"_s, u"head"_s,
                                        u"chunk"_s, u"finished"_s}));
    QTRY_COMPARE(fixture.findings.last().state, AccountState::Ready);
}

void FailoverTest::anOverloadedProviderIsTriedTwiceAndOnceElsewhere()
{
    Upstream upstream(Upstream::always(Answers::error(529, "overloaded_error")));
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, upstream.baseUrl());
    fixture.addAccount(u"two"_s, upstream.baseUrl());
    fixture.startPool();
    const auto asked = fixture.ask();
    QTRY_VERIFY(asked->isFinished());
    QCOMPARE(asked->errorKind(), ErrorKind::Overloaded);
    QCOMPARE(asked->outcome().error->httpStatus, 529);
    QCOMPARE(upstream.requests().size(), 3);
    QCOMPARE(asked->leases.value(0).account, asked->leases.value(1).account);
    QVERIFY(asked->leases.value(1).account != asked->leases.value(2).account);
    QVERIFY(fixture.findings.isEmpty());
    QCOMPARE(fixture.rollupSum(u"errors"_s), 1);
}

void FailoverTest::aFaultyServerIsTriedTwiceThenAnother()
{
    Upstream upstream(
        byKey({{key(u"ill"_s), {Answers::error(500, "api_error")}}, {key(u"well"_s), {kGood}}}));
    PoolFixture fixture;
    fixture.addAccount(u"ill"_s, upstream.baseUrl());
    fixture.addAccount(u"well"_s, upstream.baseUrl());
    fixture.startPool();
    const auto asked = fixture.ask();
    QTRY_VERIFY(asked->isFinished());
    QVERIFY(asked->outcome().succeeded());
    QCOMPARE(asked->leases.size(), 3);
    // It ranks behind the other for a while.
    const auto next = fixture.ask();
    QTRY_VERIFY(next->isFinished());
    QCOMPARE(next->leases.first().accountName, u"well"_s);
}

void FailoverTest::aLostConnectionIsNotRepeatedInSecret()
{
    Upstream upstream([](QTcpSocket& socket, const UpstreamRequest&) { socket.abort(); });
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, upstream.baseUrl());
    fixture.startPool();
    const auto asked = fixture.ask();
    QTRY_VERIFY(asked->isFinished());
    QCOMPARE(asked->errorKind(), ErrorKind::ConnectionLost);
    // What the upstream saw is what the ledger has: Qt did not send it once more by itself.
    QCOMPARE(asked->leases.size(), 2);
    QCOMPARE(upstream.requests().size(), 2);
    QCOMPARE(fixture.attempts().size(), 2);
}

void FailoverTest::errorEventsBeforeContentCountAsTheirStatus()
{
    const QByteArray overloaded =
        Answers::streamOf(Answers::messageStart(25) + Answers::errorEvent("overloaded_error"));
    Upstream upstream(byKey({{key(u"one"_s), {overloaded, kGood}}}));
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, upstream.baseUrl());
    fixture.startPool();
    const auto asked = fixture.ask();
    QTRY_VERIFY(asked->isFinished());
    QVERIFY(asked->outcome().succeeded());
    QCOMPARE(asked->bytes, Answers::message("Hello there", 25, 15)); // nothing of the first
    const QList<AttemptRow> rows = fixture.attempts();
    QCOMPARE(rows.size(), 2);
    QCOMPARE(rows[0].errorKind, u"overloaded"_s);
    QCOMPARE(rows[0].input, 25); // told by the upstream before it failed
}

void FailoverTest::nothingIsRepeatedAfterContent_data()
{
    QTest::addColumn<QByteArray>("ending");
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("cut") << QByteArray() << ErrorKind::ConnectionLost;
    QTest::newRow("ended without message_stop") << Answers::chunk({}) << ErrorKind::ConnectionLost;
    QTest::newRow("error event") << Answers::chunk(Answers::errorEvent("overloaded_error"))
                                 << ErrorKind::Overloaded;
}

void FailoverTest::nothingIsRepeatedAfterContent()
{
    QFETCH(QByteArray, ending);
    QFETCH(ErrorKind, kind);
    const QByteArray events =
        Answers::messageStart(25) + Answers::blockStart() + Answers::textDelta("Twelve chars");
    Upstream upstream([&](QTcpSocket& socket, const UpstreamRequest&) {
        socket.write(Answers::streamHead() + Answers::chunk(events) + ending);
        socket.disconnectFromHost();
    });
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, upstream.baseUrl());
    fixture.addAccount(u"two"_s, upstream.baseUrl());
    fixture.startPool();
    const auto asked = fixture.ask();
    QTRY_VERIFY(asked->isFinished());
    QCOMPARE(asked->errorKind(), kind);
    QVERIFY(!asked->outcome().error->nextStep.isEmpty());
    QVERIFY(asked->bytes.startsWith(events)); // the part that came is kept
    QCOMPARE(upstream.requests().size(), 1);
    const QList<AttemptRow> rows = fixture.attempts();
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows[0].outcome, u"failed"_s);
    QCOMPARE(rows[0].input, 25);
    QCOMPARE(rows[0].output, 3); // 12 characters
    QVERIFY(rows[0].isEstimated);
    QVERIFY(rows[0].costMicroUsd > 0);
}

void FailoverTest::invalidRequestsComeStraightBack()
{
    for (const int status : {400, 404, 413, 422}) {
        Upstream upstream(Upstream::always(Answers::error(status, "invalid_request_error")));
        PoolFixture fixture;
        fixture.addAccount(u"one"_s, upstream.baseUrl());
        fixture.addAccount(u"two"_s, upstream.baseUrl());
        fixture.startPool();
        const auto asked = fixture.ask();
        QTRY_VERIFY(asked->isFinished());
        QCOMPARE(asked->outcome().head.status, status);
        QCOMPARE(asked->outcome().error->httpStatus, status);
        QCOMPARE(
            asked->outcome().errorBody,
            R"({"type":"error","error":{"type":"invalid_request_error","message":"As scripted"}})");
        QCOMPARE(asked->outcome().requestId, u"req_test"_s);
        QCOMPARE(asked->calls, (QStringList{u"leased"_s, u"finished"_s}));
        QCOMPARE(upstream.requests().size(), 1);
    }
}

void FailoverTest::twentyAtOnceOverFaultyAccounts()
{
    Upstream upstream(byKey(
        {{key(u"good"_s), {kGood}},
         {key(u"rejected"_s), {Answers::error(401, "authentication_error")}},
         {key(u"limited"_s), {Answers::error(429, "rate_limit_error", "retry-after: 300\r\n")}},
         {key(u"overloaded"_s), {Answers::error(529, "overloaded_error"), kGood}}}));
    PoolFixture fixture;
    for (const QString& name : {u"rejected"_s, u"limited"_s, u"overloaded"_s, u"good"_s})
        fixture.addAccount(name, upstream.baseUrl());
    fixture.startPool();
    std::vector<std::unique_ptr<Asked>> all;
    for (int i = 0; i < 20; ++i)
        all.push_back(fixture.ask());
    QTRY_VERIFY(areAllFinished(all));
    qsizetype leases = 0;
    for (const auto& asked : all) {
        QVERIFY2(
            asked->outcome().succeeded(),
            qPrintable(asked->outcome().error ? asked->outcome().error->sentence() : QString()));
        QCOMPARE(asked->bytes, Answers::message("Hello there", 25, 15));
        leases += asked->leases.size();
    }
    const QList<AttemptRow> rows = fixture.attempts();
    QCOMPARE(rows.size(), leases);
    QCOMPARE(rows.size(), upstream.requests().size());
    QCOMPARE(fixture.rollupSum(u"requests"_s), 20);
    QCOMPARE(fixture.rollupSum(u"errors"_s), 0);
    QCOMPARE(fixture.rollupSum(u"input_tokens"_s), 20 * 25);
    QHash<QString, AccountState> states;
    for (const Account& account : fixture.accounts()) {
        for (const AccountFinding& finding : fixture.findings) {
            if (finding.account == account.id)
                states[account.name] = finding.state;
        }
    }
    QCOMPARE(states.value(u"rejected"_s), AccountState::NeedsSignIn);
    QCOMPARE(states.value(u"limited"_s), AccountState::CoolingDown);
    QCOMPARE(states.value(u"overloaded"_s, AccountState::Ready), AccountState::Ready);
}

QTEST_GUILESS_MAIN(FailoverTest)
#include "tst_failover.moc"
