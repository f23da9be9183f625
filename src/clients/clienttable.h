// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clients/endpointclient.h"

#include <expected>
#include <memory>
#include <vector>

namespace Patchbay {

/// Who shows which token: made of the store's clients for the endpoint's thread, and never changed.
/// Copies share it. Any thread.
class ClientTable final
{
public:
    enum class Refusal { Unknown, Expired, Revoked };
    using Found = std::expected<std::shared_ptr<const EndpointClient>, Refusal>;

    /// Knows nobody.
    ClientTable() = default;
    explicit ClientTable(const QList<EndpointClient>& clients);

    /// Whose token it is. Takes as long for a wrong token as for a right one: it is hashed, and
    /// hashes are compared in constant time.
    [[nodiscard]] Found find(QByteArrayView token, qint64 nowMs) const;

    /// Clients whose token is good, unless expired.
    [[nodiscard]] qsizetype size() const { return m_size; }

private:
    struct Entry
    {
        quint64 key = 0; // the first bytes of the hash
        std::shared_ptr<const EndpointClient> client;
    };
    std::shared_ptr<const std::vector<Entry>> m_entries; // by key
    qsizetype m_size = 0;
};

} // namespace Patchbay
