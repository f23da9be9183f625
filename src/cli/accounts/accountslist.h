// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/accounts/accountsverb.h"

namespace Patchbay {

/// `accounts list`.
class AccountsList final : public AccountsVerb
{
    Q_OBJECT
public:
    using AccountsVerb::AccountsVerb;

    void start() override;

private:
    void showList();
    void writeLines(const QList<Account>& accounts);
    [[nodiscard]] QStringList remarksOn(const Account& account) const;
};

} // namespace Patchbay
