// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/clients/clientsoptions.h"
#include "cli/command.h"

namespace CLI {
class App;
}

namespace Patchbay {

/// Gives `clients` its verbs and their flags. `options` lives until the verb was made; `whenGiven`
/// is told what makes each verb.
void addClientsVerbs(CLI::App& app, ClientsOptions& options,
                     const std::function<void(CLI::App&, MakeCommand)>& whenGiven);

} // namespace Patchbay
