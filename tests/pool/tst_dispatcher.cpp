// SPDX-License-Identifier: GPL-3.0-or-later
#include "poolfixture.h"
#include "upstream.h"

#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kGood = Answers::streamOf(Answers::message("Hello there", 25, 15));

} // namespace

class DispatcherTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void streamsEveryByteInOrder();
    void passesWholeAnswersOn();
    void sendsWhatIsOursAndNothingElse();
    void recordsOnlyMessages();
    void refusesWithoutAccounts();
    void takesAccountsInTurn();
    void keepsConversationsOnTheirAccount();
    void aLockedVaultTakesAnAccountOut();
    void secretsAreReadOnceAndAgainAfterAChange();
    void findingsTellOrganisationAndLimits();
    void loadIsToldTogether();
};

void DispatcherTest::streamsEveryByteInOrder()
{
    const QByteArray events = Answers::message("Hello \\u00e4 there", 25, 15);
    // One byte at a time, so that every event is cut everywhere.
    QByteArray bytewise = Answers::streamHead();
    for (const char byte : events)
        bytewise += Answers::chunk(QByteArray(1, byte));
    bytewise += Answers::chunk({});
    Upstream upstream(Upstream::always(bytewise));
    PoolFixture fixture;
    const AccountId account = fixture.addAccount(u"one"_s, upstream.baseUrl());
    fixture.startPool();

    const auto asked = fixture.ask();
    QVERIFY(!asked->isFinished()); // never from within send()
    QTRY_VERIFY(asked->isFinished());
    const Outcome& outcome = asked->outcome();
    QVERIFY2(outcome.succeeded(),
             qPrintable(outcome.error ? outcome.error->sentence() : QString()));
    QCOMPARE(asked->bytes, events);
    QCOMPARE(asked->calls, (QStringList{u"leased"_s, u"head"_s, u"chunk"_s, u"finished"_s}));
    QCOMPARE(asked->heads.first().status, 200);
    QCOMPARE(asked->leases.first().account, account);
    QCOMPARE(asked->leases.first().attempt, 1);
    QCOMPARE(outcome.usage.input, 25);
    QCOMPARE(outcome.usage.output, 15);
    QCOMPARE(outcome.stopReason, u"end_turn"_s);
    QCOMPARE(outcome.modelServed, u"claude-sonnet-5-5"_s);
    QCOMPARE(outcome.requestId, u"req_test"_s);
    QVERIFY(outcome.firstByteMs >= 0);
    TokenUsage usage;
    usage.input = 25;
    usage.output = 15;
    const auto cost = fixture.prices.cost(u"claude-sonnet-5-5"_s, usage, fixture.clock.nowMs());
    QVERIFY(cost && outcome.cost);
    QCOMPARE(outcome.cost->microUsd, cost->microUsd);

    const QList<AttemptRow> rows = fixture.attempts();
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows[0].outcome, u"succeeded"_s);
    QCOMPARE(rows[0].account, u"one"_s);
    QCOMPARE(rows[0].requestKey, outcome.lease->requestKey);
    QCOMPARE(rows[0].input, 25);
    QCOMPARE(rows[0].output, 15);
    QCOMPARE(rows[0].costMicroUsd, cost->microUsd);
    QCOMPARE(rows[0].stopReason, u"end_turn"_s);
    QVERIFY(rows[0].isLast);
    QVERIFY(!rows[0].isEstimated);
    QCOMPARE(fixture.rollupSum(u"requests"_s), 1);
}

void DispatcherTest::passesWholeAnswersOn()
{
    const QByteArray body =
        R"({"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-5-5",)"
        R"("content":[{"type":"text","text":"Hello"}],"stop_reason":"max_tokens",)"
        R"("usage":{"input_tokens":7,"output_tokens":3}, "unknown" : [1, 2]})";
    Upstream upstream(Upstream::always(Answers::json(200, body)));
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, upstream.baseUrl());
    fixture.startPool();
    Request request = PoolFixture::request();
    request.stream = false;
    const auto asked = fixture.ask(request);
    QTRY_VERIFY(asked->isFinished());
    QVERIFY(asked->outcome().succeeded());
    QCOMPARE(asked->bytes, body);
    QCOMPARE(asked->outcome().stopReason, u"max_tokens"_s);
    QCOMPARE(asked->outcome().usage.output, 3);
    QCOMPARE(fixture.attempts().value(0).input, 7);
}

