// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clients/endpointclient.h"
#include "endpoint/bodyscan.h"
#include "endpoint/requesthead.h"
#include "pool/request.h"

namespace Patchbay {

/// What goes to the pool for a request of a client's: the body, the query and the headers of DESIGN
/// 1.4 as they are, nothing else of the client's. `userAgent` is ours ("patchbay/0.1.0"). Pure.
[[nodiscard]] Request poolRequest(const RequestHead& head, QByteArray body, const BodyScan& scan,
                                  const EndpointClient& client, const QString& userAgent);

/// The same for a body that was translated from another API's form, whose headers say nothing of
/// this one: only those of `anthropic-…` go on.
[[nodiscard]] Request translatedPoolRequest(const RequestHead& head, QByteArray body,
                                            const BodyScan& scan, const EndpointClient& client,
                                            const QString& userAgent);

/// "patchbay/0.1.0 (for claude-cli/2.1.330 (external, cli))", with nothing in it that is not plain.
[[nodiscard]] QByteArray userAgentFor(const QString& ours, const QByteArray& clients);

} // namespace Patchbay
