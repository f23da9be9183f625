// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/simulator.h"

#include "base/logging.h"
#include "simulator/httpconnection.h"
#include "simulator/responder.h"
#include "simulator/simulatedmodel.h"

#include <QDateTime>
#include <QSslServer>
#include <QTcpServer>
#include <QTcpSocket>

#include <algorithm>
#include <deque>
#include <unordered_set>

namespace Patchbay {

namespace {

constexpr int kBacklog = 1024;

bool isCredential(const QByteArray& name)
{
    return name.compare("x-api-key", Qt::CaseInsensitive) == 0 ||
           name.compare("authorization", Qt::CaseInsensitive) == 0 ||
           name.compare("cookie", Qt::CaseInsensitive) == 0;
}

} // namespace

class Simulator::Backend final : public QObject
{
public:
    explicit Backend(SimulatorOptions options)
        : m_options(std::move(options))
        , m_responder(m_options.script)
        , m_handler([this](HttpRequest&& request, quint64 connection) {
            return handle(std::move(request), connection);
        })
    {
        if (m_options.tls) {
            auto server = std::make_unique<QSslServer>();
            server->setSslConfiguration(*m_options.tls);
            m_server = std::move(server);
        } else {
            m_server = std::make_unique<QTcpServer>();
        }
        m_server->setListenBacklogSize(kBacklog);
        m_server->setMaxPendingConnections(kBacklog);
        connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this,
                &Backend::takeConnections);
    }

    // While everything that they use is still there.
    ~Backend() override { qDeleteAll(std::exchange(m_connections, {})); }

    Result<void> listen()
    {
        if (m_server->listen(m_options.address, m_options.port))
            return {};
        return fail(ErrorKind::InvalidInput,
                    Simulator::tr("Port %1 of %2 cannot be listened on")
                        .arg(m_options.port)
                        .arg(m_options.address.toString()),
                    Simulator::tr("Choose another port, or 0 for a free one"),
                    m_server->errorString());
    }

    [[nodiscard]] QList<ReceivedRequest> requests() const
    {
        return {m_requests.begin(), m_requests.end()};
    }

    [[nodiscard]] qsizetype openAnswers() const
    {
        return std::count_if(m_connections.begin(), m_connections.end(),
                             [](const HttpConnection* one) { return one->isAnswering(); });
    }

    SimulatorOptions m_options;
    TimerQueue m_timers;
    Responder m_responder;
    HttpConnection::Handler m_handler;
    std::unique_ptr<QTcpServer> m_server;
    std::unordered_set<HttpConnection*> m_connections;
    std::deque<ReceivedRequest> m_requests;
    qsizetype m_rememberedBytes = 0;
    qint64 m_requestCount = 0;
    quint64 m_connectionCount = 0;

private:
    void takeConnections()
    {
        while (QTcpSocket* const socket = m_server->nextPendingConnection()) {
            if (std::ssize(m_connections) >= m_options.maxConnections) {
                socket->abort();
                socket->deleteLater();
                continue;
            }
            auto* const connection = new HttpConnection(socket, ++m_connectionCount, m_options,
                                                        m_timers, m_handler, nullptr);
            m_connections.insert(connection);
            connect(connection, &HttpConnection::closed, this, [this, connection] {
                // Not from within its own signal, and not later than everything it uses.
                m_timers.at(m_timers.nowMs(), [this, connection] {
                    if (m_connections.erase(connection) > 0)
                        delete connection;
                });
            });
        }
    }

    Answer handle(HttpRequest&& request, quint64 connection)
    {
        ReceivedRequest received;
        Answer answer = m_responder.answer(request, received);
        ++m_requestCount;
        if (headerValue(answer.headers, "date").isEmpty())
            answer.headers.append(
                {"date", withTimes("{http}", QDateTime::currentMSecsSinceEpoch())});
        qCDebug(lcSimulator) << request.method << request.path << answer.status
                             << request.body.size() << "bytes";
        const bool isSilent =
            answer.manner.atEvent == 0 && !answer.manner.headersFirst &&
            (answer.manner.fault == ScriptFault::Cut || answer.manner.fault == ScriptFault::Reset ||
             answer.manner.fault == ScriptFault::Hang);
        received.status = isSilent ? 0 : answer.status;
        received.connection = connection;
        received.receivedAtMs = QDateTime::currentMSecsSinceEpoch();
        received.method = std::move(request.method);
        received.path = std::move(request.path);
        received.query = std::move(request.query);
        received.body = std::move(request.body);
        for (auto& header : request.headers) {
            if (!isCredential(header.first))
                received.headers.append(std::move(header));
        }
        if (!received.path.startsWith("/simulator/"))
            remember(std::move(received));
        return answer;
    }

    void remember(ReceivedRequest&& request)
    {
        m_rememberedBytes += request.body.size();
        m_requests.push_back(std::move(request));
        while (!m_requests.empty() && (std::ssize(m_requests) > m_options.rememberedRequests ||
                                       m_rememberedBytes > m_options.rememberedBodyBytes)) {
            m_rememberedBytes -= m_requests.front().body.size();
            m_requests.pop_front();
        }
    }
};

Simulator::Simulator(SimulatorOptions options, QObject* parent)
    : QObject(parent)
    , m_backend(std::make_unique<Backend>(std::move(options)))
{
}

Simulator::~Simulator() = default;

Result<void> Simulator::listen()
{
    return m_backend->listen();
}

quint16 Simulator::port() const
{
    return m_backend->m_server->serverPort();
}

QUrl Simulator::baseUrl() const
{
    QUrl url;
    url.setScheme(m_backend->m_options.tls ? QStringLiteral("https") : QStringLiteral("http"));
    url.setHost(m_backend->m_server->serverAddress().toString());
    url.setPort(port());
    return url;
}

void Simulator::setScript(Script script)
{
    m_backend->m_responder.setScript(std::move(script));
}

QList<ReceivedRequest> Simulator::requests() const
{
    return m_backend->requests();
}

qint64 Simulator::requestCount() const
{
    return m_backend->m_requestCount;
}

BilledTable Simulator::billed() const
{
    return m_backend->m_responder.billed();
}

OAuthCounts Simulator::oauthCounts() const
{
    return m_backend->m_responder.oauthCounts();
}

qsizetype Simulator::openConnections() const
{
    return std::ssize(m_backend->m_connections);
}

qsizetype Simulator::openAnswers() const
{
    return m_backend->openAnswers();
}

} // namespace Patchbay
