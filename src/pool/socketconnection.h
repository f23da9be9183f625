// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pool/socketdialer.h"

#include <QDeadlineTimer>
#include <QElapsedTimer>

namespace Patchbay {

/// An open connection to an upstream, used by one at a time. On its thread; closed by destroying
/// it, at any instant.
class SocketConnection final
{
public:
    /// May destroy it within a call.
    class User
    {
    public:
        virtual ~User() = default;
        virtual void bytesWait(SocketConnection& connection) = 0;
        virtual void bytesWent(SocketConnection& connection) = 0;
        /// It ended; what came before can still be read. Once.
        virtual void connectionLost(SocketConnection& connection) = 0;
    };

    explicit SocketConnection(SocketPointer socket);
    SocketConnection(const SocketConnection&) = delete;
    SocketConnection& operator=(const SocketConnection&) = delete;

    /// Outlives its use of the connection.
    void setUser(User& user) { m_user = &user; }

    /// As much as the kernel takes goes out at once, the rest as it can. The user may be called
    /// within.
    void send(const QByteArray& bytes);
    /// What is there. As long as nobody reads, nothing more than a buffer full is taken from the
    /// kernel.
    [[nodiscard]] QByteArray read();
    [[nodiscard]] bool isOpen() const { return !m_isLost; }
    /// Open, all is sent, and nothing waits to be read.
    [[nodiscard]] bool isAtRest() const;
    /// Whether its end, or something nobody asked for, has come and waits to be heard of.
    [[nodiscard]] bool hasNews() const;
    /// Why it was lost.
    [[nodiscard]] QAbstractSocket::SocketError error() const { return m_error; }
    [[nodiscard]] QString errorString() const { return m_socket->errorString(); }

    /// Since when it is idle, and until when it is worth being used again.
    QElapsedTimer idleSince;
    QDeadlineTimer goodUntil;

private:
    void lose();

    SocketPointer m_socket;
    QSslSocket* const m_encrypted; // the same, if it is one
    QObject m_context;             // of the signals: gone first
    User* m_user = nullptr;
    QAbstractSocket::SocketError m_error = QAbstractSocket::RemoteHostClosedError;
    bool m_isLost = false;
};

/// The connections of one account on one worker that wait to be used again.
class SocketConnections final : private SocketConnection::User
{
public:
    /// At once; the longest unused go first.
    static constexpr size_t kMostIdle = 64;
    /// Shorter than what servers and what stands before them usually keep an idle connection.
    static constexpr int kMostIdleSeconds = 50;

    explicit SocketConnections(QUrl proxy);
    ~SocketConnections() override;

    [[nodiscard]] const QUrl& proxy() const { return m_proxy; }
    /// The last one used to that origin; null when none waits.
    [[nodiscard]] std::unique_ptr<SocketConnection> take(const QString& origin);
    /// Keeps it if it is at rest. `serverSeconds`: how long the server says that it keeps it; -1:
    /// not said.
    void keep(const QString& origin, std::unique_ptr<SocketConnection> connection,
              int serverSeconds);
    [[nodiscard]] size_t idle() const { return m_idle.size(); }

private:
    struct Idle
    {
        QString origin;
        std::unique_ptr<SocketConnection> connection;
    };

    // Nothing may come while nobody asked.
    void bytesWait(SocketConnection& connection) override { drop(connection); }
    void bytesWent(SocketConnection& connection) override { Q_UNUSED(connection) }
    void connectionLost(SocketConnection& connection) override { drop(connection); }
    void drop(const SocketConnection& connection);
    void dropOld();

    const QUrl m_proxy;
    std::vector<Idle> m_idle; // the last used last
    QTimer m_sweep;
};

} // namespace Patchbay
