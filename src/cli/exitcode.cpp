// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/exitcode.h"

namespace Patchbay {

ExitCode exitCodeOf(const Error& error)
{
    switch (error.kind) {
    case ErrorKind::InvalidInput:
    case ErrorKind::NotFound:
    case ErrorKind::AlreadyExists:
        return ExitCode::WrongUsage;
    case ErrorKind::NoAccount:
    case ErrorKind::NoEligibleAccount:
        return ExitCode::NoAccount;
    case ErrorKind::SecretAbsent:
    case ErrorKind::VaultLocked:
    case ErrorKind::VaultDenied:
    case ErrorKind::VaultUnavailable:
    case ErrorKind::VaultTimeout:
    case ErrorKind::StorageUnavailable:
    case ErrorKind::StorageCorrupt:
    case ErrorKind::StorageTooNew:
    case ErrorKind::StorageFull:
        return ExitCode::NoVaultOrDatabase;
    case ErrorKind::Cancelled:
        return ExitCode::Interrupted;
    default:
        return ExitCode::RequestFailed;
    }
}

} // namespace Patchbay
