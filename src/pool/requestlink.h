// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/mailbox.h"
#include "pool/request.h"
#include "pool/requesthandle.h"

#include <atomic>
#include <memory>

namespace Patchbay {

/// What ties a handle, on the thread of the one who asked, to its request in the pool.
struct RequestHandle::Link final : std::enable_shared_from_this<RequestHandle::Link>
{
    /// `poolGone` turns true when the pool is destroyed: no observer is called afterwards.
    Link(MailboxAddress replyTo, RequestObserver observer,
         std::shared_ptr<const std::atomic<bool>> poolGone, std::function<void()> cancel);

    // Board and workers:
    using Call = std::move_only_function<void(const RequestObserver&)>;
    void tell(Call call);
    /// Two calls with one post.
    void tell(Call first, Call second);
    /// Whether it is worth while to tell of a lease.
    [[nodiscard]] bool wantsLease() const { return m_wantsLease; }
    /// The last call.
    void finish(Outcome outcome);

    // The thread of the one who asked:
    void cancel();
    void silence() { m_observer.reset(); }

private:
    void call(Call& call);

    const MailboxAddress m_replyTo;
    const std::shared_ptr<const std::atomic<bool>> m_poolGone;
    const std::function<void()> m_cancel;
    const bool m_wantsLease;
    // On the asker's thread from here on.
    std::shared_ptr<const RequestObserver> m_observer;
    bool m_ended = false;
};

} // namespace Patchbay
