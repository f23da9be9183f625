// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/clients/clientfields.h"

#include "accounts/accountstore.h"

#include <QCoreApplication>

namespace Patchbay {

namespace {

struct ClientFieldsText
{
    Q_DECLARE_TR_FUNCTIONS(ClientFieldsText)
};

QStringList wordsOf(const QString& list)
{
    QStringList words = list.split(u',');
    for (QString& word : words)
        word = word.trimmed();
    words.removeAll(QString());
    words.removeDuplicates();
    return words;
}

Result<QStringList> accountIds(const QString& names, const AccountStore& accounts)
{
    QStringList ids;
    const QStringList words = wordsOf(names);
    for (const QString& name : words) {
        const Account* account = accounts.findByName(name);
        if (!account) {
            return fail(ErrorKind::NotFound,
                        ClientFieldsText::tr("There is no account “%1”").arg(name),
                        ClientFieldsText::tr("See the names with: patchbay-cli accounts list"));
        }
        ids.append(account->id.value);
    }
    return ids;
}

bool isNone(const QString& usd)
{
    return usd.trimmed() == QLatin1String("0") || usd.trimmed() == QLatin1String("none");
}

Result<void> applyBudget(const std::optional<QString>& usd, const Budget& of,
                         QList<Budget>& budgets)
{
    if (!usd)
        return {};
    budgets.removeIf([&](const Budget& budget) { return budget.isFor(of); });
    if (isNone(*usd))
        return {};
    const auto limit = parseUsd(*usd);
    if (!limit)
        return Failure(limit.error());
    budgets.append({of.scope, of.subject, of.period, *limit, true});
    return {};
}

} // namespace

Result<void> applyFields(const ClientFields& fields, const AccountStore& accounts, qint64 nowMs,
                         EndpointClient& client)
{
    if (fields.models)
        client.models = wordsOf(*fields.models);
    if (fields.accounts) {
        const auto ids = accountIds(*fields.accounts, accounts);
        if (!ids)
            return Failure(ids.error());
        client.accounts = *ids;
    }
    client.requestsPerMinute = fields.requestsPerMinute.value_or(client.requestsPerMinute);
    client.maxConcurrent = fields.maxConcurrent.value_or(client.maxConcurrent);
    if (fields.expires) {
        const auto expiry = parseExpiry(*fields.expires, nowMs, QTimeZone::systemTimeZone());
        if (!expiry)
            return Failure(expiry.error());
        client.expiresAtMs = *expiry;
    }
    return validateClient(client);
}

Result<QList<Budget>> budgetsAfter(const ClientFields& fields, const QString& clientName,
                                   const QList<Budget>& present)
{
    QList<Budget> budgets;
    for (const Budget& budget : present) {
        if (budget.scope == BudgetScope::Client && budget.subject == clientName)
            budgets.append(budget);
    }
    const Budget day{BudgetScope::Client, clientName, BudgetPeriod::Day, 0, true};
    const Budget month{BudgetScope::Client, clientName, BudgetPeriod::Month, 0, true};
    if (const auto applied = applyBudget(fields.dayUsd, day, budgets); !applied)
        return Failure(applied.error());
    if (const auto applied = applyBudget(fields.monthUsd, month, budgets); !applied)
        return Failure(applied.error());
    return budgets;
}

} // namespace Patchbay
