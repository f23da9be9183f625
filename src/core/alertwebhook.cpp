// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/alertwebhook.h"

#include "base/logging.h"
#include "base/oncedevice.h"
#include "pool/proxyrule.h"
#include "usage/alertwords.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSslConfiguration>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

struct AlertWebhookText
{
    Q_DECLARE_TR_FUNCTIONS(AlertWebhookText)
};

constexpr qint64 kLargestAnswer = 64 * 1024;

QString rfc3339(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODateWithMs);
}

double usd(qint64 microUsd)
{
    return static_cast<double>(microUsd) / 1e6;
}

// 408, 429 and the server's own trouble pass; anything else would be answered the same again.
bool mayPass(int status)
{
    return status == 408 || status == 429 || status >= 500;
}

QNetworkRequest requestTo(QUrl address)
{
    const QByteArray name = address.userName(QUrl::FullyDecoded).toUtf8();
    const QByteArray password = address.password(QUrl::FullyDecoded).toUtf8();
    const bool hasCredential = !address.userInfo().isEmpty();
    address.setUserInfo(QString());
    QNetworkRequest request(address);
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
    request.setRawHeader("accept", "*/*");
    request.setRawHeader("accept-language", "*");
    request.setRawHeader("content-type", "application/json");
    if (hasCredential)
        request.setRawHeader("authorization", "Basic " + (name + ':' + password).toBase64());
    return request;
}

} // namespace

struct AlertWebhook::Item
{
    QUrl address;
    QByteArray body;
    Completion<void> done;
    qsizetype tries = 0;
};

QJsonObject alertMessage(const Alert& alert, qint64 raisedAtMs)
{
    const AlertWords words = alertWords(alert, raisedAtMs);
    QJsonObject message{{u"type"_s, alertKindName(alert.kind)},
                        {u"cause"_s, alert.cause},
                        {u"title"_s, words.title},
                        {u"text"_s, words.line()},
                        {u"raised_at"_s, rfc3339(raisedAtMs)},
                        {u"subject"_s, alert.name}};
    if (!alert.subject.isEmpty())
        message.insert(u"subject_id"_s, alert.subject);
    if (!alert.scope.isEmpty()) {
        message.insert(u"scope"_s, alert.scope);
        message.insert(u"period"_s, alert.period);
        message.insert(u"limit_usd"_s, usd(alert.limitMicroUsd));
        message.insert(u"spent_usd"_s, usd(alert.spentMicroUsd));
        message.insert(u"hard"_s, alert.isHard);
    }
    if (!alert.window.isEmpty())
        message.insert(u"window"_s, alert.window);
    if (alert.kind != AlertKind::SignIn)
        message.insert(u"percent"_s, alert.percent);
    if (alert.kind == AlertKind::Errors) {
        message.insert(u"failed"_s, alert.failed);
        message.insert(u"requests"_s, alert.attempts);
    }
    if (alert.atMs != 0)
        message.insert(u"runs_out_at"_s, rfc3339(alert.atMs));
    if (alert.endsAtMs != 0)
        message.insert(u"ends_at"_s, rfc3339(alert.endsAtMs));
    return message;
}

AlertWebhook::AlertWebhook(AlertWebhookOptions options, QObject* parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_manager(std::make_unique<QNetworkAccessManager>())
{
    m_manager->setProxyFactory(new ProxyRule(QUrl()));
    m_timeout.setSingleShot(true);
    m_timeout.setInterval(std::chrono::milliseconds(m_options.timeoutMs));
    connect(&m_timeout, &QTimer::timeout, this, [this] {
        m_reply->disconnect(this);
        m_reply->abort();
        fail(0, u"no answer in time"_s, true);
    });
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &AlertWebhook::sendFirst);
}

AlertWebhook::~AlertWebhook()
{
    if (!m_reply)
        return;
    m_reply->disconnect(this);
    m_manager.release()->deleteLater();
}

void AlertWebhook::post(const QUrl& address, const QJsonObject& message, Completion<void> done)
{
    const bool isIdle = m_queue.empty();
    Completion<void> givenUp;
    if (static_cast<qsizetype>(m_queue.size()) > m_options.longestQueue) {
        qCWarning(lcUsage) << "the webhook is too slow: an alert is not sent";
        givenUp = std::move(m_queue.at(1).done);
        m_queue.erase(m_queue.begin() + 1);
    }
    m_queue.push_back(
        {address, QJsonDocument(message).toJson(QJsonDocument::Compact), std::move(done), 0});
    // From the event loop, so that nobody is answered before the call has returned.
    if (isIdle)
        m_retry.start(0);
    if (givenUp) {
        givenUp(Patchbay::fail(ErrorKind::QueueFull,
                               AlertWebhookText::tr("The webhook is too slow"),
                               AlertWebhookText::tr("Check its address in the alert settings")));
    }
}

void AlertWebhook::sendFirst()
{
    Item& item = m_queue.front();
    ++item.tries;
    // Qt must not send it again by itself.
    auto* const body = new OnceDevice(QByteArray(item.body));
    QNetworkRequest request = requestTo(item.address);
    request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    request.setHeader(QNetworkRequest::ContentLengthHeader, item.body.size());
    m_reply = m_manager->post(request, body);
    body->setParent(m_reply);
    connect(m_reply, &QNetworkReply::finished, this, &AlertWebhook::answered);
    // The status is all that counts.
    connect(m_reply, &QNetworkReply::downloadProgress, this, [this](qint64 received, qint64) {
        if (received > kLargestAnswer)
            m_reply->abort();
    });
    m_timeout.start();
}

void AlertWebhook::answered()
{
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status >= 200 && status < 300)
        return end({});
    // Qt's text for a fault may name the whole address.
    fail(status, status == 0 ? u"network error %1"_s.arg(m_reply->error()) : QString(),
         status == 0 || mayPass(status));
}

void AlertWebhook::fail(int status, const QString& detail, bool mayPassLater)
{
    const Item& item = m_queue.front();
    if (mayPassLater && item.tries <= m_options.retryAfterMs.size()) {
        m_timeout.stop();
        std::exchange(m_reply, nullptr)->deleteLater();
        m_retry.start(std::chrono::milliseconds(m_options.retryAfterMs.at(item.tries - 1)));
        return;
    }
    const QString host = item.address.host();
    end(Failure({ErrorKind::ConnectionLost,
                 status == 0 ? AlertWebhookText::tr("The webhook at %1 cannot be reached").arg(host)
                             : AlertWebhookText::tr("The webhook at %1 answered with status %2")
                                   .arg(host)
                                   .arg(status),
                 AlertWebhookText::tr("Check its address in the alert settings"),
                 detail,
                 {},
                 status}));
}

void AlertWebhook::end(const Result<void>& result)
{
    m_timeout.stop();
    std::exchange(m_reply, nullptr)->deleteLater();
    Item item = std::move(m_queue.front());
    m_queue.pop_front();
    if (!result)
        qCWarning(lcUsage) << "an alert was not sent:" << result.error();
    if (!m_queue.empty())
        m_retry.start(0);
    if (item.done)
        item.done(result);
}

} // namespace Patchbay
