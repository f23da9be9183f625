// SPDX-License-Identifier: GPL-3.0-or-later
#include "vault/memoryvault.h"

#include "vault/vaulttext.h"

namespace Patchbay {

void MemoryVault::read(const QString& key, Completion<Secret> done)
{
    const auto found = m_secrets.constFind(key);
    Result<Secret> result = found == m_secrets.constEnd()
                                ? Result<Secret>(Failure(secretAbsent(displayName())))
                                : Result<Secret>(*found);
    m_mailbox.post([done = std::move(done), result = std::move(result)]() mutable {
        done(std::move(result));
    });
}

void MemoryVault::write(const QString& key, const Secret& secret, Completion<void> done)
{
    m_secrets.insert(key, secret);
    m_mailbox.post([done = std::move(done)]() mutable { done({}); });
}

void MemoryVault::remove(const QString& key, Completion<void> done)
{
    m_secrets.remove(key);
    m_mailbox.post([done = std::move(done)]() mutable { done({}); });
}

void MemoryVault::check(Completion<void> done)
{
    m_mailbox.post([done = std::move(done)]() mutable { done({}); });
}

QString MemoryVault::displayName() const
{
    return tr("memory");
}

} // namespace Patchbay
