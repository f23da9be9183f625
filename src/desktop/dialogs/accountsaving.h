// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/core.h"
#include "usage/budget.h"

#include <QObject>

namespace Patchbay {

/// Stores what a person filled in of an account, part after part: account, budgets, key. GUI
/// thread.
class AccountSaving final : public QObject
{
    Q_OBJECT
public:
    AccountSaving(Core& core, QObject* parent);

    /// An account without an id is added. `budgets` are of it, once it has one; an empty `key` is
    /// left as it is. One at a time; saved() or failed() follows.
    void save(const Account& account, const Secret& key, QList<Budget> budgets);

Q_SIGNALS:
    /// `hasRotated`: a new key answered and took the old one's place.
    void saved(const Patchbay::AccountId& id, bool hasRotated);
    void failed(const Patchbay::Error& error);

private:
    void keepBudgets(const AccountId& id, QList<Budget> budgets, std::function<void()> then);
    void replaceKey(const Account& account, const Secret& key);
    [[nodiscard]] bool tellFailure(const Result<void>& done);

    Core& m_core;
};

} // namespace Patchbay
