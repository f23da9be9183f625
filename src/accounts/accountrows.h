// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/account.h"
#include "storage/connection.h"

namespace Patchbay {

// The table of accounts. On the connection's thread. A name that is taken is AlreadyExists.

/// The stored accounts that were not removed, in the order of their making.
[[nodiscard]] Result<QList<Account>> selectStoredAccounts(Connection& connection);
/// One account of any source, removed or not.
[[nodiscard]] Result<std::optional<Account>> selectAccount(Connection& connection,
                                                           const AccountId& id);
/// Its number.
[[nodiscard]] Result<qint64> insertAccount(Connection& connection, const Account& account);
/// As insertAccount, or in the row that an account of this id left when it was removed; its number.
[[nodiscard]] Result<qint64> reviveAccount(Connection& connection, const Account& account);
/// What a person can edit; NotFound when it was removed.
[[nodiscard]] Result<void> updateAccount(Connection& connection, const Account& account);
[[nodiscard]] Result<void> updateEnabled(Connection& connection, const Account& account);
/// That the secret is new, and stands in place of a key command.
[[nodiscard]] Result<void> updateSecretTime(Connection& connection, const Account& account);
/// The plan, and when the sign-in or token ends.
[[nodiscard]] Result<void> updateSignIn(Connection& connection, const Account& account);
[[nodiscard]] Result<void> updatePendingSecret(Connection& connection, const Account& account);
/// State, reason and times; of any source, removed or not.
[[nodiscard]] Result<void> updateState(Connection& connection, const Account& account);
[[nodiscard]] Result<void> replaceModelRests(Connection& connection, const Account& account);
[[nodiscard]] Result<void> updateOrganization(Connection& connection, const Account& account);
[[nodiscard]] Result<void> markRemoved(Connection& connection, const AccountId& id, qint64 nowMs);

/// There is such an account already.
[[nodiscard]] Error accountNameTaken(const QString& name);
[[nodiscard]] Error accountNotFound();

} // namespace Patchbay
