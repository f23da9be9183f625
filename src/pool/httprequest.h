// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pool/transport.h"

namespace Patchbay {

/// "https://host:port" of a request, the port always written, the host as DNS knows it.
[[nodiscard]] QString httpOrigin(const QUrl& url);

/// A request as HTTP/1.1 sends it, head and body in one piece, with its credential. The length of
/// the body is always told; headers that could end a line are left out. Pure.
[[nodiscard]] QByteArray httpRequestBytes(const TransportRequest& request);

} // namespace Patchbay
