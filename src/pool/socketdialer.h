// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"
#include "pool/sockshandshake.h"

#include <QHostAddress>
#include <QNetworkProxy>
#include <QSslConfiguration>
#include <QTcpSocket>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

class QHostInfo;

namespace Patchbay {

/// Silences a socket and deletes it, which ends it, from the event loop: it may be on the stack.
struct SocketCloser
{
    void operator()(QTcpSocket* socket) const;
};
using SocketPointer = std::unique_ptr<QTcpSocket, SocketCloser>;

/// Opens one connection: looks the host up, tries its addresses, each a quarter of a second after
/// the one before or at once when that failed (RFC 8305), and shakes hands over the first that
/// connects. A proxy looks hosts up itself: then all this is about the proxy's own. On its thread;
/// destroying it ends that in silence.
class SocketDialer final
{
public:
    struct Target
    {
        QString host; // as DNS knows it; an IPv6 address without brackets
        quint16 port = 0;
        bool isEncrypted = false;
        QNetworkProxy proxy = QNetworkProxy(QNetworkProxy::NoProxy);
    };
    /// A socket that can be written to, or why there is none. The last call; it may destroy the
    /// dialer.
    using Done = std::function<void(SocketPointer, const std::optional<Error>&)>;

    SocketDialer(Target target, const QSslConfiguration& tls, Done done);
    ~SocketDialer();
    SocketDialer(const SocketDialer&) = delete;
    SocketDialer& operator=(const SocketDialer&) = delete;

    /// Once; `done` may follow within the call.
    void start();

private:
    void lookedUp(const QHostInfo& host);
    void tryNext();
    QTcpSocket& makeSocket();
    void connected(QTcpSocket* socket);
    void askProxy();
    void secure();
    [[nodiscard]] bool usesProxy() const;
    [[nodiscard]] bool usesSocks() const;
    void failed(QTcpSocket* socket, QAbstractSocket::SocketError error);
    void finish(SocketPointer socket, const std::optional<Error>& error);

    const Target m_target;
    const QSslConfiguration m_tls;
    Done m_done;
    QObject m_context; // of all connections
    QTimer m_headStart;
    int m_lookup = -1;
    QList<QHostAddress> m_addresses; // still to be tried
    quint16 m_port = 0;              // of them
    std::vector<SocketPointer> m_tries;
    std::unique_ptr<SocksHandshake> m_socks; // while it is asked
    bool m_isThrough = false;                // the proxy has connected
    QList<QSslError> m_tlsFaults;
    std::optional<Error> m_fault; // the one to report when all have failed
};

} // namespace Patchbay
