// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "usage/budgetspent.h"

#include <QJsonObject>

namespace Patchbay {

/// A budget as `budgets list --json` has it. `subject`: the account's or client's name, empty for
/// all.
[[nodiscard]] QJsonObject budgetJson(const Budget& budget, const QString& subject,
                                     const BudgetSpent& spent, qint64 resetsAtMs);

} // namespace Patchbay
