// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/addresses.h"

#include "accounts/account.h"

#include <QHostAddress>
#include <QUrl>

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

QString originOf(const QUrl& url)
{
    return url
        .adjusted(QUrl::RemoveUserInfo | QUrl::RemovePath | QUrl::RemoveQuery |
                  QUrl::RemoveFragment)
        .toString();
}

} // namespace Patchbay
