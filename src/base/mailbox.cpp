// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/mailbox.h"

#include <QCoreApplication>
#include <QEvent>
#include <QObject>

#include <mutex>
#include <vector>

namespace Patchbay {

namespace {

QEvent::Type wakeUpType()
{
    static const auto type = static_cast<QEvent::Type>(QEvent::registerEventType());
    return type;
}

} // namespace

// The tasks travel in our own queue under our own mutex and the posted event is empty: a thread
// sanitizer cannot see the locking inside Qt's event queue.
class Mailbox::QtReceiver final : public MailboxAddress::Receiver,
                                  public std::enable_shared_from_this<Mailbox::QtReceiver>
{
public:
    QtReceiver() : m_waker(new Waker(*this)) {}

    bool post(Task task) override
    {
        const std::lock_guard lock(m_mutex);
        if (!m_waker)
            return false;
        m_tasks.push_back(std::move(task));
        if (m_tasks.size() == 1)
            QCoreApplication::postEvent(m_waker, new QEvent(wakeUpType()));
        return true;
    }

    void close()
    {
        std::vector<Task> dropped;
        Waker* waker = nullptr;
        {
            const std::lock_guard lock(m_mutex);
            waker = std::exchange(m_waker, nullptr);
            dropped.swap(m_tasks);
        }
        // A task may destroy the mailbox from inside the waker's own event.
        if (m_running)
            waker->deleteLater();
        else
            delete waker;
    }

private:
    class Waker final : public QObject
    {
    public:
        explicit Waker(QtReceiver& receiver) : m_receiver(receiver) {}
        bool event(QEvent* event) override
        {
            if (event->type() != wakeUpType())
                return QObject::event(event);
            m_receiver.runTasks();
            return true;
        }

    private:
        QtReceiver& m_receiver;
    };

    void runTasks()
    {
        std::vector<Task> tasks;
        {
            const std::lock_guard lock(m_mutex);
            tasks.swap(m_tasks);
        }
        // A task may close this mailbox: the rest is dropped then, as the contract says.
        const auto self = shared_from_this();
        m_running = true;
        for (Task& task : tasks) {
            {
                const std::lock_guard lock(m_mutex);
                if (!m_waker)
                    return;
            }
            task();
            task = nullptr;
        }
        m_running = false;
    }

    std::mutex m_mutex;
    std::vector<Task> m_tasks;
    Waker* m_waker;
    bool m_running = false; // on the receiver's thread alone
};

Mailbox::Mailbox() : m_receiver(std::make_shared<QtReceiver>()) {}

Mailbox::~Mailbox()
{
    m_receiver->close();
}

MailboxAddress Mailbox::address() const
{
    return MailboxAddress(m_receiver);
}

} // namespace Patchbay
