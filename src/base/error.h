// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDebug>
#include <QMetaType>
#include <QString>

namespace Patchbay {

/// What kind of failure it is: decides exit codes, retries and account states. Never shown as is.
enum class ErrorKind {
    // wrong usage
    InvalidInput,
    NotFound,
    AlreadyExists,
    // nothing was sent
    NoAccount,
    NoEligibleAccount,
    QueueFull,
    DeadlineExpired,
    // vault
    SecretAbsent,
    VaultLocked,
    VaultDenied,
    VaultUnavailable,
    VaultTimeout,
    // storage
    StorageUnavailable,
    StorageCorrupt,
    StorageTooNew,
    StorageFull,
    // the way to the upstream
    HostNotFound,
    ConnectionRefused,
    NetworkUnreachable,
    ConnectTimeout,
    FirstByteTimeout,
    IdleTimeout,
    ConnectionLost,
    TlsFailed,
    ProxyFailed,
    // what the upstream answered
    Authentication,
    Billing,
    Permission,
    ModelNotFound,
    RequestTooLarge,
    InvalidRequest,
    Conflict,
    RateLimited,
    Overloaded,
    ServerError,
    UnexpectedAnswer,
    // ends that are not faults of the upstream
    Cancelled,
    Interrupted,
    Internal,
};

/// A failure as a value: its kind, what happened and what to do about it, in words for a person.
/// Carries no secret. `detail` is technical and for the log and "show details" alone.
struct Error
{
    ErrorKind kind = ErrorKind::Internal;
    QString cause;
    QString nextStep;
    QString detail;
    /// The upstream's `request-id`, empty where there is none.
    QString requestId;
    /// The HTTP status that was answered, 0 where there was none.
    int httpStatus = 0;

    /// Cause and next step as one line: "Cause. Next step."
    [[nodiscard]] QString sentence() const;

    bool operator==(const Error&) const = default;
};

/// The field name of a kind, for logs and JSON ("connection_refused").
[[nodiscard]] QString errorKindName(ErrorKind kind);

QDebug operator<<(QDebug debug, const Error& error);

} // namespace Patchbay

Q_DECLARE_METATYPE(Patchbay::Error)
