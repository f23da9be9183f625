// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/clients/clientsoptions.h"
#include "clients/endpointclient.h"
#include "usage/budget.h"

#include <QTimeZone>

namespace Patchbay {

class AccountStore;

/// Sets what the arguments of `clients add` and `clients edit` give, and checks the whole; the
/// first bad value as InvalidInput, an account that is not there as NotFound.
[[nodiscard]] Result<void> applyFields(const ClientFields& fields, const AccountStore& accounts,
                                       qint64 nowMs, EndpointClient& client);

/// The budgets of a client after the arguments: those it has, with what is given in their place.
/// They are hard: nothing is sent that might pass them.
[[nodiscard]] Result<QList<Budget>>
budgetsAfter(const ClientFields& fields, const QString& clientName, const QList<Budget>& present);

} // namespace Patchbay
