// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/mailbox.h"

#include <QtGlobal>

#include <atomic>
#include <functional>
#include <memory>

namespace Patchbay {

/// Bytes on their way from a worker to the one who asked: past a limit the worker stops reading
/// until most of them were taken. Shared by both threads, without a lock.
class DeliveryFlow final : public std::enable_shared_from_this<DeliveryFlow>
{
public:
    static constexpr qint64 kHigh = 1024 * 1024;
    static constexpr qint64 kLow = kHigh / 4;

    /// `resume` runs on the worker's thread.
    DeliveryFlow(MailboxAddress worker, std::function<void()> resume)
        : m_worker(std::move(worker))
        , m_resume(std::move(resume))
    {
    }

    /// The worker: so much was handed over. Whether to pause; resume() follows then.
    [[nodiscard]] bool handedOver(qint64 bytes)
    {
        if (m_pending.fetch_add(bytes) + bytes <= kHigh)
            return false;
        m_paused.store(true);
        // Taken meanwhile, by one who did not see the pause yet.
        return m_pending.load() > kLow || !m_paused.exchange(false);
    }

    /// The one who asked: so much was taken.
    void taken(qint64 bytes)
    {
        if (m_pending.fetch_sub(bytes) - bytes <= kLow && m_paused.exchange(false))
            m_worker.post([flow = shared_from_this()] { flow->m_resume(); });
    }

private:
    const MailboxAddress m_worker;
    const std::function<void()> m_resume;
    std::atomic<qint64> m_pending = 0;
    std::atomic<bool> m_paused = false;
};

} // namespace Patchbay
