// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/accounts/accountsverb.h"

namespace Patchbay {

/// `accounts import`.
class AccountsImport final : public AccountsVerb
{
    Q_OBJECT
public:
    using AccountsVerb::AccountsVerb;

    void start() override;

private:
    [[nodiscard]] Result<QList<NewAccount>> read() const;
    void importNext(QList<NewAccount> accounts, int added);
};

} // namespace Patchbay
