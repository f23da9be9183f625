// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/account.h"
#include "pool/poolsnapshot.h"

#include <QJsonObject>

namespace Patchbay {

/// How a node is, for `/health` (DESIGN 1.2).
struct Health
{
    enum class Status { Ok, Degraded, Unavailable };
    Status status = Status::Ok;
    QString version;
    QString workerId;
    qint64 uptimeS = 0;
    int workers = 0;
    int busyWorkers = 0;
    int waiting = 0;
    int queueLimit = 0;
    int accounts = 0; // those that are switched on and may serve the endpoint
    int ready = 0;    // of them

    /// `accounts` are all that there are; what they, and the pool, say goes in.
    void count(const QList<Account>& accounts, const PoolSnapshot& pool);
};

[[nodiscard]] QJsonObject healthJson(const Health& health);
/// `/api/workers`: threads of the pool.
[[nodiscard]] QJsonObject workersJson(const PoolSnapshot& pool);

} // namespace Patchbay
