// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pool/dispatcher.h"

#include <vector>

namespace Patchbay {

class Inspection;

/// One request to the pool and what has come of its answer and was not taken yet. Destroying it
/// cancels the request. On the thread of `replyTo`.
class Exchange final
{
public:
    /// `changed`: something came; it may not destroy this. `inspection` outlives it.
    Exchange(Dispatcher& pool, Request request, const MailboxAddress& replyTo,
             const std::function<void()>& changed, Inspection* inspection = nullptr);
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;

    /// Null until it came, as the outcome.
    [[nodiscard]] const ResponseHead* head() const { return m_head ? &*m_head : nullptr; }
    [[nodiscard]] bool hasBytes() const { return !m_pieces.empty(); }
    /// All that came. The upstream is held back until `holds` are gone.
    [[nodiscard]] QByteArrayList takeBytes(std::vector<ChunkHold>& holds);
    [[nodiscard]] const Outcome* outcome() const { return m_outcome ? &*m_outcome : nullptr; }
    /// Its outcome follows.
    void cancel() { m_handle.cancel(); }

private:
    std::optional<ResponseHead> m_head;
    QByteArrayList m_pieces;
    std::vector<ChunkHold> m_holds;
    std::optional<Outcome> m_outcome;
    RequestHandle m_handle; // last: it silences before the rest goes
};

} // namespace Patchbay
