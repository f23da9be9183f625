// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/apianswer.h"
#include "endpoint/peerconnection.h"
#include "endpoint/requestparser.h"

namespace Patchbay {

class BodyReader;
struct ServerContext;
struct Turn;

/// One connection: its requests, one after the other. A request that comes before the answer to the
/// one before has ended waits, as far as it fits what is read ahead. On the loop's thread.
class Session final
{
public:
    Session(ServerContext& context, std::shared_ptr<PeerConnection> connection, bool isLocal);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// Until the connection has ended.
    boost::asio::awaitable<void> run();

    /// Between two requests, or before the first.
    [[nodiscard]] bool isIdle() const { return m_isIdle; }
    [[nodiscard]] qint64 idleSinceMs() const { return m_idleSinceMs; }
    /// Ends when the request that is under way has its answer; at once without one.
    void endSoon();
    void stop() { m_connection->stop(); }

private:
    boost::asio::awaitable<bool> readHead(RequestParser& parser);
    boost::asio::awaitable<bool> serve(RequestParser& parser);
    boost::asio::awaitable<bool> answer(Turn& turn, RequestParser& parser);
    /// `held` is what is counted of it in the context.
    boost::asio::awaitable<bool> readBody(Turn& turn, RequestParser& parser, qint64& held,
                                          std::optional<EndpointAnswer>& refusal);
    boost::asio::awaitable<bool> answerWithFacts(Turn& turn);
    boost::asio::awaitable<void> refuseHead(const RequestParser::Fault& fault);

    ServerContext& m_context;
    const std::shared_ptr<PeerConnection> m_connection;
    const bool m_isLocal;
    bool m_isIdle = true;
    bool m_endsSoon = false;
    qint64 m_idleSinceMs = 0;
};

} // namespace Patchbay
