// SPDX-License-Identifier: GPL-3.0-or-later
#include "poolfixture.h"
#include "upstream.h"

#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kGood = Answers::streamOf(Answers::message("Hello there", 25, 15));

QByteArray key(const QString& account)
{
    return "sk-ant-test-" + account.toUtf8();
}

// Each key its answers in turn; the last repeats.
Upstream::Handler byKey(QHash<QByteArray, QList<QByteArray>> answers)
{
    return [answers](QTcpSocket& socket, const UpstreamRequest& request) mutable {
        QList<QByteArray>& list = answers[request.key()];
        socket.write(list.size() > 1 ? list.takeFirst() : list.value(0));
    };
}

// As a subscription says that a window of its is spent, until `secondsFromNow`.
QByteArray spent(const QByteArray& window, qint64 secondsFromNow)
{
    const QByteArray name = "anthropic-ratelimit-unified-";
    const qint64 resetAtS = SystemClock().nowMs() / 1000 + secondsFromNow;
    return Answers::error(429, "rate_limit_error",
                          name + "status: rejected\r\n" + name + window + "-status: rejected\r\n" +
                              name + window + "-utilization: 1\r\n" + name + window +
                              "-reset: " + QByteArray::number(resetAtS) + "\r\n");
}

QString servedBy(const Asked& asked)
{
    return asked.leases.isEmpty() ? QString() : asked.leases.last().accountName;
}

} // namespace

/// What the limits that answers tell of do to the accounts they concern.
class PoolLimitsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anOrganisationRestsAsOne();
    void aFamilyOfModelsRestsAlone();
    void aWarmConversationWaitsForItsAccount();
    void aColdOneGoesOnElsewhere();
    void aBurstCostsOneHop();
    void oneRequestTriesARestedAccountAndItsFirstWordOpensIt();
    void aListOfModelsLiftsNoLimit();
    void aKeyThatIsTriedTellsNothingOfItsAccount();
    void decisionsAreTold();
};

void PoolLimitsTest::anOrganisationRestsAsOne()
{
    Upstream upstream(byKey({{key(u"one"_s), {spent("5h", 600)}},
                             {key(u"two"_s), {kGood}},
                             {key(u"other"_s), {kGood}}}));
    PoolFixture fixture;
    const auto ofOrganization = [](Account& account) { account.organizationId = u"org"_s; };
    fixture.addAccount(u"one"_s, upstream.baseUrl(), ofOrganization);
    const AccountId two = fixture.addAccount(u"two"_s, upstream.baseUrl(), ofOrganization);
    fixture.addAccount(u"other"_s, upstream.baseUrl());
    fixture.startPool();
    for (int i = 0; i < 3; ++i) {
        const auto asked = fixture.ask();
        QTRY_VERIFY(asked->isFinished());
        QCOMPARE(servedBy(*asked), u"other"_s);
    }
    const bool isTold = std::any_of(
        fixture.findings.cbegin(), fixture.findings.cend(), [&](const AccountFinding& finding) {
            return finding.account == two && finding.state == AccountState::CoolingDown;
        });
    QVERIFY(isTold);
}

void PoolLimitsTest::aFamilyOfModelsRestsAlone()
{
    Upstream upstream(
        byKey({{key(u"one"_s), {spent("7d_sonnet", 600), kGood}}, {key(u"two"_s), {kGood}}}));
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, upstream.baseUrl());
    fixture.addAccount(u"two"_s, upstream.baseUrl());
    fixture.startPool();
    const auto sonnet = fixture.ask(PoolFixture::request(u"claude-sonnet-5-5"_s));
    QTRY_VERIFY(sonnet->isFinished());
    QCOMPARE(servedBy(*sonnet), u"two"_s);
    const auto isTold = [&fixture] {
        return std::any_of(fixture.findings.cbegin(), fixture.findings.cend(),
                           [](const AccountFinding& finding) {
                               return finding.state == AccountState::Ready &&
                                      finding.modelRests.value(0).family == u"sonnet"_s;
                           });
    };
    QTRY_VERIFY(isTold());
    const auto again = fixture.ask(PoolFixture::request(u"claude-sonnet-5-5"_s));
    QTRY_VERIFY(again->isFinished());
    QCOMPARE(servedBy(*again), u"two"_s);
    const auto haiku = fixture.ask(PoolFixture::request(u"claude-haiku-5-5"_s));
    QTRY_VERIFY(haiku->isFinished());
    QCOMPARE(servedBy(*haiku), u"one"_s);
}

