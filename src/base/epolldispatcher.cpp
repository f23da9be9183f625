// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/epolldispatcher.h"

#include "base/logging.h"

#include <QCoreApplication>
#include <QEvent>
#include <QSocketNotifier>

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <limits>

namespace Patchbay {

namespace {

constexpr int kMostAtOnce = 64;
constexpr int kMostRoundsWithoutPoll = 8;
constexpr qint64 kNsPerMs = 1'000'000;

qint64 nowNs()
{
    const auto sinceStart = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::nanoseconds>(sinceStart).count();
}

qint64 wholeMs(qint64 ns)
{
    return (ns + kNsPerMs - 1) / kNsPerMs;
}

constexpr quint32 kMasks[] = {EPOLLIN, EPOLLOUT, EPOLLPRI};

} // namespace

EpollDispatcher* EpollDispatcher::make()
{
    const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
    const int waker = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    epoll_event event{};
    event.events = EPOLLIN | EPOLLET; // so that nobody has to read it
    event.data.fd = waker;
    if (epoll >= 0 && waker >= 0 && ::epoll_ctl(epoll, EPOLL_CTL_ADD, waker, &event) == 0)
        return new EpollDispatcher(epoll, waker);
    for (const int descriptor : {epoll, waker}) {
        if (descriptor >= 0)
            ::close(descriptor);
    }
    return nullptr;
}

EpollDispatcher::EpollDispatcher(int epoll, int waker)
    : m_epoll(epoll)
    , m_waker(waker)
{
}

EpollDispatcher::~EpollDispatcher()
{
    ::close(m_epoll);
    ::close(m_waker);
}

bool EpollDispatcher::processEvents(QEventLoop::ProcessEventsFlags flags)
{
    m_isInterrupted.store(false);
    // Before the posted events: one that comes after them wakes the wait below.
    const bool wasWoken = m_isWoken.exchange(false);
    Q_EMIT awake();
    QCoreApplication::sendPostedEvents();
    if (m_isInterrupted.load())
        return wasWoken;
    // More of them may be there already; sockets and timers get their turn all the same.
    if (wasWoken && ++m_roundsWithoutPoll < kMostRoundsWithoutPoll)
        return true;
    m_roundsWithoutPoll = 0;

    tellKernel();
    const bool mayWait = flags.testFlag(QEventLoop::WaitForMoreEvents) && !wasWoken;
    if (mayWait)
        Q_EMIT aboutToBlock();
    m_isAsleep.store(true);
    epoll_event events[kMostAtOnce];
    const int count =
        ::epoll_wait(m_epoll, events, kMostAtOnce, waitMs(mayWait && !m_isWoken.load()));
    m_isAsleep.store(false);

    bool did = wasWoken;
    for (int i = 0; i < count; ++i) {
        if (events[i].data.fd == m_waker)
            did = true;
        else if (!flags.testFlag(QEventLoop::ExcludeSocketNotifiers))
            did |= activate(events[i].data.fd, events[i].events);
    }
    did |= ring();
    return did;
}

int EpollDispatcher::waitMs(bool mayWait) const
{
    if (!mayWait)
        return 0;
    if (m_due.empty())
        return -1;
    const qint64 left = wholeMs(m_due.begin()->first - nowNs());
    return static_cast<int>(std::clamp<qint64>(left, 0, std::numeric_limits<int>::max()));
}

void EpollDispatcher::wakeUp()
{
    // Either the thread sees the word before it sleeps, or this sees that it sleeps.
    if (!m_isWoken.exchange(true) && m_isAsleep.load()) {
        const quint64 one = 1;
        (void)!::write(m_waker, &one, sizeof one);
    }
}

void EpollDispatcher::interrupt()
{
    m_isInterrupted.store(true);
    wakeUp();
}

void EpollDispatcher::registerSocketNotifier(QSocketNotifier* notifier)
{
    const int socket = static_cast<int>(notifier->socket());
    Watched& watched = m_watched[socket];
    watched.notifiers[notifier->type()] = notifier;
    if (!std::exchange(watched.isChanged, true))
        m_changed.push_back(socket);
}

void EpollDispatcher::unregisterSocketNotifier(QSocketNotifier* notifier)
{
    const int socket = static_cast<int>(notifier->socket());
    const auto found = m_watched.find(socket);
    if (found == m_watched.end() || found->second.notifiers[notifier->type()] != notifier)
        return;
    Watched& watched = found->second;
    watched.notifiers[notifier->type()] = nullptr;
    const bool isLast = std::all_of(std::begin(watched.notifiers), std::end(watched.notifiers),
                                    [](const QSocketNotifier* other) { return !other; });
    if (isLast) {
        // At once: its number may be another's before the next round.
        if (watched.known != 0)
            ::epoll_ctl(m_epoll, EPOLL_CTL_DEL, socket, nullptr);
        m_watched.erase(found);
    } else if (!std::exchange(watched.isChanged, true)) {
        m_changed.push_back(socket);
    }
}

// Most notifiers that are switched on for what could not be written at once are off again by now.
void EpollDispatcher::tellKernel()
{
    for (const int socket : std::exchange(m_changed, {})) {
        if (const auto found = m_watched.find(socket); found != m_watched.end())
            tellKernel(socket, found->second);
    }
}

void EpollDispatcher::tellKernel(int socket, Watched& watched) const
{
    watched.isChanged = false;
    quint32 wanted = 0;
    for (int kind = 0; kind < kKinds; ++kind)
        wanted |= watched.notifiers[kind] ? kMasks[kind] : 0;
    if (wanted == watched.known)
        return;
    epoll_event event{};
    event.events = wanted;
    event.data.fd = socket;
    const int operation = watched.known == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
    if (::epoll_ctl(m_epoll, operation, socket, &event) == 0)
        watched.known = wanted;
    else
        qCWarning(lcApp) << "a descriptor cannot be watched";
}

bool EpollDispatcher::activate(int socket, quint32 events)
{
    bool did = false;
    for (int kind = 0; kind < kKinds; ++kind) {
        if ((events & (kMasks[kind] | EPOLLHUP | EPOLLERR)) == 0)
            continue;
        // Each call may take the others away.
        const auto found = m_watched.find(socket);
        if (found == m_watched.end())
            return did;
        if (QSocketNotifier* const notifier = found->second.notifiers[kind]) {
            QEvent event(QEvent::SockAct);
            QCoreApplication::sendEvent(notifier, &event);
            did = true;
        }
    }
    return did;
}

void EpollDispatcher::registerTimer(int timerId, qint64 interval, Qt::TimerType type,
                                    QObject* object)
{
    const Ns due = nowNs() + interval * kNsPerMs;
    m_timers.insert_or_assign(timerId, Timer{interval, type, object, due});
    m_due.emplace(due, timerId);
}

void EpollDispatcher::forget(const std::pair<const int, Timer>& timer)
{
    const auto [first, last] = m_due.equal_range(timer.second.due);
    const auto found =
        std::find_if(first, last, [&](const auto& due) { return due.second == timer.first; });
    if (found != last)
        m_due.erase(found);
}

bool EpollDispatcher::unregisterTimer(int timerId)
{
    const auto found = m_timers.find(timerId);
    if (found == m_timers.end())
        return false;
    forget(*found);
    m_timers.erase(found);
    return true;
}

bool EpollDispatcher::unregisterTimers(QObject* object)
{
    return std::erase_if(m_timers, [&](const auto& timer) {
               const bool isMeant = timer.second.object == object;
               if (isMeant)
                   forget(timer);
               return isMeant;
           }) > 0;
}

QList<EpollDispatcher::TimerInfo> EpollDispatcher::registeredTimers(QObject* object) const
{
    QList<TimerInfo> timers;
    for (const auto& [id, timer] : m_timers) {
        if (timer.object == object)
            timers.append({id, static_cast<int>(timer.interval), timer.type});
    }
    return timers;
}

int EpollDispatcher::remainingTime(int timerId)
{
    const auto found = m_timers.find(timerId);
    if (found == m_timers.end())
        return -1;
    return static_cast<int>(std::max<qint64>(0, wholeMs(found->second.due - nowNs())));
}

bool EpollDispatcher::ring()
{
    bool did = false;
    const Ns now = nowNs();
    // Each at most once a round, also those without an interval.
    for (std::size_t left = m_timers.size(); left > 0 && !m_due.empty(); --left) {
        const auto [due, id] = *m_due.begin();
        if (due > now)
            break;
        Timer& timer = m_timers.at(id);
        m_due.erase(m_due.begin());
        timer.due = std::max(now, due + timer.interval * kNsPerMs);
        m_due.emplace(timer.due, id);
        QTimerEvent event(id);
        QCoreApplication::sendEvent(timer.object, &event);
        did = true;
    }
    return did;
}

} // namespace Patchbay
