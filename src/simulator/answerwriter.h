// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "simulator/answer.h"
#include "simulator/messageevents.h"

namespace Patchbay {

/// Turns an answer into the bytes of HTTP/1.1, a piece at a time and when each is due, with its
/// faults. Knows no socket and no timer.
class AnswerWriter final
{
public:
    struct Framing
    {
        bool chunked = true; // HTTP/1.1; else an end of a stream is the end of the connection
        bool keepAlive = true;
        bool withoutBody = false; // HEAD
    };
    enum class Then {
        Wait,  // call again at `wakeMs`, if there is one, and when the peer took what there was
        Done,  // complete
        Close, // close the connection once these bytes are out
        Reset, // the same by TCP reset
    };
    struct Output
    {
        QByteArray bytes;
        Then then = Then::Wait;
        qint64 wakeMs = -1;
        bool flush = false; // before anything else is written
    };

    AnswerWriter(Answer answer, Framing framing);

    /// What goes out now, about `room` bytes at most.
    [[nodiscard]] Output advance(qint64 nowMs, qsizetype room);

private:
    enum class Stage { Delay, Head, Body, Events, Tail, Silent, End };

    void step(qint64 nowMs, Output& output);
    void writeHead(Output& output);
    void writeBody(Output& output);
    void writeEvents(qint64 nowMs, Output& output);
    void writeFault(qint64 nowMs, Output& output);
    void finish(Output& output);
    void trickle(qint64 nowMs, Output& output);
    [[nodiscard]] QByteArray framed(const QByteArray& data) const;
    [[nodiscard]] bool isFaultDue() const;
    [[nodiscard]] bool isBytewise() const { return m_manner.fault == ScriptFault::Bytewise; }
    void planNext(qint64 nowMs);

    Answer m_answer;
    AnswerManner m_manner;
    Framing m_framing;
    std::optional<MessageEvents> m_events;
    Stage m_stage = Stage::Delay;
    qint64 m_startMs = -1;
    int m_sent = 0; // events
    bool m_faultDone = false;
    double m_dueMs = -1; // the next event
    qint64 m_pingMs = -1;
    quint32 m_unevenness = 0x2545f491;
    // Bytewise: what is to go out byte by byte.
    QByteArray m_trickle;
    qsizetype m_trickled = 0;
    bool m_trickleChunks = false;
    qint64 m_trickledTokens = -1; // to bill when it is out
};

} // namespace Patchbay