void DispatcherTest::sendsWhatIsOursAndNothingElse()
{
    Upstream upstream(Upstream::always(kGood + kGood));
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, QUrl(upstream.baseUrl().toString() + u"/gateway/"_s));
    fixture.startPool();
    Request request = PoolFixture::request();
    request.path = "/v1/messages?beta=true";
    request.headers = {{"anthropic-beta", "context-1m"},
                       {"Authorization", "Bearer planted"},
                       {"Cookie", "planted=1"},
                       {"X-Api-Key", "planted"},
                       {"Host", "planted"},
                       {"Origin", "https://planted.test"}};
    const auto asked = fixture.ask(request);
    QTRY_VERIFY(asked->isFinished());
    QCOMPARE(upstream.requests().size(), 1);
    const UpstreamRequest& seen = upstream.requests().first();
    QCOMPARE(seen.method, "POST");
    QCOMPARE(seen.path, "/gateway/v1/messages?beta=true");
    QCOMPARE(seen.body, request.body);
    QCOMPARE(seen.key(), "sk-ant-test-one");
    QCOMPARE(seen.headers.value("anthropic-version"), "2023-06-01");
    QCOMPARE(seen.headers.value("anthropic-beta"), "context-1m");
    QCOMPARE(seen.headers.value("user-agent"), "patchbay/test");
    QCOMPARE(seen.headers.value("content-type"), "application/json");
    QCOMPARE(seen.headers.value("accept-encoding"), "identity");
    QCOMPARE(seen.headers.value("accept-language"), "*");
    for (const QByteArray& value : seen.headers)
        QVERIFY2(!value.contains("planted"), value.constData());
    QVERIFY(!seen.headers.contains("authorization"));
    QVERIFY(!seen.headers.contains("cookie"));
}

void DispatcherTest::recordsOnlyMessages()
{
    Upstream upstream(Upstream::always(Answers::json(200, R"({"data":[]})")));
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, upstream.baseUrl());
    fixture.startPool();
    Request request;
    request.method = "GET";
    request.path = "/v1/models?limit=1";
    request.stream = false;
    const auto asked = fixture.ask(request);
    QTRY_VERIFY(asked->isFinished());
    QVERIFY(asked->outcome().succeeded());
    QCOMPARE(asked->bytes, R"({"data":[]})");
    QCOMPARE(upstream.requests().first().method, "GET");
    QVERIFY(fixture.attempts().isEmpty());
}

void DispatcherTest::refusesWithoutAccounts()
{
    PoolFixture fixture;
    fixture.startPool();
    const auto none = fixture.ask();
    QTRY_VERIFY(none->isFinished());
    QCOMPARE(none->errorKind(), ErrorKind::NoAccount);
    QVERIFY(none->outcome().error->cause.contains(u"No API key found"_s));
    QVERIFY(!none->outcome().error->nextStep.isEmpty());
    QCOMPARE(none->calls, QStringList{u"finished"_s});

    fixture.addAccount(u"off"_s, QUrl(u"http://127.0.0.1:1"_s),
                       [](Account& account) { account.enabled = false; });
    fixture.giveAccounts();
    const auto disabled = fixture.ask();
    QTRY_VERIFY(disabled->isFinished());
    QCOMPARE(disabled->errorKind(), ErrorKind::NoEligibleAccount);
    QVERIFY(disabled->outcome().error->cause.contains(u"off is disabled"_s));

    const QList<AttemptRow> rows = fixture.attempts();
    QCOMPARE(rows.size(), 2);
    QCOMPARE(rows[0].outcome, u"refused"_s);
    QCOMPARE(rows[0].account, QString());
    QCOMPARE(rows[1].errorKind, u"no_eligible_account"_s);
}

void DispatcherTest::takesAccountsInTurn()
{
    Upstream upstream(Upstream::always(kGood));
    PoolFixture fixture;
    for (const QString& name : {u"a"_s, u"b"_s, u"c"_s})
        fixture.addAccount(name, upstream.baseUrl());
    fixture.startPool();
    QStringList order;
    for (int i = 0; i < 6; ++i) {
        const auto asked = fixture.ask();
        QTRY_VERIFY(asked->isFinished());
        order.append(asked->leases.first().accountName);
    }
    QCOMPARE(order, (QStringList{u"a"_s, u"b"_s, u"c"_s, u"a"_s, u"b"_s, u"c"_s}));
}

void DispatcherTest::keepsConversationsOnTheirAccount()
{
    Upstream upstream(Upstream::always(kGood));
    PoolFixture fixture;
    for (const QString& name : {u"a"_s, u"b"_s, u"c"_s})
        fixture.addAccount(name, upstream.baseUrl());
    fixture.startPool();
    QSet<QString> used;
    for (int i = 0; i < 4; ++i) {
        Request request = PoolFixture::request();
        request.conversation = u"one"_s;
        const auto asked = fixture.ask(request);
        const auto other = fixture.ask();
        QTRY_VERIFY(asked->isFinished() && other->isFinished());
        used.insert(asked->leases.first().accountName);
    }
    QCOMPARE(used.size(), 1);
}

