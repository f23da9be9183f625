// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clients/endpointrule.h"
#include "storage/connection.h"

#include <QList>

namespace Patchbay {

// The table of the user's rules for the endpoint. On the connection's thread.

/// In their order.
[[nodiscard]] Result<QList<EndpointRule>> selectRules(Connection& connection);
/// Behind the others; its id.
[[nodiscard]] Result<qint64> insertRule(Connection& connection, const EndpointRule& rule);
/// All but its place; NotFound when it is gone, as the next two.
[[nodiscard]] Result<void> updateRule(Connection& connection, const EndpointRule& rule);
[[nodiscard]] Result<void> deleteRule(Connection& connection, qint64 id);
/// To the place `position`, from 0; beyond the last is the last.
[[nodiscard]] Result<void> moveRule(Connection& connection, qint64 id, qint64 position);

} // namespace Patchbay
