// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/clients/clientschange.h"

#include "cli/clients/clientfields.h"
#include "core/clientmaking.h"
#include "usage/budgetstore.h"

namespace Patchbay {

ClientsChange::ClientsChange(Core& core, ClientsOptions options, Verb verb)
    : ClientsVerb(core, std::move(options))
    , m_verb(verb)
{
}

void ClientsChange::start()
{
    const auto client = named();
    if (!client)
        return finish(client.error());
    switch (m_verb) {
    case Verb::Edit:
        return edit(*client);
    case Verb::Rotate:
        return rotate(*client);
    case Verb::Revoke:
        return revoke(*client);
    }
}

void ClientsChange::finishWith(const Result<void>& result, const QString& done)
{
    if (!result)
        return finish(result.error());
    console().note(done);
    finish(ExitCode::Done);
}

void ClientsChange::edit(EndpointClient client)
{
    if (options().fields == ClientFields()) {
        return finish({ErrorKind::InvalidInput,
                       tr("There is nothing to change"),
                       tr("See the flags with: patchbay-cli clients edit --help"),
                       {},
                       {},
                       0});
    }
    if (const auto applied =
            applyFields(options().fields, core().accounts(), core().clock().nowMs(), client);
        !applied)
        return finish(applied.error());
    const auto budgets = budgetsAfter(options().fields, client.name, core().budgets().budgets());
    if (!budgets)
        return finish(budgets.error());
    editClient(core().clients(), core().budgets(), client, *budgets,
               [this, name = client.name](const Result<void>& edited) {
                   finishWith(edited, tr("Client “%1” changed.").arg(name));
               });
}

void ClientsChange::rotate(const EndpointClient& client)
{
    core().clients().rotate(client.id, [this, name = client.name](const Result<MadeClient>& made) {
        if (!made)
            return finish(made.error());
        showToken(made->token,
                  tr("Client “%1” has another token; the old one is refused from now on. The new "
                     "one:")
                      .arg(name));
        finish(ExitCode::Done);
    });
}

void ClientsChange::revoke(const EndpointClient& client)
{
    core().clients().revoke(client.id, [this, name = client.name](const Result<void>& revoked) {
        finishWith(revoked, tr("Client “%1” revoked: its token is refused from now on. What it "
                               "used stays in the ledger.")
                                .arg(name));
    });
}

} // namespace Patchbay
