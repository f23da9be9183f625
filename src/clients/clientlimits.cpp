// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/clientlimits.h"

namespace Patchbay {

namespace {

constexpr qint64 minuteMs = 60'000;
constexpr qint64 guessedWaitMs = 1'000;
constexpr qint64 forgetEveryMs = 10 * minuteMs;

void dropOld(std::deque<qint64>& begun, qint64 nowMs)
{
    while (!begun.empty() && begun.front() + minuteMs <= nowMs)
        begun.pop_front();
}

} // namespace

ClientLimits::Place& ClientLimits::Place::operator=(Place&& other) noexcept
{
    if (this != &other) {
        giveBack();
        m_use = std::move(other.m_use);
    }
    return *this;
}

void ClientLimits::Place::giveBack()
{
    if (m_use)
        --m_use->inFlight;
    m_use.reset();
}

ClientLimits::Admission ClientLimits::admit(const EndpointClient& client, qint64 nowMs)
{
    forgetIdle(nowMs);
    std::shared_ptr<Use>& use = m_uses[client.id];
    if (!use)
        use = std::make_shared<Use>();
    if (client.maxConcurrent > 0 && use->inFlight >= client.maxConcurrent)
        return {Verdict::TooManyAtOnce, guessedWaitMs, {}};
    dropOld(use->begun, nowMs);
    const auto most = static_cast<std::size_t>(client.requestsPerMinute);
    if (most > 0 && use->begun.size() >= most) {
        // After a limit was lowered more than one has to grow old.
        const qint64 begunAtMs = use->begun[use->begun.size() - most];
        return {Verdict::TooManyPerMinute, begunAtMs + minuteMs - nowMs, {}};
    }
    if (most > 0)
        use->begun.push_back(nowMs);
    else
        use->begun.clear();
    ++use->inFlight;
    return {Verdict::Allowed, 0, Place(use)};
}

int ClientLimits::inFlight(const QString& clientId) const
{
    const auto found = m_uses.find(clientId);
    return found == m_uses.end() ? 0 : found->second->inFlight;
}

bool ClientLimits::isUseDue(const QString& clientId, qint64 nowMs)
{
    std::shared_ptr<Use>& use = m_uses[clientId];
    if (!use)
        use = std::make_shared<Use>();
    if (use->isTold && nowMs < use->toldAtMs + minuteMs)
        return false;
    use->isTold = true;
    use->toldAtMs = nowMs;
    return true;
}

// Of clients that are gone nothing stays.
void ClientLimits::forgetIdle(qint64 nowMs)
{
    if (nowMs < m_forgottenAtMs + forgetEveryMs)
        return;
    m_forgottenAtMs = nowMs;
    std::erase_if(m_uses, [nowMs](const auto& entry) {
        Use& use = *entry.second;
        dropOld(use.begun, nowMs);
        return use.inFlight == 0 && use.begun.empty() && use.toldAtMs + minuteMs <= nowMs;
    });
}

} // namespace Patchbay
