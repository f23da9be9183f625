// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/mailbox.h"
#include "endpoint/endpointoptions.h"

namespace Patchbay {

class Core;
struct PoolSnapshot;

/// What the endpoint tells of the program: health, gauges, accounts, usage, workers. Main thread;
/// outlives the endpoint that asks.
class EndpointFacts final
{
public:
    explicit EndpointFacts(Core& core);

    /// To be called on any thread.
    [[nodiscard]] FactsSource source();

private:
    using Reply = std::function<void(EndpointAnswer)>;
    void answer(Route route, const QByteArray& query, const Reply& reply);
    void answerUsage(const QByteArray& query, const Reply& reply);
    [[nodiscard]] EndpointAnswer health(const PoolSnapshot& pool) const;
    [[nodiscard]] EndpointAnswer gauges(const PoolSnapshot& pool) const;

    Core& m_core;
    const qint64 m_startedMs; // monotonic
    Mailbox m_mailbox;
};

} // namespace Patchbay
