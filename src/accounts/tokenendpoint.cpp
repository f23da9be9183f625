// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/tokenendpoint.h"

#include "base/oncedevice.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QNetworkAccessManager>
#include <QNetworkProxyFactory>
#include <QNetworkReply>
#include <QSslConfiguration>

namespace Patchbay {

namespace {

struct TokenEndpointText
{
    Q_DECLARE_TR_FUNCTIONS(TokenEndpointText)
};

constexpr qint64 kLargestAnswer = 1024 * 1024;

QNetworkProxy proxyFor(const QUrl& target, const QUrl& proxy)
{
    const QString host = target.host();
    if (host.compare(QLatin1String("localhost"), Qt::CaseInsensitive) == 0 ||
        QHostAddress(host).isLoopback())
        return QNetworkProxy(QNetworkProxy::NoProxy);
    if (proxy.isEmpty()) {
        const auto systems = QNetworkProxyFactory::systemProxyForQuery(QNetworkProxyQuery(target));
        return systems.isEmpty() ? QNetworkProxy(QNetworkProxy::NoProxy) : systems.first();
    }
    const bool isSocks = proxy.scheme().startsWith(QLatin1String("socks"));
    return QNetworkProxy(isSocks ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy,
                         proxy.host(), static_cast<quint16>(proxy.port(isSocks ? 1080 : 8080)),
                         proxy.userName(QUrl::FullyDecoded));
}

// A token has no letter that a JSON text would have to escape; anything else is encoded away.
QByteArray jsonText(QByteArrayView value)
{
    QByteArray text;
    text.reserve(value.size() + 2);
    text.append('"');
    for (const char c : value) {
        if (c == '"' || c == '\\')
            text.append('\\');
        if (static_cast<unsigned char>(c) >= ' ')
            text.append(c);
    }
    text.append('"');
    return text;
}

QByteArray encoded(const TokenEndpoint::Fields& fields, bool isForm)
{
    qsizetype size = 2;
    for (const auto& [name, value] : fields)
        size += name.size() + 3 * value.size() + 8;
    QByteArray body;
    body.reserve(size); // so that it does not move and leave copies behind
    for (const auto& [name, value] : fields) {
        QByteArray text =
            isForm ? value.reveal().toByteArray().toPercentEncoding() : jsonText(value.reveal());
        body.append(body.isEmpty() ? (isForm ? "" : "{") : (isForm ? "&" : ","));
        body.append(isForm ? name + '=' : '"' + name + "\":");
        body.append(text);
        wipe(text);
    }
    if (!isForm)
        body.append('}');
    return body;
}

} // namespace

TokenEndpoint::TokenEndpoint(OAuthProfile profile, const QUrl& proxy, const Clock& clock,
                             qint64 timeoutMs, QObject* parent)
    : QObject(parent)
    , m_profile(std::move(profile))
    , m_clock(clock)
    , m_manager(std::make_unique<QNetworkAccessManager>())
{
    m_manager->setProxy(proxyFor(m_profile.tokenUrl, proxy));
    m_timer.setSingleShot(true);
    m_timer.setInterval(std::chrono::milliseconds(timeoutMs));
    connect(&m_timer, &QTimer::timeout, this,
            [this] { end(std::unexpected(unreachable(QStringLiteral("no answer in time")))); });
}

TokenEndpoint::~TokenEndpoint()
{
    if (!m_reply)
        return;
    m_reply->disconnect(this);
    // Later, because the reply may be on the stack above us; it goes with its manager.
    m_manager.release()->deleteLater();
}

void TokenEndpoint::send(const Fields& fields, const Secret& before, Done done)
{
    m_before = before;
    m_done = std::move(done);
    const bool isForm = m_profile.tokenRequest == OAuthProfile::TokenRequest::Form;
    Fields all = fields;
    all.emplaceBack("client_id", Secret::take(m_profile.clientId.toUtf8()));
    QNetworkRequest request(m_profile.tokenUrl);
    QSslConfiguration tls = request.sslConfiguration();
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    request.setSslConfiguration(tls);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute,
                         QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setRawHeader("user-agent", "patchbay/" PATCHBAY_VERSION);
    request.setRawHeader("accept", "application/json");
    request.setRawHeader("accept-language", "*");
    request.setRawHeader("content-type",
                         isForm ? "application/x-www-form-urlencoded" : "application/json");
    for (const auto& [name, value] : m_profile.headers)
        request.setRawHeader(name, value);
    request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    QByteArray bytes = encoded(all, isForm);
    request.setHeader(QNetworkRequest::ContentLengthHeader, bytes.size());
    // Qt must not send it again by itself: a refresh token is good once.
    auto* const body = new OnceDevice(std::move(bytes));
    m_reply = m_manager->post(request, body);
    body->setParent(m_reply);
    connect(m_reply, &QNetworkReply::finished, this, &TokenEndpoint::answered);
    connect(m_reply, &QNetworkReply::downloadProgress, this, [this](qint64 received, qint64) {
        if (received > kLargestAnswer)
            end(std::unexpected(unreachable(QStringLiteral("the answer is too large"))));
    });
    m_timer.start();
}

void TokenEndpoint::answered()
{
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QNetworkReply::NetworkError error = m_reply->error();
    const bool isCut = status >= 200 && status < 300 && error != QNetworkReply::NoError;
    if (status == 0 || isCut) {
        end(std::unexpected(unreachable(m_reply->errorString())));
        return;
    }
    QByteArray body = m_reply->readAll();
    TokenOutcome outcome = readTokenAnswer(status, body, m_before, m_clock.nowMs());
    wipe(body);
    end(std::move(outcome));
}

void TokenEndpoint::end(TokenOutcome outcome)
{
    m_timer.stop();
    m_reply->disconnect(this);
    if (Done done = std::exchange(m_done, nullptr))
        done(std::move(outcome));
}

TokenFailure TokenEndpoint::unreachable(const QString& detail) const
{
    return {TokenFailure::Kind::Temporary,
            {ErrorKind::ConnectionLost,
             TokenEndpointText::tr("%1 cannot be reached to sign in or renew a sign-in")
                 .arg(m_profile.tokenUrl.host()),
             TokenEndpointText::tr("Check the network, then try again"),
             detail,
             {},
             0}};
}

} // namespace Patchbay
