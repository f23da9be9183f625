// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/announcer.h"

#include <algorithm>
#include <chrono>
#include <tuple>
#include <utility>

namespace Patchbay {

namespace {

constexpr std::chrono::milliseconds kLoadEvery{100};
constexpr std::chrono::milliseconds kLimitsEvery{100};

bool isSame(const AccountFinding& a, const AccountFinding& b)
{
    const auto parts = [](const AccountFinding& finding) {
        return std::tie(finding.account, finding.state, finding.reason, finding.untilMs,
                        finding.organizationId, finding.modelRests);
    };
    return parts(a) == parts(b);
}

void merge(QList<LimitWindow>& windows, const QList<LimitWindow>& newer)
{
    for (const LimitWindow& window : newer) {
        const auto known =
            std::find_if(windows.begin(), windows.end(),
                         [&](const LimitWindow& older) { return older.window == window.window; });
        if (known == windows.end())
            windows.append(window);
        else if (window.asOfMs >= known->asOfMs)
            *known = window;
    }
}

} // namespace

Announcer::Announcer(std::function<PoolLoad()> load, std::shared_ptr<const std::atomic<bool>> gone)
    : m_load(std::move(load))
    , m_gone(std::move(gone))
{
    m_timer.setSingleShot(true);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { tellLoad(); });
    m_limitsTimer.setSingleShot(true);
    QObject::connect(&m_limitsTimer, &QTimer::timeout, &m_limitsTimer, [this] { tellLimits(); });
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

void Announcer::tell(const AccountFinding& finding)
{
    AccountFinding bare = finding;
    bare.limits.clear();
    const bool isNew = !isSame(m_toldFindings.value(finding.account), bare);
    if (isNew)
        m_toldFindings.insert(finding.account, bare);
    if (isNew || !m_limitsTimer.isActive()) {
        AccountFinding all = finding;
        all.limits = m_newLimits.take(finding.account).limits;
        merge(all.limits, finding.limits);
        post(m_findingObserver, all);
        if (!m_limitsTimer.isActive() && !m_isStopped)
            m_limitsTimer.start(kLimitsEvery);
        return;
    }
    QList<LimitWindow> limits = m_newLimits.value(finding.account).limits;
    merge(limits, finding.limits);
    bare.limits = limits;
    m_newLimits.insert(finding.account, bare);
}

void Announcer::tellLimits()
{
    if (m_newLimits.isEmpty())
        return;
    for (const AccountFinding& finding : std::exchange(m_newLimits, {}))
        post(m_findingObserver, finding);
    m_limitsTimer.start(kLimitsEvery);
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
    m_limitsTimer.stop();
    for (const AccountFinding& finding : std::exchange(m_newLimits, {}))
        post(m_findingObserver, finding);
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
