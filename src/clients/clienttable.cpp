// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/clienttable.h"

#include "clients/clienttoken.h"

#include <QtEndian>

#include <sodium.h>

#include <algorithm>

namespace Patchbay {

namespace {

// Longer ones are none of ours: hashing them would only cost.
constexpr qsizetype longestToken = 4096;
constexpr qsizetype hashBytes = crypto_hash_sha256_BYTES;

quint64 keyOf(const QByteArray& hash)
{
    return qFromBigEndian<quint64>(hash.constData());
}

} // namespace

ClientTable::ClientTable(const QList<EndpointClient>& clients)
{
    std::vector<Entry> entries;
    for (const EndpointClient& client : clients) {
        if (client.tokenHash.size() != hashBytes)
            continue;
        entries.push_back(
            {keyOf(client.tokenHash), std::make_shared<const EndpointClient>(client)});
        m_size += client.revokedAtMs == 0 ? 1 : 0;
    }
    std::stable_sort(entries.begin(), entries.end(),
                     [](const Entry& a, const Entry& b) { return a.key < b.key; });
    m_entries = std::make_shared<const std::vector<Entry>>(std::move(entries));
}

// Where the search goes tells only about the hash, and a hash says nothing of tokens near to it.
ClientTable::Found ClientTable::find(QByteArrayView token, qint64 nowMs) const
{
    if (!m_entries || token.isEmpty() || token.size() > longestToken)
        return std::unexpected(Refusal::Unknown);
    const QByteArray hash = clientTokenHash(token);
    const quint64 key = keyOf(hash);
    auto entry = std::lower_bound(m_entries->begin(), m_entries->end(), key,
                                  [](const Entry& a, quint64 wanted) { return a.key < wanted; });
    for (; entry != m_entries->end() && entry->key == key; ++entry) {
        const EndpointClient& client = *entry->client;
        if (sodium_memcmp(client.tokenHash.constData(), hash.constData(),
                          static_cast<std::size_t>(hashBytes)) != 0)
            continue;
        switch (client.stateAt(nowMs)) {
        case ClientState::Active:
            return entry->client;
        case ClientState::Expired:
            return std::unexpected(Refusal::Expired);
        case ClientState::Revoked:
            return std::unexpected(Refusal::Revoked);
        }
    }
    return std::unexpected(Refusal::Unknown);
}

} // namespace Patchbay
