// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/accountreport.h"

#include "base/json.h"

#include <QJsonArray>

namespace Patchbay {

QJsonObject accountsJson(const QList<Account>& accounts, const PoolLoad& load)
{
    const auto textOrNull = [](const QString& text) {
        return text.isEmpty() ? QJsonValue() : QJsonValue(text);
    };
    QJsonArray list;
    for (const Account& account : accounts) {
        list.append(QJsonObject{
            {QStringLiteral("id"), account.id.value},
            {QStringLiteral("name"), account.name},
            {QStringLiteral("kind"), accountKindName(account.kind)},
            {QStringLiteral("state"), accountStateName(account.state)},
            {QStringLiteral("reason"), textOrNull(account.stateReason)},
            {QStringLiteral("until"), jsonTime(account.stateUntilMs)},
            {QStringLiteral("priority"), account.priority},
            {QStringLiteral("weight"), account.weight},
            {QStringLiteral("in_flight"), load.inFlightByAccount.value(account.id)},
            {QStringLiteral("max_concurrent"), account.maxConcurrent},
            {QStringLiteral("organization_id"), textOrNull(account.organizationId)},
            {QStringLiteral("limits"), QJsonArray()},
        });
    }
    return {{QStringLiteral("accounts"), list}};
}

} // namespace Patchbay
