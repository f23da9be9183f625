// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/inspector/inspectionstore.h"

#include <algorithm>

namespace Patchbay {

namespace {

constexpr int kTellEveryMs = 100;

} // namespace

InspectionStore::InspectionStore(const InspectorLimits& limits,
                                 std::function<void(InspectorNews)> tell)
    : m_limits(limits)
    , m_tell(std::move(tell))
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(kTellEveryMs);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { this->tell(); });
}

InspectionStore::Slot* InspectionStore::find(quint64 id)
{
    const auto found =
        std::lower_bound(m_slots.begin(), m_slots.end(), id,
                         [](const Slot& slot, quint64 wanted) { return slot.id < wanted; });
    return found == m_slots.end() || found->id != id ? nullptr : &*found;
}

void InspectionStore::begin(quint64 id, const InspectionStart& start)
{
    m_slots.push_back({id, std::make_unique<InspectionEntry>(id, m_limits, start)});
    m_slots.back().size = m_slots.back().entry->keptSize();
    m_size += m_slots.back().size;
    trim();
    later();
}

void InspectionStore::change(quint64 id, const std::function<void(InspectionEntry&)>& how)
{
    Slot* const slot = find(id);
    if (!slot)
        return;
    how(*slot->entry);
    slot->isChanged = true;
    const qint64 size = slot->entry->keptSize();
    m_size += size - std::exchange(slot->size, size);
    trim();
    later();
}

void InspectionStore::setRequests(int count)
{
    m_limits.requests = count;
    trim();
    later();
}

void InspectionStore::clear()
{
    if (!m_slots.empty())
        m_oldest = m_slots.back().id + 1;
    m_slots.clear();
    m_size = 0;
    m_left = 0;
    m_followed = 0;
    later();
}

void InspectionStore::trim()
{
    while (!m_slots.empty() && (m_slots.size() > static_cast<std::size_t>(m_limits.requests) ||
                                m_size > m_limits.allBytes)) {
        m_size -= m_slots.front().size;
        m_oldest = m_slots.front().id + 1;
        m_slots.pop_front();
    }
}

void InspectionStore::follow(quint64 id)
{
    m_followed = id;
    if (Slot* const slot = find(id)) {
        slot->isChanged = true;
        tell();
    }
}

void InspectionStore::later()
{
    if (!m_timer.isActive())
        m_timer.start();
}

void InspectionStore::tell()
{
    InspectorNews news;
    news.oldest = m_oldest;
    news.keptSize = m_size;
    news.left = m_left;
    for (Slot& slot : m_slots) {
        if (!std::exchange(slot.isChanged, false))
            continue;
        news.changed.append(slot.entry->value().summary);
        if (slot.id == m_followed)
            news.followed = slot.entry->value();
    }
    m_tell(std::move(news));
}

} // namespace Patchbay
