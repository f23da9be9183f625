// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/clients/clientsverb.h"

namespace Patchbay {

/// `clients add`.
class ClientsAdd final : public ClientsVerb
{
    Q_OBJECT
public:
    using ClientsVerb::ClientsVerb;

    void start() override;
};

} // namespace Patchbay