void PoolLimitsTest::aWarmConversationWaitsForItsAccount()
{
    Upstream upstream(
        byKey({{key(u"one"_s),
                {kGood, Answers::error(429, "rate_limit_error", "retry-after-ms: 200\r\n"), kGood}},
               {key(u"two"_s), {kGood}}}));
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, upstream.baseUrl());
    fixture.addAccount(u"two"_s, upstream.baseUrl());
    fixture.startPool();
    Request request = PoolFixture::request();
    request.conversation = u"talk"_s;
    for (int i = 0; i < 2; ++i) {
        const auto asked = fixture.ask(request);
        QTRY_VERIFY(asked->isFinished());
        QVERIFY(asked->outcome().succeeded());
        QCOMPARE(servedBy(*asked), u"one"_s);
        QCOMPARE(asked->leases.size(), i + 1);
    }
}

void PoolLimitsTest::aColdOneGoesOnElsewhere()
{
    Upstream upstream(
        byKey({{key(u"one"_s), {Answers::error(429, "rate_limit_error", "retry-after: 5\r\n")}},
               {key(u"two"_s), {kGood}}}));
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, upstream.baseUrl());
    fixture.addAccount(u"two"_s, upstream.baseUrl());
    fixture.startPool();
    Request request = PoolFixture::request();
    request.conversation = u"talk"_s;
    const auto asked = fixture.ask(request);
    QTRY_VERIFY(asked->isFinished());
    QCOMPARE(servedBy(*asked), u"two"_s);
    QVERIFY(!asked->calls.contains(u"waiting"_s));
}

void PoolLimitsTest::aBurstCostsOneHop()
{
    Upstream upstream(
        Upstream::always(Answers::error(429, "rate_limit_error", "x-should-retry: true\r\n")));
    PoolFixture fixture;
    for (const QString& name : {u"one"_s, u"two"_s, u"three"_s})
        fixture.addAccount(name, upstream.baseUrl());
    fixture.startPool();
    const auto asked = fixture.ask();
    QTRY_VERIFY(asked->isFinished());
    QCOMPARE(asked->errorKind(), ErrorKind::RateLimited);
    QCOMPARE(asked->leases.size(), 2);
    for (const AccountFinding& finding : std::as_const(fixture.findings))
        QCOMPARE(finding.state, AccountState::Ready);
}

void PoolLimitsTest::oneRequestTriesARestedAccountAndItsFirstWordOpensIt()
{
    // Tells its first word, and then nothing more.
    Upstream upstream(
        byKey({{key(u"one"_s),
                {Answers::error(429, "rate_limit_error", "retry-after-ms: 100\r\n"),
                 Answers::streamHead() +
                     Answers::chunk(Answers::messageStart(25) + Answers::blockStart() +
                                    Answers::textDelta("Well again")),
                 kGood}}}));
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, upstream.baseUrl());
    fixture.startPool();
    const auto first = fixture.ask();
    const auto second = fixture.ask();
    QTRY_VERIFY(first->isFinished() != second->isFinished());
    const Asked& served = first->isFinished() ? *first : *second;
    const Asked& probe = first->isFinished() ? *second : *first;
    QVERIFY(served.outcome().succeeded());
    QTRY_VERIFY(probe.bytes.contains("Well again"));
    QTRY_COMPARE(fixture.findings.last().state, AccountState::Ready);
}

