// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/accounts/accountsverb.h"

namespace Patchbay {

class ProgramSignIn;
class SignInPrompt;

/// `accounts login`: as the account's kind signs in.
class AccountsLogin final : public AccountsVerb
{
    Q_OBJECT
public:
    AccountsLogin(Core& core, AccountsOptions options);
    ~AccountsLogin() override;

    void start() override;

private:
    void signIn(const Account& account);
    void signInToProgram(const Account& account);
    void replaceToken(const Account& account);

    std::unique_ptr<SignInPrompt> m_prompt;
    std::unique_ptr<ProgramSignIn> m_program;
};

} // namespace Patchbay
