// SPDX-License-Identifier: GPL-3.0-or-later
#include "poolfixture.h"
#include "upstream.h"

#include <QTest>

#include <future>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kBegun =
    Answers::streamHead() + Answers::chunk(Answers::messageStart(1) + Answers::blockStart());
const QByteArray kRest =
    Answers::chunk(Answers::textDelta("Hello") + Answers::messageEnd(2)) + Answers::chunk({});

// Answers begin and stay open until the test lets them end.
class SlowUpstream
{
public:
    Upstream upstream{[this](QTcpSocket& socket, const UpstreamRequest& request) {
        open.append({&socket, request.key()});
        most = std::max(most, static_cast<int>(open.size()));
        socket.write(kBegun);
    }};
    QList<std::pair<QTcpSocket*, QByteArray>> open;
    int most = 0;

    void endFirst()
    {
        open.first().first->write(kRest);
        open.removeFirst();
    }
    [[nodiscard]] QUrl url() const { return upstream.baseUrl(); }
};

} // namespace

class BoardTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noAccountGetsMoreThanItMay();
    void eightStreamsAtOnceOverOneAccount();
    void waitingEndsAtTheDeadline();
    void whoMayNotWaitIsToldAtOnce();
    void theLineIsBounded();
    void clientsAreServedInTurn();
    void whoWaitsForABusyAccountHoldsNobodyUp();
    void newAccountsServeThoseWhoWait();
    void aRemovedAccountFinishesWhatItBegan();
    void aLedgerThatIsBehindIsWaitedFor();
    void limitsOfManyAnswersAreToldTogether();
};

void BoardTest::noAccountGetsMoreThanItMay()
{
    SlowUpstream slow;
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, slow.url());
    fixture.startPool();
    std::vector<std::unique_ptr<Asked>> all;
    for (int i = 0; i < 12; ++i)
        all.push_back(fixture.ask());
    QTRY_COMPARE(slow.open.size(), 5);
    QTRY_COMPARE(fixture.load().waiting, 7);
    QCOMPARE(slow.open.size(), 5);
    for (int i = 0; i < 12; ++i) {
        QTRY_VERIFY(!slow.open.isEmpty());
        slow.endFirst();
    }
    QTRY_VERIFY(areAllFinished(all));
    QCOMPARE(slow.most, 5);
    for (int i = 0; i < 12; ++i) {
        QVERIFY(all[static_cast<size_t>(i)]->outcome().succeeded());
        QCOMPARE(all[static_cast<size_t>(i)]->calls.first(), i < 5 ? u"leased"_s : u"waiting"_s);
    }
    QCOMPARE(fixture.rollupSum(u"requests"_s), 12);
}

void BoardTest::eightStreamsAtOnceOverOneAccount()
{
    SlowUpstream slow;
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, slow.url(), [](Account& account) { account.maxConcurrent = 8; });
    fixture.startPool();
    std::vector<std::unique_ptr<Asked>> all;
    for (int i = 0; i < 8; ++i)
        all.push_back(fixture.ask());
    QTRY_COMPARE(slow.open.size(), 8);
    while (!slow.open.isEmpty())
        slow.endFirst();
    QTRY_VERIFY(areAllFinished(all));
    for (const auto& asked : all)
        QVERIFY(asked->outcome().succeeded());
}

void BoardTest::waitingEndsAtTheDeadline()
{
    SlowUpstream slow;
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, slow.url(), [](Account& account) { account.maxConcurrent = 1; });
    fixture.startPool();
    const auto first = fixture.ask();
    QTRY_COMPARE(slow.open.size(), 1);
    Request request = PoolFixture::request();
    request.queueDeadlineMs = 80;
    const auto late = fixture.ask(request);
    QTRY_VERIFY(late->isFinished());
    QCOMPARE(late->errorKind(), ErrorKind::DeadlineExpired);
    QVERIFY(late->outcome().error->cause.contains(u"as many requests"_s));
    QVERIFY(!late->outcome().error->nextStep.isEmpty());
    QCOMPARE(late->calls, (QStringList{u"waiting"_s, u"finished"_s}));
    QVERIFY(late->outcome().durationMs >= 80);
    QVERIFY(!first->isFinished());
    slow.endFirst();
    QTRY_VERIFY(first->isFinished());
    QCOMPARE(slow.upstream.requests().size(), 1);
    bool isRecorded = false;
    for (const AttemptRow& row : fixture.attempts())
        isRecorded |= row.outcome == u"refused"_s && row.errorKind == u"deadline_expired"_s;
    QVERIFY(isRecorded);
}

