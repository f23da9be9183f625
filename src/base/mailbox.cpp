// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/mailbox.h"

#include <QCoreApplication>
#include <QEvent>
#include <QObject>

#include <deque>
#include <iterator>
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
    QtReceiver()
        : m_waker(new Waker(*this))
    {
    }

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
        m_batch.clear();
        // A task may destroy the mailbox from inside the waker's own event.
        if (m_depth > 0) {
            QCoreApplication::removePostedEvents(waker, wakeUpType());
            waker->deleteLater();
        } else {
            delete waker;
        }
    }

private:
    class Waker final : public QObject
    {
    public:
        explicit Waker(QtReceiver& receiver)
            : m_receiver(receiver)
        {
        }
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
        {
            const std::lock_guard lock(m_mutex);
            m_batch.insert(m_batch.end(), std::make_move_iterator(m_tasks.begin()),
                           std::make_move_iterator(m_tasks.end()));
            m_tasks.clear();
        }
        // A task may close this mailbox, which empties the batch, or run an event loop (a dialog
        // of the platform does): that loop finds this event and goes on with the batch.
        const auto self = shared_from_this();
        if (m_batch.size() > 1)
            QCoreApplication::postEvent(m_waker, new QEvent(wakeUpType()));
        ++m_depth;
        while (!m_batch.empty()) {
            Task task = std::move(m_batch.front());
            m_batch.pop_front();
            task();
        }
        --m_depth;
    }

    std::mutex m_mutex;
    std::vector<Task> m_tasks;
    Waker* m_waker;
    // On the receiver's thread alone.
    std::deque<Task> m_batch; // what is being run
    int m_depth = 0;
};

Mailbox::Mailbox()
    : m_receiver(std::make_shared<QtReceiver>())
{
}

Mailbox::~Mailbox()
{
    m_receiver->close();
}

MailboxAddress Mailbox::address() const
{
    return MailboxAddress(m_receiver);
}

} // namespace Patchbay
