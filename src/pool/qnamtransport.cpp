// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/qnamtransport.h"

#include "base/logging.h"
#include "base/oncedevice.h"
#include "pool/networkfaults.h"
#include "pool/proxyrule.h"

#include <QNetworkProxyFactory>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QSslCertificate>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

// What Qt holds of an answer at most; then the upstream waits.
constexpr qint64 kReadBuffer = 256 * 1024;

void authorize(QNetworkRequest& request, const Credential& credential)
{
    if (credential.secret.isEmpty())
        return;
    switch (credential.form) {
    case Credential::Form::ApiKey:
        request.setRawHeader("x-api-key", credential.secret.reveal().toByteArray());
        break;
    case Credential::Form::Bearer:
        request.setRawHeader("authorization", "Bearer " + credential.secret.reveal().toByteArray());
        break;
    case Credential::Form::Program:
        break; // never leaves for the network from here
    }
}

QNetworkRequest makeRequest(const TransportRequest& from, const QSslConfiguration& tls)
{
    QNetworkRequest request(from.url);
    request.setSslConfiguration(tls);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute,
                         QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    for (const auto& [name, value] : from.headers)
        request.setRawHeader(name, value);
    authorize(request, from.credential);
    return request;
}

} // namespace

QnamConnections::QnamConnections(QUrl proxy)
    : m_proxy(std::move(proxy))
{
}

std::shared_ptr<QNetworkAccessManager> QnamConnections::take()
{
    for (const auto& manager : m_managers) {
        if (manager.use_count() <= kMostPerManager) // one is ours
            return manager;
    }
    // Later, because the last transport may go while the manager is on the stack above it.
    const std::shared_ptr<QNetworkAccessManager> manager(
        new QNetworkAccessManager, [](QNetworkAccessManager* last) { last->deleteLater(); });
    manager->setAutoDeleteReplies(false);
    manager->setProxyFactory(new ProxyRule(m_proxy)); // the manager owns it
    m_managers.push_back(manager);
    return manager;
}

QnamTransports::QnamTransports(const QString& extraCaFile)
    : m_tls(QSslConfiguration::defaultConfiguration())
{
    m_tls.setProtocol(QSsl::TlsV1_2OrLater);
    if (!extraCaFile.isEmpty() && !m_tls.addCaCertificates(extraCaFile))
        qCWarning(lcPool, "No certificates could be read from %ls", qUtf16Printable(extraCaFile));
}

QnamTransports::~QnamTransports() = default;

std::unique_ptr<Transport> QnamTransports::make(const Account& account, TransportRequest request)
{
    std::shared_ptr<QnamConnections>& connections = m_connections[account.id];
    if (!connections || connections->proxy() != account.proxy)
        connections = std::make_shared<QnamConnections>(account.proxy);
    return std::make_unique<QnamTransport>(connections->take(), m_tls, std::move(request));
}

void QnamTransports::keepOnly(const QSet<AccountId>& accounts)
{
    // A manager in use lives on with the transport that holds it.
    m_connections.removeIf(
        [&accounts](const auto& entry) { return !accounts.contains(entry.key()); });
}

QnamTransport::QnamTransport(std::shared_ptr<QNetworkAccessManager> manager, QSslConfiguration tls,
                             TransportRequest request)
    : m_manager(std::move(manager))
    , m_tls(std::move(tls))
    , m_request(std::move(request))
    , m_context(std::make_unique<QObject>())
{
}

QnamTransport::~QnamTransport()
{
    *m_alive = false;
    m_context.reset(); // silent from here on
    if (!m_reply)
        return;
    // Later, because the reply may be on the stack above us. Its destructor ends the request;
    // abort() would complain of an error that is under way already.
    if (m_body)
        m_body.release()->setParent(m_reply);
    m_reply->deleteLater();
}

