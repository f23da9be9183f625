// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/inspector/inspectortap.h"

#include "endpoint/inspector/inspectionstore.h"

namespace Patchbay {

namespace {

constexpr qint64 kTaskBytes = 256;

} // namespace

InspectorTap::InspectorTap(MailboxAddress address, InspectionStore& store,
                           const InspectorLimits& limits)
    : m_address(std::move(address))
    , m_store(store)
    , m_limits(limits)
{
}

bool InspectorTap::hasRoom(qint64 bytes) const
{
    return m_waitingBytes + bytes <= m_limits.queueBytes;
}

void InspectorTap::post(qint64 bytes, std::function<void(InspectionStore&)> task)
{
    if (m_isClosed)
        return;
    m_waitingBytes += bytes + kTaskBytes;
    m_address.post([self = shared_from_this(), bytes, task = std::move(task)] {
        self->m_waitingBytes -= bytes + kTaskBytes;
        if (!self->m_isClosed)
            task(self->m_store);
    });
}

} // namespace Patchbay
