// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/decisionlog.h"

#include "pool/job.h"

namespace Patchbay {

void DecisionLog::add(const Job& job, const AccountId& account, const QString& reason, qint64 nowMs)
{
    if (m_decisions.size() >= kMost)
        m_decisions.removeLast();
    m_decisions.prepend(
        {job.id, nowMs, job.request.client.ledgerName(), job.request.model, account, reason});
}

} // namespace Patchbay
