// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/accounts/accountsverb.h"

namespace Patchbay {

/// `accounts check`.
class AccountsCheck final : public AccountsVerb
{
    Q_OBJECT
public:
    using AccountsVerb::AccountsVerb;

    void start() override;

private:
    void checkNext(QList<Account> accounts);
    [[nodiscard]] ExitCode codeOfCheck() const;

    QList<Error> m_failures;
};

} // namespace Patchbay
