// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/accounts/accountsoptions.h"
#include "cli/command.h"

#include <functional>

namespace Patchbay {

/// What the verbs of `accounts` have in common.
class AccountsVerb : public Command
{
    Q_OBJECT
public:
    AccountsVerb(Core& core, AccountsOptions options);

protected:
    [[nodiscard]] Core& core() const { return m_core; }
    [[nodiscard]] const AccountsOptions& options() const { return m_options; }

    /// The account that the arguments name.
    [[nodiscard]] Result<Account> named() const;
    /// That one; without a name, all that are enabled, after a line for each of the others.
    /// NoAccount or NoEligibleAccount when there is none.
    [[nodiscard]] Result<QList<Account>> meant();
    /// Of several things that went wrong: what was sent and failed outweighs what could not be.
    [[nodiscard]] static ExitCode codeOf(const QList<Error>& failures);
    /// What went wrong, or nothing when the person broke it off.
    void endWith(const Error& error);
    void finishWith(const Result<void>& result, const QString& done);

    /// Calls `next` when the states of the accounts tell what the vault can give now.
    void afterVaultCheck(std::function<void()> next);

private:
    void readLocked(QList<AccountId> ids, const std::function<void()>& next);

    Core& m_core;
    AccountsOptions m_options;
};

} // namespace Patchbay
