// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/accounts/accountsverb.h"

namespace Patchbay {

/// `accounts remove`, `enable` and `disable`.
class AccountsSwitch final : public AccountsVerb
{
    Q_OBJECT
public:
    enum class To { Removed, Enabled, Disabled };
    AccountsSwitch(Core& core, AccountsOptions options, To to);

    void start() override;

private:
    const To m_to;
};

} // namespace Patchbay
