// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/clientrows.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

namespace Patchbay {

namespace {

struct ClientRows
{
    Q_DECLARE_TR_FUNCTIONS(ClientRows)
};

QString listText(const QStringList& list)
{
    return QString::fromUtf8(
        QJsonDocument(QJsonArray::fromStringList(list)).toJson(QJsonDocument::Compact));
}

QStringList listOf(const QString& text)
{
    QStringList list;
    const QJsonArray array = QJsonDocument::fromJson(text.toUtf8()).array();
    for (const auto& value : array)
        list.append(value.toString());
    return list;
}

QString hashText(const QByteArray& hash)
{
    return QString::fromLatin1(hash.toHex());
}

Result<void> changedOne(const Result<qint64>& changed, const EndpointClient& client)
{
    if (!changed)
        return Failure(changed.error());
    return *changed > 0 ? Result<void>() : Failure(clientNotFound(client.name));
}

} // namespace

Error clientNotFound(const QString& name)
{
    return {ErrorKind::NotFound,
            ClientRows::tr("There is no client “%1”").arg(name),
            ClientRows::tr("See the names with: patchbay-cli clients list"),
            {},
            {},
            0};
}

Result<QList<EndpointClient>> selectClients(Connection& connection)
{
    auto rows = connection.select(
        QStringLiteral("SELECT id, name, token_hash, token_end, models, accounts, "
                       "requests_per_minute, max_concurrent, expires_at, created_at, "
                       "token_made_at, last_used_at, revoked_at FROM endpoint_clients "
                       "ORDER BY revoked_at <> 0, revoked_at DESC, name, number"));
    if (!rows)
        return Failure(rows.error());
    QList<EndpointClient> clients;
    while (rows->next()) {
        EndpointClient client;
        client.id = rows->text(0);
        client.name = rows->text(1);
        client.tokenHash = QByteArray::fromHex(rows->text(2).toLatin1());
        client.tokenEnd = rows->text(3);
        client.models = listOf(rows->text(4));
        client.accounts = listOf(rows->text(5));
        client.requestsPerMinute = static_cast<int>(rows->number(6));
        client.maxConcurrent = static_cast<int>(rows->number(7));
        client.expiresAtMs = rows->number(8);
        client.createdAtMs = rows->number(9);
        client.tokenMadeAtMs = rows->number(10);
        client.lastUsedAtMs = rows->number(11);
        client.revokedAtMs = rows->number(12);
        clients.append(std::move(client));
    }
    if (const auto& error = rows->error())
        return Failure(*error);
    return clients;
}

Result<void> insertClient(Connection& connection, const EndpointClient& client)
{
    const auto taken = connection.number(
        QStringLiteral("SELECT 1 FROM endpoint_clients WHERE name = ? AND revoked_at = 0"),
        {client.name});
    if (!taken)
        return Failure(taken.error());
    if (taken->has_value()) {
        return fail(ErrorKind::AlreadyExists,
                    ClientRows::tr("There is a client “%1” already").arg(client.name),
                    ClientRows::tr("Use another name, or revoke that one first"));
    }
    const auto stored = connection.run(
        QStringLiteral("INSERT INTO endpoint_clients (id, name, token_hash, token_end, models, "
                       "accounts, requests_per_minute, max_concurrent, expires_at, created_at, "
                       "token_made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        {client.id, client.name, hashText(client.tokenHash), client.tokenEnd,
         listText(client.models), listText(client.accounts), client.requestsPerMinute,
         client.maxConcurrent, client.expiresAtMs, client.createdAtMs, client.tokenMadeAtMs});
    return stored ? Result<void>() : Failure(stored.error());
}

Result<void> updateClient(Connection& connection, const EndpointClient& client)
{
    return changedOne(
        connection.run(QStringLiteral("UPDATE endpoint_clients SET models = ?, accounts = ?, "
                                      "requests_per_minute = ?, max_concurrent = ?, expires_at = ? "
                                      "WHERE id = ? AND revoked_at = 0"),
                       {listText(client.models), listText(client.accounts),
                        client.requestsPerMinute, client.maxConcurrent, client.expiresAtMs,
                        client.id}),
        client);
}

Result<void> updateClientToken(Connection& connection, const EndpointClient& client)
{
    return changedOne(
        connection.run(
            QStringLiteral("UPDATE endpoint_clients SET token_hash = ?, token_end = ?, "
                           "token_made_at = ? WHERE id = ? AND revoked_at = 0"),
            {hashText(client.tokenHash), client.tokenEnd, client.tokenMadeAtMs, client.id}),
        client);
}

Result<void> updateClientRevoked(Connection& connection, const EndpointClient& client)
{
    return changedOne(connection.run(QStringLiteral("UPDATE endpoint_clients SET revoked_at = ? "
                                                    "WHERE id = ? AND revoked_at = 0"),
                                     {client.revokedAtMs, client.id}),
                      client);
}

Result<void> updateClientUsed(Connection& connection, const QString& id, qint64 atMs)
{
    const auto changed = connection.run(QStringLiteral("UPDATE endpoint_clients SET last_used_at = "
                                                       "? WHERE id = ? AND last_used_at < ?"),
                                        {atMs, id, atMs});
    return changed ? Result<void>() : Failure(changed.error());
}

} // namespace Patchbay
