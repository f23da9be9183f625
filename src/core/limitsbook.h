// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/accountstore.h"
#include "claude/limits.h"
#include "storage/database.h"

namespace Patchbay {

using LimitsByAccount = QHash<AccountId, QList<LimitWindow>>;

/// The limits that answers last told of each account, kept in the database so that another run can
/// show them. Main thread.
class LimitsBook final
{
public:
    LimitsBook(Database& database, const AccountStore& accounts);

    /// Blocking (a small table): once, at start.
    [[nodiscard]] Result<void> load();
    /// Reads them again after another process told new ones.
    /// `done` follows when they are new here.
    void reload(std::function<void()> done);
    /// What an answer told: replaces the windows of the same names.
    void take(const AccountId& account, const QList<LimitWindow>& windows);

    [[nodiscard]] const LimitsByAccount& limits() const { return m_limits; }

private:
    Database& m_database;
    const AccountStore& m_accounts;
    LimitsByAccount m_limits;
    Mailbox m_mailbox;
};

} // namespace Patchbay
