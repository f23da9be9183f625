// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/environment.h"
#include "base/paths.h"
#include "vault/vault.h"

#include <memory>

namespace Patchbay {

/// What PATCHBAY_VAULT asks for: `keychain` (also when unset), `file` or `memory`; anything else is
/// InvalidInput.
[[nodiscard]] Result<VaultKind> vaultKind(const Environment& environment);

/// The vault the environment asks for, and no other in its place: one that cannot be used says so
/// when it is used. InvalidInput for a file vault without a passphrase file that can be read.
[[nodiscard]] Result<std::unique_ptr<Vault>> makeVault(const Environment& environment,
                                                       const Paths& paths);
[[nodiscard]] Result<std::unique_ptr<Vault>>
makeVault(VaultKind kind, const Environment& environment, const Paths& paths);

} // namespace Patchbay
