// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/accounts/accountsrotate.h"

#include "core/keyrotation.h"

namespace Patchbay {

void AccountsRotate::start()
{
    const auto account = named();
    if (!account)
        return finish(account.error());
    // Before a key is typed in vain.
    if (const auto refused = core().keyRotation().check(account->id); !refused)
        return finish(refused.error());
    const bool waits = account->pendingSecretAtMs != 0;
    const auto key =
        console().readSecretLine(waits ? tr("New API key (not shown; empty: the one that waits): ")
                                       : tr("New API key (not shown): "));
    if (!key)
        return endWith(key.error());
    const auto ended = [this, name = account->name](const Result<void>& result) {
        finishWith(result, tr("Account “%1” uses its new key.").arg(name));
    };
    if (waits && trimmedKey(*key).isEmpty())
        core().keyRotation().tryWaiting(account->id, ended);
    else
        core().keyRotation().rotate(account->id, *key, ended);
}

} // namespace Patchbay
