// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/accounts/accountsedit.h"

#include "accounts/claudeprogram.h"
#include "cli/accounts/accountfields.h"

namespace Patchbay {

void AccountsEdit::start()
{
    auto account = named();
    if (!account)
        return finish(account.error());
    if (const auto applied = applyFields(options().fields, *account); !applied)
        return finish(applied.error());
    if (options().fields == AccountFields()) {
        return finish({ErrorKind::InvalidInput,
                       tr("There is nothing to change"),
                       tr("See the flags with: patchbay-cli accounts edit --help"),
                       {},
                       {},
                       0});
    }
    if (account->kind == AccountKind::ClaudeCommand && account->allowEndpoint &&
        options().fields.allow)
        console().note(ClaudeProgram::endpointTerms());
    core().accounts().edit(*account, [this, name = account->name](const Result<void>& result) {
        finishWith(result, tr("Account “%1” changed.").arg(name));
    });
}

} // namespace Patchbay