void BoardTest::whoMayNotWaitIsToldAtOnce()
{
    SlowUpstream slow;
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, slow.url(), [](Account& account) { account.maxConcurrent = 1; });
    fixture.startPool();
    const auto first = fixture.ask();
    QTRY_COMPARE(slow.open.size(), 1);
    Request request = PoolFixture::request();
    request.queueDeadlineMs = 0;
    const auto second = fixture.ask(request);
    QTRY_VERIFY(second->isFinished());
    QCOMPARE(second->errorKind(), ErrorKind::DeadlineExpired);
    QCOMPARE(second->calls, QStringList{u"finished"_s});
}

void BoardTest::theLineIsBounded()
{
    SlowUpstream slow;
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, slow.url());
    PoolOptions options = PoolFixture::quick();
    options.queueLimit = 3;
    fixture.startPool(options);
    std::vector<std::unique_ptr<Asked>> all;
    for (int i = 0; i < 10; ++i)
        all.push_back(fixture.ask());
    QTRY_VERIFY(all[8]->isFinished() && all[9]->isFinished());
    QCOMPARE(all[9]->errorKind(), ErrorKind::QueueFull);
    QVERIFY(!all[9]->outcome().error->nextStep.isEmpty());
    for (int i = 0; i < 8; ++i) {
        QTRY_VERIFY(!slow.open.isEmpty());
        slow.endFirst();
    }
    QTRY_VERIFY(areAllFinished(all));
    QCOMPARE(std::count_if(all.begin(), all.end(),
                           [](const auto& asked) { return asked->outcome().succeeded(); }),
             8);
}

void BoardTest::clientsAreServedInTurn()
{
    SlowUpstream slow;
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, slow.url(), [](Account& account) { account.maxConcurrent = 1; });
    fixture.startPool();
    const auto askAs = [&](const QString& client) {
        Request request = PoolFixture::request();
        request.client = {Client::Kind::Endpoint, client};
        return fixture.ask(request);
    };
    std::vector<std::unique_ptr<Asked>> greedy;
    for (int i = 0; i < 6; ++i)
        greedy.push_back(askAs(u"greedy"_s));
    const auto modest = askAs(u"modest"_s);
    QTRY_COMPARE(fixture.load().waiting, 6);
    for (int i = 0; i < 2; ++i) {
        QTRY_VERIFY(!slow.open.isEmpty());
        slow.endFirst();
    }
    // The first of the greedy one, another of it or the modest one's, and so on.
    QTRY_VERIFY(!slow.open.isEmpty());
    slow.endFirst();
    QTRY_VERIFY(modest->isFinished());
    QVERIFY(!greedy.back()->isFinished());
}

void BoardTest::whoWaitsForABusyAccountHoldsNobodyUp()
{
    SlowUpstream slow;
    PoolFixture fixture;
    const AccountId busy = fixture.addAccount(u"busy"_s, slow.url(),
                                              [](Account& account) { account.maxConcurrent = 1; });
    const AccountId free = fixture.addAccount(u"free"_s, slow.url(),
                                              [](Account& account) { account.maxConcurrent = 1; });
    fixture.startPool();
    const auto askOf = [&](const AccountId& id) {
        Request request = PoolFixture::request();
        request.account = id;
        return fixture.ask(request);
    };
    const auto first = askOf(busy);
    const auto second = askOf(free);
    QTRY_COMPARE(slow.open.size(), 2);
    const auto stuck = askOf(busy);
    const auto behind = askOf(free);
    const qsizetype ofFree = slow.open[0].second == "sk-ant-test-free" ? 0 : 1;
    slow.open.move(ofFree, 0);
    slow.endFirst();
    QTRY_COMPARE(behind->leases.size(), 1);
    QVERIFY(stuck->leases.isEmpty());
}

