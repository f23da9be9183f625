// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/sockettransport.h"

#include "base/logging.h"
#include "pool/networkfaults.h"
#include "pool/proxyrule.h"

#include <QSslCertificate>

#include <algorithm>
#include <chrono>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

// The end of a kept connection is under way already or comes as the answer to the request's first
// bytes: within a round trip. One that ends later may have taken the request.
constexpr auto kRace = std::chrono::seconds(2);
// Servers close connections that were idle, not those that they answered on just now.
constexpr auto kIdle = std::chrono::milliseconds(500);
constexpr size_t kMostPlaces = 16;

QSslConfiguration tlsSettings(const QString& extraCaFile)
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    tls.setAllowedNextProtocols({QByteArrayLiteral("http/1.1")});
    if (!extraCaFile.isEmpty() && !tls.addCaCertificates(extraCaFile))
        qCWarning(lcPool, "No certificates could be read from %ls", qUtf16Printable(extraCaFile));
    return tls;
}

SocketDialer::Target targetOf(const QUrl& url, const QUrl& accountsProxy)
{
    const bool isEncrypted = url.scheme() == "https"_L1;
    SocketDialer::Target target;
    target.host = url.host(QUrl::FullyEncoded);
    target.port = static_cast<quint16>(url.port(isEncrypted ? 443 : 80));
    target.isEncrypted = isEncrypted;
    const QList<QNetworkProxy> proxies =
        ProxyRule(accountsProxy).queryProxy(QNetworkProxyQuery(url));
    if (!proxies.isEmpty())
        target.proxy = proxies.first();
    return target;
}

} // namespace

SocketTransports::SocketTransports(const QString& extraCaFile)
    : m_tls(tlsSettings(extraCaFile))
{
}

SocketTransports::~SocketTransports() = default;

std::unique_ptr<Transport> SocketTransports::make(const Account& account, TransportRequest request)
{
    std::shared_ptr<SocketConnections>& connections = m_connections[account.id];
    if (!connections || connections->proxy() != account.proxy)
        connections = std::make_shared<SocketConnections>(account.proxy);
    return std::make_unique<SocketTransport>(connections, m_tls, request, placeOf(request.url));
}

const HttpPlace& SocketTransports::placeOf(const QUrl& url)
{
    const auto known = std::find_if(m_places.begin(), m_places.end(),
                                    [&url](const HttpPlace& place) { return place.url == url; });
    if (known != m_places.end())
        return *known;
    if (m_places.size() >= kMostPlaces)
        m_places.clear();
    return m_places.emplace_back(httpPlace(url));
}

void SocketTransports::keepOnly(const QSet<AccountId>& accounts)
{
    // Those in use end with the transports that hold them.
    m_connections.removeIf(
        [&accounts](const auto& entry) { return !accounts.contains(entry.key()); });
}

SocketTransport::SocketTransport(std::shared_ptr<SocketConnections> connections,
                                 const QSslConfiguration& tls, const TransportRequest& request,
                                 const HttpPlace& place)
    : m_connections(std::move(connections))
    , m_tls(tls)
    , m_url(request.url)
    , m_origin(place.origin)
    , m_bytes(httpRequestBytes(request, place))
    , m_parser(request.method == "HEAD")
{
}

SocketTransport::~SocketTransport()
{
    *m_alive = false;
}

void SocketTransport::start(TransportListener& listener)
{
    m_listener = &listener;
    QMetaObject::invokeMethod(&m_context, [this] { begin(); }, Qt::QueuedConnection);
}

void SocketTransport::begin()
{
    if (auto kept = m_connections->take(m_origin)) {
        m_wasIdle = kept->idleSince.hasExpired(kIdle.count());
        use(std::move(kept));
    } else {
        dial();
    }
}

void SocketTransport::dial()
{
    m_dialer = std::make_unique<SocketDialer>(
        targetOf(m_url, m_connections->proxy()), m_tls,
        [this](SocketPointer socket, const std::optional<Error>& error) {
            dialed(std::move(socket), error);
        });
    m_dialer->start();
}

