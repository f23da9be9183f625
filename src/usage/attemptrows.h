// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/connection.h"
#include "usage/ledger.h"

#include <span>

namespace Patchbay {

/// Rows of the table `attempts` on their way to the disk, with their names as numbers (0: none).
struct OpeningRow
{
    AttemptOpening attempt;
    QString process;
    qint64 client = 0;
    qint64 model = 0;
    qint64 organization = 0;
    qint64 conversation = 0;
};

struct CompletionRow
{
    OpeningRow opening; // its organization is what the answer told
    AttemptCompletion completion;
    qint64 modelServed = 0;
    qint64 errorKind = 0;
};

/// Tokens within what can be summed.
[[nodiscard]] qint64 boundedTokens(qint64 count);

// Each takes any number of rows in one statement: binding value by value is what costs most. In a
// transaction; all or, on an error, none of the rows.
[[nodiscard]] Result<void> storeOpenings(Connection& connection, std::span<const OpeningRow> rows);
[[nodiscard]] Result<void> storeProgress(Connection& connection, qint64 id,
                                         const TokenUsage& usage);
/// How many were open and are completed now.
[[nodiscard]] Result<qint64> storeCompletions(Connection& connection,
                                              std::span<const CompletionRow> rows);

} // namespace Patchbay
