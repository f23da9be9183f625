// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pool/transport.h"

#include <QHash>
#include <QNetworkAccessManager>
#include <QSslConfiguration>

#include <vector>

class QIODevice;
class QNetworkReply;

namespace Patchbay {

/// The connections of one account on one worker. A QNetworkAccessManager of Qt 6.4 opens at most
/// six to a host and makes further requests wait: so there are as many managers as it takes.
class QnamConnections final
{
public:
    explicit QnamConnections(QUrl proxy);

    /// A manager with room, for as long as the returned pointer lives.
    [[nodiscard]] std::shared_ptr<QNetworkAccessManager> take();
    [[nodiscard]] const QUrl& proxy() const { return m_proxy; }

private:
    static constexpr long kMostPerManager = 6;
    QUrl m_proxy;
    std::vector<std::shared_ptr<QNetworkAccessManager>> m_managers;
};

/// Transports over QNetworkAccessManager: HTTP/1.1, and HTTP/2 where TLS offers it; the system's
/// proxies or the account's own, never for loopback; no cookies, no cache, no redirects.
class QnamTransports final : public TransportFactory
{
public:
    /// `extraCaFile`: PEM certificates to trust beside the system's; empty: none.
    explicit QnamTransports(const QString& extraCaFile);
    ~QnamTransports() override;

    [[nodiscard]] std::unique_ptr<Transport> make(const Account& account,
                                                  TransportRequest request) override;
    void keepOnly(const QSet<AccountId>& accounts) override;

private:
    QSslConfiguration m_tls;
    QHash<AccountId, std::shared_ptr<QnamConnections>> m_connections;
};

/// One request over a QNetworkAccessManager. Stateful only between start() and the end.
class QnamTransport final : public Transport
{
public:
    QnamTransport(std::shared_ptr<QNetworkAccessManager> manager, QSslConfiguration tls,
                  TransportRequest request);
    ~QnamTransport() override;

    void start(TransportListener& listener) override;
    void setPaused(bool paused) override;

private:
    void noteMoved();
    void readHead();
    void readBytes();
    void end();
    [[nodiscard]] bool usesProxy() const;
    [[nodiscard]] std::optional<Error> fault() const;

    std::shared_ptr<QNetworkAccessManager> m_manager;
    QSslConfiguration m_tls;
    TransportRequest m_request;
    TransportListener* m_listener = nullptr;
    std::unique_ptr<QObject> m_context; // of the connections: gone with the transport
    std::unique_ptr<QIODevice> m_body;
    QNetworkReply* m_reply = nullptr;
    QList<QSslError> m_tlsFaults;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
    bool m_moved = false;
    bool m_headTold = false;
    bool m_paused = false;
};

} // namespace Patchbay
