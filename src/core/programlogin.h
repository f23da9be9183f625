// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/accountstore.h"
#include "accounts/claudelogin.h"
#include "pool/claudeoptions.h"

namespace Patchbay {

/// Signs accounts of the `claude` program in, for a window: opens the program's own sign-in in a
/// terminal, watches it, and keeps with the account what the program then tells. One at a time.
/// Main thread.
class ProgramLogin final : public QObject
{
    Q_OBJECT
public:
    ProgramLogin(AccountStore& accounts, const ClaudeOptions& options);

    /// opened() or commandNeeded() follows, and then signedIn() or failed(); an earlier one is
    /// given up. NotFound and InvalidInput (an account of another kind, or with a long-lived token,
    /// which replaceSecret() renews) are told by failed(), too.
    void start(const AccountId& id);
    /// No more signals of it; what the person does in the terminal stands.
    void giveUp() { m_login.giveUp(); }

    /// How the account's own sign-in is; its plan and end are kept with the account. `done` comes
    /// once, unless this is destroyed.
    void check(const AccountId& id, Completion<ClaudeSignIn> done);
    /// That of all accounts that could tell, one after the other: their end is announced in time.
    void checkAll();

    /// For tests.
    [[nodiscard]] ClaudeLogin& login() { return m_login; }

Q_SIGNALS:
    /// A terminal shows the program's sign-in.
    void opened();
    /// No terminal was found: the person is to type this in one.
    void commandNeeded(const QString& command);
    /// The account is Ready.
    void signedIn(const Patchbay::AccountId& id);
    void failed(const Patchbay::Error& error);

private:
    void checkNext(QList<AccountId> ids);
    void keep(const AccountId& id, const ClaudeSignIn& signIn);

    AccountStore& m_accounts;
    ClaudeLogin m_login;
    AccountId m_account;
};

} // namespace Patchbay
