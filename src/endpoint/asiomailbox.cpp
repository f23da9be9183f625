// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/asiomailbox.h"

#include <boost/asio/post.hpp>

#include <mutex>
#include <vector>

namespace Patchbay {

class AsioMailbox::Receiver final : public MailboxAddress::Receiver,
                                    public std::enable_shared_from_this<AsioMailbox::Receiver>
{
public:
    explicit Receiver(boost::asio::io_context& loop)
        : m_loop(&loop)
    {
    }

    bool post(Task task) override
    {
        const std::lock_guard lock(m_mutex);
        if (!m_loop)
            return false;
        m_tasks.push_back(std::move(task));
        // One wake-up for all that came since the last.
        if (m_tasks.size() == 1)
            boost::asio::post(*m_loop, [self = shared_from_this()] { self->run(); });
        return true;
    }

    void close()
    {
        std::vector<Task> dropped; // destroyed without the lock: they may post
        const std::lock_guard lock(m_mutex);
        m_loop = nullptr;
        dropped.swap(m_tasks);
    }

private:
    void run()
    {
        std::vector<Task> batch;
        {
            const std::lock_guard lock(m_mutex);
            batch.swap(m_tasks);
        }
        for (Task& task : batch) {
            Task running = std::move(task);
            running();
        }
    }

    std::mutex m_mutex;
    boost::asio::io_context* m_loop;
    std::vector<Task> m_tasks;
};

AsioMailbox::AsioMailbox(boost::asio::io_context& loop)
    : m_receiver(std::make_shared<Receiver>(loop))
{
}

AsioMailbox::~AsioMailbox()
{
    close();
}

MailboxAddress AsioMailbox::address() const
{
    return MailboxAddress(m_receiver);
}

void AsioMailbox::close()
{
    m_receiver->close();
}

} // namespace Patchbay