void PoolLimitsTest::aListOfModelsLiftsNoLimit()
{
    const QByteArray models = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
                              "content-length: 11\r\n\r\n{\"data\":[]}";
    Upstream upstream(byKey({{key(u"one"_s), {spent("5h", 600), models}}}));
    PoolFixture fixture;
    const AccountId one = fixture.addAccount(u"one"_s, upstream.baseUrl());
    fixture.startPool();
    Request limited = PoolFixture::request();
    limited.queueDeadlineMs = 100;
    const auto asked = fixture.ask(limited);
    QTRY_VERIFY(asked->isFinished());
    Request look;
    look.method = "GET";
    look.path = "/v1/models";
    look.account = one;
    const auto looked = fixture.ask(look);
    QTRY_VERIFY(looked->isFinished());
    QVERIFY(looked->outcome().succeeded());
    const auto again = fixture.ask(limited);
    QTRY_VERIFY(again->isFinished());
    QCOMPARE(again->errorKind(), ErrorKind::NoEligibleAccount);
    QCOMPARE(upstream.requests().size(), 2);
}

void PoolLimitsTest::aKeyThatIsTriedTellsNothingOfItsAccount()
{
    Upstream upstream(byKey({{key(u"new"_s), {spent("5h", 600)}}, {key(u"one"_s), {kGood}}}));
    PoolFixture fixture;
    Request trial = PoolFixture::request();
    trial.account = fixture.addAccount(u"one"_s, upstream.baseUrl());
    trial.credential = Credential{Credential::Form::ApiKey, Secret::take(key(u"new"_s))};
    trial.queueDeadlineMs = 100;
    fixture.startPool();
    const auto tried = fixture.ask(trial);
    QTRY_VERIFY(tried->isFinished());
    QVERIFY(!tried->outcome().succeeded());
    QVERIFY(fixture.findings.isEmpty());
    const auto asked = fixture.ask();
    QTRY_VERIFY(asked->isFinished());
    QVERIFY(asked->outcome().succeeded());
}

void PoolLimitsTest::decisionsAreTold()
{
    Upstream upstream(byKey({{key(u"bad"_s), {Answers::error(401, "authentication_error")}},
                             {key(u"good"_s), {Answers::streamHead()}}}));
    PoolFixture fixture;
    const AccountId bad = fixture.addAccount(u"bad"_s, upstream.baseUrl());
    const AccountId good = fixture.addAccount(u"good"_s, upstream.baseUrl(),
                                              [](Account& account) { account.maxConcurrent = 1; });
    fixture.startPool();
    const auto first = fixture.ask();
    QTRY_COMPARE(first->leases.size(), 2);
    const auto second = fixture.ask();
    QTRY_VERIFY(second->calls.contains(u"waiting"_s));
    const Mailbox mailbox;
    std::optional<PoolSnapshot> snapshot;
    fixture.pool().snapshot(mailbox.address(), [&](const PoolSnapshot& told) { snapshot = told; });
    QTRY_VERIFY(snapshot);
    QCOMPARE(snapshot->running.size(), 1);
    QCOMPARE(snapshot->running[0].account, good);
    QCOMPARE(snapshot->running[0].attempt, 2);
    QCOMPARE(snapshot->waiting.size(), 1);
    QVERIFY(snapshot->waiting[0].reason.contains(u"good"_s));
    QVERIFY(snapshot->waiting[0].untilMs > snapshot->waiting[0].sinceMs);
    // The newest first: chosen, left because of its answer, chosen.
    QCOMPARE(snapshot->decisions.size(), 3);
    QCOMPARE(snapshot->decisions[0].account, good);
    QCOMPARE(snapshot->decisions[1].account, bad);
    QVERIFY(snapshot->decisions[1].reason.contains(u"Authentication failed"_s));
    QCOMPARE(snapshot->decisions[2].account, bad);
    for (const PoolSnapshot::Decision& decision : snapshot->decisions)
        QVERIFY(!decision.reason.isEmpty());
}

QTEST_GUILESS_MAIN(PoolLimitsTest)
#include "tst_poollimits.moc"
