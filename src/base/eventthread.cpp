// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/eventthread.h"

#ifdef Q_OS_LINUX
#include "base/epolldispatcher.h"
#endif

#include <QThread>

#include <future>
#include <vector>

namespace Patchbay {

class EventThread::Thread final : public QThread
{
public:
    std::promise<MailboxAddress> started;
    std::promise<void> ended;
    std::vector<Task> exitTasks;

protected:
    void run() override
    {
        live();
        ended.set_value();
    }

private:
    void live()
    {
        Mailbox mailbox;
        started.set_value(mailbox.address());
        exec();
        while (!exitTasks.empty()) {
            Task task = std::move(exitTasks.back());
            exitTasks.pop_back();
            task();
        }
    }
};

EventThread::EventThread(const QString& name)
    : m_thread(std::make_unique<Thread>())
{
    m_thread->setObjectName(name);
#ifdef Q_OS_LINUX
    if (auto* const dispatcher = EpollDispatcher::make())
        m_thread->setEventDispatcher(dispatcher); // which takes it
#endif
    auto address = m_thread->started.get_future();
    m_thread->start();
    m_address = address.get();
}

EventThread::~EventThread()
{
    stop();
}

void EventThread::atExit(Task task)
{
    Q_ASSERT(QThread::currentThread() == m_thread.get());
    m_thread->exitTasks.push_back(std::move(task));
}

void EventThread::stop()
{
    if (!m_thread)
        return;
    m_address.post([thread = m_thread.get()] { thread->exit(); });
    // A thread sanitizer cannot see into QThread::wait(): what the thread did comes before this.
    m_thread->ended.get_future().wait();
    m_thread->wait();
    m_thread.reset();
}

} // namespace Patchbay
