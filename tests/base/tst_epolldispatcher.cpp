// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/epolldispatcher.h"
#include "base/eventthread.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QSocketNotifier>
#include <QTest>
#include <QThread>
#include <QTimer>

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <thread>

using namespace Patchbay;

namespace {

std::array<int, 2> pairOfSockets()
{
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()) != 0)
        qFatal("no sockets");
    return ends;
}

void put(int socket)
{
    if (::send(socket, "x", 1, MSG_NOSIGNAL) != 1)
        qFatal("cannot send");
}

bool takesOne(int socket)
{
    char byte = 0;
    return ::recv(socket, &byte, 1, 0) == 1;
}

} // namespace

class EpollDispatcherTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void itIsTheOneOfAnEventThread()
    {
        std::atomic<bool> isOurs = false;
        EventThread thread(QStringLiteral("t"));
        thread.post([&isOurs] {
            isOurs = dynamic_cast<EpollDispatcher*>(QAbstractEventDispatcher::instance());
        });
        thread.stop();
        QVERIFY(isOurs);
    }

    void noWakeUpIsLost()
    {
        constexpr int kEach = 20'000;
        std::atomic<int> ran = 0;
        EventThread thread(QStringLiteral("t"));
        const auto post = [&] {
            for (int i = 0; i < kEach; ++i) {
                const int before = ran;
                thread.post([&ran] { ++ran; });
                // Now and then it has gone to sleep by then.
                while (i % 16 == 0 && ran == before)
                    std::this_thread::yield();
            }
        };
        std::thread one(post);
        std::thread other(post);
        one.join();
        other.join();
        QTRY_COMPARE(ran, 2 * kEach);
    }

    void timersRing()
    {
        struct Seen
        {
            std::atomic<int> ticks = 0;
            std::atomic<int> zeros = 0;
            std::atomic<qint64> singleMs = -1;
            std::atomic<int> remaining = -1;
            std::atomic<int> stopped = 0;
        } seen;
        EventThread thread(QStringLiteral("t"));
        thread.post([&] {
            auto* const all = new QObject;
            auto* const tick = new QTimer(all);
            QObject::connect(tick, &QTimer::timeout, all, [&seen, tick] {
                if (++seen.ticks == 5)
                    tick->stop();
            });
            tick->start(3);
            auto* const zero = new QTimer(all);
            QObject::connect(zero, &QTimer::timeout, all, [&seen, zero] {
                if (++seen.zeros == 100)
                    zero->stop();
            });
            zero->start(0);
            auto* const never = new QTimer(all);
            QObject::connect(never, &QTimer::timeout, all, [&seen] { ++seen.stopped; });
            never->start(2);
            never->stop();
            auto* const far = new QTimer(all);
            far->start(60'000);
            seen.remaining = far->remainingTime();
            QElapsedTimer since;
            since.start();
            QTimer::singleShot(20, Qt::PreciseTimer, all,
                               [&seen, since] { seen.singleMs = since.elapsed(); });
            QObject::connect(QThread::currentThread(), &QThread::finished, all,
                             [all] { delete all; });
        });
        QTRY_VERIFY(seen.singleMs >= 0);
        QVERIFY(seen.singleMs >= 20);
        QTRY_COMPARE(seen.ticks, 5);
        QTRY_COMPARE(seen.zeros, 100);
        QVERIFY(seen.remaining > 30'000 && seen.remaining <= 60'000);
        thread.stop();
        QCOMPARE(seen.stopped, 0);
        QCOMPARE(seen.ticks, 5);
    }

    void aTimerThatDeletesOthersIsTheLastOfThem()
    {
        std::atomic<int> rang = 0;
        std::atomic<bool> isDone = false;
        EventThread thread(QStringLiteral("t"));
        thread.post([&] {
            auto* const group = new QObject;
            for (int i = 0; i < 3; ++i) {
                auto* const timer = new QTimer(group);
                QObject::connect(timer, &QTimer::timeout, timer, [&rang, &isDone, group] {
                    ++rang;
                    isDone = true;
                    delete group;
                });
                timer->start(1);
            }
        });
        QTRY_VERIFY(isDone);
        thread.stop();
        QCOMPARE(rang, 1);
    }

    void socketsAreReadAndWritten()
    {
        const auto [near, far] = pairOfSockets();
        std::atomic<int> read = 0;
        std::atomic<int> written = 0;
        EventThread thread(QStringLiteral("t"));
        thread.post([&, socket = near] {
            auto* const reader = new QSocketNotifier(socket, QSocketNotifier::Read);
            auto* const writer = new QSocketNotifier(socket, QSocketNotifier::Write);
            QObject::connect(reader, &QSocketNotifier::activated, reader, [&read, socket] {
                while (takesOne(socket))
                    ++read;
            });
            QObject::connect(writer, &QSocketNotifier::activated, writer, [&written, writer] {
                ++written;
                writer->setEnabled(false);
            });
            QObject::connect(QThread::currentThread(), &QThread::finished, reader,
                             [reader, writer] {
                                 delete writer;
                                 delete reader;
                             });
        });
        QTRY_COMPARE(written, 1);
        for (int i = 1; i <= 100; ++i) {
            put(far);
            QTRY_COMPARE(read, i);
        }
        QCOMPARE(written, 1);
        thread.stop();
        ::close(near);
        ::close(far);
    }

    void aNumberThatIsUsedAgainIsWatchedAnew()
    {
        std::atomic<int> read = 0;
        std::atomic<int> rounds = 0;
        EventThread thread(QStringLiteral("t"));
        for (int round = 1; round <= 20; ++round) {
            thread.post([&] {
                // Made, closed and made again within one turn of the loop.
                for (const bool isLast : {false, true}) {
                    const auto [near, far] = pairOfSockets();
                    auto* const reader = new QSocketNotifier(near, QSocketNotifier::Read);
                    QObject::connect(reader, &QSocketNotifier::activated, reader,
                                     [&read, &rounds, reader, socket = near, other = far] {
                                         read += takesOne(socket) ? 1 : 0;
                                         reader->setEnabled(false);
                                         reader->deleteLater();
                                         ::close(socket);
                                         ::close(other);
                                         ++rounds;
                                     });
                    put(far);
                    if (!isLast) {
                        delete reader;
                        ::close(near);
                        ::close(far);
                    }
                }
            });
            QTRY_COMPARE(rounds, round);
        }
        QCOMPARE(read, 20);
        thread.stop();
    }

    void theEndOfThePeerIsTold()
    {
        const auto [near, far] = pairOfSockets();
        std::atomic<bool> hasEnded = false;
        EventThread thread(QStringLiteral("t"));
        thread.post([&, socket = near] {
            auto* const reader = new QSocketNotifier(socket, QSocketNotifier::Read);
            QObject::connect(reader, &QSocketNotifier::activated, reader, [&hasEnded, reader] {
                reader->setEnabled(false);
                reader->deleteLater();
                hasEnded = true;
            });
        });
        ::close(far);
        QTRY_VERIFY(hasEnded);
        thread.stop();
        ::close(near);
    }

    void aLoopWithinATaskRunsToo()
    {
        std::atomic<bool> isDone = false;
        EventThread thread(QStringLiteral("t"));
        thread.post([&isDone] {
            QEventLoop inner;
            QTimer::singleShot(1, &inner, &QEventLoop::quit);
            inner.exec();
            isDone = true;
        });
        QTRY_VERIFY(isDone);
        thread.stop();
    }
};

QTEST_GUILESS_MAIN(EpollDispatcherTest)
#include "tst_epolldispatcher.moc"
