// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/priorityorder.h"

#include <algorithm>
#include <limits>

namespace Patchbay::PriorityOrder {

namespace {

bool canChange(const Account& account)
{
    return account.source == AccountSource::Stored;
}

QList<Account> withPriority(Account account, int priority)
{
    if (account.priority == priority)
        return {};
    account.priority = priority;
    return {account};
}

/// Alone between the priorities `above` and `below`; others make room where there is none.
QList<Account> between(const QList<Account>& rows, int from, int above, int below)
{
    const int wanted = above + 1;
    QList<Account> changed = withPriority(rows.at(from), wanted);
    if (wanted < below)
        return changed;
    for (int row = 0; row < rows.size(); ++row) {
        if (row == from || rows.at(row).priority < wanted || !canChange(rows.at(row)))
            continue;
        changed += withPriority(rows.at(row), rows.at(row).priority + 1);
    }
    return changed;
}

} // namespace

QList<Account> ordered(QList<Account> accounts)
{
    std::stable_sort(accounts.begin(), accounts.end(),
                     [](const Account& a, const Account& b) { return a.priority < b.priority; });
    return accounts;
}

QList<Account> dropped(const QList<Account>& rows, int from, int before)
{
    if (from < 0 || from >= rows.size() || before == from || before == from + 1 ||
        !canChange(rows.at(from)))
        return {};
    constexpr int none = std::numeric_limits<int>::max();
    const int above = before > 0 ? rows.at(before - 1).priority : 0;
    const int below = before < rows.size() ? rows.at(before).priority : none;
    if (above == below)
        return withPriority(rows.at(from), above);
    return between(rows, from, above, below);
}

QList<Account> joined(const QList<Account>& rows, int from, int with)
{
    if (from < 0 || from >= rows.size() || with < 0 || with >= rows.size() ||
        !canChange(rows.at(from)))
        return {};
    return withPriority(rows.at(from), rows.at(with).priority);
}

QList<Account> stepped(const QList<Account>& rows, int from, int step)
{
    if (from < 0 || from >= rows.size() || !canChange(rows.at(from)))
        return {};
    const int own = rows.at(from).priority;
    const bool shares = std::count_if(rows.begin(), rows.end(), [own](const Account& account) {
                            return account.priority == own;
                        }) > 1;
    int next = step < 0 ? 0 : std::numeric_limits<int>::max();
    for (const Account& account : rows) {
        if (step < 0 && account.priority < own)
            next = std::max(next, account.priority);
        else if (step > 0 && account.priority > own)
            next = std::min(next, account.priority);
    }
    if (shares)
        return step < 0 ? between(rows, from, next, own) : between(rows, from, own, next);
    const bool hasNext = next > 0 && next < std::numeric_limits<int>::max();
    return hasNext ? withPriority(rows.at(from), next) : QList<Account>();
}

} // namespace Patchbay::PriorityOrder
