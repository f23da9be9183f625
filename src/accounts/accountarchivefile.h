// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/accountstore.h"
#include "vault/sealedfile.h"

namespace Patchbay {

// The file that accounts are exported to: a SealedFile with a list of the accounts, and each
// secret under the name the vault gives it.

/// What the file holds of these accounts. Pure.
[[nodiscard]] SealedFile::Entries entriesOfAccounts(const QList<NewAccount>& accounts);
/// The other way round; InvalidInput for anything but what a program of this or an earlier version
/// wrote. Pure.
[[nodiscard]] Result<QList<NewAccount>> accountsOfEntries(const SealedFile::Entries& entries);

/// Whether an archive may be written there, without writing: AlreadyExists for a file that is not
/// to be overwritten, InvalidInput for a folder that cannot be written to.
[[nodiscard]] Result<void> checkArchivePath(const QString& path, bool overwrite);

/// Seals the accounts into a new file beside `path` (0600, synced) that then takes its place, so
/// that there is never half a file. Blocking, about a second.
[[nodiscard]] Result<void> writeArchive(const QString& path, const Secret& passphrase,
                                        const QList<NewAccount>& accounts, bool overwrite,
                                        SealedFile::Cost cost);
/// NotFound: no such file; VaultDenied: the passphrase is another; InvalidInput: damaged, or no
/// archive. Blocking, about a second.
[[nodiscard]] Result<QList<NewAccount>> readArchive(const QString& path, const Secret& passphrase);

} // namespace Patchbay
