// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QList>
#include <QMetaType>
#include <QString>
#include <QStringList>

class QTimeZone;

namespace Patchbay {

enum class ClientState { Active, Expired, Revoked };
[[nodiscard]] QString clientStateName(ClientState state); // "active", "expired", "revoked"

/// Who may use the endpoint, without its token: of that only the hash. Its budgets are those of
/// scope `client` and its name. A value.
struct EndpointClient
{
    QString id;   // a UUID; "env" for the client of the environment
    QString name; // what ledger and budgets call it, so it stays
    QByteArray tokenHash;
    QString tokenEnd; // the token's last characters, for people
    /// Allowed models, each a name or the beginning of names with `*` behind it; empty: all.
    QStringList models;
    QStringList accounts;      // ids of the allowed ones; empty: all
    int requestsPerMinute = 0; // 0: no limit
    int maxConcurrent = 0;     // 0: no limit
    // UTC milliseconds; 0: never, or not yet.
    qint64 expiresAtMs = 0;
    qint64 createdAtMs = 0;
    qint64 tokenMadeAtMs = 0;
    qint64 lastUsedAtMs = 0; // to the minute
    qint64 revokedAtMs = 0;

    [[nodiscard]] bool allowsModel(QStringView model) const;
    [[nodiscard]] bool allowsAccount(const QString& accountId) const;
    [[nodiscard]] ClientState stateAt(qint64 nowMs) const;
    /// "pb-…x7Qk"; empty when the end is not known.
    [[nodiscard]] QString tokenHint() const;

    bool operator==(const EndpointClient&) const = default;
};

constexpr int mostRequestsPerMinute = 100'000;
constexpr int mostConcurrentRequests = 10'000;

/// Name, models and limits; the first fault as InvalidInput. "window", "command_line" and "env"
/// are names of others in the ledger.
[[nodiscard]] Result<void> validateClient(const EndpointClient& client);

/// When a token ends: a date (local midnight), an RFC 3339 time, how long from now (30d, 12h), or
/// "never" (0). What is over already is refused.
[[nodiscard]] Result<qint64> parseExpiry(const QString& text, qint64 nowMs,
                                         const QTimeZone& timeZone);

} // namespace Patchbay

Q_DECLARE_METATYPE(Patchbay::EndpointClient)
