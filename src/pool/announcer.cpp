// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/announcer.h"

#include <chrono>
#include <utility>

namespace Patchbay {

namespace {

constexpr std::chrono::milliseconds kLoadEvery{100};

} // namespace

Announcer::Announcer(std::function<PoolLoad()> load, std::shared_ptr<const std::atomic<bool>> gone)
    : m_load(std::move(load))
    , m_gone(std::move(gone))
{
    m_timer.setSingleShot(true);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { tellLoad(); });
}

void Announcer::observe(MailboxAddress replyTo, std::function<void(const AccountFinding&)> finding,
                        std::function<void(const PoolLoad&)> load)
{
    m_replyTo = std::move(replyTo);
    if (finding)
        m_findingObserver =
            std::make_shared<const std::function<void(const AccountFinding&)>>(std::move(finding));
    if (load)
        m_loadObserver =
            std::make_shared<const std::function<void(const PoolLoad&)>>(std::move(load));
}

template <class T>
void Announcer::post(const Observer<T>& observer, const T& value) const
{
    if (!observer)
        return;
    m_replyTo.post([observer, gone = m_gone, value] {
        if (!gone->load(std::memory_order_acquire))
            (*observer)(value);
    });
}

void Announcer::tell(const std::optional<AccountFinding>& finding) const
{
    if (finding)
        post(m_findingObserver, *finding);
}

void Announcer::loadChanged()
{
    // The first at once: a request may be over before the time is up, and would go unseen.
    m_hasChanged = true;
    if (!m_timer.isActive() && !m_isStopped)
        tellLoad();
}

void Announcer::stop()
{
    m_isStopped = true;
    m_timer.stop();
}

void Announcer::tellLoad()
{
    if (!std::exchange(m_hasChanged, false))
        return;
    m_timer.start(kLoadEvery);
    const PoolLoad load = m_load();
    if (load == m_told)
        return;
    m_told = load;
    post(m_loadObserver, load);
}

} // namespace Patchbay
