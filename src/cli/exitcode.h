// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"

namespace Patchbay {

/// What patchbay-cli ends with (DESIGN 1.2).
enum class ExitCode {
    Done = 0,
    RequestFailed = 1,
    WrongUsage = 2,
    NoAccount = 3,
    NoVaultOrDatabase = 4,
    Interrupted = 130,
};

[[nodiscard]] ExitCode exitCodeOf(const Error& error);

} // namespace Patchbay