void SocketTransport::dialed(SocketPointer socket, const std::optional<Error>& error)
{
    m_dialer.reset();
    if (error)
        end(error);
    else
        use(std::make_unique<SocketConnection>(std::move(socket)));
}

void SocketTransport::use(std::unique_ptr<SocketConnection> connection)
{
    m_connection = std::move(connection);
    m_connection->setUser(*this);
    m_sentLately = QDeadlineTimer(kRace);
    m_connection->send(m_wasIdle ? m_bytes : std::exchange(m_bytes, {}));
}

void SocketTransport::bytesWent(SocketConnection& connection)
{
    Q_UNUSED(connection)
    m_listener->requestMoved();
}

void SocketTransport::bytesWait(SocketConnection& connection)
{
    Q_UNUSED(connection)
    goOn();
}

void SocketTransport::connectionLost(SocketConnection& connection)
{
    Q_UNUSED(connection)
    goOn();
}

void SocketTransport::setPaused(bool paused)
{
    if (std::exchange(m_isPaused, paused) == paused || paused || !m_connection)
        return;
    // From the event loop: the one who resumes may be in the midst of a call from here.
    QMetaObject::invokeMethod(&m_context, [this] { goOn(); }, Qt::QueuedConnection);
}

// Reads and tells as long as there is something and nobody objects. While paused all stays where it
// is: in the socket's buffer, and beyond that in the kernel.
void SocketTransport::goOn()
{
    while (m_connection && !m_isPaused && !m_hasEnded) {
        const QByteArray bytes = m_connection->read();
        if (bytes.isEmpty()) {
            if (!m_connection->isOpen())
                settleLoss();
            return;
        }
        m_bytes.clear();
        if (!tellWhatCame(m_parser.feed(bytes)))
            return;
    }
}

// Whether to go on: each call may destroy this.
bool SocketTransport::tellWhatCame(HttpAnswerParser::Fault fault)
{
    const std::shared_ptr<bool> alive = m_alive;
    const bool isComplete = m_parser.isComplete();
    if (isComplete) {
        // Before the calls: another request may follow from them.
        if (m_parser.leavesConnectionOpen())
            m_connections->keep(m_origin, std::move(m_connection), m_parser.keepAliveSeconds());
        m_connection.reset();
    }
    if (const auto head = m_parser.takeHead())
        m_listener->headCame(*head);
    if (!*alive)
        return false;
    if (const QByteArray body = m_parser.takeBody(); !body.isEmpty())
        m_listener->bytesCame(body);
    if (!*alive)
        return false;
    if (isComplete) {
        if (const HeaderList trailers = m_parser.takeTrailers(); !trailers.isEmpty())
            m_listener->trailersCame(trailers);
        if (*alive)
            end(std::nullopt);
        return false;
    }
    if (fault == HttpAnswerParser::Fault::Malformed) {
        end(NetworkFaults::fromReply(QNetworkReply::ProtocolFailure, m_parser.detail(),
                                     m_url.host(), true));
        return false;
    }
    return true;
}

void SocketTransport::settleLoss()
{
    const auto lostBy = m_connection->error();
    const QString detail = m_connection->errorString();
    if (mayBeSentAgain()) {
        m_wasIdle = false;
        m_connection.reset();
        dial();
        return;
    }
    const HttpAnswerParser::Fault fault = m_parser.finish();
    m_connection.reset();
    if (fault == HttpAnswerParser::Fault::None && lostBy == QAbstractSocket::RemoteHostClosedError)
        tellWhatCame(fault);
    else
        end(NetworkFaults::fromSocket(lostBy, detail, m_url.host(), true));
}

bool SocketTransport::mayBeSentAgain() const
{
    return m_wasIdle && !m_parser.hasBegun() && !m_bytes.isEmpty() && !m_sentLately.hasExpired();
}

void SocketTransport::end(const std::optional<Error>& error)
{
    m_hasEnded = true;
    m_connection.reset();
    m_listener->transportEnded(error);
}

} // namespace Patchbay
