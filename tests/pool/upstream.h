// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QList>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <functional>
#include <memory>

class QSslConfiguration;

namespace Patchbay {

struct UpstreamRequest
{
    QByteArray method;
    QByteArray path;
    QHash<QByteArray, QByteArray> headers; // names in lower case
    QByteArray body;

    [[nodiscard]] QByteArray key() const { return headers.value("x-api-key"); }
};

/// A server on loopback that answers with exactly the bytes a test gives, right or wrong. The test
/// is its event loop.
class Upstream final : public QObject
{
    Q_OBJECT
public:
    using Handler = std::function<void(QTcpSocket& socket, const UpstreamRequest& request)>;
    explicit Upstream(Handler handler);
    /// The same bytes to every request.
    [[nodiscard]] static Handler always(const QByteArray& answer);
    /// With TLS.
    Upstream(Handler handler, const QSslConfiguration& tls);

    [[nodiscard]] QUrl baseUrl() const;
    [[nodiscard]] quint16 port() const { return m_server->serverPort(); }
    [[nodiscard]] const QList<UpstreamRequest>& requests() const { return m_requests; }
    [[nodiscard]] int connections() const { return m_connections; }
    [[nodiscard]] int openConnections() const;

private:
    void accept(QTcpSocket* socket);
    void read(QTcpSocket& socket);

    Handler m_handler;
    bool m_isEncrypted = false;
    QHash<QTcpSocket*, QByteArray> m_buffers;
    QList<UpstreamRequest> m_requests;
    int m_connections = 0;
    std::unique_ptr<QTcpServer> m_server; // last: its sockets look at the others when they go
};

namespace Answers {

/// A whole answer with its length.
[[nodiscard]] QByteArray whole(int status, const QByteArray& contentType, const QByteArray& body,
                               const QByteArray& moreHeaders = {});
[[nodiscard]] QByteArray json(int status, const QByteArray& body,
                              const QByteArray& moreHeaders = {});
[[nodiscard]] QByteArray error(int status, const QByteArray& type,
                               const QByteArray& moreHeaders = {});
[[nodiscard]] QByteArray streamHead();
/// One piece of a chunked body; an empty one ends it.
[[nodiscard]] QByteArray chunk(const QByteArray& bytes);

// Events of the Messages API.
[[nodiscard]] QByteArray messageStart(int inputTokens);
[[nodiscard]] QByteArray blockStart();
[[nodiscard]] QByteArray textDelta(const QByteArray& text);
[[nodiscard]] QByteArray messageEnd(int outputTokens);
[[nodiscard]] QByteArray errorEvent(const QByteArray& type);
/// All of them.
[[nodiscard]] QByteArray message(const QByteArray& text, int inputTokens, int outputTokens);
[[nodiscard]] QByteArray streamOf(const QByteArray& events);

} // namespace Answers

} // namespace Patchbay
