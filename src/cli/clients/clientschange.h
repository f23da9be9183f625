// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/clients/clientsverb.h"

namespace Patchbay {

/// `clients edit`, `clients rotate` and `clients revoke`.
class ClientsChange final : public ClientsVerb
{
    Q_OBJECT
public:
    enum class Verb { Edit, Rotate, Revoke };
    ClientsChange(Core& core, ClientsOptions options, Verb verb);

    void start() override;

private:
    void edit(EndpointClient client);
    void rotate(const EndpointClient& client);
    void revoke(const EndpointClient& client);
    void finishWith(const Result<void>& result, const QString& done);

    const Verb m_verb;
};

} // namespace Patchbay
