// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/cacheuse.h"
#include "endpoint/responsewriter.h"
#include "endpoint/streamtail.h"

namespace Patchbay {

class Exchange;
class OpenAiTranslation;
struct RuleDecision;

/// Answers a request with what the pool's upstream says: one of the Messages API byte for byte as
/// it comes, one of OpenAI's form translated as it comes. On the loop's thread.
class PassThrough final
{
public:
    PassThrough(ServerContext& context, PeerConnection& connection, Turn& turn);
    ~PassThrough();
    PassThrough(const PassThrough&) = delete;
    PassThrough& operator=(const PassThrough&) = delete;

    /// Whether the connection can go on.
    boost::asio::awaitable<bool> run();

private:
    [[nodiscard]] std::optional<EndpointAnswer> prepare(Request& request);
    /// The body for POST /v1/messages, and what the rules say of what was asked.
    [[nodiscard]] std::optional<EndpointAnswer> translate(QByteArray& body, RuleDecision& rules);
    boost::asio::awaitable<bool> answerFromCache(const ResponseCache::Hit& hit,
                                                 const QString& askedModel);
    boost::asio::awaitable<bool> follow(Exchange& exchange);
    void begin(const ResponseHead& head);
    [[nodiscard]] QByteArrayList translated(QByteArrayList pieces);
    boost::asio::awaitable<bool> succeed(const Outcome& outcome);
    [[nodiscard]] EndpointAnswer wholeAnswer(const ResponseHead& head) const;
    [[nodiscard]] bool isCacheable() const;
    [[nodiscard]] HeaderList ownHeaders(const ResponseHead& head) const;
    boost::asio::awaitable<bool> fail(const Outcome& outcome);
    boost::asio::awaitable<void> giveUp(Exchange& exchange);
    void note(const Outcome& outcome);
    [[nodiscard]] bool hasLeft() const;

    ServerContext& m_context;
    PeerConnection& m_connection;
    Turn& m_turn;
    ResponseWriter m_writer;
    std::unique_ptr<OpenAiTranslation> m_translation; // of a request in OpenAI's form
    CacheUse m_cache;
    StreamTail m_tail;
    bool m_isEventStream = false;
    bool m_isHeadInspected = false;
    bool m_collects = false; // all of the answer, before any of it goes out
    QByteArray m_collected;
};

} // namespace Patchbay
