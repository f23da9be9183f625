// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pool/attempt.h"

#include <unordered_map>

namespace Patchbay {

/// Runs attempts on its thread: made, used and destroyed there.
class Worker final
{
public:
    /// `answers` hears of the first content of each good answer, `report` how each attempt ended,
    /// once for each; on this thread.
    Worker(const PoolOptions& options, Ledger& ledger, const Clock& clock,
           std::unique_ptr<TransportFactory> transports,
           std::function<void(quint64, const AnswerHeaders&)> answers,
           std::function<void(AttemptReport)> report);
    /// Ends what is running, each with its report.
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    void start(AttemptOrder order);
    void cancel(quint64 request);
    void keepOnly(const QSet<AccountId>& accounts) { m_transports->keepOnly(accounts); }

private:
    void ended(AttemptReport report);

    Mailbox m_mailbox;
    std::function<void(AttemptReport)> m_report;
    std::unique_ptr<TransportFactory> m_transports;
    RequestUrls m_urls;
    Attempt::Context m_context;
    std::unordered_map<quint64, std::unique_ptr<Attempt>> m_attempts;
};

} // namespace Patchbay
