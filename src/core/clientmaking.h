// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clients/clientstore.h"
#include "usage/budget.h"

namespace Patchbay {

class BudgetStore;

// A client and its budgets (scope client, its name), for the command line and the window. Main
// thread; both stores outlive what is under way.

/// Adds the client; `budgets` become its only ones. The token comes once they hold: if they cannot
/// be kept, the client is revoked again.
void addClient(ClientStore& clients, BudgetStore& budgets, const EndpointClient& client,
               const QList<Budget>& wanted, Completion<MadeClient> done);
/// Changes the client and makes `wanted` its only budgets.
void editClient(ClientStore& clients, BudgetStore& budgets, const EndpointClient& client,
                const QList<Budget>& wanted, Completion<void> done);

} // namespace Patchbay
