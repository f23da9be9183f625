// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/account.h"
#include "pool/dispatcher.h"

#include <QJsonObject>

namespace Patchbay {

/// `accounts list --json` and `/api/accounts` (DESIGN 1.2).
[[nodiscard]] QJsonObject accountsJson(const QList<Account>& accounts, const PoolLoad& load);

} // namespace Patchbay
