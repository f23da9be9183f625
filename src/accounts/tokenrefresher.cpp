// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/tokenrefresher.h"

namespace Patchbay {

TokenRefresher::TokenRefresher(Vault& vault, const Clock& clock, TokenRefresherOptions options,
                               QObject* parent)
    : QObject(parent)
    , m_vault(vault)
    , m_clock(clock)
    , m_options(std::move(options))
{
    connect(&m_vault, &Vault::recovered, this, [this] {
        for (const auto& [id, keeper] : m_keepers)
            keeper->retrySaving();
    });
}

TokenKeeper& TokenRefresher::keeperOf(const Account& account)
{
    TokenKeeper*& keeper = m_keepers[account.id.value];
    if (keeper) {
        keeper->setAccount(account);
        return *keeper;
    }
    keeper = new TokenKeeper(account, m_vault, m_clock, m_options, this);
    const AccountId id = account.id;
    connect(keeper, &TokenKeeper::renewed, this, [this, id] { Q_EMIT renewed(id); });
    connect(keeper, &TokenKeeper::stale, this, [this, id] { Q_EMIT stale(id); });
    connect(keeper, &TokenKeeper::found, this,
            [this, id](AccountState state, const QString& reason, qint64 untilMs) {
                Q_EMIT found(id, state, reason, untilMs);
            });
    return *keeper;
}

void TokenRefresher::credential(const Account& account, const std::optional<Credential>& rejected,
                                Completion<Credential> done)
{
    keeperOf(account).credential(rejected, std::move(done));
}

void TokenRefresher::store(const Account& account, const OAuthToken& token, Completion<void> done)
{
    keeperOf(account).store(token, std::move(done));
}

void TokenRefresher::forget(const AccountId& id)
{
    if (const auto found = m_keepers.find(id.value); found != m_keepers.end())
        found->second->forget();
}

void TokenRefresher::drop(const AccountId& id)
{
    if (const auto node = m_keepers.extract(id.value))
        node.mapped()->deleteLater();
}

} // namespace Patchbay
