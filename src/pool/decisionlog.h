// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pool/poolsnapshot.h"

namespace Patchbay {

struct Job;

/// The last decisions of the pool, for people to look at. On the board's thread.
class DecisionLog final
{
public:
    static constexpr qsizetype kMost = 100;

    /// `account` is null where none was found.
    void add(const Job& job, const AccountId& account, const QString& reason, qint64 nowMs);
    /// The newest first.
    [[nodiscard]] const QList<PoolSnapshot::Decision>& decisions() const { return m_decisions; }

private:
    QList<PoolSnapshot::Decision> m_decisions;
};

} // namespace Patchbay
