// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/mailbox.h"
#include "endpoint/inspector/inspectedrequest.h"

#include <atomic>
#include <functional>

namespace Patchbay {

class InspectionStore;

/// The way of what is recorded to the inspector's thread. Any thread.
class InspectorTap final : public std::enable_shared_from_this<InspectorTap>
{
public:
    /// `store` is used by tasks of `address` alone, which end before it.
    InspectorTap(MailboxAddress address, InspectionStore& store, const InspectorLimits& limits);

    [[nodiscard]] const InspectorLimits& limits() const { return m_limits; }
    [[nodiscard]] quint64 nextId() { return ++m_lastId; }

    /// Whether so many bytes more may wait to be kept.
    [[nodiscard]] bool hasRoom(qint64 bytes) const;
    /// `bytes`: what `task` holds.
    void post(qint64 bytes, std::function<void(InspectionStore&)> task);
    /// A request is not recorded: the inspector's thread does not keep up.
    void leaveOut() { ++m_left; }
    [[nodiscard]] qint64 takeLeft() { return m_left.exchange(0); }
    /// What waits is dropped, as is what comes from now on.
    void close() { m_isClosed = true; }

private:
    const MailboxAddress m_address;
    InspectionStore& m_store;
    const InspectorLimits m_limits;
    std::atomic<quint64> m_lastId = 0;
    std::atomic<qint64> m_left = 0;
    std::atomic<qint64> m_waitingBytes = 0;
    std::atomic<bool> m_isClosed = false;
};

} // namespace Patchbay
