// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "usage/logimport.h"

namespace Patchbay {

/// What an import did, a line each: what came into the ledger, then what did not and why.
struct LogImportWords
{
    QStringList done;
    QStringList notes;

    [[nodiscard]] static LogImportWords of(const LogImportSummary& summary);
};

} // namespace Patchbay
