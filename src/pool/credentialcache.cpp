// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/credentialcache.h"

namespace Patchbay {

std::optional<Credential> CredentialCache::find(const AccountId& id, qint64 nowMs) const
{
    const auto known = m_known.constFind(id);
    if (known == m_known.cend() || (known->renewAtMs != 0 && known->renewAtMs <= nowMs))
        return std::nullopt;
    return *known;
}

void CredentialCache::read(const AccountId& id, const Mailbox& mailbox, Completion<Credential> done)
{
    Reading& reading = m_reading[id.value];
    reading.waiting.push_back(std::move(done));
    if (reading.waiting.size() > 1)
        return;
    reading.number = ++m_lastNumber;
    const auto rejected = m_rejected.constFind(id);
    m_reader(id, rejected == m_rejected.cend() ? std::nullopt : std::optional(*rejected),
             mailbox.address(), [this, id, number = reading.number](Result<Credential> credential) {
                 came(id, number, credential);
             });
}

void CredentialCache::came(const AccountId& id, quint64 number,
                           const Result<Credential>& credential)
{
    Reading reading;
    if (auto stale = m_stale.extract(number)) {
        // Good enough for those who asked before the change: a wrong one shows at once.
        reading = std::move(stale.mapped());
    } else if (auto node = m_reading.extract(id.value)) {
        reading = std::move(node.mapped());
        if (credential) {
            m_known.insert(id, *credential);
            m_rejected.remove(id);
        }
    }
    for (Completion<Credential>& done : reading.waiting)
        done(credential);
}

void CredentialCache::reject(const AccountId& id, const Credential& rejected)
{
    // Many requests may hold the same one: the first says so, and what came since stays.
    const auto known = m_known.constFind(id);
    if (known == m_known.cend() || known->secret != rejected.secret)
        return;
    m_known.remove(id);
    m_rejected.insert(id, rejected);
}

void CredentialCache::forget(const AccountId& id)
{
    m_known.remove(id);
    m_rejected.remove(id);
    if (auto node = m_reading.extract(id.value)) {
        const quint64 number = node.mapped().number;
        m_stale.emplace(number, std::move(node.mapped()));
    }
}

void CredentialCache::keepOnly(const QSet<AccountId>& accounts)
{
    const auto isGone = [&accounts](const auto& entry) { return !accounts.contains(entry.key()); };
    m_known.removeIf(isGone);
    m_rejected.removeIf(isGone);
}

} // namespace Patchbay
