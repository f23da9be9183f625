// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/error.h"

namespace Patchbay {

QString Error::sentence() const
{
    const auto closed = [](const QString& text) {
        static const QString ends = QStringLiteral(".!?:。！？：");
        return text.isEmpty() || ends.contains(text.back()) ? text : text + QLatin1Char('.');
    };
    if (nextStep.isEmpty())
        return closed(cause);
    return closed(cause) + QLatin1Char(' ') + closed(nextStep);
}

QString errorKindName(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::InvalidInput:
        return QStringLiteral("invalid_input");
    case ErrorKind::NotFound:
        return QStringLiteral("not_found");
    case ErrorKind::AlreadyExists:
        return QStringLiteral("already_exists");
    case ErrorKind::NoAccount:
        return QStringLiteral("no_account");
    case ErrorKind::NoEligibleAccount:
        return QStringLiteral("no_eligible_account");
    case ErrorKind::QueueFull:
        return QStringLiteral("queue_full");
    case ErrorKind::DeadlineExpired:
        return QStringLiteral("deadline_expired");
    case ErrorKind::SecretAbsent:
        return QStringLiteral("secret_absent");
    case ErrorKind::VaultLocked:
        return QStringLiteral("vault_locked");
    case ErrorKind::VaultDenied:
        return QStringLiteral("vault_denied");
    case ErrorKind::VaultUnavailable:
        return QStringLiteral("vault_unavailable");
    case ErrorKind::VaultTimeout:
        return QStringLiteral("vault_timeout");
    case ErrorKind::StorageUnavailable:
        return QStringLiteral("storage_unavailable");
    case ErrorKind::StorageCorrupt:
        return QStringLiteral("storage_corrupt");
    case ErrorKind::StorageTooNew:
        return QStringLiteral("storage_too_new");
    case ErrorKind::StorageFull:
        return QStringLiteral("storage_full");
    case ErrorKind::HostNotFound:
        return QStringLiteral("host_not_found");
    case ErrorKind::ConnectionRefused:
        return QStringLiteral("connection_refused");
    case ErrorKind::NetworkUnreachable:
        return QStringLiteral("network_unreachable");
    case ErrorKind::ConnectTimeout:
        return QStringLiteral("connect_timeout");
    case ErrorKind::FirstByteTimeout:
        return QStringLiteral("first_byte_timeout");
    case ErrorKind::IdleTimeout:
        return QStringLiteral("idle_timeout");
    case ErrorKind::ConnectionLost:
        return QStringLiteral("connection_lost");
    case ErrorKind::TlsFailed:
        return QStringLiteral("tls_failed");
    case ErrorKind::ProxyFailed:
        return QStringLiteral("proxy_failed");
    case ErrorKind::Authentication:
        return QStringLiteral("authentication");
    case ErrorKind::Billing:
        return QStringLiteral("billing");
    case ErrorKind::Permission:
        return QStringLiteral("permission");
    case ErrorKind::ModelNotFound:
        return QStringLiteral("model_not_found");
    case ErrorKind::RequestTooLarge:
        return QStringLiteral("request_too_large");
    case ErrorKind::InvalidRequest:
        return QStringLiteral("invalid_request");
    case ErrorKind::Conflict:
        return QStringLiteral("conflict");
    case ErrorKind::RateLimited:
        return QStringLiteral("rate_limited");
    case ErrorKind::Overloaded:
        return QStringLiteral("overloaded");
    case ErrorKind::ServerError:
        return QStringLiteral("server_error");
    case ErrorKind::UnexpectedAnswer:
        return QStringLiteral("unexpected_answer");
    case ErrorKind::Cancelled:
        return QStringLiteral("cancelled");
    case ErrorKind::Interrupted:
        return QStringLiteral("interrupted");
    case ErrorKind::Internal:
        return QStringLiteral("internal");
    }
    Q_UNREACHABLE();
}

QDebug operator<<(QDebug debug, const Error& error)
{
    const QDebugStateSaver saver(debug);
    debug.noquote().nospace() << errorKindName(error.kind) << ": " << error.sentence();
    if (!error.detail.isEmpty())
        debug << " (" << error.detail << ')';
    return debug;
}

} // namespace Patchbay
