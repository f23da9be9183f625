// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/endpoint.h"
#include "poolfixture.h"
#include "rawclient.h"

namespace Patchbay {

/// An endpoint before a pool, with one client whose token is `token()`.
class EndpointFixture final
{
public:
    EndpointFixture();
    ~EndpointFixture();

    PoolFixture pool;

    /// Starts the pool too, unless it runs.
    void start(EndpointOptions options = quick());
    [[nodiscard]] Result<void> tryToStart(EndpointOptions options);
    void stop() { m_endpoint.reset(); }
    [[nodiscard]] Endpoint& endpoint() { return *m_endpoint; }
    [[nodiscard]] quint16 port() const { return m_endpoint->port(); }

    /// Time-outs that a test can wait for.
    [[nodiscard]] static EndpointOptions quick();
    [[nodiscard]] static QByteArray token();
    /// The client of that token.
    [[nodiscard]] static EndpointClient client();

    /// A request with host, token and length.
    [[nodiscard]] QByteArray post(const QByteArray& target, const QByteArray& body,
                                  const QByteArray& moreHeaders = {}) const;
    [[nodiscard]] QByteArray get(const QByteArray& target,
                                 const QByteArray& moreHeaders = {}) const;
    /// Of a Messages request.
    [[nodiscard]] static QByteArray body(bool stream, const QByteArray& text = "Hi");
    /// On a connection of its own.
    [[nodiscard]] RawAnswer ask(const QByteArray& request);

    /// The value of a metric of the endpoint's without labels; -1 if it is not there.
    [[nodiscard]] qint64 metric(const QByteArray& name);
    /// Waits until this one's is the only connection.
    [[nodiscard]] bool waitForNoConnections();

    FactsSource facts;

private:
    std::unique_ptr<Endpoint> m_endpoint;
};

} // namespace Patchbay
