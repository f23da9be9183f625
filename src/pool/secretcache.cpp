// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/secretcache.h"

namespace Patchbay {

std::optional<Secret> SecretCache::find(const AccountId& id) const
{
    const auto known = m_known.constFind(id);
    return known == m_known.cend() ? std::nullopt : std::optional(*known);
}

void SecretCache::read(const AccountId& id, const Mailbox& mailbox, Completion<Secret> done)
{
    Reading& reading = m_reading[id.value];
    reading.waiting.push_back(std::move(done));
    if (reading.waiting.size() > 1)
        return;
    reading.number = ++m_lastNumber;
    m_reader(id, mailbox.address(), [this, id, number = reading.number](Result<Secret> secret) {
        came(id, number, secret);
    });
}

void SecretCache::came(const AccountId& id, quint64 number, const Result<Secret>& secret)
{
    Reading reading;
    if (auto stale = m_stale.extract(number)) {
        // Good enough for those who asked before the change: a wrong one shows at once.
        reading = std::move(stale.mapped());
    } else if (auto node = m_reading.extract(id.value)) {
        reading = std::move(node.mapped());
        if (secret)
            m_known.insert(id, *secret);
    }
    for (Completion<Secret>& done : reading.waiting)
        done(secret);
}

void SecretCache::forget(const AccountId& id)
{
    m_known.remove(id);
    if (auto node = m_reading.extract(id.value)) {
        const quint64 number = node.mapped().number;
        m_stale.emplace(number, std::move(node.mapped()));
    }
}

void SecretCache::keepOnly(const QSet<AccountId>& accounts)
{
    m_known.removeIf([&accounts](const auto& entry) { return !accounts.contains(entry.key()); });
}

} // namespace Patchbay
