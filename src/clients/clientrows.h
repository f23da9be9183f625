// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clients/endpointclient.h"
#include "storage/connection.h"

namespace Patchbay {

// The table of the endpoint's clients. On the connection's thread.

/// By name, those that were revoked behind the others, the last revoked first.
[[nodiscard]] Result<QList<EndpointClient>> selectClients(Connection& connection);
/// AlreadyExists when another that was not revoked has the name.
[[nodiscard]] Result<void> insertClient(Connection& connection, const EndpointClient& client);
/// Models, accounts, limits and end; NotFound when it was revoked.
[[nodiscard]] Result<void> updateClient(Connection& connection, const EndpointClient& client);
/// Hash, end and time of its new token; the same.
[[nodiscard]] Result<void> updateClientToken(Connection& connection, const EndpointClient& client);
[[nodiscard]] Result<void> updateClientRevoked(Connection& connection,
                                               const EndpointClient& client);
/// Later only.
[[nodiscard]] Result<void> updateClientUsed(Connection& connection, const QString& id, qint64 atMs);

[[nodiscard]] Error clientNotFound(const QString& name);

} // namespace Patchbay
