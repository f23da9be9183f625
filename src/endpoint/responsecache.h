// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "claude/limits.h"

#include <QByteArray>
#include <QString>

#include <list>
#include <memory>
#include <optional>
#include <unordered_map>

namespace Patchbay {

/// A whole answer with status 200, as its client got it. A value.
struct CachedAnswer
{
    QByteArray contentType;
    HeaderList headers;
    QByteArray body;
    QString model; // that answered
    QString stopReason;
    QString requestId;
};

/// Answers by what was asked, in memory, bounded; those that were not used for the longest go
/// first. Pure: times are given, monotonic. On one thread.
class ResponseCache final
{
public:
    struct Limits
    {
        qint64 bytes = 64LL * 1024 * 1024;
        qint64 entries = 4096;
        qint64 answerBytes = 4LL * 1024 * 1024; // larger ones are not kept
    };
    struct Hit
    {
        std::shared_ptr<const CachedAnswer> answer;
        qint64 ageMs = 0;
    };

    ResponseCache();
    explicit ResponseCache(const Limits& limits);
    ResponseCache(ResponseCache&&) = default;
    ResponseCache& operator=(ResponseCache&&) = default;
    ResponseCache(const ResponseCache&) = delete;
    ResponseCache& operator=(const ResponseCache&) = delete;
    ~ResponseCache() = default;

    /// One that is younger than `lifeMs` and than it may become.
    [[nodiscard]] std::optional<Hit> find(const QByteArray& key, qint64 lifeMs, qint64 nowMs);
    /// In place of one that is there. For `lifeMs` at most.
    void keep(const QByteArray& key, qint64 lifeMs, qint64 nowMs, CachedAnswer answer);

    [[nodiscard]] const Limits& limits() const { return m_limits; }
    [[nodiscard]] qint64 size() const { return static_cast<qint64>(m_entries.size()); }
    [[nodiscard]] qint64 bytes() const { return m_bytes; }

private:
    struct Entry
    {
        QByteArray key;
        std::shared_ptr<const CachedAnswer> answer;
        qint64 bytes = 0;
        qint64 sinceMs = 0;
        qint64 untilMs = 0;
    };
    using Entries = std::list<Entry>; // the one used last first
    void drop(Entries::iterator entry);

    Limits m_limits;
    Entries m_entries;
    std::unordered_map<QByteArray, Entries::iterator> m_byKey;
    qint64 m_bytes = 0;
};

} // namespace Patchbay
