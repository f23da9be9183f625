// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/mailbox.h"
#include "usage/rollups.h"

#include <memory>

namespace Patchbay {

class Database;

/// Makes all rollups anew from the ledger, a day in a transaction, so that others write in between.
/// On the thread that made it; destroyed before the database: what is not made by then stays
/// pending.
class RollupsRebuilder final
{
public:
    struct Summary
    {
        RebuiltRollups made;
        qint64 keptBeforeMs = 0; // where rows were let go; 0: nowhere
    };

    explicit RollupsRebuilder(Database& database);

    /// Once at a time.
    void start(Completion<Summary> done);
    /// The same only where they are pending: after an upgrade. Nothing to do is no rows.
    void startIfPending(Completion<Summary> done);

private:
    void makeDay(std::shared_ptr<RollupDays> days, qint64 day);
    void end(Result<Summary> result);

    Database& m_database;
    Completion<Summary> m_done;
    Summary m_summary;
    Mailbox m_mailbox;
};

} // namespace Patchbay