void DispatcherTest::aLockedVaultTakesAnAccountOut()
{
    Upstream upstream(Upstream::always(kGood));
    PoolFixture fixture;
    const AccountId locked = fixture.addAccount(u"locked"_s, upstream.baseUrl());
    const AccountId open = fixture.addAccount(u"open"_s, upstream.baseUrl());
    fixture.setSecret(locked,
                      fail(ErrorKind::VaultLocked, u"The keychain is locked"_s, u"Unlock it"_s));
    fixture.startPool();
    const auto asked = fixture.ask();
    QTRY_VERIFY(asked->isFinished());
    QVERIFY(asked->outcome().succeeded());
    QCOMPARE(asked->leases.size(), 1);
    QCOMPARE(asked->leases.first().account, open);
    QCOMPARE(fixture.findings.value(0).state, AccountState::Locked);
    QCOMPARE(fixture.attempts().size(), 1);

    // With no other, the vault's own words.
    fixture.accounts().removeLast();
    fixture.giveAccounts();
    fixture.pool().forgetCredential(locked);
    const auto alone = fixture.ask();
    QTRY_VERIFY(alone->isFinished());
    QCOMPARE(alone->errorKind(), ErrorKind::VaultLocked);
    QCOMPARE(alone->outcome().error->cause, u"The keychain is locked"_s);

    // Unlocked: the next request finds it.
    fixture.setSecret(locked, Secret::take("sk-ant-test-locked"));
    fixture.pool().forgetCredential(locked);
    const auto unlocked = fixture.ask();
    QTRY_VERIFY(unlocked->isFinished());
    QVERIFY(unlocked->outcome().succeeded());
}

void DispatcherTest::secretsAreReadOnceAndAgainAfterAChange()
{
    Upstream upstream(Upstream::always(kGood));
    PoolFixture fixture;
    const AccountId id = fixture.addAccount(u"one"_s, upstream.baseUrl());
    fixture.startPool();
    std::vector<std::unique_ptr<Asked>> all;
    for (int i = 0; i < 5; ++i)
        all.push_back(fixture.ask());
    QTRY_VERIFY(areAllFinished(all));
    QCOMPARE(fixture.secretReads, 1);
    fixture.setSecret(id, Secret::take("sk-ant-test-new"));
    fixture.pool().forgetCredential(id);
    const auto asked = fixture.ask();
    QTRY_VERIFY(asked->isFinished());
    QCOMPARE(fixture.secretReads, 2);
    QCOMPARE(upstream.requests().last().key(), "sk-ant-test-new");
}

void DispatcherTest::findingsTellOrganisationAndLimits()
{
    Upstream upstream(Upstream::always(
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
        "anthropic-organization-id: org-7\r\nanthropic-ratelimit-requests-limit: 50\r\n"
        "anthropic-ratelimit-requests-remaining: 49\r\nconnection: close\r\ntransfer-encoding: "
        "chunked\r\n\r\n" +
        Answers::chunk(Answers::message("Hello", 1, 1)) + Answers::chunk({})));
    PoolFixture fixture;
    const AccountId id = fixture.addAccount(u"one"_s, upstream.baseUrl());
    fixture.startPool();
    const auto asked = fixture.ask();
    QTRY_VERIFY(asked->isFinished());
    QTRY_COMPARE(fixture.findings.size(), 1);
    QCOMPARE(fixture.findings[0].account, id);
    QCOMPARE(fixture.findings[0].state, AccountState::Ready);
    QCOMPARE(fixture.findings[0].organizationId, u"org-7"_s);
    QCOMPARE(fixture.findings[0].limits.value(0).window, u"requests"_s);
    QCOMPARE(fixture.findings[0].limits.value(0).remaining, 49);
}

void DispatcherTest::loadIsToldTogether()
{
    Upstream upstream([](QTcpSocket&, const UpstreamRequest&) {}); // never answers
    PoolFixture fixture;
    const AccountId id = fixture.addAccount(u"one"_s, upstream.baseUrl());
    fixture.startPool();
    std::vector<std::unique_ptr<Asked>> all;
    for (int i = 0; i < 7; ++i)
        all.push_back(fixture.ask());
    QTRY_VERIFY(!fixture.loads.isEmpty());
    QTRY_COMPARE(fixture.load().inFlight, 5);
    QCOMPARE(fixture.load().waiting, 2);
    QCOMPARE(fixture.load().inFlightByAccount.value(id), 5);
    QVERIFY(fixture.loads.size() < 7);
    all.clear();
    QTRY_COMPARE(fixture.load(), PoolLoad());
}

QTEST_GUILESS_MAIN(DispatcherTest)
#include "tst_dispatcher.moc"
