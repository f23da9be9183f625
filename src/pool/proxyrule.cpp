// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/proxyrule.h"

#include "pool/addresses.h"

namespace Patchbay {

using namespace Qt::StringLiterals;

ProxyRule::ProxyRule(QUrl proxy)
    : m_proxy(std::move(proxy))
{
}

QList<QNetworkProxy> ProxyRule::queryProxy(const QNetworkProxyQuery& query)
{
    if (isLoopbackHost(query.peerHostName()) || isLoopbackHost(query.url().host()))
        return {QNetworkProxy(QNetworkProxy::NoProxy)};
    if (m_proxy.isEmpty())
        return QNetworkProxyFactory::systemProxyForQuery(query);
    const bool isSocks = m_proxy.scheme().startsWith("socks"_L1);
    return {QNetworkProxy(isSocks ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy,
                          m_proxy.host(), static_cast<quint16>(m_proxy.port(isSocks ? 1080 : 8080)),
                          m_proxy.userName(QUrl::FullyDecoded),
                          m_proxy.password(QUrl::FullyDecoded))};
}

} // namespace Patchbay
