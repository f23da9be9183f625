// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/timerqueue.h"

#include <QList>
#include <QTest>

#include <functional>

using namespace Patchbay;

class TimerQueueTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void runsInTheOrderOfTheirTimes();
    void runsNothingTooEarly();
    void forgetsWhatIsCancelled();
    void leavesRoomForOthersBetweenTurns();
    void aTaskMayCancelTheNext();
};

void TimerQueueTest::runsInTheOrderOfTheirTimes()
{
    TimerQueue queue;
    QList<int> seen;
    const qint64 now = queue.nowMs();
    queue.at(now + 30, [&] { seen.append(3); });
    queue.at(now + 10, [&] { seen.append(1); });
    queue.at(now + 10, [&] { seen.append(2); });
    QVERIFY(seen.isEmpty());
    QTRY_COMPARE(seen, QList<int>({1, 2, 3}));
}

void TimerQueueTest::runsNothingTooEarly()
{
    TimerQueue queue;
    const qint64 due = queue.nowMs() + 40;
    qint64 ran = -1;
    queue.at(due, [&] { ran = queue.nowMs(); });
    QTRY_VERIFY(ran >= 0);
    QVERIFY(ran >= due);
}

void TimerQueueTest::forgetsWhatIsCancelled()
{
    TimerQueue queue;
    bool cancelled = false;
    bool other = false;
    auto id = queue.at(queue.nowMs(), [&] { cancelled = true; });
    queue.at(queue.nowMs() + 20, [&] { other = true; });
    queue.cancel(id);
    QVERIFY(id == TimerQueue::Id{});
    queue.cancel(id);
    QTRY_VERIFY(other);
    QVERIFY(!cancelled);
}

// A task that always adds the next one must not keep the event loop from anybody else.
void TimerQueueTest::leavesRoomForOthersBetweenTurns()
{
    TimerQueue queue;
    int runs = 0;
    std::function<void()> again = [&] {
        ++runs;
        queue.at(queue.nowMs(), [&] { again(); });
    };
    again();
    bool timer = false;
    QTimer::singleShot(20, this, [&] { timer = true; });
    QTRY_VERIFY(timer);
    QVERIFY(runs > 2);
}

void TimerQueueTest::aTaskMayCancelTheNext()
{
    TimerQueue queue;
    bool second = false;
    bool third = false;
    TimerQueue::Id id;
    const qint64 now = queue.nowMs();
    queue.at(now, [&] { queue.cancel(id); });
    id = queue.at(now, [&] { second = true; });
    queue.at(now, [&] { third = true; });
    QTRY_VERIFY(third);
    QVERIFY(!second);
}

QTEST_GUILESS_MAIN(TimerQueueTest)
#include "tst_timerqueue.moc"
