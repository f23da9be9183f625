// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/accountreport.h"

#include "base/json.h"

#include <QJsonArray>

namespace Patchbay {

QJsonArray limitsJson(const QList<LimitWindow>& windows)
{
    QJsonArray list;
    for (const LimitWindow& window : windows) {
        list.append(QJsonObject{
            {QStringLiteral("window"), window.window},
            {QStringLiteral("limit"), window.limit > 0 ? QJsonValue(window.limit) : QJsonValue()},
            {QStringLiteral("remaining"), window.remaining},
            {QStringLiteral("resets_at"), jsonTime(window.resetsAtMs)},
            {QStringLiteral("as_of"), jsonTime(window.asOfMs)},
        });
    }
    return list;
}

QJsonObject accountsJson(const QList<Account>& accounts, const PoolLoad& load,
                         const AccountLimits& limits)
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
            {QStringLiteral("limits"), limitsJson(limits.value(account.id))},
        });
    }
    return {{QStringLiteral("accounts"), list}};
}

} // namespace Patchbay
