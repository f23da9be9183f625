// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/inspector/inspectionentry.h"

#include <QTimer>

#include <deque>
#include <functional>
#include <memory>

namespace Patchbay {

/// What changed since the last time it was told. A value.
struct InspectorNews
{
    QList<InspectedSummary> changed; // and new ones, oldest first
    quint64 oldest = 0;              // those before are gone
    qint64 keptSize = 0;
    qint64 left = 0; // requests that were not recorded: too many came at once
    std::optional<InspectedRequest> followed; // the one that is looked at, when it changed
};

/// The last requests with their bodies. Lives on the inspector's own thread, so that cleaning large
/// bodies delays no request and no window.
class InspectionStore final
{
public:
    /// `tell` is called at most ten times a second.
    InspectionStore(const InspectorLimits& limits, std::function<void(InspectorNews)> tell);
    InspectionStore(const InspectionStore&) = delete;
    InspectionStore& operator=(const InspectionStore&) = delete;

    void begin(quint64 id, const InspectionStart& start);
    /// Does nothing for one that is not there any more.
    void change(quint64 id, const std::function<void(InspectionEntry&)>& how);
    void leftOut(qint64 count) { m_left += count; }

    void setRequests(int count);
    void clear();
    /// Whose details are told too; 0: none's. They are told at once.
    void follow(quint64 id);

private:
    struct Slot
    {
        quint64 id = 0;
        std::unique_ptr<InspectionEntry> entry;
        qint64 size = 0;
        bool isChanged = true;
    };
    [[nodiscard]] Slot* find(quint64 id);
    void trim();
    void later();
    void tell();

    InspectorLimits m_limits;
    const std::function<void(InspectorNews)> m_tell;
    std::deque<Slot> m_slots; // by id
    qint64 m_size = 0;
    qint64 m_left = 0;
    quint64 m_oldest = 0;
    quint64 m_followed = 0;
    QTimer m_timer;
};

} // namespace Patchbay
