// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/networkcheck.h"

#include "pool/networkfaults.h"
#include "pool/proxyrule.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>

namespace Patchbay {

namespace {

constexpr int kTimeoutMs = 10'000;

NetworkFinding findingOf(const QNetworkReply& reply, const QUrl& address,
                         const QList<QSslError>& tlsFaults)
{
    NetworkFinding finding;
    finding.address = address;
    const QString host = address.host();
    const bool answered = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).isValid();
    const bool isEncrypted = address.scheme() == QLatin1String("https");
    if (!tlsFaults.isEmpty()) {
        finding.tls = Failure(NetworkFaults::fromTls(tlsFaults, reply.errorString(), host));
    } else if (answered || reply.error() == QNetworkReply::NoError) {
        if (isEncrypted)
            finding.tls = Result<void>();
    } else if (reply.error() == QNetworkReply::OperationCanceledError) {
        finding.reached = Failure(NetworkFaults::connectTimeout(host, kTimeoutMs));
    } else {
        Error error = NetworkFaults::fromReply(reply.error(), reply.errorString(), host, false);
        if (error.kind == ErrorKind::TlsFailed)
            finding.tls = Failure(std::move(error));
        else
            finding.reached = Failure(std::move(error));
    }
    return finding;
}

} // namespace

NetworkCheck::NetworkCheck(const QUrl& proxy, QObject* parent, Done done)
    : QObject(parent)
    , m_network(std::make_unique<QNetworkAccessManager>())
    , m_done(std::move(done))
{
    m_network->setProxyFactory(new ProxyRule(proxy));
}

NetworkCheck::~NetworkCheck() = default;

void NetworkCheck::ask(const QUrl& address, const QUrl& proxy, QObject* parent, Done done)
{
    (new NetworkCheck(proxy, parent, std::move(done)))->start(address);
}

void NetworkCheck::start(const QUrl& address)
{
    QNetworkRequest request(address);
    request.setHeader(QNetworkRequest::UserAgentHeader,
                      QStringLiteral("patchbay/" PATCHBAY_VERSION));
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::ManualRedirectPolicy);
    request.setTransferTimeout(kTimeoutMs);
    QNetworkReply* const reply = m_network->get(request);
    connect(reply, &QNetworkReply::sslErrors, this, [this, reply](const QList<QSslError>& faults) {
        m_tlsFaults = faults;
        reply->abort();
    });
    connect(reply, &QNetworkReply::finished, this, [this, reply, address] {
        m_done(findingOf(*reply, address, m_tlsFaults));
        deleteLater();
    });
}

} // namespace Patchbay
