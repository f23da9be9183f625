// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/eventthread.h"
#include "poolfixture.h"
#include "upstream.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>
#include <QTimer>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

// Streams an event every millisecond or so, a hundred of them, on a thread of its own, so that the
// test's thread does not set the pace.
class BusyUpstream final
{
public:
    BusyUpstream()
    {
        m_thread.post([this] {
            m_upstream =
                std::make_unique<Upstream>([](QTcpSocket& socket, const UpstreamRequest& request) {
                    stream(socket, request);
                });
            m_thread.atExit([this] { m_upstream.reset(); });
            m_port = m_upstream->port();
        });
        while (m_port == 0)
            QThread::yieldCurrentThread();
    }
    [[nodiscard]] QUrl url() const { return QUrl(u"http://127.0.0.1:%1"_s.arg(m_port.load())); }

private:
    static void stream(QTcpSocket& socket, const UpstreamRequest&)
    {
        socket.write(Answers::streamHead() +
                     Answers::chunk(Answers::messageStart(10) + Answers::blockStart()));
        auto* const timer = new QTimer(&socket);
        QObject::connect(
            timer, &QTimer::timeout, &socket, [s = &socket, timer, left = 20]() mutable {
                if (!s->isOpen())
                    return;
                s->write(Answers::chunk(Answers::textDelta("word ")));
                if (--left == 0) {
                    timer->deleteLater();
                    s->write(Answers::chunk(Answers::messageEnd(20)) + Answers::chunk({}));
                }
            });
        timer->start(1);
    }

    std::unique_ptr<Upstream> m_upstream;
    std::atomic<quint16> m_port = 0;
    EventThread m_thread{u"upstream"_s};
};

void spin(int microseconds)
{
    QElapsedTimer timer;
    timer.start();
    while (timer.nsecsElapsed() < microseconds * 1000LL)
        QCoreApplication::processEvents();
}

} // namespace

class RequestHandleTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cancelKeepsWhatCame();
    void cancelWhileWaiting();
    void cancelWhileTheSecretIsRead();
    void cancelAtAnyInstant();
    void destroyingSilencesAtAnyInstant();
    void cancellingOneHarmsNoOther();
    void destroyedFromWithinItsObserver();
    void assigningCancelsThePrevious();
    void cancelAfterTheEndDoesNothing();
    void thePoolEndsInTheMidstOfStreams();
    void thePoolEndsWhileTheUpstreamHangs();
    void handlesOutliveThePool();
};

void RequestHandleTest::cancelKeepsWhatCame()
{
    Upstream upstream([](QTcpSocket& socket, const UpstreamRequest&) {
        socket.write(Answers::streamHead() +
                     Answers::chunk(Answers::messageStart(25) + Answers::blockStart() +
                                    Answers::textDelta("Twelve chars")));
    });
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, upstream.baseUrl());
    fixture.startPool();
    const auto asked = fixture.ask();
    QTRY_VERIFY(asked->bytes.contains("Twelve"));
    asked->handle.cancel();
    QVERIFY(!asked->isFinished()); // never from within
    QTRY_VERIFY(asked->isFinished());
    QCOMPARE(asked->errorKind(), ErrorKind::Cancelled);
    QTRY_COMPARE(upstream.openConnections(), 0);
    const QList<AttemptRow> rows = fixture.attempts();
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows[0].outcome, u"cancelled"_s);
    QCOMPARE(rows[0].input, 25);
    QCOMPARE(rows[0].output, 3);
    QVERIFY(rows[0].isEstimated);
    QVERIFY(rows[0].isLast);
    QCOMPARE(asked->outcome().usage.output, 3);
}

void RequestHandleTest::cancelWhileWaiting()
{
    Upstream upstream([](QTcpSocket&, const UpstreamRequest&) {});
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, upstream.baseUrl(),
                       [](Account& account) { account.maxConcurrent = 1; });
    fixture.startPool();
    const auto first = fixture.ask();
    const auto second = fixture.ask();
    QTRY_COMPARE(second->calls, QStringList{u"waiting"_s});
    second->handle.cancel();
    QTRY_VERIFY(second->isFinished());
    QCOMPARE(second->errorKind(), ErrorKind::Cancelled);
    QVERIFY(!first->isFinished());
}

