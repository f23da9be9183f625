// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/accountarchive.h"
#include "cli/accounts/accountsverb.h"

namespace Patchbay {

/// `accounts export` and `accounts restore`.
class AccountsArchive final : public AccountsVerb
{
    Q_OBJECT
public:
    enum class Way { Export, Restore };
    AccountsArchive(Core& core, AccountsOptions options, Way way);

    void start() override;

private:
    [[nodiscard]] Result<Secret> passphrase();
    void exported(const Result<AccountArchive::Exported>& result);
    void restored(const Result<AccountArchive::Restored>& result);

    const Way m_way;
    AccountArchive m_archive;
};

} // namespace Patchbay
