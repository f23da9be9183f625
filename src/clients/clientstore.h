// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "base/mailbox.h"
#include "base/secret.h"
#include "clients/endpointclient.h"
#include "storage/database.h"

#include <QHash>
#include <QObject>

namespace Patchbay {

/// A client just made, or given another token. The token is nowhere else: whoever gets this shows
/// it to the person, once.
struct MadeClient
{
    QString id;
    Secret token;
};

/// The endpoint's clients in the database. Main thread.
class ClientStore final : public QObject
{
    Q_OBJECT
public:
    ClientStore(Database& database, const Clock& clock, QObject* parent = nullptr);

    /// Blocking (a small table): once, at start.
    [[nodiscard]] Result<void> load();
    /// Reads them again after another process changed them; changed() follows if they differ.
    void reload();

    /// By name, those that were revoked behind the others.
    [[nodiscard]] const QList<EndpointClient>& clients() const { return m_clients; }
    /// Whether there is one that was not revoked.
    [[nodiscard]] bool hasAny() const;
    [[nodiscard]] const EndpointClient* find(const QString& id) const;
    /// By name without case; one that was revoked is not found.
    [[nodiscard]] const EndpointClient* findByName(const QString& name) const;

    // Each is in clients() when `done` comes with success. NotFound of what was revoked.
    /// Id, token and times are made here. AlreadyExists when the name is taken.
    void add(EndpointClient client, Completion<MadeClient> done);
    /// Models, accounts, limits and end; the rest (name, token, times) stays.
    void edit(const EndpointClient& client, Completion<void> done);
    /// Its token is refused from now on, in every process within seconds. The row stays.
    void revoke(const QString& id, Completion<void> done);
    /// Another token in place of the one it has, which is refused from now on.
    void rotate(const QString& id, Completion<MadeClient> done);

    /// That it was used; written at most once a minute for each client.
    void setUsed(const QString& id, qint64 atMs);

Q_SIGNALS:
    void changed();

private:
    /// `done` after the commit, and after what is in the database was read again.
    void write(Database::Write job, Completion<void> done);
    void read(Completion<void> done);
    void take(QList<EndpointClient> clients);
    void make(EndpointClient client,
              Result<void> (*writeRow)(Connection& connection, const EndpointClient& client),
              Completion<MadeClient> done);

    Database& m_database;
    const Clock& m_clock;
    QList<EndpointClient> m_clients;
    Mailbox m_mailbox;
};

} // namespace Patchbay
