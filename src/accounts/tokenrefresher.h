// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/tokenkeeper.h"

#include <unordered_map>

namespace Patchbay {

/// The sign-ins of all OAuth accounts, see TokenKeeper. Main thread.
class TokenRefresher final : public QObject
{
    Q_OBJECT
public:
    TokenRefresher(Vault& vault, const Clock& clock, TokenRefresherOptions options,
                   QObject* parent = nullptr);

    /// See CredentialReader; comes from the event loop.
    void credential(const Account& account, const std::optional<Credential>& rejected,
                    Completion<Credential> done);
    /// What a person signed in with; confirmed in the vault when `done` comes with success.
    void store(const Account& account, const OAuthToken& token, Completion<void> done);
    /// The vault may hold another token than before.
    void forget(const AccountId& id);
    /// The account is no more.
    void drop(const AccountId& id);

Q_SIGNALS:
    void renewed(const Patchbay::AccountId& id);
    void stale(const Patchbay::AccountId& id);
    void found(const Patchbay::AccountId& id, Patchbay::AccountState state, const QString& reason,
               qint64 untilMs);

private:
    [[nodiscard]] TokenKeeper& keeperOf(const Account& account);

    Vault& m_vault;
    const Clock& m_clock;
    const TokenRefresherOptions m_options;
    std::unordered_map<QString, TokenKeeper*> m_keepers; // children
};

} // namespace Patchbay
