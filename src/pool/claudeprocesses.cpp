// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/claudeprocesses.h"

#include <algorithm>
#include <chrono>

namespace Patchbay {

namespace {

qint64 nowMs()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

bool continues(const QList<QByteArray>& seen, const QList<QByteArray>& digests)
{
    return seen.size() + 1 == digests.size() &&
           std::equal(seen.begin(), seen.end(), digests.begin());
}

} // namespace

ClaudeProcesses::ClaudeProcesses(qint64 longestIdleMs, int mostKept)
    : m_longestIdleMs(longestIdleMs)
    , m_mostKept(mostKept)
{
    m_sweeping.setInterval(
        std::chrono::milliseconds(std::clamp<qint64>(longestIdleMs / 10, 10, 60'000)));
    QObject::connect(&m_sweeping, &QTimer::timeout, &m_context, [this] { sweep(); });
}

ClaudeProcesses::~ClaudeProcesses() = default;

std::optional<ClaudeSession> ClaudeProcesses::take(const ClaudeOrder& order,
                                                   const QString& conversation,
                                                   const QList<QByteArray>& digests)
{
    std::optional<ClaudeSession> found;
    for (auto session = m_kept.begin(); session != m_kept.end();) {
        const bool fits =
            !found && !session->process->isGone() && session->process->order().servesAlso(order) &&
            session->conversation == conversation && continues(session->seen, digests);
        const bool isStale = !conversation.isEmpty() && session->conversation == conversation;
        if (fits)
            found = std::move(*session);
        else if (isStale)
            retire(std::move(session->process), false);
        else {
            ++session;
            continue;
        }
        session = m_kept.erase(session);
    }
    return found;
}

void ClaudeProcesses::keep(ClaudeSession session)
{
    session.idleSinceMs = nowMs();
    session.process->listen(nullptr, [this](const Error&) { buryLater(); });
    m_kept.push_back(std::move(session));
    while (static_cast<int>(m_kept.size()) > m_mostKept) {
        retire(std::move(m_kept.front().process), false);
        m_kept.erase(m_kept.begin());
    }
    if (!m_sweeping.isActive())
        m_sweeping.start();
}

void ClaudeProcesses::retire(std::unique_ptr<ClaudeProcess> process, bool isBusy)
{
    if (!process)
        return;
    process->listen(nullptr, [this](const Error&) { buryLater(); });
    process->end(isBusy);
    m_ending.push_back(std::move(process));
    if (m_ending.back()->isGone())
        buryLater();
}

void ClaudeProcesses::keepOnly(const QSet<AccountId>& accounts)
{
    for (ClaudeSession& session : m_kept) {
        if (!accounts.contains(session.process->order().account.id))
            retire(std::move(session.process), false);
    }
    std::erase_if(m_kept, [](const ClaudeSession& session) { return !session.process; });
}

void ClaudeProcesses::sweep()
{
    const qint64 oldest = nowMs() - m_longestIdleMs;
    for (ClaudeSession& session : m_kept) {
        if (session.process->isGone() || session.idleSinceMs <= oldest)
            retire(std::move(session.process), false);
    }
    std::erase_if(m_kept, [](const ClaudeSession& session) { return !session.process; });
    if (m_kept.empty())
        m_sweeping.stop();
}

// From the event loop, because a process that tells its end is on the stack.
void ClaudeProcesses::buryLater()
{
    QMetaObject::invokeMethod(
        &m_context,
        [this] {
            const auto isGone = [](const auto& process) { return process->isGone(); };
            std::erase_if(m_ending, isGone);
            std::erase_if(m_kept,
                          [](const ClaudeSession& session) { return session.process->isGone(); });
        },
        Qt::QueuedConnection);
}

} // namespace Patchbay
