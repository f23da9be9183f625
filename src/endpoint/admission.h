// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clients/clientlimits.h"
#include "endpoint/apianswer.h"

#include <optional>

namespace Patchbay {

struct RequestHead;
struct ServerContext;
struct Turn;

/// What is looked at before a byte of a body is read (DESIGN 1.4): where the request comes from,
/// where it goes, whose token it shows. All words are constant. No I/O.
namespace Admission {

/// The answer to a request that goes no further; nothing for one that does: its client is known
/// then. `isLocal`: over the Unix socket.
[[nodiscard]] std::optional<EndpointAnswer> refuse(ServerContext& context, Turn& turn,
                                                   bool isLocal);
/// Of one that brings a body: its length, form and coding.
[[nodiscard]] std::optional<EndpointAnswer> refuseBody(const ServerContext& context,
                                                       const Turn& turn);

/// More bytes of bodies are held than may be, by all requests together.
[[nodiscard]] EndpointAnswer tooManyBodies(const Turn& turn);
/// Beyond the client's own limits; else `place` is one of those it may have at once.
[[nodiscard]] std::optional<EndpointAnswer>
refuseBeyondLimits(ServerContext& context, const Turn& turn, ClientLimits::Place& place);

} // namespace Admission

} // namespace Patchbay