void RequestHandleTest::cancelWhileTheSecretIsRead()
{
    Upstream upstream([](QTcpSocket& socket, const UpstreamRequest&) {
        socket.write(Answers::streamOf(Answers::message("Hello", 1, 1)));
    });
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, upstream.baseUrl());
    fixture.holdSecrets = true;
    fixture.startPool();
    const auto first = fixture.ask();
    const auto second = fixture.ask();
    QTRY_COMPARE(fixture.secretReads, 1);
    first->handle.cancel();
    QTRY_VERIFY(first->isFinished());
    QCOMPARE(first->errorKind(), ErrorKind::Cancelled);
    QVERIFY(first->leases.isEmpty());
    fixture.releaseSecrets();
    QTRY_VERIFY(second->isFinished());
    QVERIFY(second->outcome().succeeded());
    QCOMPARE(upstream.requests().size(), 1);
}

void RequestHandleTest::cancelAtAnyInstant()
{
    const BusyUpstream upstream;
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, upstream.url());
    fixture.addAccount(u"two"_s, upstream.url());
    fixture.startPool();
    QRandomGenerator random(20261122);
    std::vector<std::unique_ptr<Asked>> all;
    constexpr int kRounds = 400;
    for (int i = 0; i < kRounds; ++i) {
        all.push_back(fixture.ask());
        spin(random.bounded(4000));
        // One of the latest, which may be anywhere on its way, or over.
        const size_t back = static_cast<size_t>(random.bounded(8));
        all[all.size() - 1 - std::min(back, all.size() - 1)]->handle.cancel();
    }
    for (const auto& asked : all)
        asked->handle.cancel();
    QTRY_VERIFY_WITH_TIMEOUT(areAllFinished(all), 30'000);
    QTest::qWait(20); // a second end would come now
    int succeeded = 0;
    int cancelled = 0;
    for (const auto& asked : all) {
        QCOMPARE(asked->outcomes.size(), 1);
        QCOMPARE(asked->calls.last(), u"finished"_s);
        QVERIFY(asked->outcome().succeeded() || asked->errorKind() == ErrorKind::Cancelled);
        succeeded += asked->outcome().succeeded() ? 1 : 0;
        cancelled += asked->outcome().succeeded() ? 0 : 1;
    }
    QVERIFY(cancelled > kRounds / 4);
    QTRY_COMPARE(fixture.load(), PoolLoad());
    qint64 rowsCancelled = 0;
    qint64 rowsSucceeded = 0;
    for (const AttemptRow& row : fixture.attempts()) {
        QVERIFY(row.outcome != u"open"_s);
        rowsCancelled += row.outcome == u"cancelled"_s ? 1 : 0;
        rowsSucceeded += row.outcome == u"succeeded"_s ? 1 : 0;
    }
    QCOMPARE(rowsSucceeded, succeeded);
    QCOMPARE(rowsCancelled, cancelled);
    QCOMPARE(fixture.rollupSum(u"requests"_s), kRounds);
}

void RequestHandleTest::destroyingSilencesAtAnyInstant()
{
    const BusyUpstream upstream;
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, upstream.url());
    fixture.addAccount(u"two"_s, upstream.url());
    fixture.startPool();
    QRandomGenerator random(7);
    constexpr int kRounds = 300;
    for (int i = 0; i < kRounds; ++i) {
        // Destroying Asked destroys what its observer writes to as well.
        auto asked = fixture.ask();
        spin(random.bounded(3000));
        asked.reset();
    }
    QTRY_COMPARE(fixture.rollupSum(u"requests"_s), kRounds);
    QTRY_COMPARE(fixture.load(), PoolLoad());
    for (const AttemptRow& row : fixture.attempts()) {
        QVERIFY2(row.outcome == u"cancelled"_s || row.outcome == u"succeeded"_s,
                 qPrintable(row.outcome + u" "_s + row.errorKind));
    }
}

// A cancelled answer leaves a connection that is going away; the next request must not be given to
// it.
void RequestHandleTest::cancellingOneHarmsNoOther()
{
    const BusyUpstream upstream;
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, upstream.url());
    fixture.startPool();
    QRandomGenerator random(11);
    for (int i = 0; i < 30; ++i) {
        auto stopped = fixture.ask();
        spin(random.bounded(6000));
        stopped.reset();
        const auto next = fixture.ask();
        QTRY_VERIFY(next->isFinished());
        QCOMPARE(next->errorKind(), ErrorKind::Internal); // none
    }
}