void BoardTest::newAccountsServeThoseWhoWait()
{
    SlowUpstream slow;
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, slow.url(), [](Account& account) { account.maxConcurrent = 1; });
    fixture.startPool();
    const auto first = fixture.ask();
    const auto second = fixture.ask();
    QTRY_COMPARE(second->calls, QStringList{u"waiting"_s});
    fixture.addAccount(u"two"_s, slow.url());
    fixture.giveAccounts();
    QTRY_COMPARE(second->leases.size(), 1);
    QCOMPARE(second->leases.first().accountName, u"two"_s);
}

void BoardTest::aRemovedAccountFinishesWhatItBegan()
{
    SlowUpstream slow;
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, slow.url());
    fixture.startPool();
    const auto asked = fixture.ask();
    QTRY_VERIFY(!asked->bytes.isEmpty());
    fixture.accounts().clear();
    fixture.giveAccounts();
    const auto none = fixture.ask();
    QTRY_VERIFY(none->isFinished());
    QCOMPARE(none->errorKind(), ErrorKind::NoAccount);
    slow.endFirst();
    QTRY_VERIFY(asked->isFinished());
    QVERIFY(asked->outcome().succeeded());
    QTRY_COMPARE(fixture.load(), PoolLoad());
}

void BoardTest::aLedgerThatIsBehindIsWaitedFor()
{
    SlowUpstream slow;
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, slow.url());
    fixture.startPool();
    std::promise<void> disk;
    fixture.database().write([free = disk.get_future().share()](Connection&) -> Result<void> {
        free.wait();
        return {};
    });
    for (int i = 0; i < 10'001; ++i)
        fixture.database().write([](Connection&) -> Result<void> { return {}; });

    const auto first = fixture.ask();
    const auto cancelled = fixture.ask();
    cancelled->handle.cancel();
    QTRY_VERIFY(cancelled->isFinished());
    QCOMPARE(cancelled->errorKind(), ErrorKind::Cancelled);
    QVERIFY(first->calls.isEmpty());
    QVERIFY(slow.open.isEmpty());

    disk.set_value();
    QTRY_COMPARE(slow.open.size(), 1);
    slow.endFirst();
    QTRY_VERIFY(first->isFinished());
    QVERIFY(first->outcome().succeeded());
    QCOMPARE(fixture.attempts().size(), 2);
}

void BoardTest::limitsOfManyAnswersAreToldTogether()
{
    int left = 1000;
    Upstream upstream([&left](QTcpSocket& socket, const UpstreamRequest&) {
        QByteArray head = Answers::streamHead();
        head.insert(head.size() - 2, "anthropic-ratelimit-requests-limit: 1000\r\n"
                                     "anthropic-ratelimit-requests-remaining: " +
                                         QByteArray::number(--left) + "\r\n");
        socket.write(head + Answers::chunk(Answers::message("Hello", 1, 1)) + Answers::chunk({}));
    });
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, upstream.baseUrl());
    fixture.startPool();
    constexpr int kCount = 200;
    for (int i = 0; i < kCount; ++i) {
        const auto asked = fixture.ask();
        QTRY_VERIFY(asked->isFinished());
    }
    // The first at once, the last in any case.
    const auto remaining = [&] {
        return fixture.findings.isEmpty() || fixture.findings.last().limits.isEmpty()
                   ? -1
                   : fixture.findings.last().limits.first().remaining;
    };
    QCOMPARE(fixture.findings.first().limits.first().remaining, 999);
    QTRY_COMPARE(remaining(), qint64(1000 - kCount));
    QVERIFY(fixture.findings.size() <= kCount);
}

QTEST_GUILESS_MAIN(BoardTest)
#include "tst_board.moc"
