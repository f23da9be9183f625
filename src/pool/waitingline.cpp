// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/waitingline.h"

#include <algorithm>

namespace Patchbay {

void WaitingLine::append(quint64 request, const QString& client)
{
    m_clientOf.insert(request, client);
    const auto queue = std::find_if(m_queues.begin(), m_queues.end(),
                                    [&client](const Queue& q) { return q.client == client; });
    if (queue != m_queues.end())
        queue->requests.append(request);
    else
        m_queues.append({client, {request}});
}

void WaitingLine::remove(quint64 request, bool served)
{
    const auto client = m_clientOf.constFind(request);
    if (client == m_clientOf.cend())
        return;
    const auto queue = std::find_if(m_queues.begin(), m_queues.end(),
                                    [&client](const Queue& q) { return q.client == *client; });
    queue->requests.removeOne(request);
    if (queue->requests.isEmpty())
        m_queues.erase(queue);
    else if (served)
        m_queues.move(queue - m_queues.begin(), m_queues.size() - 1);
    m_clientOf.erase(client);
}

QList<quint64> WaitingLine::inTurn() const
{
    QList<quint64> all;
    all.reserve(m_clientOf.size());
    for (const Queue& queue : m_queues)
        all.append(queue.requests);
    return all;
}

} // namespace Patchbay
