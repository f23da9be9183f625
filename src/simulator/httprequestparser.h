// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "claude/limits.h"

#include <QByteArray>

namespace Patchbay {

struct HttpRequest
{
    QByteArray method;
    QByteArray path;
    QByteArray query;
    HeaderList headers;
    QByteArray body;
    bool keepAlive = true;
    bool chunksAllowed = true; // HTTP/1.1
};

/// Incremental parser of HTTP/1.x requests with limits; strict, so that nobody smuggles anything.
class HttpRequestParser final
{
public:
    enum class State {
        Idle,     // nothing of a request yet
        Head,     // within its head
        Body,     // within its body
        Complete, // take() it
        Failed,   // answer failureStatus() and close
    };

    HttpRequestParser(qsizetype maxHeaderBytes, qsizetype maxBodyBytes);

    /// Takes bytes; those after a complete request wait for its take().
    State feed(QByteArrayView bytes);
    [[nodiscard]] State state() const { return m_state; }
    /// The complete request; goes on with the bytes after it.
    [[nodiscard]] HttpRequest take();
    /// Once for each request that waits for "100 Continue" with its body.
    [[nodiscard]] bool takeContinue();

    [[nodiscard]] int failureStatus() const { return m_failureStatus; }
    [[nodiscard]] const QByteArray& failureReason() const { return m_failureReason; }

private:
    void parse();
    bool parseHead();
    bool parseRequestLine(QByteArrayView line);
    bool parseHeader(QByteArrayView line);
    bool parseFraming();
    bool parseBody();
    bool parseChunk();
    bool failed(int status, const char* reason);

    qsizetype m_maxHeaderBytes;
    qsizetype m_maxBodyBytes;
    State m_state = State::Idle;
    QByteArray m_buffer;
    qsizetype m_searched = 0; // of the buffer, for the end of the head
    HttpRequest m_request;
    qint64 m_bodyLeft = 0;
    bool m_chunked = false;
    enum class Chunk { Size, Data, DataEnd, Trailer } m_chunk = Chunk::Size;
    bool m_continue = false;
    int m_failureStatus = 0;
    QByteArray m_failureReason;
};

} // namespace Patchbay
