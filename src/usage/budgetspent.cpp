// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/budgetspent.h"

#include "usage/importedrows.h"
#include "usage/usagespans.h"

namespace Patchbay {

namespace {

// Which rows are the budget's; its subject, if it has one, is the value to bind. What another
// program's logs told is no use of ours to bound.
QString conditionOf(const Budget& budget, const QString& account, const QString& client,
                    const QString& imported)
{
    const QString paid =
        QStringLiteral("%1 NOT IN (SELECT number FROM accounts WHERE source = 'demo' OR "
                       "kind = 'claude_command')")
            .arg(account);
    switch (budget.scope) {
    case BudgetScope::All:
        return paid + QStringLiteral(" AND %1").arg(imported);
    case BudgetScope::Account:
        return QStringLiteral("%1 = (SELECT number FROM accounts WHERE id = ?)").arg(account);
    case BudgetScope::Client:
        return paid + QStringLiteral(" AND %1").arg(client);
    }
    Q_UNREACHABLE();
}

} // namespace

Result<BudgetSpent> budgetSpent(Connection& connection, const Budget& budget,
                                const BudgetSpan& span)
{
    const QString client = QStringLiteral("client = (SELECT number FROM names WHERE name = ?)");
    const QString imported =
        QStringLiteral("client IS NOT (SELECT number FROM names WHERE name = '%1')")
            .arg(claudeCodeClient());
    const auto sum = [&](const QString& sql, qint64 from, qint64 to) -> Result<qint64> {
        QVariantList values{from, to};
        if (budget.scope != BudgetScope::All)
            values.append(budget.subject);
        const auto number = connection.number(sql, values);
        return number ? Result<qint64>(number->value_or(0)) : Failure(number.error());
    };
    BudgetSpent spent;
    for (const UsageSpan& part : spansOf(span.fromMs, span.toMs, true)) {
        QString sql;
        switch (part.source) {
        case UsageSpan::Source::Daily:
            sql = QStringLiteral("SELECT sum(cost_micro_usd) FROM usage_daily "
                                 "WHERE day >= ? AND day < ? AND ") +
                  conditionOf(budget, QStringLiteral("account"), client, imported);
            break;
        case UsageSpan::Source::Hourly:
            sql = QStringLiteral("SELECT sum(cost_micro_usd) FROM usage_hourly "
                                 "WHERE hour >= ? AND hour < ? AND ") +
                  conditionOf(budget, QStringLiteral("account"), client, imported);
            break;
        case UsageSpan::Source::Ledger:
            sql = QStringLiteral("SELECT sum(cost_micro_usd) FROM attempts WHERE opened_at >= ? "
                                 "AND opened_at < ? AND outcome <> 'open' AND ") +
                  conditionOf(budget, QStringLiteral("coalesce(account, 0)"), client, imported);
            break;
        }
        const auto found = sum(sql, part.from, part.to);
        if (!found)
            return Failure(found.error());
        spent.spentMicroUsd += *found;
    }
    const auto reserved = sum(QStringLiteral("SELECT sum(micro_usd) FROM budget_reservations "
                                             "WHERE reserved_at >= ? AND reserved_at < ? AND ") +
                                  conditionOf(budget, QStringLiteral("account"),
                                              QStringLiteral("client = ?"), QStringLiteral("true")),
                              span.fromMs, span.toMs);
    if (!reserved)
        return Failure(reserved.error());
    spent.reservedMicroUsd = *reserved;
    return spent;
}

} // namespace Patchbay
