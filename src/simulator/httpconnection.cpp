// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/httpconnection.h"

#include "simulator/simulator.h"

#include <QSslSocket>
#include <QTcpSocket>

#ifdef Q_OS_UNIX
#include <sys/socket.h>
#endif

namespace Patchbay {

namespace {

// Written ahead of the peer: enough to keep a fast one busy, little enough to stop soon.
constexpr qint64 kWriteAhead = 64 * 1024;
constexpr qint64 kReadBuffer = 256 * 1024;
// How long a peer may go on sending what nobody reads any more.
constexpr int kLingerMs = 2000;

} // namespace

HttpConnection::HttpConnection(QTcpSocket* socket, quint64 number, const SimulatorOptions& options,
                               TimerQueue& timers, const Handler& handler, QObject* parent)
    : QObject(parent)
    , m_socket(socket)
    , m_number(number)
    , m_options(options)
    , m_timers(timers)
    , m_handler(handler)
    , m_parser(options.maxHeaderBytes, options.maxBodyBytes)
{
    m_socket->setParent(this);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_socket->setReadBufferSize(kReadBuffer);
    connect(m_socket, &QTcpSocket::readyRead, this, &HttpConnection::takeBytes);
    connect(m_socket, &QTcpSocket::bytesWritten, this, &HttpConnection::drained);
    if (auto* const tls = qobject_cast<QSslSocket*>(m_socket))
        connect(tls, &QSslSocket::encryptedBytesWritten, this, &HttpConnection::drained);
    connect(m_socket, &QTcpSocket::disconnected, this, &HttpConnection::closed);
    setDeadline(m_options.idleTimeoutMs);
    // What came before anybody listened to readyRead.
    m_wake = m_timers.at(m_timers.nowMs(), [this] {
        m_wake = {};
        takeBytes();
    });
}

HttpConnection::~HttpConnection()
{
    m_timers.cancel(m_wake);
    m_timers.cancel(m_deadline);
    m_timers.cancel(m_writeDeadline);
    m_socket->disconnect(this);
    m_socket->abort();
}

void HttpConnection::takeBytes()
{
    if (m_closing) {
        m_socket->skip(m_socket->bytesAvailable());
        return;
    }
    // What comes during an answer waits in the socket, which stops reading when it has enough.
    if (m_writer)
        return;
    const auto state = m_parser.feed(m_socket->readAll());
    if (m_parser.takeContinue())
        m_socket->write("HTTP/1.1 100 Continue\r\n\r\n");
    if (state == HttpRequestParser::State::Complete)
        return takeRequest();
    if (state == HttpRequestParser::State::Failed)
        return refuse(m_parser.failureStatus(), m_parser.failureReason());
    // Each state has its patience; only the body's begins anew with every byte.
    if (state != m_watched || state == HttpRequestParser::State::Body) {
        m_watched = state;
        setDeadline(state == HttpRequestParser::State::Idle   ? m_options.idleTimeoutMs
                    : state == HttpRequestParser::State::Head ? m_options.headerTimeoutMs
                                                              : m_options.bodyTimeoutMs);
    }
}

void HttpConnection::takeRequest()
{
    m_timers.cancel(m_deadline);
    HttpRequest request = m_parser.take();
    const AnswerWriter::Framing framing{request.chunksAllowed, request.keepAlive,
                                        request.method == "HEAD"};
    answer(m_handler(std::move(request), m_number), framing);
}

void HttpConnection::refuse(int status, const QByteArray& reason)
{
    answer(errorAnswer(status, errorTypeOf(status), QString::fromLatin1(reason), madeUpId("req_")),
           {true, false, false});
}

void HttpConnection::answer(Answer answer, AnswerWriter::Framing framing)
{
    m_watched = HttpRequestParser::State::Complete;
    m_writer.emplace(std::move(answer), framing);
    advance();
}

void HttpConnection::advance()
{
    m_timers.cancel(m_wake);
    const qint64 room = kWriteAhead - unsent();
    if (!m_writer || room <= 0 || m_socket->state() != QAbstractSocket::ConnectedState)
        return;
    const auto output = m_writer->advance(m_timers.nowMs(), room);
    if (!output.bytes.isEmpty()) {
        // Writing tells at once that it has written.
        m_advancing = true;
        m_socket->write(output.bytes);
        m_socket->flush();
        m_advancing = false;
        watchWriting();
    }
    switch (output.then) {
    case AnswerWriter::Then::Wait:
        if (output.wakeMs >= 0)
            m_wake = m_timers.at(output.wakeMs, [this] { advance(); });
        else if (!output.bytes.isEmpty() && unsent() == 0)
            m_wake = m_timers.at(m_timers.nowMs(), [this] { advance(); });
        return;
    case AnswerWriter::Then::Done:
        return finished();
    case AnswerWriter::Then::Close:
        return close();
    case AnswerWriter::Then::Reset:
        return reset();
    }
}

void HttpConnection::drained()
{
    if (m_advancing)
        return;
    watchWriting();
    if (m_closing)
        endWriting();
    else if (m_writer && m_wake == TimerQueue::Id{})
        advance();
}

void HttpConnection::finished()
{
    m_writer.reset();
    // A request that has come already gets its turn from the event loop, not from within this one.
    m_wake = m_timers.at(m_timers.nowMs(), [this] {
        m_wake = {};
        if (m_parser.state() == HttpRequestParser::State::Complete)
            takeRequest();
        else
            takeBytes();
    });
}

void HttpConnection::close()
{
    m_writer.reset();
    m_closing = true;
    endWriting();
}

// Closing for good while the peer still sends would make its system drop the answer unread.
void HttpConnection::endWriting()
{
    if (m_writingEnded || unsent() > 0)
        return;
    m_writingEnded = true;
#ifdef Q_OS_UNIX
    if (!qobject_cast<QSslSocket*>(m_socket)) {
        ::shutdown(static_cast<int>(m_socket->socketDescriptor()), SHUT_WR);
        setDeadline(kLingerMs);
        return;
    }
#endif
    m_socket->disconnectFromHost();
}

void HttpConnection::reset()
{
#ifdef Q_OS_UNIX
    const linger now{1, 0};
    ::setsockopt(static_cast<int>(m_socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &now,
                 sizeof now);
#endif
    m_writer.reset();
    m_closing = true;
    m_socket->abort();
}

void HttpConnection::expire()
{
    // A request that stopped half-way is told so; silence between requests just ends.
    if (!m_writer && !m_closing && m_parser.state() != HttpRequestParser::State::Idle)
        refuse(408, "The request did not come in time");
    else
        m_socket->abort();
}

void HttpConnection::setDeadline(int afterMs)
{
    m_timers.cancel(m_deadline);
    m_deadline = m_timers.at(m_timers.nowMs() + afterMs, [this] { expire(); });
}

void HttpConnection::watchWriting()
{
    m_timers.cancel(m_writeDeadline);
    if (unsent() > 0) {
        m_writeDeadline =
            m_timers.at(m_timers.nowMs() + m_options.writeTimeoutMs, [this] { m_socket->abort(); });
    }
}

qint64 HttpConnection::unsent() const
{
    const auto* const tls = qobject_cast<const QSslSocket*>(m_socket);
    return m_socket->bytesToWrite() + (tls ? tls->encryptedBytesToWrite() : 0);
}

} // namespace Patchbay
