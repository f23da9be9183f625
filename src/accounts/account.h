// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QMetaType>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <optional>

namespace Patchbay {

/// Names an account for good: a UUID, or a hash of kind and name for accounts of the environment.
struct AccountId
{
    QString value;

    [[nodiscard]] bool isNull() const { return value.isEmpty(); }
    auto operator<=>(const AccountId&) const = default;
    bool operator==(const AccountId&) const = default;
};

inline size_t qHash(const AccountId& id, size_t seed = 0)
{
    return ::qHash(id.value, seed);
}

enum class AccountKind { ApiKey, OAuth, ClaudeCommand };
enum class AccountSource { Stored, Environment, Demo };
enum class AccountState { Ready, CoolingDown, NeedsSignIn, Blocked, Locked, OverBudget, Disabled };

/// "api_key", "cooling_down": the words of DESIGN 1.2.
[[nodiscard]] QString accountKindName(AccountKind kind);
[[nodiscard]] QString accountStateName(AccountState state);
[[nodiscard]] QString accountSourceName(AccountSource source);
/// The other way round; nothing for any other word.
[[nodiscard]] std::optional<AccountKind> accountKindOf(const QString& name);
[[nodiscard]] std::optional<AccountState> accountStateOf(const QString& name);
[[nodiscard]] std::optional<AccountSource> accountSourceOf(const QString& name);

/// What is known against an account for the models of one family ("opus"). A value.
struct ModelRest
{
    QString family;
    QString reason;
    qint64 sinceMs = 0;
    qint64 untilMs = 0; // UTC; 0: until a request for such a model succeeds

    bool operator==(const ModelRest&) const = default;
};

/// One account, without its secret. A value.
struct Account
{
    AccountId id;
    qint64 number = 0; // what the ledger calls it; 0 until it has a row
    QString name;
    AccountKind kind = AccountKind::ApiKey;
    AccountSource source = AccountSource::Stored;
    QUrl baseUrl;       // empty: the default of ANTHROPIC_BASE_URL or the provider's
    QString model;      // its default model, empty for the program's
    QStringList models; // allowed ones; empty: all
    QString keyCommand;
    QString configDir;
    QString oauthProfile; // JSON of the OAuth 2.0 provider
    QUrl proxy;           // empty: the system's
    int priority = 1;
    int weight = 1;
    int maxConcurrent = 5;
    bool allowWindow = true;
    bool allowCommandLine = true;
    bool allowEndpoint = true;
    bool enabled = true;
    AccountState state = AccountState::Ready; // as last known; Disabled when not enabled
    QString stateReason;
    qint64 stateSinceMs = 0;
    qint64 stateUntilMs = 0; // 0: until something changes it
    QList<ModelRest> modelRests;
    QString organizationId;
    QString plan;  // "max", of a subscription; empty: not known
    int color = 0; // index into the palette of account colours
    qint64 createdAtMs = 0;
    qint64 secretChangedAtMs = 0;
    qint64 secretExpiresAtMs = 0; // of a long-lived token or a sign-in; 0: not known
    qint64 pendingSecretAtMs = 0; // a new key waits for its first answer since then; 0: none
    int remindAfterDays = 0;      // to replace the key; 0: not at all

    bool operator==(const Account&) const = default;
};

} // namespace Patchbay

Q_DECLARE_METATYPE(Patchbay::AccountId)
Q_DECLARE_METATYPE(Patchbay::Account)
