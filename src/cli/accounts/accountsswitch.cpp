// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/accounts/accountsswitch.h"

namespace Patchbay {

AccountsSwitch::AccountsSwitch(Core& core, AccountsOptions options, To to)
    : AccountsVerb(core, std::move(options))
    , m_to(to)
{
}

void AccountsSwitch::start()
{
    const auto account = named();
    if (!account)
        return finish(account.error());
    const auto ended = [this, name = account->name](const Result<void>& result) {
        switch (m_to) {
        case To::Removed:
            return finishWith(result, tr("Account “%1” removed; its history stays.").arg(name));
        case To::Enabled:
            return finishWith(result, tr("Account “%1” enabled.").arg(name));
        case To::Disabled:
            return finishWith(result, tr("Account “%1” disabled.").arg(name));
        }
    };
    if (m_to == To::Removed)
        core().accounts().remove(account->id, ended);
    else
        core().accounts().setEnabled(account->id, m_to == To::Enabled, ended);
}

} // namespace Patchbay
