// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/eventthread.h"

#include <QCoreApplication>
#include <QTest>
#include <QThread>
#include <QTimer>

#include <atomic>
#include <mutex>
#include <vector>

using namespace Patchbay;

class EventThreadTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void runsTasksOnAThreadOfItsOwn()
    {
        EventThread thread(QStringLiteral("patchbay-test"));
        Mailbox here;
        QThread* ranOn = nullptr;
        QString name;
        thread.post([&, back = here.address()] {
            back.post([&, current = QThread::currentThread(),
                       called = QThread::currentThread()->objectName()] {
                ranOn = current;
                name = called;
            });
        });
        QTRY_VERIFY(ranOn);
        QVERIFY(ranOn != QThread::currentThread());
        QCOMPARE(name, QStringLiteral("patchbay-test"));
    }

    void whatWasPostedBeforeStopRuns()
    {
        std::atomic<int> ran = 0;
        EventThread thread(QStringLiteral("t"));
        for (int i = 0; i < 1000; ++i)
            QVERIFY(thread.post([&ran] { ++ran; }));
        thread.stop();
        QCOMPARE(ran, 1000);
    }

    void afterStopNothingRuns()
    {
        bool ran = false;
        EventThread thread(QStringLiteral("t"));
        const MailboxAddress address = thread.address();
        thread.stop();
        thread.stop();
        QVERIFY(!thread.post([&ran] { ran = true; }));
        QVERIFY(!address.post([&ran] { ran = true; }));
        QVERIFY(!ran);
    }

    void exitTasksRunLastFirstOnTheThread()
    {
        std::mutex mutex;
        std::vector<int> order;
        QThread* taskOn = nullptr;
        QThread* exitOn = nullptr;
        EventThread thread(QStringLiteral("t"));
        const auto note = [&](int what) {
            const std::lock_guard lock(mutex);
            order.push_back(what);
        };
        thread.post([&] {
            taskOn = QThread::currentThread();
            thread.atExit([&] { note(3); });
            thread.atExit([&] {
                exitOn = QThread::currentThread();
                note(2);
                thread.atExit([&] { note(4); }); // one more, from within
            });
            note(1);
        });
        thread.stop();
        const std::lock_guard lock(mutex);
        QCOMPARE(order, (std::vector<int>{1, 2, 4, 3}));
        QVERIFY(taskOn && taskOn == exitOn);
    }

    void hasAnEventLoopForTimers()
    {
        std::atomic<int> ticks = 0;
        EventThread thread(QStringLiteral("t"));
        thread.post([&] {
            auto* timer = new QTimer;
            connect(timer, &QTimer::timeout, timer, [&ticks] { ++ticks; });
            timer->start(1);
            thread.atExit([timer] { delete timer; });
        });
        QTRY_VERIFY(ticks >= 3);
        thread.stop();
    }

    void aTaskMayPostToItsOwnThread()
    {
        std::atomic<int> left = 100;
        EventThread thread(QStringLiteral("t"));
        std::function<void()> again = [&] {
            if (--left > 0)
                thread.post([&] { again(); });
        };
        thread.post([&] { again(); });
        QTRY_COMPARE(left, 0);
        thread.stop();
    }

    void threadsTalkToEachOther()
    {
        // A ball between two threads, and both stopped while it may still fly.
        for (int round = 0; round < 50; ++round) {
            std::atomic<int> passes = 0;
            EventThread left(QStringLiteral("left"));
            EventThread right(QStringLiteral("right"));
            std::function<void(MailboxAddress, MailboxAddress)> pass = [&](MailboxAddress to,
                                                                           MailboxAddress from) {
                ++passes;
                to.post([&, to, from] { pass(from, to); });
            };
            left.post([&, l = left.address(), r = right.address()] { pass(r, l); });
            QTRY_VERIFY(passes > round);
            left.stop();
            right.stop();
        }
    }

    void startsAndEndsQuickly()
    {
        std::atomic<int> ran = 0;
        for (int i = 0; i < 200; ++i) {
            EventThread thread(QStringLiteral("t"));
            thread.post([&ran] { ++ran; });
        }
        QCOMPARE(ran, 200);
    }
};

QTEST_GUILESS_MAIN(EventThreadTest)
#include "tst_eventthread.moc"
