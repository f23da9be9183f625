// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/budgetreport.h"

#include "reports/usagereportjson.h"

#include <QDateTime>

namespace Patchbay {

QJsonObject budgetJson(const Budget& budget, const QString& subject, const BudgetSpent& spent,
                       qint64 resetsAtMs)
{
    const qint64 left = budget.limitMicroUsd - spent.spentMicroUsd - spent.reservedMicroUsd;
    return {{QStringLiteral("scope"), budgetScopeName(budget.scope)},
            {QStringLiteral("name"), subject.isEmpty() ? QJsonValue() : QJsonValue(subject)},
            {QStringLiteral("period"), budgetPeriodName(budget.period)},
            {QStringLiteral("limit_usd"), costJson(budget.limitMicroUsd, true)},
            {QStringLiteral("hard"), budget.isHard},
            {QStringLiteral("spent_usd"), costJson(spent.spentMicroUsd, true)},
            {QStringLiteral("reserved_usd"), costJson(spent.reservedMicroUsd, true)},
            {QStringLiteral("remaining_usd"), costJson(std::max<qint64>(left, 0), true)},
            {QStringLiteral("resets_at"),
             QDateTime::fromMSecsSinceEpoch(resetsAtMs, Qt::UTC).toString(Qt::ISODate)}};
}

} // namespace Patchbay
