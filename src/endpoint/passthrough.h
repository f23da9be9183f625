// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/responsewriter.h"
#include "endpoint/streamtail.h"

namespace Patchbay {

class Exchange;

/// Answers a request of the Messages API with what the pool's upstream says, byte for byte as it
/// comes. On the loop's thread.
class PassThrough final
{
public:
    PassThrough(ServerContext& context, PeerConnection& connection, Turn& turn);

    /// Whether the connection can go on.
    boost::asio::awaitable<bool> run();

private:
    boost::asio::awaitable<bool> follow(Exchange& exchange);
    boost::asio::awaitable<bool> fail(const Outcome& outcome);
    boost::asio::awaitable<void> giveUp(Exchange& exchange);
    void note(const Outcome& outcome);
    [[nodiscard]] bool hasLeft() const;

    ServerContext& m_context;
    PeerConnection& m_connection;
    Turn& m_turn;
    ResponseWriter m_writer;
    StreamTail m_tail;
    bool m_isEventStream = false;
};

} // namespace Patchbay
