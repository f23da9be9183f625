// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QNetworkProxyFactory>
#include <QUrl>

namespace Patchbay {

/// Which proxy a request takes: none to this machine itself, else the account's own, else what the
/// system says for that address.
class ProxyRule final : public QNetworkProxyFactory
{
public:
    /// `proxy`: http:// or socks5://, with name and password if it asks for them; empty: the
    /// system's.
    explicit ProxyRule(QUrl proxy);

    [[nodiscard]] QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery& query) override;

private:
    QUrl m_proxy;
};

} // namespace Patchbay
