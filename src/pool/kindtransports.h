// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pool/claudetransport.h"
#include "pool/sockettransport.h"

namespace Patchbay {

/// Makes of each account's transports those of its kind: over the network, or the `claude` program.
class KindTransports final : public TransportFactory
{
public:
    KindTransports(const QString& extraCaFile, const ClaudeOptions& claude)
        : m_network(extraCaFile)
        , m_claude(claude)
    {
    }

    [[nodiscard]] std::unique_ptr<Transport> make(const Account& account,
                                                  TransportRequest request) override
    {
        return account.kind == AccountKind::ClaudeCommand
                   ? m_claude.make(account, std::move(request))
                   : m_network.make(account, std::move(request));
    }
    void keepOnly(const QSet<AccountId>& accounts) override
    {
        m_network.keepOnly(accounts);
        m_claude.keepOnly(accounts);
    }

private:
    SocketTransports m_network;
    ClaudeTransports m_claude;
};

} // namespace Patchbay
