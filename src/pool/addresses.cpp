// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/addresses.h"

#include "accounts/account.h"

#include <QHostAddress>
#include <QUrl>

#include <algorithm>

namespace Patchbay {

using namespace Qt::StringLiterals;

bool isLoopbackHost(const QString& host)
{
    return host == "127.0.0.1"_L1 || host.compare("localhost"_L1, Qt::CaseInsensitive) == 0 ||
           QHostAddress(host).isLoopback();
}

bool isSafeForCredentials(const QUrl& url)
{
    if (url.host().isEmpty())
        return false;
    return url.scheme() == "https"_L1 || (url.scheme() == "http"_L1 && isLoopbackHost(url.host()));
}

QUrl baseUrlOf(const Account& account, const QUrl& defaultBaseUrl)
{
    if (!account.baseUrl.isEmpty())
        return account.baseUrl;
    return defaultBaseUrl.isEmpty() ? QUrl(u"https://api.anthropic.com"_s) : defaultBaseUrl;
}

QUrl requestUrl(const QUrl& base, const QByteArray& path)
{
    const QByteArray start = base.toEncoded(QUrl::StripTrailingSlash | QUrl::RemoveQuery |
                                            QUrl::RemoveFragment | QUrl::RemoveUserInfo);
    return QUrl::fromEncoded((start.endsWith('/') ? start.chopped(1) : start) + path);
}

QUrl RequestUrls::of(const QUrl& base, const QByteArray& path)
{
    constexpr size_t kMost = 16;
    const auto known = std::find_if(m_known.begin(), m_known.end(), [&](const Known& each) {
        return each.base == base && each.path == path;
    });
    if (known != m_known.end())
        return known->url;
    if (m_known.size() >= kMost)
        m_known.clear();
    return m_known.emplace_back(base, path, requestUrl(base, path)).url;
}

QString originOf(const QUrl& url)
{
    return url
        .adjusted(QUrl::RemoveUserInfo | QUrl::RemovePath | QUrl::RemoveQuery |
                  QUrl::RemoveFragment)
        .toString();
}

} // namespace Patchbay
