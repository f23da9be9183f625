// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/accounts/accountsverb.h"

namespace Patchbay {

class SignInPrompt;
class ProgramSignIn;

/// `accounts add`.
class AccountsAdd final : public AccountsVerb
{
    Q_OBJECT
public:
    AccountsAdd(Core& core, AccountsOptions options);
    ~AccountsAdd() override;

    void start() override;

private:
    void addSigningIn();
    void addProgram();
    void programAdded(const AccountId& id, bool hasToken);

    std::unique_ptr<SignInPrompt> m_prompt;
    std::unique_ptr<ProgramSignIn> m_program;
};

} // namespace Patchbay
