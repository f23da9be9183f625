// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providerreports.h"

#include "claude/apierror.h"
#include "claude/limits.h"
#include "pool/addresses.h"
#include "pool/proxyrule.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSslConfiguration>
#include <QUrlQuery>

#include <chrono>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::seconds kPatience(60);
constexpr int kMostPages = 400; // of a month each
constexpr qint64 kLargestPage = 32 * 1024 * 1024;

QNetworkRequest requestTo(const QUrl& url, const Secret& key)
{
    QNetworkRequest request(url);
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
    request.setRawHeader("anthropic-version", "2023-06-01");
    request.setRawHeader("x-api-key", key.reveal().toByteArray());
    return request;
}

} // namespace

ProviderReports::ProviderReports(QUrl baseUrl, QObject* parent)
    : QObject(parent)
    , m_baseUrl(std::move(baseUrl))
    , m_manager(std::make_unique<QNetworkAccessManager>())
{
    m_manager->setProxyFactory(new ProxyRule(QUrl()));
    m_timeout.setSingleShot(true);
    m_timeout.setInterval(kPatience);
    connect(&m_timeout, &QTimer::timeout, this, [this] {
        finish(fail(ErrorKind::FirstByteTimeout, tr("The provider did not answer in time"),
                    tr("Check the connection and try it again")));
    });
}

ProviderReports::~ProviderReports()
{
    if (!m_reply)
        return;
    m_reply->disconnect(this);
    m_reply.release()->deleteLater();
    m_manager.release()->deleteLater();
}

void ProviderReports::fetch(const Secret& adminKey, QDate since, QDate until,
                            Completion<ProviderReport> done)
{
    m_key = adminKey;
    m_since = since;
    m_until = until;
    m_page.clear();
    m_pages = 0;
    m_isOfCosts = false;
    m_report = {};
    m_done = std::move(done);
    if (isSafeForCredentials(m_baseUrl)) {
        ask();
        return;
    }
    m_mailbox.post([this] {
        finish(fail(ErrorKind::InvalidInput, tr("The address is not encrypted"),
                    tr("Use an address that begins with https://")));
    });
}

void ProviderReports::ask()
{
    QUrl url = requestUrl(m_baseUrl, m_isOfCosts ? "/v1/organizations/cost_report"
                                                 : "/v1/organizations/usage_report/messages");
    // Brackets are written out, since some servers take them only so.
    QUrlQuery query;
    const auto midnight = [](QDate day) { return day.toString(Qt::ISODate) + u"T00:00:00Z"_s; };
    query.addQueryItem(u"starting_at"_s, midnight(m_since));
    query.addQueryItem(u"ending_at"_s, midnight(m_until));
    query.addQueryItem(u"bucket_width"_s, u"1d"_s);
    query.addQueryItem(u"limit"_s, u"31"_s);
    if (m_isOfCosts) {
        query.addQueryItem(u"group_by%5B%5D"_s, u"description"_s);
    } else {
        query.addQueryItem(u"group_by%5B%5D"_s, u"model"_s);
        query.addQueryItem(u"group_by%5B%5D"_s, u"api_key_id"_s);
    }
    if (!m_page.isEmpty())
        query.addQueryItem(u"page"_s, QString::fromLatin1(QUrl::toPercentEncoding(m_page)));
    url.setQuery(query);
    m_reply.reset(m_manager->get(requestTo(url, m_key)));
    m_reply->setReadBufferSize(kLargestPage + 1);
    connect(m_reply.get(), &QNetworkReply::finished, this, &ProviderReports::answered);
    m_timeout.start();
}

void ProviderReports::answered()
{
    m_timeout.stop();
    const std::unique_ptr<QNetworkReply> reply = std::move(m_reply);
    reply->disconnect(this);
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QByteArray body = reply->read(kLargestPage + 1);
    reply.get()->close();
    if (status == 0) {
        return finish(
            fail(ErrorKind::NetworkUnreachable,
                 tr("%1 cannot be reached: %2").arg(m_baseUrl.host(), reply->errorString()),
                 tr("Check the connection and try it again")));
    }
    if (status == 401 || status == 403) {
        return finish(fail(ErrorKind::Authentication, tr("The provider refused the admin key"),
                           tr("Use an admin key (sk-ant-admin…), which an administrator of the "
                              "organisation makes in the Console")));
    }
    if (status != 200)
        return finish(Failure(ApiError::fromAnswer(status, body, {}).toError()));
    const Result<QString> next =
        m_isOfCosts ? m_report.addCostPage(body) : m_report.addUsagePage(body);
    if (!next)
        return finish(Failure(next.error()));
    const bool isSamePage = !next->isEmpty() && *next == m_page;
    if (isSamePage || ++m_pages > kMostPages || body.size() > kLargestPage) {
        return finish(fail(ErrorKind::UnexpectedAnswer, tr("The provider's report has no end"),
                           tr("Ask for fewer days")));
    }
    m_page = *next;
    if (m_page.isEmpty() && std::exchange(m_isOfCosts, true))
        return finish(std::move(m_report));
    ask();
}

void ProviderReports::finish(Result<ProviderReport> result)
{
    m_key = {};
    if (m_reply) {
        m_reply->disconnect(this);
        m_reply->abort();
        m_reply.release()->deleteLater();
    }
    std::exchange(m_done, {})(std::move(result));
}

} // namespace Patchbay
