// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/clients/clientsadd.h"

#include "cli/clients/clientfields.h"
#include "core/clientmaking.h"
#include "usage/budgetstore.h"

namespace Patchbay {

void ClientsAdd::start()
{
    EndpointClient client;
    client.name = options().name.trimmed();
    if (const auto applied =
            applyFields(options().fields, core().accounts(), core().clock().nowMs(), client);
        !applied)
        return finish(applied.error());
    const auto budgets = budgetsAfter(options().fields, client.name, core().budgets().budgets());
    if (!budgets)
        return finish(budgets.error());
    addClient(core().clients(), core().budgets(), client, *budgets,
              [this, name = client.name](const Result<MadeClient>& made) {
                  if (!made)
                      return finish(made.error());
                  showToken(made->token, tr("Client “%1” added. Its token:").arg(name));
                  finish(ExitCode::Done);
              });
}

} // namespace Patchbay