void RequestHandleTest::destroyedFromWithinItsObserver()
{
    const BusyUpstream upstream;
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, upstream.url());
    fixture.startPool();
    const Mailbox mailbox;
    for (const bool atChunk : {true, false}) {
        int calls = 0;
        auto handle = std::make_unique<RequestHandle>();
        const auto destroy = [&] {
            ++calls;
            handle.reset();
        };
        RequestObserver observer;
        if (atChunk)
            observer.chunk = [destroy](const QByteArray&) { destroy(); };
        observer.finished = [destroy](const Outcome&) { destroy(); };
        *handle = fixture.pool().send(PoolFixture::request(), mailbox.address(), observer);
        QTRY_VERIFY(!handle);
        QTRY_COMPARE(fixture.load(), PoolLoad());
        QCOMPARE(calls, 1);
    }
}

void RequestHandleTest::assigningCancelsThePrevious()
{
    const BusyUpstream upstream;
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, upstream.url());
    fixture.startPool();
    const auto first = fixture.ask();
    auto second = fixture.ask();
    first->handle = std::move(second->handle);
    QVERIFY(second->handle.isNull());
    QVERIFY(!first->handle.isNull());
    QTRY_VERIFY(second->isFinished());
    QVERIFY(second->outcome().succeeded());
    QVERIFY(!first->isFinished());
    const QList<AttemptRow> rows = fixture.attempts();
    QCOMPARE(std::count_if(rows.begin(), rows.end(),
                           [](const AttemptRow& row) { return row.outcome == u"cancelled"_s; }),
             1);
}

void RequestHandleTest::cancelAfterTheEndDoesNothing()
{
    const BusyUpstream upstream;
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, upstream.url());
    fixture.startPool();
    const auto asked = fixture.ask();
    QTRY_VERIFY(asked->isFinished());
    asked->handle.cancel();
    asked->handle.cancel();
    QTest::qWait(20);
    QCOMPARE(asked->outcomes.size(), 1);
    QVERIFY(asked->outcome().succeeded());
    RequestHandle().cancel(); // a null one neither
}

void RequestHandleTest::thePoolEndsInTheMidstOfStreams()
{
    const BusyUpstream upstream;
    QRandomGenerator random(3);
    for (int round = 0; round < 20; ++round) {
        PoolFixture fixture;
        fixture.addAccount(u"one"_s, upstream.url());
        fixture.addAccount(u"two"_s, upstream.url());
        fixture.startPool();
        std::vector<std::unique_ptr<Asked>> all;
        for (int i = 0; i < 14; ++i)
            all.push_back(fixture.ask());
        spin(random.bounded(30'000));
        QList<qsizetype> calls;
        for (const auto& asked : all)
            calls.append(asked->calls.size() + asked->bytes.size());
        fixture.stopPool();
        QTest::qWait(5);
        for (size_t i = 0; i < all.size(); ++i) {
            QCOMPARE(all[i]->calls.size() + all[i]->bytes.size(), calls[static_cast<qsizetype>(i)]);
        }
        const QList<AttemptRow> rows = fixture.attempts();
        for (const AttemptRow& row : rows)
            QVERIFY2(row.outcome == u"interrupted"_s || row.outcome == u"succeeded"_s,
                     qPrintable(row.outcome + u" "_s + row.errorKind + u" "_s +
                                QString::number(row.status)));
        QCOMPARE(fixture.rollupSum(u"requests"_s), 14);
    }
}

void RequestHandleTest::thePoolEndsWhileTheUpstreamHangs()
{
    Upstream upstream([](QTcpSocket&, const UpstreamRequest&) {});
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, upstream.baseUrl());
    fixture.startPool();
    std::vector<std::unique_ptr<Asked>> all;
    for (int i = 0; i < 5; ++i)
        all.push_back(fixture.ask());
    QTRY_COMPARE(upstream.requests().size(), 5);
    QElapsedTimer timer;
    timer.start();
    fixture.stopPool();
    QVERIFY2(timer.elapsed() < 4000, qPrintable(QString::number(timer.elapsed())));
    const QList<AttemptRow> rows = fixture.attempts();
    QCOMPARE(rows.size(), 5);
    for (const AttemptRow& row : rows)
        QCOMPARE(row.outcome, u"interrupted"_s);
}

void RequestHandleTest::handlesOutliveThePool()
{
    const BusyUpstream upstream;
    PoolFixture fixture;
    fixture.addAccount(u"one"_s, upstream.url());
    fixture.startPool();
    auto asked = fixture.ask();
    fixture.stopPool();
    asked->handle.cancel();
    asked.reset();
}

QTEST_GUILESS_MAIN(RequestHandleTest)
#include "tst_requesthandle.moc"
