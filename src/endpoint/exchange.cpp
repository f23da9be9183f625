// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/exchange.h"

#include "endpoint/inspector/inspection.h"

namespace Patchbay {

Exchange::Exchange(Dispatcher& pool, Request request, const MailboxAddress& replyTo,
                   const std::function<void()>& changed, Inspection* inspection)
{
    RequestObserver observer;
    observer.head = [this, changed](const ResponseHead& head) {
        m_head = head;
        changed();
    };
    observer.heldChunk = [this, changed](const QByteArray& bytes, ChunkHold hold) {
        m_pieces.append(bytes);
        m_holds.push_back(std::move(hold));
        changed();
    };
    observer.finished = [this, changed](const Outcome& outcome) {
        m_outcome = outcome;
        changed();
    };
    if (inspection) {
        inspection->upstream(request);
        observer.waiting = [inspection](const QString& reason, qint64) {
            inspection->waiting(reason);
        };
        observer.leased = [inspection](const Lease& lease) { inspection->leased(lease); };
    }
    m_handle = pool.send(std::move(request), replyTo, std::move(observer));
}

QByteArrayList Exchange::takeBytes(std::vector<ChunkHold>& holds)
{
    holds = std::exchange(m_holds, {});
    return std::exchange(m_pieces, {});
}

} // namespace Patchbay
