// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/answerhead.h"
#include "endpoint/apianswer.h"
#include "endpoint/peerconnection.h"

namespace Patchbay {

struct ServerContext;
struct Turn;

/// Writes the answer to one request: whole, or as it comes. Each false means that the connection
/// cannot go on. On the loop's thread.
class ResponseWriter final
{
public:
    ResponseWriter(ServerContext& context, PeerConnection& connection, Turn& turn);

    boost::asio::awaitable<bool> whole(EndpointAnswer answer);

    /// The head goes out with the first piece, or at the end.
    /// `more`: headers of ours beside those that are passed on.
    void begin(const ResponseHead& head, const HeaderList& more = {});
    [[nodiscard]] bool hasBegun() const { return m_hasBegun; }
    /// The end of the connection is the end of the answer: only a reset tells that it is cut.
    [[nodiscard]] bool endsWithConnection() const { return m_head.framing == Framing::Close; }
    /// Flushed at once.
    boost::asio::awaitable<bool> piece(QByteArrayList bytes);
    /// False too when the length that was told did not come.
    boost::asio::awaitable<bool> end();

private:
    boost::asio::awaitable<bool> send(QByteArrayList pieces);

    ServerContext& m_context;
    PeerConnection& m_connection;
    Turn& m_turn;
    AnswerHead m_head;
    bool m_hasBegun = false;
    QByteArray m_pendingHead;
    qint64 m_bodyBytes = 0;
};

} // namespace Patchbay
