// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/mailbox.h"
#include "vault/vault.h"

#include <QHash>

namespace Patchbay {

/// Secrets for as long as the program runs. Never fails.
class MemoryVault final : public Vault
{
    Q_OBJECT
public:
    using Vault::Vault;

    void read(const QString& key, Completion<Secret> done) override;
    void write(const QString& key, const Secret& secret, Completion<void> done) override;
    void remove(const QString& key, Completion<void> done) override;
    void check(Completion<void> done) override;
    [[nodiscard]] QString displayName() const override;

private:
    QHash<QString, Secret> m_secrets;
    Mailbox m_mailbox;
};

} // namespace Patchbay
