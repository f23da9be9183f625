// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/accountstore.h"
#include "accounts/tokenkeeper.h"
#include "pool/dispatcher.h"
#include "support/manualclock.h"
#include "vault/filevault.h"

#include <functional>

namespace Patchbay {

/// One run of the program with accounts that sign in, put together as Core does, on a clock that a
/// test moves and a vault file that opens at once. Several may use one folder.
class SignInNode final
{
public:
    SignInNode(const QString& folder, const QUrl& upstream, const ManualClock& clock);
    ~SignInNode();

    /// The account of this name, signed in with a pair that is good for an hour.
    void add(const QString& name, const QByteArray& access, const QByteArray& refresh);
    /// Sends so many requests at once; the sentences of those that failed.
    [[nodiscard]] QStringList ask(int count, const HeaderList& headers = {});

    [[nodiscard]] const Account& account() const { return store->accounts().first(); }
    /// What the vault holds of it.
    [[nodiscard]] QByteArray entry();

    /// A new pair is in the vault.
    std::function<void()> renewed;
    QList<AccountState> states; // as they followed each other

private:
    void note();

    std::unique_ptr<Database> m_database;
    PriceTable m_prices = PriceTable::builtIn();
    FileVault m_vault;
    std::unique_ptr<Ledger> m_ledger;

public:
    std::unique_ptr<AccountStore> store;
    std::unique_ptr<Dispatcher> pool;

private:
    const ManualClock& m_clock;
    QByteArray m_entry;
    QUrl m_upstream;
    Mailbox m_mailbox;
};

} // namespace Patchbay
