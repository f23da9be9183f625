// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QUrl>

#include <vector>

namespace Patchbay {

struct Account;

/// Whether the host is this machine itself.
[[nodiscard]] bool isLoopbackHost(const QString& host);

/// Whether a credential may be sent there: https, or plain http on loopback.
[[nodiscard]] bool isSafeForCredentials(const QUrl& url);

/// The account's base URL, or the program's, or the provider's.
[[nodiscard]] QUrl baseUrlOf(const Account& account, const QUrl& defaultBaseUrl);

/// `base` with `path` (and its query, both already encoded) behind it.
[[nodiscard]] QUrl requestUrl(const QUrl& base, const QByteArray& path);

/// requestUrl() of the pairs asked for of late, made once.
class RequestUrls final
{
public:
    [[nodiscard]] QUrl of(const QUrl& base, const QByteArray& path);

private:
    struct Known
    {
        QUrl base;
        QByteArray path;
        QUrl url;
    };
    std::vector<Known> m_known;
};

/// Scheme, host and port: what a credential must not leave.
[[nodiscard]] QString originOf(const QUrl& url);

} // namespace Patchbay
