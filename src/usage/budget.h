// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QList>
#include <QString>
#include <QTimeZone>

#include <optional>

namespace Patchbay {

enum class BudgetScope { All, Account, Client };
enum class BudgetPeriod { Day, Month };

[[nodiscard]] QString budgetScopeName(BudgetScope scope); // "all", "account", "client"
[[nodiscard]] std::optional<BudgetScope> budgetScopeFromName(QStringView name);
[[nodiscard]] QString budgetPeriodName(BudgetPeriod period); // "day", "month"
[[nodiscard]] std::optional<BudgetPeriod> budgetPeriodFromName(QStringView name);

/// What may be spent in each local day or month. A soft one warns, a hard one refuses what could
/// pass it.
struct Budget
{
    BudgetScope scope = BudgetScope::All;
    QString subject; // an account's id, a client's name; empty for all
    BudgetPeriod period = BudgetPeriod::Month;
    qint64 limitMicroUsd = 0;
    bool isHard = false;

    [[nodiscard]] bool isFor(const Budget& other) const
    {
        return scope == other.scope && subject == other.subject && period == other.period;
    }
    bool operator==(const Budget&) const = default;
};

/// The local day or month that a time lies in, in UTC milliseconds; `toMs` is exclusive.
struct BudgetSpan
{
    qint64 fromMs = 0;
    qint64 toMs = 0;
};
[[nodiscard]] BudgetSpan budgetSpan(BudgetPeriod period, qint64 nowMs, const QTimeZone& timeZone);

/// "12", "12.5", "$12.50", "12,50" in millionths of a dollar: more than nothing, at most a million
/// dollars and six decimals.
[[nodiscard]] Result<qint64> parseUsd(const QString& text);
/// "12.50": as many decimals as it takes, at least two.
[[nodiscard]] QString plainUsd(qint64 microUsd);

} // namespace Patchbay
