// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/clientmaking.h"

#include "usage/budgetstore.h"

namespace Patchbay {

void addClient(ClientStore& clients, BudgetStore& budgets, const EndpointClient& client,
               const QList<Budget>& wanted, Completion<MadeClient> done)
{
    clients.add(client, [&clients, &budgets, name = client.name.trimmed(), wanted,
                         done = std::move(done)](Result<MadeClient> made) mutable {
        if (!made)
            return done(std::move(made));
        budgets.replace(BudgetScope::Client, name, wanted,
                        [&clients, made = std::move(made),
                         done = std::move(done)](const Result<void>& kept) mutable {
                            if (kept)
                                return done(std::move(made));
                            const QString id = made->id;
                            clients.revoke(
                                id, [error = kept.error(), done = std::move(done)](
                                        const Result<void>&) mutable { done(Failure(error)); });
                        });
    });
}

void editClient(ClientStore& clients, BudgetStore& budgets, const EndpointClient& client,
                const QList<Budget>& wanted, Completion<void> done)
{
    clients.edit(client, [&budgets, name = client.name, wanted,
                          done = std::move(done)](Result<void> edited) mutable {
        if (!edited)
            return done(std::move(edited));
        budgets.replace(BudgetScope::Client, name, wanted, std::move(done));
    });
}

} // namespace Patchbay
