// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/peerconnection.h"

#include <algorithm>

namespace Patchbay {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr qsizetype kReadAhead = 8 * 1024;
// How long and how much a peer may go on sending after the last word.
constexpr qint64 kLingerMs = 3000;
constexpr qsizetype kMostLingering = 64 * 1024 * 1024;

} // namespace

PeerConnection::PeerConnection(asio::io_context& loop, std::unique_ptr<Wire> wire)
    : m_signal(loop.get_executor())
    , m_timer(loop)
    , m_wire(std::move(wire))
    , m_peer(m_wire->peer())
    , m_buffer(kReadAhead, Qt::Uninitialized)
{
}

asio::awaitable<bool> PeerConnection::open()
{
    bool isDone = false;
    bool worked = false;
    m_wire->open(
        [self = shared_from_this(), &isDone, &worked](const error_code& error, std::size_t) {
            isDone = true;
            worked = !error;
            self->wake();
        });
    while (!isDone) {
        co_await wait();
        if (m_isTimedOut || m_isStopped)
            cut();
    }
    co_return worked;
}

QByteArrayView PeerConnection::unread() const
{
    return QByteArrayView(m_buffer.constData() + m_begin, m_size - m_begin);
}

void PeerConnection::consume(qsizetype size)
{
    m_begin += size;
    if (m_begin == m_size && !m_isReading)
        m_begin = m_size = 0;
}

void PeerConnection::setReadAhead(qsizetype size)
{
    // The kernel may be writing to where it is.
    if (m_isReading || m_isClosed)
        return;
    const qsizetype unreadSize = m_size - m_begin;
    if (m_begin > 0) {
        std::copy(m_buffer.cbegin() + m_begin, m_buffer.cbegin() + m_size, m_buffer.begin());
        m_begin = 0;
        m_size = unreadSize;
    }
    const qsizetype wanted = std::max({size, unreadSize, kReadAhead});
    if (wanted != m_buffer.size()) {
        QByteArray buffer(wanted, Qt::Uninitialized);
        std::copy(m_buffer.cbegin(), m_buffer.cbegin() + unreadSize, buffer.begin());
        m_buffer = std::move(buffer);
    }
}

void PeerConnection::readMore()
{
    if (m_isReading || m_isGone || m_isClosed)
        return;
    if (m_begin == m_size) {
        m_begin = m_size = 0;
    } else if (m_begin > 0 && m_buffer.size() - m_size < m_buffer.size() / 2) {
        std::copy(m_buffer.cbegin() + m_begin, m_buffer.cbegin() + m_size, m_buffer.begin());
        m_size -= m_begin;
        m_begin = 0;
    }
    if (m_size == m_buffer.size())
        return;
    m_isReading = true;
    m_wire->read(
        asio::buffer(m_buffer.data() + m_size, static_cast<std::size_t>(m_buffer.size() - m_size)),
        [self = shared_from_this()](const error_code& error, std::size_t size) {
            self->m_isReading = false;
            self->m_size += static_cast<qsizetype>(size);
            if (error)
                self->m_isGone = true;
            self->wake();
        });
}

asio::awaitable<bool> PeerConnection::fill()
{
    const qsizetype before = m_size - m_begin;
    readMore();
    while (m_size - m_begin == before) {
        if (m_isGone || m_isTimedOut || m_isStopped || !m_isReading)
            co_return false;
        co_await wait();
    }
    co_return true;
}

void PeerConnection::watch()
{
    readMore();
}

asio::awaitable<bool> PeerConnection::write(QByteArrayList pieces, qint64 stallMs)
{
    std::vector<asio::const_buffer> buffers;
    std::size_t left = 0;
    for (const QByteArray& piece : std::as_const(pieces)) {
        if (piece.isEmpty())
            continue;
        buffers.emplace_back(piece.constData(), static_cast<std::size_t>(piece.size()));
        left += static_cast<std::size_t>(piece.size());
    }
    std::size_t first = 0;
    while (left > 0) {
        if (m_isClosed || m_isStopped)
            co_return false;
        m_isWriting = true;
        m_lastWritten = 0;
        setDeadline(stallMs);
        m_wire->write(
            first == 0 ? buffers
                       : std::vector<asio::const_buffer>(
                             buffers.begin() + static_cast<std::ptrdiff_t>(first), buffers.end()),
            [self = shared_from_this()](const error_code& error, std::size_t size) {
                self->m_isWriting = false;
                self->m_lastWritten = size;
                if (error)
                    self->m_isGone = true;
                self->wake();
            });
        while (m_isWriting) {
            co_await wait();
            if (m_isTimedOut || m_isStopped || m_isGone)
                cut();
        }
        std::size_t done = m_lastWritten;
        m_written += static_cast<qint64>(done);
        left -= done;
        while (first < buffers.size() && done >= buffers[first].size())
            done -= buffers[first++].size();
        if (done > 0)
            buffers[first] += done;
        if (left > 0 && (m_isGone || m_isClosed))
            co_return false;
    }
    clearDeadline();
    co_return true;
}

void PeerConnection::setDeadline(qint64 fromNowMs)
{
    m_isTimedOut = false;
    m_deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(fromNowMs);
    if (m_deadline < m_timerAt)
        armTimer();
}

void PeerConnection::clearDeadline()
{
    // The timer finds nothing to do.
    m_deadline = Time::max();
    m_isTimedOut = false;
}

void PeerConnection::armTimer()
{
    m_timerAt = m_deadline;
    m_timer.expires_at(m_timerAt);
    m_timer.async_wait([weak = weak_from_this()](const error_code& error) {
        const auto self = weak.lock();
        if (error || !self)
            return; // armed anew, or gone
        self->m_timerAt = Time::max();
        if (self->m_deadline == Time::max())
            return;
        if (std::chrono::steady_clock::now() < self->m_deadline) {
            self->armTimer();
            return;
        }
        self->m_deadline = Time::max();
        self->m_isTimedOut = true;
        self->wake();
    });
}

void PeerConnection::stop()
{
    m_isStopped = true;
    wake();
}

void PeerConnection::cut()
{
    if (std::exchange(m_isClosed, true))
        return;
    m_wire->close();
    wake();
}

void PeerConnection::reset()
{
    if (!m_isClosed)
        m_wire->resetOnClose();
    cut();
}

asio::awaitable<void> PeerConnection::finish()
{
    // Closing while bytes of the peer's lie unread would reset the connection, and with it what it
    // has not read yet.
    if (!m_isClosed && !m_isGone && !m_isStopped) {
        m_wire->endSending();
        setDeadline(kLingerMs);
        qsizetype dropped = 0;
        while (dropped < kMostLingering) {
            consume(unread().size());
            const bool more = co_await fill();
            if (!more)
                break;
            dropped += unread().size();
        }
    }
    cut();
    // What still runs uses the buffer.
    while (m_isReading || m_isWriting)
        co_await wait();
    m_timer.cancel();
}

} // namespace Patchbay
