// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/accounts/accountsverb.h"

namespace Patchbay {

class SignInPrompt;

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

    std::unique_ptr<SignInPrompt> m_prompt;
};

} // namespace Patchbay
