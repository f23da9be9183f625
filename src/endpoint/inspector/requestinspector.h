// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/eventthread.h"
#include "endpoint/inspector/inspectionstore.h"

#include <QObject>

namespace Patchbay {

class InspectorTap;

/// The last requests of the endpoint with their bodies, for a person who looks why a tool
/// misbehaves. In memory alone, without secrets, and only while it is on; off at first. Main
/// thread.
class RequestInspector final : public QObject
{
    Q_OBJECT
public:
    explicit RequestInspector(const InspectorLimits& limits = {}, QObject* parent = nullptr);
    ~RequestInspector() override;

    [[nodiscard]] bool isOn() const { return m_thread != nullptr; }
    /// Switched off it forgets everything.
    void setOn(bool on);
    [[nodiscard]] bool isPaused() const { return m_isPaused; }
    /// Requests that come while it is paused are not recorded; those under way are, to their end.
    void setPaused(bool paused);
    /// How many are kept.
    void setRequests(int count);
    [[nodiscard]] const InspectorLimits& limits() const { return m_limits; }
    void clear();

    /// Newest last; without bodies.
    [[nodiscard]] const QList<InspectedSummary>& requests() const { return m_requests; }
    /// Of memory, in all.
    [[nodiscard]] qint64 keptSize() const { return m_keptSize; }
    /// Requests that came too fast to be recorded.
    [[nodiscard]] qint64 left() const { return m_left; }
    /// Has followedChanged() tell of this one, now and as it grows; 0: of none.
    void follow(quint64 id);
    /// For the endpoint; null while nothing is to be recorded.
    [[nodiscard]] std::shared_ptr<InspectorTap> tap() const;

Q_SIGNALS:
    /// On, off, paused or not.
    void recordingChanged();
    /// At most ten times a second. `ids`: new or changed ones that are still there.
    void requestsChanged(const QList<quint64>& ids);
    void followedChanged(const InspectedRequest& request);

private:
    void take(const InspectorNews& news);
    void post(std::function<void(InspectionStore&)> task);

    InspectorLimits m_limits;
    bool m_isPaused = false;
    QList<InspectedSummary> m_requests;
    qint64 m_keptSize = 0;
    qint64 m_left = 0;
    quint64 m_followed = 0;
    quint64 m_run = 0; // how often it was switched on: news of an earlier run are old
    Mailbox m_mailbox;
    std::unique_ptr<EventThread> m_thread;
    InspectionStore* m_store = nullptr; // on that thread
    std::shared_ptr<InspectorTap> m_tap;
};

} // namespace Patchbay
