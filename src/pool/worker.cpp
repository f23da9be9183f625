// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/worker.h"

namespace Patchbay {

Worker::Worker(const PoolOptions& options, Ledger& ledger, const Clock& clock,
               std::unique_ptr<TransportFactory> transports,
               std::function<void(quint64, const AnswerHeaders&)> answers,
               std::function<void(AttemptReport)> report)
    : m_report(std::move(report))
    , m_transports(std::move(transports))
    , m_context{options,
                clock,
                ledger,
                m_mailbox.address(),
                [this](quint64 request) {
                    if (const auto found = m_attempts.find(request); found != m_attempts.end())
                        found->second->resume();
                },
                std::move(answers),
                [this](AttemptReport attempt) { ended(std::move(attempt)); },
                m_urls}
{
}

Worker::~Worker()
{
    const auto running = std::exchange(m_attempts, {});
    for (const auto& [request, attempt] : running)
        attempt->cancel();
}

void Worker::start(AttemptOrder order)
{
    const quint64 request = order.request;
    auto attempt = std::make_unique<Attempt>(std::move(order), m_context);
    Attempt& started = *attempt;
    m_attempts[request] = std::move(attempt);
    started.start(*m_transports);
}

void Worker::cancel(quint64 request)
{
    if (const auto found = m_attempts.find(request); found != m_attempts.end())
        found->second->cancel();
}

void Worker::ended(AttemptReport report)
{
    if (auto node = m_attempts.extract(report.request)) {
        // It is on the stack above us.
        m_mailbox.post([attempt = std::move(node.mapped())] {});
    }
    m_report(std::move(report));
}

} // namespace Patchbay
