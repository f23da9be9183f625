// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "simulator/answerwriter.h"
#include "simulator/httprequestparser.h"
#include "simulator/timerqueue.h"

#include <QObject>

#include <functional>

class QTcpSocket;

namespace Patchbay {

struct SimulatorOptions;

/// One peer: its requests one after the other, each answered before the next is looked at.
class HttpConnection final : public QObject
{
    Q_OBJECT
public:
    using Handler = std::function<Answer(HttpRequest&& request, quint64 connection)>;

    /// Takes the socket. `handler` and `timers` outlive the connection.
    HttpConnection(QTcpSocket* socket, quint64 number, const SimulatorOptions& options,
                   TimerQueue& timers, const Handler& handler, QObject* parent);
    ~HttpConnection() override;

    [[nodiscard]] bool isAnswering() const { return m_writer.has_value(); }

Q_SIGNALS:
    /// Delete it.
    void closed();

private:
    void takeBytes();
    void takeRequest();
    void refuse(int status, const QByteArray& reason);
    void answer(Answer answer, AnswerWriter::Framing framing);
    void advance();
    void drained();
    void finished();
    void close();
    void reset();
    void expire();
    void setDeadline(int afterMs);
    void watchWriting();
    void endWriting();
    [[nodiscard]] qint64 unsent() const;

    QTcpSocket* m_socket;
    quint64 m_number;
    const SimulatorOptions& m_options;
    TimerQueue& m_timers;
    const Handler& m_handler;
    HttpRequestParser m_parser;
    HttpRequestParser::State m_watched = HttpRequestParser::State::Complete;
    std::optional<AnswerWriter> m_writer;
    TimerQueue::Id m_wake;
    TimerQueue::Id m_deadline; // for the peer to send something
    TimerQueue::Id m_writeDeadline;
    bool m_advancing = false;
    bool m_closing = false; // whatever still comes is of no interest
    bool m_writingEnded = false;
};

} // namespace Patchbay
