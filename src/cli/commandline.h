// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/command.h"

#include <functional>
#include <memory>
#include <variant>

namespace Patchbay {

/// What a command line asks for: a verb to make once the application runs, or an exit code when
/// everything was said already (help, version, wrong usage).
struct ParsedCommandLine
{
    GlobalOptions global;
    MakeCommand makeWithCore;
    std::function<Result<std::unique_ptr<Command>>(const CoreOptions&)> makeWithout;
    /// Whether it sends anyway: then new keys that wait for an answer are tried as well.
    bool triesWaitingKeys = false;
    /// What the verb wants of the core; may be unset.
    std::function<void(CoreOptions&)> adjust;
    int exitCode = 0;
};

/// Reads the arguments of patchbay-cli; prints help and faults itself.
[[nodiscard]] ParsedCommandLine parseCommandLine(const QStringList& arguments);

/// Runs patchbay-cli to its end and gives its exit code. Needs a QCoreApplication.
[[nodiscard]] int runCommandLine(const ParsedCommandLine& commandLine);

} // namespace Patchbay
