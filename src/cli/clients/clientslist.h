// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/clients/clientsverb.h"
#include "reports/clientreport.h"

namespace Patchbay {

/// `clients list`.
class ClientsList final : public ClientsVerb
{
    Q_OBJECT
public:
    using ClientsVerb::ClientsVerb;

    void start() override;

private:
    void show(const QHash<QString, ClientUse>& use);
    void writeLines(const QList<ClientLine>& lines, qint64 nowMs);

    Mailbox m_mailbox;
};

} // namespace Patchbay
