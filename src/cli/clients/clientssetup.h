// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/clients/clientsverb.h"

namespace Patchbay {

/// `clients setup`: what to paste on standard output, where to on standard error.
class ClientsSetup final : public ClientsVerb
{
    Q_OBJECT
public:
    using ClientsVerb::ClientsVerb;

    void start() override;

private:
    /// Where the endpoint is, as flag, variable or default say.
    [[nodiscard]] Result<QString> origin() const;
};

} // namespace Patchbay
