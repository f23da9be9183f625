// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pool/httpanswerparser.h"
#include "pool/httprequest.h"
#include "pool/socketconnection.h"
#include "pool/transport.h"

#include <QHash>

#include <vector>

namespace Patchbay {

/// Transports over sockets of their own: HTTP/1.1, in the clear or with TLS; the system's proxies
/// or the account's own, never for loopback; no cookies, no cache, no redirects. Connections are
/// kept for the account's next requests to the same origin.
class SocketTransports final : public TransportFactory
{
public:
    /// `extraCaFile`: PEM certificates to trust beside the system's; empty: none.
    explicit SocketTransports(const QString& extraCaFile);
    ~SocketTransports() override;

    [[nodiscard]] std::unique_ptr<Transport> make(const Account& account,
                                                  TransportRequest request) override;
    void keepOnly(const QSet<AccountId>& accounts) override;

private:
    const HttpPlace& placeOf(const QUrl& url);

    const QSslConfiguration m_tls;
    QHash<AccountId, std::shared_ptr<SocketConnections>> m_connections;
    std::vector<HttpPlace> m_places; // of late
};

/// One request over a connection that was kept or is made for it. One that had been idle for a
/// while and ends at once, before a byte of an answer came, is replaced by a new one once, in
/// silence: the server closed it while it was idle, and did not take the request.
class SocketTransport final : public Transport, private SocketConnection::User
{
public:
    SocketTransport(std::shared_ptr<SocketConnections> connections, const QSslConfiguration& tls,
                    const TransportRequest& request, const HttpPlace& place);
    ~SocketTransport() override;

    void start(TransportListener& listener) override;
    void setPaused(bool paused) override;

private:
    void begin();
    void dial();
    void dialed(SocketPointer socket, const std::optional<Error>& error);
    void use(std::unique_ptr<SocketConnection> connection);

    void bytesWait(SocketConnection& connection) override;
    void bytesWent(SocketConnection& connection) override;
    void connectionLost(SocketConnection& connection) override;

    void goOn();
    bool tellWhatCame(HttpAnswerParser::Fault fault);
    void settleLoss();
    [[nodiscard]] bool mayBeSentAgain() const;
    void end(const std::optional<Error>& error);

    const std::shared_ptr<SocketConnections> m_connections;
    const QSslConfiguration m_tls;
    const QUrl m_url;
    const QString m_origin;
    QByteArray m_bytes; // as long as they may have to be sent
    TransportListener* m_listener = nullptr;
    QObject m_context; // of queued calls: gone with the transport
    std::unique_ptr<SocketDialer> m_dialer;
    std::unique_ptr<SocketConnection> m_connection;
    HttpAnswerParser m_parser;
    QDeadlineTimer m_sentLately; // when a kept connection's end would be known
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
    bool m_wasIdle = false;
    bool m_isPaused = false;
    bool m_hasEnded = false;
};

} // namespace Patchbay
