// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"

#include <QAbstractSocket>
#include <QList>
#include <QNetworkReply>
#include <QSslError>

/// The failures of the way to an upstream, in words for a person. `host` as in the account's URL.
namespace Patchbay::NetworkFaults {

/// What went wrong with the answer, in Qt's terms; `wasSent`: the request had gone out.
[[nodiscard]] Error fromReply(QNetworkReply::NetworkError error, const QString& detail,
                              const QString& host, bool wasSent);
/// The same for what a socket reports.
[[nodiscard]] Error fromSocket(QAbstractSocket::SocketError error, const QString& detail,
                               const QString& host, bool wasSent);
/// Why the TLS handshake was refused: the first fault of the peer's certificate decides.
[[nodiscard]] Error fromTls(const QList<QSslError>& faults, const QString& detail,
                            const QString& host);

[[nodiscard]] Error connectTimeout(const QString& host, qint64 afterMs);
[[nodiscard]] Error firstByteTimeout(const QString& host, qint64 afterMs);
[[nodiscard]] Error idleTimeout(const QString& host, qint64 afterMs);
/// The connection ended before the answer did.
[[nodiscard]] Error streamCut(const QString& host);
[[nodiscard]] Error redirected(const QString& host, const QString& target, int status);
/// Something else than the API answered: a portal's page, say.
[[nodiscard]] Error wrongContent(const QString& host, const QString& contentType);

} // namespace Patchbay::NetworkFaults
