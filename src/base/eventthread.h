// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/mailbox.h"

#include <QString>

namespace Patchbay {

/// A thread with a Qt event loop and a mailbox, running from construction to stop().
/// Owned and stopped by the thread that made it.
class EventThread final
{
public:
    explicit EventThread(const QString& name);
    ~EventThread();
    EventThread(const EventThread&) = delete;
    EventThread& operator=(const EventThread&) = delete;

    /// Any thread. Tasks posted before stop() run before the thread ends.
    bool post(Task task) const { return m_address.post(std::move(task)); }
    [[nodiscard]] const MailboxAddress& address() const { return m_address; }

    /// Called on the thread itself (inside a task): runs `task` on the thread after its event loop
    /// has ended; last registered, first run. Destroy the thread's QObjects here.
    void atExit(Task task);

    /// Runs what was posted so far, then ends the loop and joins. Safe to call twice.
    void stop();

private:
    class Thread;
    std::unique_ptr<Thread> m_thread;
    MailboxAddress m_address;
};

} // namespace Patchbay
