// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/mailbox.h"
#include "clients/endpointrule.h"
#include "storage/database.h"

#include <QObject>

namespace Patchbay {

/// The user's rules for the endpoint in the database. Main thread.
class RuleStore final : public QObject
{
    Q_OBJECT
public:
    explicit RuleStore(Database& database, QObject* parent = nullptr);

    /// Blocking (a small table): once, at start.
    [[nodiscard]] Result<void> load();
    /// Reads them again after another process changed them; changed() follows if they differ.
    void reload();

    /// In their order.
    [[nodiscard]] const QList<EndpointRule>& rules() const { return m_rules; }

    // Each holds in rules() when `done` comes with success. InvalidInput for a wrong rule, NotFound
    // for one that is gone.
    /// Behind the others; its id.
    void add(const EndpointRule& rule, Completion<qint64> done);
    /// By its id; it keeps its place.
    void edit(const EndpointRule& rule, Completion<void> done);
    void remove(qint64 id, Completion<void> done);
    /// To the place `position`, from 0; beyond the last is the last.
    void move(qint64 id, qint64 position, Completion<void> done);

Q_SIGNALS:
    void changed();

private:
    /// `done` after the commit, and after what is in the database was read again.
    void write(Database::Write job, Completion<void> done);
    void read(Completion<void> done);

    Database& m_database;
    QList<EndpointRule> m_rules;
    Mailbox m_mailbox;
};

} // namespace Patchbay
