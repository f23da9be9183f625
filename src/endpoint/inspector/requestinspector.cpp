// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/inspector/requestinspector.h"

#include "endpoint/inspector/inspectortap.h"

#include <algorithm>
#include <future>

namespace Patchbay {

RequestInspector::RequestInspector(const InspectorLimits& limits, QObject* parent)
    : QObject(parent)
    , m_limits(limits)
{
}

RequestInspector::~RequestInspector()
{
    if (m_tap)
        m_tap->close();
}

void RequestInspector::setOn(bool on)
{
    if (on == isOn())
        return;
    m_isPaused = false;
    if (on) {
        ++m_run;
        m_thread = std::make_unique<EventThread>(QStringLiteral("inspector"));
        std::promise<InspectionStore*> made;
        auto store = made.get_future();
        m_thread->post([this, run = m_run, limits = m_limits, thread = m_thread.get(),
                        main = m_mailbox.address(), made = std::move(made)]() mutable {
            auto kept =
                std::make_unique<InspectionStore>(limits, [this, run, main](InspectorNews news) {
                    main.post([this, run, news = std::move(news)] {
                        if (run == m_run && isOn())
                            take(news);
                    });
                });
            made.set_value(kept.get());
            thread->atExit([kept = std::move(kept)] {});
        });
        m_store = store.get();
        m_tap = std::make_shared<InspectorTap>(m_thread->address(), *m_store, m_limits);
    } else {
        std::exchange(m_tap, nullptr)->close();
        m_thread.reset();
        m_store = nullptr;
        m_requests.clear();
        m_keptSize = 0;
        m_left = 0;
        m_followed = 0;
    }
    Q_EMIT recordingChanged();
    Q_EMIT requestsChanged({});
}

void RequestInspector::setPaused(bool paused)
{
    if (!isOn() || std::exchange(m_isPaused, paused) == paused)
        return;
    Q_EMIT recordingChanged();
}

void RequestInspector::post(std::function<void(InspectionStore&)> task)
{
    if (m_thread)
        m_thread->post([store = m_store, task = std::move(task)] { task(*store); });
}

void RequestInspector::setRequests(int count)
{
    m_limits.requests = count;
    post([count](InspectionStore& store) { store.setRequests(count); });
}

void RequestInspector::clear()
{
    m_followed = 0;
    post([](InspectionStore& store) { store.clear(); });
}

void RequestInspector::follow(quint64 id)
{
    m_followed = id;
    post([id](InspectionStore& store) { store.follow(id); });
}

std::shared_ptr<InspectorTap> RequestInspector::tap() const
{
    return m_isPaused ? nullptr : m_tap;
}

void RequestInspector::take(const InspectorNews& news)
{
    m_keptSize = news.keptSize;
    m_left = news.left;
    m_requests.removeIf(
        [&news](const InspectedSummary& request) { return request.id < news.oldest; });
    QList<quint64> ids;
    for (const InspectedSummary& changed : news.changed) {
        const auto place = std::lower_bound(
            m_requests.begin(), m_requests.end(), changed.id,
            [](const InspectedSummary& request, quint64 id) { return request.id < id; });
        if (place != m_requests.end() && place->id == changed.id)
            *place = changed;
        else
            m_requests.insert(place, changed);
        ids.append(changed.id);
    }
    Q_EMIT requestsChanged(ids);
    if (news.followed && news.followed->summary.id == m_followed)
        Q_EMIT followedChanged(*news.followed);
}

} // namespace Patchbay
