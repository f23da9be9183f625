// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/responsecache.h"

namespace Patchbay {

namespace {

// What an entry takes beside its bytes, roughly.
constexpr qint64 kEntryBytes = 512;

qint64 bytesOf(const QByteArray& key, const CachedAnswer& answer)
{
    qint64 bytes = kEntryBytes + 2 * key.size() + answer.contentType.size() + answer.body.size();
    for (const auto& [name, value] : answer.headers)
        bytes += name.size() + value.size() + 64;
    return bytes;
}

} // namespace

ResponseCache::ResponseCache()
    : ResponseCache(Limits())
{
}

ResponseCache::ResponseCache(const Limits& limits)
    : m_limits(limits)
{
}

std::optional<ResponseCache::Hit> ResponseCache::find(const QByteArray& key, qint64 lifeMs,
                                                      qint64 nowMs)
{
    const auto found = m_byKey.find(key);
    if (found == m_byKey.end())
        return std::nullopt;
    const auto entry = found->second;
    if (nowMs >= entry->untilMs) {
        drop(entry);
        return std::nullopt;
    }
    const qint64 ageMs = nowMs - entry->sinceMs;
    if (ageMs >= lifeMs)
        return std::nullopt;
    m_entries.splice(m_entries.begin(), m_entries, entry);
    return Hit{entry->answer, ageMs};
}

void ResponseCache::keep(const QByteArray& key, qint64 lifeMs, qint64 nowMs, CachedAnswer answer)
{
    if (const auto before = m_byKey.find(key); before != m_byKey.end())
        drop(before->second);
    const qint64 bytes = bytesOf(key, answer);
    if (lifeMs <= 0 || answer.body.size() > m_limits.answerBytes || bytes > m_limits.bytes)
        return;
    m_bytes += bytes;
    m_entries.push_front({key, std::make_shared<const CachedAnswer>(std::move(answer)), bytes,
                          nowMs, nowMs + lifeMs});
    m_byKey.emplace(key, m_entries.begin());
    while (m_bytes > m_limits.bytes || size() > m_limits.entries)
        drop(std::prev(m_entries.end()));
}

void ResponseCache::drop(Entries::iterator entry)
{
    m_bytes -= entry->bytes;
    m_byKey.erase(entry->key);
    m_entries.erase(entry);
}

} // namespace Patchbay
