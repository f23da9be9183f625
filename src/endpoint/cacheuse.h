// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/apianswer.h"
#include "endpoint/bodyscan.h"
#include "endpoint/responsecache.h"

namespace Patchbay {

struct ServerContext;
struct Turn;

/// How one request uses the response cache: not at all unless its client asks for that with the
/// header `x-patchbay-cache` or a rule of the user's says so. Only requests whose answer may be
/// given twice use it: those that are not streamed, and those with temperature 0. What is the same
/// request is decided by client, address, body and the `anthropic-…` headers. On the loop's thread.
class CacheUse final
{
public:
    CacheUse(ServerContext& context, const Turn& turn);

    /// Whether the header says something that cannot be understood.
    [[nodiscard]] bool isWrong() const { return m_wish == Wish::Wrong; }
    /// Whether header and rule want it: then it is worth to say what is asked.
    [[nodiscard]] bool isWanted(const std::optional<qint64>& ruleSeconds);
    /// `asked`: the body as it came, where `sent` is a translation of it; else empty.
    void begin(const QByteArray& asked, const QByteArray& sent, const BodyScan& sentScan);
    [[nodiscard]] bool isOn() const { return !m_key.isEmpty(); }

    [[nodiscard]] std::optional<ResponseCache::Hit> find();
    [[nodiscard]] static EndpointAnswer answerOf(const ResponseCache::Hit& hit);

    // Of an answer that is not in it yet.
    /// What its head says of the cache; may be nothing.
    [[nodiscard]] HeaderList headers() const;
    void head(const QByteArray& contentType, const HeaderList& headers);
    void piece(const QByteArray& bytes);
    /// All of it came.
    void keep(const Outcome& outcome);

private:
    enum class Wish { Silent, Seconds, NoStore, Wrong };

    void readWish(const QByteArray& value);

    ServerContext& m_context;
    const Turn& m_turn;
    Wish m_wish = Wish::Silent;
    qint64 m_lifeMs = 0;
    bool m_isBypassed = false; // asked for, yet it cannot be
    bool m_isTooLarge = false;
    QByteArray m_key; // empty: it is not used
    CachedAnswer m_answer;
};

} // namespace Patchbay
