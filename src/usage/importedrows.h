// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "claude/pricetable.h"
#include "storage/connection.h"
#include "usage/claudecodelog.h"

namespace Patchbay {

/// What became of imported turns.
struct ImportCounts
{
    qint64 added = 0;
    qint64 updated = 0;    // a part of them was there
    qint64 known = 0;      // all of them was there
    qint64 passedHere = 0; // went through Patchbay, and are in the ledger as that
    qint64 tooOld = 0;     // the ledger keeps no rows of then, to know them by
    qint64 input = 0;      // tokens added, of all kinds
    qint64 output = 0;
    qint64 costMicroUsd = 0;
    qint64 unpriced = 0; // added ones without a known price
    qint64 firstMs = 0;  // of those added or updated; 0: none
    qint64 lastMs = 0;

    ImportCounts& operator+=(const ImportCounts& other);
};

/// The client that the ledger has imported turns under.
[[nodiscard]] QString claudeCodeClient();

/// Puts turns into the ledger and its rollups, each once: one that is there already grows to what
/// its newest line says, one whose request is in the ledger is left out. `account` is a ledger's
/// number, 0 for none. On the writer thread, within a job of Database::write.
[[nodiscard]] Result<ImportCounts> storeImported(Connection& connection,
                                                 const QList<ClaudeCodeTurn>& turns, qint64 account,
                                                 const PriceTable& prices);

} // namespace Patchbay
