// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/clientstore.h"

#include "clients/clientrows.h"
#include "clients/clienttoken.h"

#include <QLoggingCategory>
#include <QUuid>

#include <algorithm>

namespace Patchbay {

namespace {

Q_LOGGING_CATEGORY(lcClients, "patchbay.clients")

constexpr qint64 usedEveryMs = 60'000;

} // namespace

ClientStore::ClientStore(Database& database, const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_database(database)
    , m_clock(clock)
{
}

Result<void> ClientStore::load()
{
    const auto reader = m_database.reader();
    if (!reader)
        return Failure(reader.error());
    auto clients = selectClients(**reader);
    if (!clients)
        return Failure(clients.error());
    m_clients = std::move(*clients);
    return {};
}

void ClientStore::reload()
{
    read([](const Result<void>&) {});
}

void ClientStore::read(Completion<void> done)
{
    m_database.read<QList<EndpointClient>>(
        [](Connection& connection) { return selectClients(connection); }, m_mailbox.address(),
        [this, done = std::move(done)](Result<QList<EndpointClient>> clients) mutable {
            if (clients)
                take(std::move(*clients));
            else
                qCWarning(lcClients) << "clients cannot be read again:" << clients.error();
            done(clients ? Result<void>() : Failure(clients.error()));
        });
}

void ClientStore::take(QList<EndpointClient> clients)
{
    if (m_clients == clients)
        return;
    m_clients = std::move(clients);
    Q_EMIT changed();
}

bool ClientStore::hasAny() const
{
    return std::any_of(m_clients.begin(), m_clients.end(),
                       [](const EndpointClient& client) { return client.revokedAtMs == 0; });
}

const EndpointClient* ClientStore::find(const QString& id) const
{
    const auto found = std::find_if(m_clients.begin(), m_clients.end(),
                                    [&](const EndpointClient& client) { return client.id == id; });
    return found == m_clients.end() ? nullptr : &*found;
}

const EndpointClient* ClientStore::findByName(const QString& name) const
{
    const auto found =
        std::find_if(m_clients.begin(), m_clients.end(), [&](const EndpointClient& client) {
            return client.revokedAtMs == 0 && client.name.compare(name, Qt::CaseInsensitive) == 0;
        });
    return found == m_clients.end() ? nullptr : &*found;
}

void ClientStore::write(Database::Write job, Completion<void> done)
{
    m_database.write(std::move(job), Database::Haste::Now, m_mailbox.address(),
                     [this, done = std::move(done)](Result<void> written) mutable {
                         if (!written)
                             return done(std::move(written));
                         // What was written holds, whether or not it can be read back just now.
                         read([done = std::move(done)](const Result<void>&) mutable { done({}); });
                     });
}

void ClientStore::make(EndpointClient client,
                       Result<void> (*writeRow)(Connection&, const EndpointClient&),
                       Completion<MadeClient> done)
{
    MadeClient made{client.id, makeClientToken()};
    client.tokenHash = clientTokenHash(made.token.reveal());
    client.tokenEnd = clientTokenEnd(made.token);
    client.tokenMadeAtMs = m_clock.nowMs();
    write([client, writeRow](Connection& connection) { return writeRow(connection, client); },
          [made = std::move(made), done = std::move(done)](const Result<void>& written) mutable {
              if (written)
                  done(std::move(made));
              else
                  done(Failure(written.error()));
          });
}

void ClientStore::add(EndpointClient client, Completion<MadeClient> done)
{
    client.name = client.name.trimmed();
    client.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    client.createdAtMs = m_clock.nowMs();
    make(
        std::move(client),
        [](Connection& connection, const EndpointClient& row) -> Result<void> {
            if (const auto right = validateClient(row); !right)
                return right;
            return insertClient(connection, row);
        },
        std::move(done));
}

void ClientStore::rotate(const QString& id, Completion<MadeClient> done)
{
    EndpointClient client;
    if (const EndpointClient* known = find(id))
        client = *known;
    client.id = id;
    make(std::move(client), &updateClientToken, std::move(done));
}

void ClientStore::edit(const EndpointClient& client, Completion<void> done)
{
    write(
        [client](Connection& connection) -> Result<void> {
            if (const auto right = validateClient(client); !right)
                return right;
            return updateClient(connection, client);
        },
        std::move(done));
}

void ClientStore::revoke(const QString& id, Completion<void> done)
{
    EndpointClient client;
    if (const EndpointClient* known = find(id))
        client = *known;
    client.id = id;
    client.revokedAtMs = m_clock.nowMs();
    write([client](Connection& connection) { return updateClientRevoked(connection, client); },
          std::move(done));
}

void ClientStore::setUsed(const QString& id, qint64 atMs)
{
    for (EndpointClient& client : m_clients) {
        if (client.id != id || atMs < client.lastUsedAtMs + usedEveryMs)
            continue;
        client.lastUsedAtMs = atMs;
        m_database.write(
            [id, atMs](Connection& connection) { return updateClientUsed(connection, id, atMs); });
        Q_EMIT changed();
    }
}

} // namespace Patchbay
