// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/clients/clientsverb.h"

#include "clients/clientrows.h"

namespace Patchbay {

ClientsVerb::ClientsVerb(Core& core, ClientsOptions options)
    : m_core(core)
    , m_options(std::move(options))
{
}

Result<EndpointClient> ClientsVerb::named() const
{
    if (const EndpointClient* client = m_core.clients().findByName(m_options.name))
        return *client;
    return Failure(clientNotFound(m_options.name));
}

void ClientsVerb::showToken(const Secret& token, const QString& note)
{
    console().note(note);
    QByteArray line = token.reveal().toByteArray() + '\n';
    console().writeBytes(line);
    wipe(line);
    console().note(tr("It is not shown again. Set up a tool with it: patchbay-cli clients setup "
                      "NAME --tool claude-code"));
}

} // namespace Patchbay
