// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

class QUrl;

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

/// Scheme, host and port: what a credential must not leave.
[[nodiscard]] QString originOf(const QUrl& url);

} // namespace Patchbay
