// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

namespace Patchbay {

using Task = std::move_only_function<void()>;

/// Where a thread takes tasks from others. The one way values go between threads.
class MailboxAddress
{
public:
    /// A loop that is not Qt's (the endpoint's) implements this to have an address of its own.
    class Receiver
    {
    public:
        virtual ~Receiver() = default;
        /// Any thread. False when the receiver is gone and the task was dropped.
        virtual bool post(Task task) = 0;
    };

    MailboxAddress() = default;
    explicit MailboxAddress(std::shared_ptr<Receiver> receiver)
        : m_receiver(std::move(receiver))
    {
    }

    /// Any thread. The task runs on the receiver's thread, in the order of posting, from its event
    /// loop; it is dropped (destroyed unrun) when the receiver is gone, and then this is false.
    bool post(Task task) const { return m_receiver && m_receiver->post(std::move(task)); }

private:
    std::shared_ptr<Receiver> m_receiver;
};

/// The mailbox of a Qt thread: made on that thread, destroyed on it. Tasks left over are dropped.
class Mailbox final
{
public:
    Mailbox();
    ~Mailbox();
    Mailbox(const Mailbox&) = delete;
    Mailbox& operator=(const Mailbox&) = delete;

    [[nodiscard]] MailboxAddress address() const;
    bool post(Task task) const { return address().post(std::move(task)); }

private:
    class QtReceiver;
    std::shared_ptr<QtReceiver> m_receiver;
};

} // namespace Patchbay
