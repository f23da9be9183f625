// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/account.h"

/// A move of one account within a list that is ordered by priority. Accounts of one priority share
/// the work, so a move changes no more than it has to. Pure.
namespace Patchbay::PriorityOrder {

/// The accounts by priority, those of one priority as they were.
[[nodiscard]] QList<Account> ordered(QList<Account> accounts);
/// The accounts that get another priority when the one at `from` is dropped before `before` (the
/// number of rows: at the end): between two of one priority it joins them, else it stands alone.
[[nodiscard]] QList<Account> dropped(const QList<Account>& rows, int from, int before);
/// The same when it is dropped on another: it gets that one's priority.
[[nodiscard]] QList<Account> joined(const QList<Account>& rows, int from, int with);
/// The same for one step up (-1) or down (1): out of those that share its priority, or into those
/// of the next.
[[nodiscard]] QList<Account> stepped(const QList<Account>& rows, int from, int step);

} // namespace Patchbay::PriorityOrder
