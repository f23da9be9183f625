// SPDX-License-Identifier: GPL-3.0-or-later
#include "vault/makevault.h"

#include "vault/chunkedvault.h"
#include "vault/filevault.h"
#include "vault/keychainvault.h"
#include "vault/memoryvault.h"

#include <QCoreApplication>
#include <QFile>

namespace Patchbay {

namespace {

struct MakeVault
{
    Q_DECLARE_TR_FUNCTIONS(MakeVault)
};

const QString kKind = QStringLiteral("PATCHBAY_VAULT");
const QString kPassphraseFile = QStringLiteral("PATCHBAY_VAULT_PASSPHRASE_FILE");

Result<Secret> passphrase(const Environment& environment)
{
    const QString path = environment.value(kPassphraseFile);
    const QString next =
        MakeVault::tr("Set %1 to a file that holds the vault's passphrase").arg(kPassphraseFile);
    if (path.isEmpty()) {
        return fail(ErrorKind::InvalidInput,
                    MakeVault::tr("The vault file needs a passphrase, and %1 is not set")
                        .arg(kPassphraseFile),
                    next);
    }
    QFile file(path);
    constexpr qint64 longest = 4'096;
    QByteArray bytes;
    if (file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        bytes = file.read(longest);
    // The end of the line is the editor's, not the passphrase's.
    for (const char end : {'\n', '\r'}) {
        if (bytes.endsWith(end))
            bytes.chop(1);
    }
    if (bytes.isEmpty()) {
        return fail(ErrorKind::InvalidInput,
                    MakeVault::tr("The passphrase file %1 cannot be read or is empty").arg(path),
                    next, file.errorString());
    }
    return Secret::take(std::move(bytes));
}

} // namespace

Result<VaultKind> vaultKind(const Environment& environment)
{
    const QString word = environment.value(kKind);
    if (word.isEmpty() || word == QLatin1String("keychain"))
        return VaultKind::Keychain;
    if (word == QLatin1String("file"))
        return VaultKind::File;
    if (word == QLatin1String("memory"))
        return VaultKind::Memory;
    return fail(ErrorKind::InvalidInput,
                MakeVault::tr("%1 is “%2”, which is no vault").arg(kKind, word),
                MakeVault::tr("Set it to keychain, file or memory"));
}

Result<std::unique_ptr<Vault>> makeVault(VaultKind kind, const Environment& environment,
                                         const Paths& paths)
{
    switch (kind) {
    case VaultKind::Memory:
        return std::make_unique<MemoryVault>();
    case VaultKind::File: {
        const auto secret = passphrase(environment);
        if (!secret)
            return Failure(secret.error());
        return std::make_unique<FileVault>(paths.vaultFile(), *secret);
    }
    case VaultKind::Keychain:
        break;
    }
    return std::make_unique<ChunkedVault>(std::make_unique<KeychainVault>(),
                                          ChunkedVault::platformLimit());
}

Result<std::unique_ptr<Vault>> makeVault(const Environment& environment, const Paths& paths)
{
    const auto kind = vaultKind(environment);
    if (!kind)
        return Failure(kind.error());
    return makeVault(*kind, environment, paths);
}

} // namespace Patchbay
