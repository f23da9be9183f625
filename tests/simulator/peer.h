// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "claude/messageaccumulator.h"
#include "simulator/simulator.h"

#include <QTcpSocket>
#include <QTest>

#include <functional>

namespace Patchbay {

/// A body of POST /v1/messages.
[[nodiscard]] QByteArray messagesBody(const QByteArray& prompt, bool stream = true);
/// A whole request for it.
[[nodiscard]] QByteArray messagesRequest(const QByteArray& key, const QByteArray& body);
/// Any request of the API's.
[[nodiscard]] QByteArray apiRequest(const QByteArray& method, const QByteArray& path,
                                    const QByteArray& key, const QByteArray& body = {},
                                    const QByteArray& moreHeaders = {});

/// One answer, taken apart.
struct PeerAnswer
{
    int status = 0;
    HeaderList headers;
    QByteArray body;         // without its chunks
    bool isComplete = false; // by its length or its last chunk
    qsizetype chunks = 0;

    [[nodiscard]] QJsonObject json() const;
    [[nodiscard]] QString errorType() const;
    [[nodiscard]] QList<ServerSentEvent> events() const;
    [[nodiscard]] QList<QByteArray> eventNames() const;
    /// The message of the events, or of the body.
    [[nodiscard]] MessageAccumulator message() const;
    [[nodiscard]] QString text() const;
};

/// A client on a bare socket, which sees every byte.
class Peer final
{
public:
    explicit Peer(quint16 port);

    void send(const QByteArray& bytes);
    /// Waits for a complete answer and takes it.
    [[nodiscard]] PeerAnswer answer();
    /// What has come of an answer up to now.
    [[nodiscard]] PeerAnswer partial();
    /// Waits for the end of the connection; false when it stays.
    [[nodiscard]] bool waitForEnd();
    [[nodiscard]] bool waitForBytes(qsizetype count);
    [[nodiscard]] QByteArray received();
    [[nodiscard]] bool isConnected() const;
    QTcpSocket& socket() { return m_socket; }

private:
    void read();
    /// In a real event loop: a simulator in this thread goes at full speed.
    [[nodiscard]] bool waitUntil(const std::function<bool()>& condition);
    [[nodiscard]] PeerAnswer parse(qsizetype* used) const;

    QTcpSocket m_socket;
    QByteArray m_received;
};

/// Sends one request over a connection of its own and takes the answer.
[[nodiscard]] PeerAnswer ask(const Simulator& simulator, const QByteArray& request);

} // namespace Patchbay
