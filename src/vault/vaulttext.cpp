// SPDX-License-Identifier: GPL-3.0-or-later
#include "vault/vaulttext.h"

#include <QCoreApplication>

namespace Patchbay {

namespace {

struct VaultText
{
    Q_DECLARE_TR_FUNCTIONS(VaultText)
};

} // namespace

Error secretAbsent(const QString& vaultName)
{
    return {ErrorKind::SecretAbsent,
            VaultText::tr("The key is not in %1").arg(vaultName),
            VaultText::tr("Enter the key of this account again"),
            {},
            {},
            0};
}

Error vaultTimeout(const QString& vaultName)
{
    return {ErrorKind::VaultTimeout,
            VaultText::tr("No answer came from %1").arg(vaultName),
            VaultText::tr("Look for a window that asks for a password, then try again"),
            {},
            {},
            0};
}

} // namespace Patchbay
