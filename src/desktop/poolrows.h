// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/account.h"
#include "desktop/pooltablemodel.h"
#include "pool/poolsnapshot.h"

/// The tables of the pool in words. Pure; times are UTC.
namespace Patchbay::PoolRows {

/// Each account: how it is, how many requests it has of how many, and which.
[[nodiscard]] QStringList laneHeaders();
[[nodiscard]] QList<PoolRow> lanes(const PoolSnapshot& snapshot, const QList<Account>& accounts,
                                   qint64 nowMs);
/// Each request that waits: for how long, for whom, why and how long yet.
[[nodiscard]] QStringList queueHeaders();
[[nodiscard]] QList<PoolRow> queue(const PoolSnapshot& snapshot, qint64 nowMs);
/// The last decisions, the newest first.
[[nodiscard]] QStringList decisionHeaders();
[[nodiscard]] QList<PoolRow> decisions(const PoolSnapshot& snapshot,
                                       const QList<Account>& accounts);

} // namespace Patchbay::PoolRows
