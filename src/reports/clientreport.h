// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clients/endpointclient.h"
#include "usage/budget.h"
#include "usage/clientuse.h"

#include <QJsonObject>

namespace Patchbay {

/// A client with what a list tells of it.
struct ClientLine
{
    EndpointClient client;
    QStringList accounts;         // names of the allowed ones; empty: all
    qint64 dayBudgetMicroUsd = 0; // 0: none
    qint64 monthBudgetMicroUsd = 0;
    ClientUse use;
};

/// Puts together what is known elsewhere: `accountNames` by id (an account that is gone shows as
/// its id), `use` by the client's name.
[[nodiscard]] ClientLine clientLine(const EndpointClient& client,
                                    const QHash<QString, QString>& accountNames,
                                    const QList<Budget>& budgets,
                                    const QHash<QString, ClientUse>& use);

/// `clients list --json`. No token, of course: its end alone.
[[nodiscard]] QJsonObject clientsJson(const QList<ClientLine>& lines, qint64 nowMs);

} // namespace Patchbay
