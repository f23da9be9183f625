// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/account.h"
#include "claude/limits.h"
#include "pool/dispatcher.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonObject>

namespace Patchbay {

using AccountLimits = QHash<AccountId, QList<LimitWindow>>;

/// `accounts list --json` and `/api/accounts` (DESIGN 1.2). `limits` are those last told.
[[nodiscard]] QJsonObject accountsJson(const QList<Account>& accounts, const PoolLoad& load,
                                       const AccountLimits& limits = {});

/// The `limits` of one account.
[[nodiscard]] QJsonArray limitsJson(const QList<LimitWindow>& windows);

} // namespace Patchbay
