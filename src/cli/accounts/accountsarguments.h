// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/accounts/accountsoptions.h"
#include "cli/command.h"

namespace CLI {
class App;
}

namespace Patchbay {

/// Gives `accounts` its verbs and their flags. `options` lives until the verb was made; `whenGiven`
/// is told what makes each verb.
void addAccountsVerbs(CLI::App& app, AccountsOptions& options,
                      const std::function<void(CLI::App&, MakeCommand)>& whenGiven);

} // namespace Patchbay