void QnamTransport::start(TransportListener& listener)
{
    m_listener = &listener;
    if (!m_request.body.isEmpty())
        m_body = std::make_unique<OnceDevice>(std::exchange(m_request.body, {}));
    m_reply =
        m_manager->sendCustomRequest(makeRequest(m_request, m_tls), m_request.method, m_body.get());
    m_request.credential = {};

    const auto moved = [this] {
        noteMoved();
        m_listener->requestMoved();
    };
    QObject::connect(m_reply, &QNetworkReply::requestSent, m_context.get(), moved);
    QObject::connect(m_reply, &QNetworkReply::uploadProgress, m_context.get(),
                     [moved](qint64 sent, qint64) {
                         if (sent > 0)
                             moved();
                     });
    QObject::connect(m_reply, &QNetworkReply::sslErrors, m_context.get(),
                     [this](const QList<QSslError>& faults) { m_tlsFaults = faults; });
    QObject::connect(m_reply, &QNetworkReply::metaDataChanged, m_context.get(),
                     [this] { readHead(); });
    QObject::connect(m_reply, &QNetworkReply::readyRead, m_context.get(), [this] { readBytes(); });
    QObject::connect(m_reply, &QNetworkReply::finished, m_context.get(), [this] { end(); });
}

void QnamTransport::setPaused(bool paused)
{
    if (m_paused == paused)
        return;
    m_paused = paused;
    if (paused || !m_reply)
        return;
    // From the event loop: the one who resumes may be in the midst of a call from here.
    QMetaObject::invokeMethod(
        m_context.get(),
        [this] {
            if (m_reply->isFinished())
                end();
            else
                readBytes();
        },
        Qt::QueuedConnection);
}

void QnamTransport::noteMoved()
{
    // The size is set not earlier than this: before the request is under way Qt forgets it.
    if (!std::exchange(m_moved, true))
        m_reply->setReadBufferSize(kReadBuffer);
}

void QnamTransport::readHead()
{
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (m_headTold || status == 0)
        return;
    m_headTold = true;
    noteMoved();
    ResponseHead head{status, {}};
    for (const auto& [name, value] : m_reply->rawHeaderPairs())
        head.headers.append({name.toLower(), value});
    m_listener->headCame(head);
}

void QnamTransport::readBytes()
{
    const std::shared_ptr<bool> alive = m_alive; // each call may destroy this
    readHead();
    if (!*alive || m_paused || !m_headTold)
        return;
    const QByteArray bytes = m_reply->readAll();
    if (!bytes.isEmpty())
        m_listener->bytesCame(bytes);
}

void QnamTransport::end()
{
    const std::shared_ptr<bool> alive = m_alive;
    readBytes();
    if (!*alive || m_paused)
        return;
    m_listener->transportEnded(fault());
}

bool QnamTransport::usesProxy() const
{
    const QList<QNetworkProxy> proxies =
        m_manager->proxyFactory()->queryProxy(QNetworkProxyQuery(m_request.url));
    return !proxies.isEmpty() && proxies.first().type() != QNetworkProxy::NoProxy;
}

std::optional<Error> QnamTransport::fault() const
{
    const QNetworkReply::NetworkError error = m_reply->error();
    if (error == QNetworkReply::NoError)
        return std::nullopt;
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QString host = m_request.url.host();
    if (!m_tlsFaults.isEmpty() && error == QNetworkReply::SslHandshakeFailedError)
        return NetworkFaults::fromTls(m_tlsFaults, m_reply->errorString(), host);
    if (status >= 300 && error != QNetworkReply::ProxyAuthenticationRequiredError)
        return std::nullopt; // Qt's word for the status; who reads the answer has a better one
    // Qt has no word of its own for some faults of a proxy.
    const bool isProxys = error == QNetworkReply::UnknownNetworkError && !m_moved && usesProxy();
    return NetworkFaults::fromReply(isProxys ? QNetworkReply::UnknownProxyError : error,
                                    m_reply->errorString(), host, m_moved);
}

} // namespace Patchbay
