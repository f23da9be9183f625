// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/accounts/accountsverb.h"

namespace Patchbay {

/// `accounts probe`.
class AccountsProbe final : public AccountsVerb
{
    Q_OBJECT
public:
    using AccountsVerb::AccountsVerb;

    void start() override;

private:
    void probeNext(QList<Account> accounts);
    void told(const Account& before, const Result<void>& result);

    QList<Error> m_failures;
};

} // namespace Patchbay
