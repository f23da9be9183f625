// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractEventDispatcher>

#include <atomic>
#include <map>
#include <unordered_map>
#include <vector>

namespace Patchbay {

/// The events of one thread by epoll, where Qt has GLib's main loop: that asks and polls every
/// socket anew each time it is woken, which costs more than what most wake-ups bring. For threads
/// that run nothing of GLib's (keychain jobs do: they belong to the main thread). Linux.
class EpollDispatcher final : public QAbstractEventDispatcher
{
    Q_OBJECT

public:
    /// Null where the system gives none: Qt's own serves then.
    [[nodiscard]] static EpollDispatcher* make();
    ~EpollDispatcher() override;

    bool processEvents(QEventLoop::ProcessEventsFlags flags) override;
    void registerSocketNotifier(QSocketNotifier* notifier) override;
    void unregisterSocketNotifier(QSocketNotifier* notifier) override;
    void registerTimer(int timerId, qint64 interval, Qt::TimerType type, QObject* object) override;
    bool unregisterTimer(int timerId) override;
    bool unregisterTimers(QObject* object) override;
    [[nodiscard]] QList<TimerInfo> registeredTimers(QObject* object) const override;
    [[nodiscard]] int remainingTime(int timerId) override;
    /// Any thread, as interrupt().
    void wakeUp() override;
    void interrupt() override;

private:
    using Ns = qint64; // monotonic
    static constexpr int kKinds = 3;
    struct Watched
    {
        QSocketNotifier* notifiers[kKinds] = {}; // read, write, exception
        quint32 known = 0;                       // what the kernel was told
        bool isChanged = false;
    };
    struct Timer
    {
        qint64 interval; // ms
        Qt::TimerType type;
        QObject* object;
        Ns due;
    };

    EpollDispatcher(int epoll, int waker);
    void tellKernel();
    void tellKernel(int socket, Watched& watched) const;
    [[nodiscard]] int waitMs(bool mayWait) const;
    [[nodiscard]] bool activate(int socket, quint32 events);
    [[nodiscard]] bool ring();
    void forget(const std::pair<const int, Timer>& timer);

    const int m_epoll;
    const int m_waker;                  // an eventfd, written only while the thread sleeps
    std::atomic<bool> m_isWoken = true; // by what was posted before
    std::atomic<bool> m_isAsleep = false;
    std::atomic<bool> m_isInterrupted = false;
    int m_roundsWithoutPoll = 0;
    std::unordered_map<int, Watched> m_watched;
    std::vector<int> m_changed;
    std::unordered_map<int, Timer> m_timers;
    std::multimap<Ns, int> m_due;
};

} // namespace Patchbay
