// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/accountrows.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

namespace Patchbay {

namespace {

struct AccountRows
{
    Q_DECLARE_TR_FUNCTIONS(AccountRows)
};

#define ACCOUNT_COLUMNS                                                                            \
    "number, id, name, kind, source, base_url, model, models, key_command, config_dir, "           \
    "oauth_profile, proxy, priority, weight, max_concurrent, allow_window, allow_command_line, "   \
    "allow_endpoint, enabled, state, state_reason, state_since, state_until, organization_id, "    \
    "color, created_at, secret_changed_at, pending_secret_at, remind_after_days, "                 \
    "secret_expires_at, plan"

QString modelsText(const QStringList& models)
{
    return QString::fromUtf8(
        QJsonDocument(QJsonArray::fromStringList(models)).toJson(QJsonDocument::Compact));
}

QStringList modelsOf(const QString& text)
{
    QStringList models;
    const QJsonArray array = QJsonDocument::fromJson(text.toUtf8()).array();
    for (const QJsonValue& model : array)
        models.append(model.toString());
    return models;
}

Account accountOf(const Rows& row)
{
    int column = 0;
    const auto text = [&] { return row.text(column++); };
    const auto number = [&] { return row.number(column++); };
    const auto small = [&] { return static_cast<int>(row.number(column++)); };
    const auto isSet = [&] { return row.number(column++) != 0; };
    Account account;
    account.number = number();
    account.id.value = text();
    account.name = text();
    account.kind = accountKindOf(text()).value_or(AccountKind::ApiKey);
    account.source = accountSourceOf(text()).value_or(AccountSource::Stored);
    account.baseUrl = QUrl(text());
    account.model = text();
    account.models = modelsOf(text());
    account.keyCommand = text();
    account.configDir = text();
    account.oauthProfile = text();
    account.proxy = QUrl(text());
    account.priority = small();
    account.weight = small();
    account.maxConcurrent = small();
    account.allowWindow = isSet();
    account.allowCommandLine = isSet();
    account.allowEndpoint = isSet();
    account.enabled = isSet();
    account.state = accountStateOf(text()).value_or(AccountState::Ready);
    account.stateReason = text();
    account.stateSinceMs = number();
    account.stateUntilMs = number();
    account.organizationId = text();
    account.color = small();
    account.createdAtMs = number();
    account.secretChangedAtMs = number();
    account.pendingSecretAtMs = number();
    account.remindAfterDays = small();
    account.secretExpiresAtMs = number();
    account.plan = text();
    if (!account.enabled)
        account.state = AccountState::Disabled;
    else if (account.state == AccountState::Disabled)
        account.state = AccountState::Ready;
    return account;
}

Result<QList<ModelRest>> selectModelRests(Connection& connection, qint64 account)
{
    auto rows = connection.select(
        QStringLiteral("SELECT family, reason, since, until FROM account_model_rests "
                       "WHERE account = ? ORDER BY family"),
        {account});
    if (!rows)
        return Failure(rows.error());
    QList<ModelRest> rests;
    while (rows->next())
        rests.append({rows->text(0), rows->text(1), rows->number(2), rows->number(3)});
    if (rows->error())
        return Failure(*rows->error());
    return rests;
}

Result<QList<Account>> select(Connection& connection, const QString& sql,
                              const QVariantList& values)
{
    auto rows = connection.select(sql, values);
    if (!rows)
        return Failure(rows.error());
    QList<Account> accounts;
    while (rows->next())
        accounts.append(accountOf(*rows));
    if (rows->error())
        return Failure(*rows->error());
    for (Account& account : accounts) {
        auto rests = selectModelRests(connection, account.number);
        if (!rests)
            return Failure(rests.error());
        account.modelRests = std::move(*rests);
    }
    return accounts;
}

// A text that is not null: Qt binds a null string as NULL.
QString bound(const QString& text)
{
    return text.isNull() ? QStringLiteral("") : text;
}

QVariantList editableValues(const Account& account)
{
    return {bound(account.name),
            bound(account.baseUrl.toString(QUrl::FullyEncoded)),
            bound(account.model),
            modelsText(account.models),
            bound(account.keyCommand),
            bound(account.configDir),
            bound(account.oauthProfile),
            bound(account.proxy.toString(QUrl::FullyEncoded)),
            account.priority,
            account.weight,
            account.maxConcurrent,
            account.allowWindow,
            account.allowCommandLine,
            account.allowEndpoint,
            account.enabled,
            account.remindAfterDays};
}

Error takenIfUnique(Error error, const QString& name)
{
    return error.kind == ErrorKind::AlreadyExists ? accountNameTaken(name) : std::move(error);
}

Result<void> update(Connection& connection, const QString& sql, const QVariantList& values)
{
    const auto changed = connection.run(sql, values);
    if (!changed)
        return Failure(changed.error());
    if (*changed == 0)
        return Failure(accountNotFound());
    return {};
}

} // namespace

Error accountNameTaken(const QString& name)
{
    return {ErrorKind::AlreadyExists,
            AccountRows::tr("There is already an account named “%1”").arg(name),
            AccountRows::tr("Choose another name"),
            {},
            {},
            0};
}

Error accountNotFound()
{
    return {ErrorKind::NotFound,
            AccountRows::tr("This account does not exist any more"),
            AccountRows::tr("Choose another account"),
            {},
            {},
            0};
}

Result<QList<Account>> selectStoredAccounts(Connection& connection)
{
    return select(connection,
                  QStringLiteral("SELECT " ACCOUNT_COLUMNS
                                 " FROM accounts WHERE source = 'stored' AND removed_at = 0 "
                                 "ORDER BY number"),
                  {});
}

Result<std::optional<Account>> selectAccount(Connection& connection, const AccountId& id)
{
    const auto found =
        select(connection, QStringLiteral("SELECT " ACCOUNT_COLUMNS " FROM accounts WHERE id = ?"),
               {id.value});
    if (!found)
        return Failure(found.error());
    return found->isEmpty() ? std::nullopt : std::optional(found->first());
}

Result<qint64> insertAccount(Connection& connection, const Account& account)
{
    const auto added = connection.run(
        QStringLiteral(
            "INSERT INTO accounts (name, base_url, model, models, key_command, config_dir, "
            "oauth_profile, proxy, priority, weight, max_concurrent, allow_window, "
            "allow_command_line, allow_endpoint, enabled, remind_after_days, id, kind, source, "
            "color, created_at, secret_changed_at, secret_expires_at, plan) VALUES (?, ?, ?, ?, "
            "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        editableValues(account) + QVariantList{account.id.value, accountKindName(account.kind),
                                               accountSourceName(account.source), account.color,
                                               account.createdAtMs, account.secretChangedAtMs,
                                               account.secretExpiresAtMs, bound(account.plan)});
    if (!added)
        return Failure(takenIfUnique(added.error(), account.name));
    return connection.lastInsertId();
}

Result<qint64> reviveAccount(Connection& connection, const Account& account)
{
    const auto known = selectAccount(connection, account.id);
    if (!known)
        return Failure(known.error());
    if (!*known)
        return insertAccount(connection, account);
    const auto revived = update(
        connection,
        QStringLiteral("UPDATE accounts SET removed_at = 0, pending_secret_at = 0, "
                       "secret_changed_at = ?, secret_expires_at = ?, plan = ? WHERE id = ? AND "
                       "source = 'stored' AND removed_at != 0 AND kind = ?"),
        {account.secretChangedAtMs, account.secretExpiresAtMs, bound(account.plan),
         account.id.value, accountKindName(account.kind)});
    if (!revived && revived.error().kind == ErrorKind::NotFound)
        return Failure(accountNameTaken(account.name)); // it is there and was not removed
    if (!revived)
        return Failure(takenIfUnique(revived.error(), account.name));
    if (const auto updated = updateAccount(connection, account); !updated)
        return Failure(updated.error());
    if (const auto updated = updateState(connection, account); !updated)
        return Failure(updated.error());
    return (*known)->number;
}

Result<void> updateAccount(Connection& connection, const Account& account)
{
    const auto updated = update(
        connection,
        QStringLiteral("UPDATE accounts SET name = ?, base_url = ?, model = ?, models = ?, "
                       "key_command = ?, config_dir = ?, oauth_profile = ?, proxy = ?, priority = "
                       "?, weight = ?, max_concurrent = ?, allow_window = ?, allow_command_line = "
                       "?, allow_endpoint = ?, enabled = ?, remind_after_days = ? WHERE id = ? AND "
                       "removed_at = 0"),
        editableValues(account) + QVariantList{account.id.value});
    return updated ? updated : Failure(takenIfUnique(updated.error(), account.name));
}

Result<void> updateEnabled(Connection& connection, const Account& account)
{
    return update(connection,
                  QStringLiteral("UPDATE accounts SET enabled = ? WHERE id = ? AND removed_at = 0"),
                  {account.enabled, account.id.value});
}

Result<void> updateSecretTime(Connection& connection, const Account& account)
{
    return update(connection,
                  QStringLiteral("UPDATE accounts SET secret_changed_at = ?, key_command = ? WHERE "
                                 "id = ? AND removed_at = 0"),
                  {account.secretChangedAtMs, bound(account.keyCommand), account.id.value});
}

Result<void> updateSignIn(Connection& connection, const Account& account)
{
    return update(connection,
                  QStringLiteral("UPDATE accounts SET secret_expires_at = ?, plan = ? WHERE id = ? "
                                 "AND removed_at = 0"),
                  {account.secretExpiresAtMs, bound(account.plan), account.id.value});
}

Result<void> updatePendingSecret(Connection& connection, const Account& account)
{
    return update(
        connection,
        QStringLiteral("UPDATE accounts SET pending_secret_at = ? WHERE id = ? AND removed_at = 0"),
        {account.pendingSecretAtMs, account.id.value});
}

Result<void> updateState(Connection& connection, const Account& account)
{
    return update(connection,
                  QStringLiteral("UPDATE accounts SET state = ?, state_reason = ?, state_since = "
                                 "?, state_until = ? WHERE id = ?"),
                  {accountStateName(account.state), bound(account.stateReason),
                   account.stateSinceMs, account.stateUntilMs, account.id.value});
}

Result<void> replaceModelRests(Connection& connection, const Account& account)
{
    auto done = connection.run(QStringLiteral("DELETE FROM account_model_rests WHERE account = ?"),
                               {account.number});
    for (const ModelRest& rest : account.modelRests) {
        if (!done)
            break;
        done = connection.run(
            QStringLiteral(
                "INSERT INTO account_model_rests (account, family, reason, since, until) "
                "VALUES (?, ?, ?, ?, ?)"),
            {account.number, bound(rest.family), bound(rest.reason), rest.sinceMs, rest.untilMs});
    }
    return done ? Result<void>() : Failure(done.error());
}

Result<void> updateOrganization(Connection& connection, const Account& account)
{
    return update(connection,
                  QStringLiteral("UPDATE accounts SET organization_id = ? WHERE id = ?"),
                  {bound(account.organizationId), account.id.value});
}

Result<void> markRemoved(Connection& connection, const AccountId& id, qint64 nowMs)
{
    return update(
        connection,
        QStringLiteral("UPDATE accounts SET removed_at = ? WHERE id = ? AND removed_at = 0"),
        {nowMs, id.value});
}

} // namespace Patchbay
