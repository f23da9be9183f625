// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/accounts/accountsverb.h"
#include "core/accountcheck.h"

#include <QJsonArray>

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
    void told(const AccountReport& report);
    void finishCheck();

    QJsonArray m_reports;
    QList<Error> m_failures;
};

} // namespace Patchbay
