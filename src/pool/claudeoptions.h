// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Patchbay {

/// How the user's `claude` program is run.
struct ClaudeOptions
{
    QString program; // a path, or a name in PATH; empty: `claude`
    QString folder;  // where accounts without a folder of their own have theirs
    qint64 longestIdleMs = 600'000;
    /// Processes that wait for a next turn, on each worker (about 120 MB each).
    int mostKept = 2;
    qint64 startMs = 30'000; // until a process says its first word
};

} // namespace Patchbay
