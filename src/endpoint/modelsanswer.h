// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/apianswer.h"

namespace Patchbay {

class PriceTable;
struct EndpointClient;

/// The answer to GET /v1/models, or /v1/models/ID with an `id`, for clients of either API: what an
/// upstream said (`upstreamBody`), or the models of the price table where none could say; those
/// that the client may use. 404 where it is not among them.
[[nodiscard]] EndpointAnswer modelsAnswer(const QByteArray& upstreamBody, const QByteArray& id,
                                          const EndpointClient& client, const PriceTable& prices,
                                          const QByteArray& requestId);

} // namespace Patchbay
