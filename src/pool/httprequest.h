// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pool/transport.h"

namespace Patchbay {

/// What a request's URL says of its connection and first line; made once for many requests.
struct HttpPlace
{
    QUrl url;
    QString origin;    // "https://host:port", the port always written, the host as DNS knows it
    QByteArray host;   // of the header
    QByteArray target; // of the first line
};
[[nodiscard]] HttpPlace httpPlace(const QUrl& url);

/// A request as HTTP/1.1 sends it, head and body in one piece, with its credential. The length of
/// the body is always told; headers that could end a line are left out. Pure.
[[nodiscard]] QByteArray httpRequestBytes(const TransportRequest& request, const HttpPlace& place);

} // namespace Patchbay
