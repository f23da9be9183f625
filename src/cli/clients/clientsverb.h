// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/clients/clientsoptions.h"
#include "cli/command.h"
#include "clients/clientstore.h"

namespace Patchbay {

/// What the verbs of `clients` have in common.
class ClientsVerb : public Command
{
    Q_OBJECT
public:
    ClientsVerb(Core& core, ClientsOptions options);

protected:
    [[nodiscard]] Core& core() const { return m_core; }
    [[nodiscard]] const ClientsOptions& options() const { return m_options; }

    /// The client that the arguments name.
    [[nodiscard]] Result<EndpointClient> named() const;
    /// The token alone on standard output, what to know of it on standard error.
    void showToken(const Secret& token, const QString& note);

private:
    Core& m_core;
    ClientsOptions m_options;
};

} // namespace Patchbay
