// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/signal.h"
#include "endpoint/wire.h"

#include <QByteArrayList>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace Patchbay {

/// A peer's connection as one coroutine uses it: bytes read ahead of their use, writing, one
/// deadline, and one signal for whatever may happen meanwhile. On the loop's thread.
class PeerConnection final : public std::enable_shared_from_this<PeerConnection>
{
public:
    PeerConnection(boost::asio::io_context& loop, std::unique_ptr<Wire> wire);

    /// Whether the handshake worked.
    boost::asio::awaitable<bool> open();

    // Reading. Whoever holds a view of unread() must not let it read on.
    [[nodiscard]] QByteArrayView unread() const;
    void consume(qsizetype size);
    /// Makes room for so many bytes read ahead.
    void setReadAhead(qsizetype size);
    [[nodiscard]] bool isReadAheadFull() const
    {
        return m_begin == 0 && m_size == m_buffer.size();
    }
    /// Waits for more than is unread now. False when none comes: see the reasons below.
    boost::asio::awaitable<bool> fill();
    /// Reads ahead while something else is waited for, so that its going is seen.
    void watch();

    /// All of it. False when it is gone, took nothing for `stallMs`, or this side ends.
    boost::asio::awaitable<bool> write(QByteArrayList pieces, qint64 stallMs);
    [[nodiscard]] qint64 written() const { return m_written; }

    /// Waits until something happened: bytes, its going, the deadline, wake().
    boost::asio::awaitable<void> wait() { return m_signal.wait(); }
    void wake() { m_signal.notify(); }

    void setDeadline(qint64 fromNowMs);
    void clearDeadline();
    [[nodiscard]] bool isTimedOut() const { return m_isTimedOut; }
    /// The peer closed its side or the connection broke.
    [[nodiscard]] bool isGone() const { return m_isGone; }
    /// This side was told to end.
    [[nodiscard]] bool isStopped() const { return m_isStopped; }

    /// Any time: what runs ends.
    void stop();
    /// At once.
    void cut();
    /// At once, with an error at the peer, which loses what it has not read.
    void reset();
    /// Ends it so that the peer gets all that was written, also if it is still sending.
    boost::asio::awaitable<void> finish();

    [[nodiscard]] QByteArray peer() const { return m_peer; }

private:
    void readMore();
    void armTimer();

    Signal m_signal;
    boost::asio::steady_timer m_timer;
    std::unique_ptr<Wire> m_wire;
    QByteArray m_peer;
    QByteArray m_buffer;
    qsizetype m_begin = 0;
    qsizetype m_size = 0; // up to where it holds bytes
    bool m_isReading = false;
    bool m_isWriting = false;
    std::size_t m_lastWritten = 0;
    bool m_isGone = false;
    bool m_isStopped = false;
    bool m_isClosed = false;
    qint64 m_written = 0;

    using Time = std::chrono::steady_clock::time_point;
    Time m_deadline = Time::max();
    Time m_timerAt = Time::max();
    bool m_isTimedOut = false;
};

} // namespace Patchbay
